"""What branch rules match, which of them cover others, and which names no branch can have."""

from __future__ import annotations

import pytest

from nflint.flow.branches import BRANCHES, BranchRule, branch_rules, covered, flaw, regex_part
from nflint.flow.model import Trigger


def rules(*texts: str) -> list[BranchRule]:
    return branch_rules(Trigger((), {BRANCHES: list(texts)}), BRANCHES)


@pytest.mark.parametrize(
    ("rule", "branch", "fits"),
    [
        ("main", "main", True),
        ("main", "maintenance", False),
        ("*", "feature/cart", True),
        ("feature/*", "feature/cart/total", True),
        ("feature/*", "feature", False),
        ("*-eu", "release-eu", True),
        ("a*a", "a", False),
        ("a*b*c", "a-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("ab*ba", "aba", False),
    ],
)
def test_a_rule_matches_names_with_any_text_for_its_wildcards(rule: str, branch: str, fits: bool) -> None:
    assert BranchRule((), rule).matches(branch) is fits


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        (["main", "next"], []),
        (["main", "main"], [("main", "main")]),
        (["main", "*"], [("main", "*")]),
        (["feature/*", "feature/!x", "feature"], [("feature/!x", "feature/*")]),
        (["a*", "a", "ab*", "b"], [("a", "a*"), ("ab*", "a*")]),
        (["*x", "yx"], []),
        (["x*", "x*y"], [("x*y", "x*")]),
    ],
)
def test_a_rule_is_covered_by_a_wider_one(texts: list[str], pairs: list[tuple[str, str]]) -> None:
    found = rules(*texts)
    assert [(narrow.text, wide.text) for narrow, wide in covered(found, found)] == pairs


@pytest.mark.parametrize("name", ["main", "release/*", "v1.2", "a.b/c", "refs", "originals/x", "lock", "*"])
def test_names_that_branches_may_have(name: str) -> None:
    assert flaw(name) is None


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("", None),
        ("refs/heads/main", "main"),
        ("refs/heads//main", None),
        ("refs/pull/7", None),
        ("/main/", "main"),
        ("a//b", "a/b"),
        ("a..b", None),
        ("main.", "main"),
        ("a/.b", None),
        ("a.lock", None),
    ],
)
def test_names_that_no_branch_can_have(name: str, better: str | None) -> None:
    found = flaw(name)
    assert found is not None
    assert found.better == better


@pytest.mark.parametrize(("rule", "part"), [("a/.*", (2, 4)), (".+", (0, 2)), ("v1.*", None), ("a.*", None)])
def test_parts_of_regular_expressions(rule: str, part: tuple[int, int] | None) -> None:
    assert regex_part(rule) == part


def test_what_the_contract_refuses_is_no_rule() -> None:
    trigger = Trigger((), {BRANCHES: ["main", 7, "a b", None, ["main"], "^x"]})
    assert branch_rules(trigger, BRANCHES) == [BranchRule((BRANCHES, 0), "main")]
    assert branch_rules(Trigger((), {BRANCHES: "main"}), BRANCHES) == []
