"""Hints about many undefined refs of a large flow: made of a bounded number of looks at its nodes."""

from __future__ import annotations

import json

import pytest

import nflint
from nflint.flow.model import Node
from nflint.flow.order import Order, Standing


def _flow(refs: int, undefined: int) -> str:
    steps = [
        {"kind": "JobRun", "ref": f"run-{at}", "condition": "success", "spec": {"jobId": "job"}} for at in range(refs)
    ]
    users = [
        {
            "kind": "JobRun",
            "condition": "success",
            "spec": {"jobId": "job", "runtimeEnvironment": {"A": f"${{refs.{chr(97 + at % 26) * 30}{at}.id}}"}},
        }
        for at in range(undefined)
    ]
    root = {"kind": "Workflow", "spec": {"type": "sequential", "steps": [*steps, *users]}}
    return json.dumps({"apiVersion": "v1.2", "spec": root})


def _hints(text: str) -> list[str]:
    told = nflint.lint(text, name="release-flow.json").diagnostics
    return [diagnostic.hint for diagnostic in told if diagnostic.rule == "undefined-ref"]


def test_every_hint_of_a_flow_of_usual_size_names_refs() -> None:
    hints = _hints(_flow(100, 50))
    assert len(hints) == 50
    assert all(hint.startswith("give the node that is meant this ref, or use 'run-0'") for hint in hints)


def test_a_large_flow_is_not_weighed_again_for_every_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    standing, asked = Order.standing, 0

    def counted(self: Order, here: Node, there: Node) -> Standing:
        nonlocal asked
        asked += 1
        return standing(self, here, there)

    monkeypatch.setattr(Order, "standing", counted)
    hints = _hints(_flow(1500, 150))
    assert hints[0].startswith("give the node that is meant this ref, or use 'run-0'")
    assert hints[-1] == "give the node that is meant this ref"
    assert asked < 60_000
