"""What the rules on runs say together: one mistake gives one diagnostic, and what a whole run waits for.

That a run waits for an approval is newer than the founding page, so that no folder of a rule can show it.
"""

from __future__ import annotations

from typing import Any

import pytest
from documented_examples import SKELETONS

from nflint import lint_value


def node(kind: str, status: str | None, **fields: Any) -> dict[str, Any]:
    spec = {"JobRun": {"jobId": "migrate"}, "Approval": {"amount": 1}}.get(kind, {})
    response = {} if status is None else {"response": {"status": status}}
    condition = {"condition": "success"} if kind == "JobRun" else {}
    return {"kind": kind, "spec": spec, **condition, **response, **fields}


def workflow(status: str | None, *steps: dict[str, Any], way: str = "sequential") -> dict[str, Any]:
    return {**node("Workflow", status), "spec": {"type": way, "steps": list(steps)}}


def told(status: str, root: dict[str, Any]) -> list[str]:
    """The rules on runs that speak of such a run."""
    over = status in ("success", "failure", "aborted")
    ended = {"concludedAt": "2021-01-01T12:10:00.000Z"} if over else {}
    run = {**SKELETONS["run"], "status": status, "concluded": over, **ended, "spec": root}
    return [found.rule for found in lint_value(run).diagnostics if found.code.startswith("NF8")]


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (workflow(None, node("Approval", "success"), node("JobRun", "async_wait")), ["misplaced-approval-wait"]),
        (workflow(None, node("JobRun", "async_wait")), ["misplaced-approval-wait"]),
        (workflow(None, node("JobRun", "approval_wait")), ["misplaced-approval-wait"]),
        (workflow("approval_wait", node("JobRun", "approval_wait")), ["misplaced-approval-wait"]),
        (workflow("waiting", node("Approval", "approval_wait")), []),
        (workflow(None, node("JobRun", "success"), node("Approval", None)), []),
        (workflow(None, node("RunTemplate", None)), []),
        (workflow("approval_wait"), []),
        ({"kind": "Workflow", "response": {"status": "approval_wait"}}, []),
    ],
)
def test_a_run_that_waits_for_an_approval_has_a_node_that_does(root: dict[str, Any], expected: list[str]) -> None:
    assert told("approval_wait", root) == expected


@pytest.mark.parametrize(
    ("status", "root", "expected"),
    [
        (
            "success",
            workflow("success", workflow("success", node("JobRun", "failure"), node("JobRun", "success"))),
            ["failed-node-in-successful-run"],
        ),
        (
            "success",
            workflow("waiting", workflow("approval_wait", node("JobRun", "approval_wait"))),
            ["unfinished-node-in-concluded-run"],
        ),
        (
            "failure",
            workflow("failure", workflow("success", node("JobRun", "failure"), node("JobRun", "success"))),
            ["unsuccessful-step-in-successful-workflow"],
        ),
        (
            "failure",
            workflow("failure", node("JobRun", "failure"), node("JobRun", "retrying")),
            ["unfinished-node-in-concluded-run"],
        ),
        (
            "failure",
            workflow("failure", node("JobRun", "failure"), *[node("JobRun", "success")] * 3),
            ["step-after-failure"],
        ),
        (
            "failure",
            workflow("failure", workflow("failure", node("JobRun", "success"))),
            ["failure-without-failed-node"],
        ),
        (
            "failure",
            workflow("success", workflow("success", node("JobRun", "success"))),
            ["failure-without-failed-node"],
        ),
        (
            "success",
            workflow("success", node("JobRun", "failure", skipNodeExecution="true")),
            ["failed-node-in-successful-run"],
        ),
        (
            "running",
            workflow("waiting", workflow("success", node("JobRun", "async_wait"), way="parallel")),
            ["unsuccessful-step-in-successful-workflow"],
        ),
    ],
)
def test_one_mistake_gives_one_diagnostic(status: str, root: dict[str, Any], expected: list[str]) -> None:
    assert told(status, root) == expected
