"""Comments that hide findings: where they count, what hides nothing, and what is no comment at all."""

from __future__ import annotations

import pytest

from nflint import lint
from nflint.config import build_config
from nflint.rules import all_rules

HEAD = "apiVersion: v1.2\nspec:\n  kind: Workflow\n  spec:\n    type: sequential\n    steps:\n"
RESTART = (
    "      - kind: Action\n        spec:\n          kind: Service\n"
    "          spec: {type: restart, data: {serviceId: api}, condition: running}\n"
)


def found(text: str) -> list[tuple[str, int]]:
    return [(diagnostic.rule, diagnostic.region.line) for diagnostic in lint(text, kind="release-flow").diagnostics]


def flow(options: str) -> str:
    """A flow with these lines, in which only they can be wrong."""
    return f"{HEAD}{RESTART}{options}"


@pytest.mark.parametrize(
    "options",
    [
        "optoins: {}  # nflint: ignore[unknown-key] we have our reasons\n",
        "optoins: {}  # nflint: ignore[NF102]\n",
        "optoins: {}\t#nflint:ignore[unknown-key]\n",
        "optoins: {}  # nflint: ignore[ Unknown-Key ,nf102]\n",
        "# nflint: ignore[unknown-key] we have our reasons\noptoins: {}\n",
        "# nflint: ignore[unknown-key]\n\n# and something else\noptoins: {}\n",
        "  # nflint: ignore[unknown-key]\noptoins: {}\n",
        "# nflint: ignore[unknown-key]\r\noptoins: {}\r\n",
        "optoins: | # nflint: ignore[unknown-key]\n  text\n",
    ],
)
def test_a_comment_hides_what_it_names(options: str) -> None:
    report = lint(flow(options), kind="release-flow")
    assert report.diagnostics == ()
    assert report.suppressed == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("optoins: {}  # nflint: ignore[wrong-type]\n", ["unknown-key", "unused-suppression"]),
        ("optoins: {}\n# nflint: ignore[unknown-key]\n", ["unknown-key", "unused-suppression"]),
        ("# nflint: ignore[unknown-key]\noptions: {}\noptoins: {}\n", ["unused-suppression", "unknown-key"]),
        ("optoins: {}  # nflint: ignore\n", ["unknown-key", "malformed-suppression"]),
        ("optoins: {}  # nflint: ignore[]\n", ["unknown-key", "malformed-suppression"]),
        ("optoins: {}  # nflint: disable[unknown-key]\n", ["unknown-key", "malformed-suppression"]),
        ("optoins: {}  # nflint: ignore[unknown-keys]\n", ["unknown-key", "malformed-suppression"]),
        ("optoins: {}  # nflint: ignore[contract]\n", ["unknown-key", "malformed-suppression"]),
        ('optoins: "# nflint: ignore[unknown-key]"\n', ["unknown-key"]),
        ("optoins: a#nflint:ignore[unknown-key]\n", ["unknown-key"]),
        ("optoins: |\n  # nflint: ignore[unknown-key]\n", ["unknown-key"]),
        ("optoins: >-\n  text # nflint: ignore[unknown-key]\n", ["unknown-key"]),
        ('optoins: "a\n  # nflint: ignore[unknown-key]"\n', ["unknown-key"]),
        ("optoins: {}  # see nflint: ignore[unknown-key]\n", ["unknown-key"]),
    ],
)
def test_what_hides_nothing_is_told_and_what_is_no_comment_is_none(options: str, expected: list[str]) -> None:
    assert [rule for rule, _ in found(flow(options))] == expected


def test_each_name_of_a_comment_is_judged_by_itself() -> None:
    report = lint(flow("optoins: {}  # nflint: ignore[unknown-key, wrong-type]\n"), kind="release-flow")
    [diagnostic] = report.diagnostics
    assert (diagnostic.rule, diagnostic.region.column, diagnostic.region.end_column) == ("unused-suppression", 44, 54)
    assert "'wrong-type' finds nothing in line" in diagnostic.message


def test_a_comment_for_a_rule_that_is_off_is_not_unused() -> None:
    config = build_config({"ignore": ["wrong-type"]}, "", "", rules=all_rules())
    text = flow("options: {}  # nflint: ignore[wrong-type]\n")
    assert lint(text, kind="release-flow", config=config).diagnostics == ()
    assert [rule for rule, _ in found(text)] == ["unused-suppression"]


def test_where_reading_broke_off_nothing_is_unused() -> None:
    assert "unused-suppression" not in dict(found(flow("options: {  # nflint: ignore[wrong-type]\n")))


def test_json_has_no_comments() -> None:
    text = '{\n  "apiVersion": "v1", // # nflint: ignore[api-version]\n  "spec": {}\n}\n'
    assert {"api-version", "json-comment"} <= {rule for rule, _ in found(text)}


def test_a_comment_holds_in_its_own_document_of_a_stream() -> None:
    one = flow("optoins: {}  # nflint: ignore[unknown-key]\n")
    report = lint(f"{one}---\n{one.replace('[unknown-key]', '[wrong-type]')}", kind="release-flow")
    assert [diagnostic.rule for diagnostic in report.diagnostics] == [
        "several-documents",
        "unknown-key",
        "unused-suppression",
    ]


def test_a_hundred_thousand_comments_take_no_time() -> None:
    text = flow("options: {}\n") + "# nflint: ignore[unknown-key]\n" * 100_000
    # Nobody reads more.
    assert len(found(text)) == 500
