"""Workflow commands, read back as the runner of GitHub reads them."""

from __future__ import annotations

import re

import pytest
from sample_reports import NASTY_PATH, REPORTS, diagnostic, many

from nflint.diagnostic import Region, Report, Severity
from nflint.report.github_format import MOST, render

_COMMAND = re.compile(r"::(error|warning|notice) (.*?)::(.*)")
_KNOWN = {"file", "line", "endLine", "col", "endColumn", "title"}


def commands(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a report: level, properties, message; other lines are left out."""
    found = []
    for line in render(report).splitlines():
        match = _COMMAND.fullmatch(line)
        if match:
            properties = dict(part.split("=", 1) for part in match[2].split(","))
            found.append((match[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(match[3])))
    return found


def unescaped(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


@pytest.mark.parametrize("name", REPORTS)
def test_each_line_is_a_command_or_counts_what_is_left(name: str) -> None:
    lines = render(REPORTS[name]).splitlines()
    strange = [line for line in lines if not _COMMAND.fullmatch(line)]
    assert len(strange) == (name in ("bad", "many"))
    assert all(line.startswith("nflint: ") for line in strange)
    for _, properties, message in commands(REPORTS[name]):
        assert properties.keys() <= _KNOWN
        assert message


def test_names_and_words_come_back_as_they_were() -> None:
    words = "50% of 'a,b: c'"
    report = Report((diagnostic(path=NASTY_PATH, message=words, hint="write %0A"),))
    [(level, properties, message)] = commands(report)
    assert level == "warning"
    assert properties["file"] == NASTY_PATH.replace("\x1b", r"\x1b").replace("\ud800", r"\ud800")
    assert properties["title"] == "NF102 unknown-key"
    assert message == f"{words}\nwrite %0A"


@pytest.mark.parametrize(
    ("region", "expected"),
    [
        (Region(2, 3, 2, 9), {"line": "2", "endLine": "2", "col": "3", "endColumn": "9"}),
        # GitHub takes no columns of what is longer than a line.
        (Region(2, 3, 4, 1), {"line": "2", "endLine": "4"}),
        (Region(), {}),
    ],
)
def test_places(region: Region, expected: dict[str, str]) -> None:
    [(_, properties, _)] = commands(Report((diagnostic(region=region),)))
    assert {key: value for key, value in properties.items() if key not in ("file", "title")} == expected


def test_of_each_level_as_many_as_github_shows_errors_first() -> None:
    levels = [level for level, _, _ in commands(many(5_000))]
    assert levels == ["error"] * MOST + ["warning"] * MOST + ["notice"] * MOST
    [last] = [line for line in render(many(5_000)).splitlines() if not line.startswith("::")]
    counts = [many(5_000).count(severity) - MOST for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    assert last.startswith("nflint: {} errors, {} warnings, {} notices more than GitHub shows".format(*counts))


def test_files_that_could_not_be_read_are_errors_without_a_place() -> None:
    (_, properties, first), (_, _, second) = commands(REPORTS["unread"])
    assert properties == {"title": "nflint"}
    assert first == "a b.yaml: permission denied"
    assert "\n" not in second


def test_one_more_is_told_in_the_singular() -> None:
    assert "nflint: 1 warning more than" in render(
        Report(tuple(diagnostic(region=Region(n, 1, n, 2)) for n in range(1, MOST + 2)))
    )
