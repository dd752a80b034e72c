"""Which Releases take the latest of what a Build makes: those of one service and branch, as far as that is known."""

from __future__ import annotations

import pytest
from waiting_flows import Tree, node, seq, waiting_of

from nflint.flow.images import Images

TRIGGERED = "${refs.pushed.branch}"


def takes(built: Tree, origin: Tree, *rules: str, **trigger: object) -> bool:
    """Whether a Release from `origin` takes what a Build of `built` makes, with a trigger of those branch rules."""
    release = node("Release", "r", {"type": "build", "origin": {"build": "latest", **origin}})
    spec = seq(node("Build", "b", {"type": "service", **built}), release)
    triggers = [{"ref": "pushed", "branchRestrictions": [*rules], **trigger}]
    [progress] = waiting_of(spec, triggers=triggers, arguments={"PUSHED": TRIGGERED}).scopes
    [build] = progress.scope.flow.of("Build")
    return any(Images(progress).latest(build))


@pytest.mark.parametrize(
    ("built", "origin", "expected"),
    [
        ({"id": "api", "branch": "main"}, {"id": "api", "branch": "main"}, True),
        ({"id": "api", "branch": "main"}, {"id": "api"}, True),
        ({"id": "api", "branch": "main"}, {"id": "api", "branch": "${args.BRANCH}"}, True),
        ({"id": "api", "branch": "main"}, {"id": "api", "branch": "develop"}, False),
        ({"id": "api", "branch": "feature/main"}, {"id": "api", "branch": "main"}, False),
        ({"id": "api", "branch": "main"}, {"id": "web", "branch": "main"}, False),
        ({"id": "api", "branch": "main"}, {"id": "other-team/api", "branch": "main"}, False),
    ],
)
def test_the_service_and_the_branch_say_what_is_taken(built: Tree, origin: Tree, expected: bool) -> None:
    assert takes(built, origin) is expected


@pytest.mark.parametrize("branch", [TRIGGERED, "${args.PUSHED}"])
def test_the_rules_of_a_trigger_say_what_its_branch_may_be(branch: str) -> None:
    built, origin = {"id": "api", "branch": branch}, {"id": "api", "branch": "main"}
    assert not takes(built, origin, "feature/*")
    assert not takes(built, origin, "feature/*", "develop")
    assert takes(built, origin, "feature/*", "ma*")
    assert takes(built, {"id": "api"}, "feature/*")


def test_of_other_triggers_any_branch_may_come() -> None:
    built, origin = {"id": "api", "branch": TRIGGERED}, {"id": "api", "branch": "main"}
    assert takes(built, origin)
    assert takes(built, origin, "!main")
    assert takes(built, origin, "feature/*", manualOnly=True)
    assert takes(built, origin, "feature/*", prRestrictions=["*"])
    assert takes({"id": "api", "branch": "${refs.nobody.branch}"}, origin, "feature/*")
