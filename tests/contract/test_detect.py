"""Which document is it: flows that look like templates, and templates that look like flows."""

from __future__ import annotations

from typing import Any

import pytest

from nflint.contract.detect import detect


def document(*kinds: str, **keys: Any) -> dict[str, Any]:
    steps = [{"kind": kind, "spec": {}} for kind in kinds]
    return {"apiVersion": "v1.2", **keys, "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": steps}}}


@pytest.mark.parametrize(
    ("value", "name", "kind"),
    [
        (document("Build", "Release"), "flow.json", "release-flow"),
        (document("Build", "Release", name="api"), "flow.json", "release-flow"),
        (document("Addon", "JobRun", "Message", "Approval"), "flow.json", "release-flow"),
        (document("Addon", "JobRun", "Message", "Approval", name="db"), "setup.json", "template"),
        (document("Addon", "JobRun", "Message", "Approval", description=""), "setup.json", "template"),
        (document("Addon", "JobRun", "Message", name="db"), "release-flow.json", "release-flow"),
        (document("Project"), "flow.json", "template"),
        (document("Addon", "Addon", "Build"), "x.json", "template"),
        ({"spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [None]}}}, "flow.yaml", "release-flow"),
        ([], ".nflint.yaml", "config"),
        ({"select": []}, "deep/.nflint.yml", "config"),
        ({"select": []}, "nflint.yaml", None),
    ],
)
def test_a_document_is_told_by_what_is_in_it(value: object, name: str, kind: str | None) -> None:
    assert detect(value, name) == kind
