"""Which path rules match a file, and where that is not for us to tell."""

from __future__ import annotations

import pytest

from nflint.flow.model import Part
from nflint.flow.paths import is_allow_list, match, path_rules

FILE = "/deploy/eu/flow.json"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("/deploy/eu/flow.json", True),
        ("deploy/eu/flow.json", True),
        ("deploy/", True),
        ("/deploy", True),
        ("eu/", True),
        ("flow.json", True),
        ("flow.json/", False),
        ("deploy/eu/flow.json/", False),
        ("/eu", False),
        ("*.json", True),
        ("*.yaml", False),
        ("dep", False),
        ("# deploy/", False),
        ("", False),
        ("deploy/**", None),
        ("!deploy/", None),
    ],
)
def test_a_rule_matches_names_and_paths(rule: str, found: bool | None) -> None:
    assert match(path_rules(Part((), {"pathIgnoreRules": [rule]})), FILE) is found


def test_one_rule_that_matches_is_enough() -> None:
    assert match(path_rules(Part((), {"pathIgnoreRules": ["src/**", "deploy/", 7]})), FILE) is True


def test_other_values_are_no_rules() -> None:
    assert path_rules(Part((), {"pathIgnoreRules": "deploy/"})) == []
    assert is_allow_list(Part((), {"isAllowList": "true"})) is False
