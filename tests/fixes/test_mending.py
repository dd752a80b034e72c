"""Which fixes are made: a pretended linter offers them, and says what becomes of the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nflint import fix, lint
from nflint.diagnostic import Diagnostic, Edit, LintedFile, Region, Report, Severity, TextFix
from nflint.mending import mend, untried
from nflint.report.fixes import closing_line
from nflint.source.text import Text

TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3


def finding(text: str, at: int, rule: str, severity: Severity, *, becomes: str | None, safe: bool = True) -> Diagnostic:
    """A finding about the character at an offset, which its fix replaces."""
    line, column = Text(text).position(at)
    region = Region(line, column, line, column + 1)
    mended = None if becomes is None else TextFix("mend it", (Edit(region, becomes),), safe)
    return Diagnostic("NF999", rule, severity, f"at {at}", "", "text", "", region, "", (), mended)


def linter(becomes: Callable[[str], str | None], *, safe: bool = True) -> Callable[[str], Report]:
    """A linter for which each letter from `a` to `z` is a mistake, a rule of its own, capitals are grave ones, and
    everything else is none."""

    def pretended(text: str) -> Report:
        found = [
            finding(
                text,
                at,
                f"rule-{character}",
                Severity.ERROR if character.isupper() else Severity.WARNING,
                becomes=becomes(character),
                safe=safe,
            )
            for at, character in enumerate(text)
            if character.isalpha() and character.isascii()
        ]
        return Report(tuple(found), (LintedFile("text", "release-flow"),))

    return pretended


def test_fixes_are_made_until_none_is_left() -> None:
    # b becomes a, which becomes a dot.
    mended = mend("1a2b3", linter(lambda letter: "." if letter == "a" else "a"), unsafe=False)
    assert (mended.text, len(mended.applied), mended.finished) == ("1.2.3", 3, True)
    mended = mend("1A2", linter(lambda letter: "." if letter == "a" else "a"), unsafe=False)
    assert (mended.text, len(mended.applied)) == ("1.2", 2)


@pytest.mark.parametrize("bad", ["bb", "B", "aB"])
def test_a_fix_that_tells_more_is_found_among_others(bad: str) -> None:
    text = "".join(f"{'x' if number == 37 else 'a'}{number}\n" for number in range(100))
    mended = mend(text, linter({"a": "", "x": bad}.get), unsafe=False)
    assert mended.text == text.replace("a", "")
    assert len(mended.applied) == 99
    assert mended.finished


def test_what_weighs_less_is_taken_in_exchange() -> None:
    assert mend("A", linter(lambda letter: "b" if letter == "A" else None), unsafe=False).text == "b"
    assert mend("a", linter(lambda letter: "b" if letter == "a" else None), unsafe=False).text == "a"


def test_what_comes_to_light_is_fixed_as_well() -> None:
    becomes = {"A": "BC", "B": "", "C": "d"}
    mended = mend("1A2", linter(becomes.get), unsafe=False)
    assert (mended.text, len(mended.applied)) == ("1d2", 3)
    # Without a fix for all of that, nothing is done.
    assert mend("1A2", linter({"A": "BC", "B": ""}.get), unsafe=False).text == "1A2"


def test_unsafe_fixes_are_made_where_they_are_asked_for() -> None:
    pretended = linter(lambda _: "", safe=False)
    assert mend("1a2", pretended, unsafe=False) == ("1a2", (), True)
    assert mend("1a2", pretended, unsafe=True).text == "12"


def test_fixes_that_touch_each_other_wait() -> None:
    def pretended(text: str) -> Report:
        whole = Region(1, 1, 1, len(text) + 1)
        fixes = [TextFix("mend it", (Edit(whole, text.replace(letter, "", 1)),), True) for letter in "ab"]
        found = [
            finding(text, at, f"rule-{letter}", Severity.ERROR, becomes="")._replace(fix=one)
            for letter, one in zip("ab", fixes, strict=True)
            if (at := text.find(letter)) >= 0
        ]
        return Report(tuple(found), (LintedFile("text", None),))

    mended = mend("1a2b3", pretended, unsafe=False)
    assert (mended.text, len(mended.applied)) == ("123", 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"suppressed": 1},
        {"files": (LintedFile("text", "run"),)},
        {"files": (LintedFile("text", "release-flow"), LintedFile("text", None))},
        {"failures": ("text: it cannot be read",)},
    ],
)
def test_a_text_is_not_better_for_what_is_not_told(changes: dict[str, object]) -> None:
    pretended = linter(lambda _: "")

    def changed(text: str) -> Report:
        report = pretended(text)
        return report if report.diagnostics else report._replace(**changes)  # type: ignore[arg-type]

    assert mend("1a2", changed, unsafe=False).text == "1a2"


def test_the_number_of_trials_is_bounded() -> None:
    calls = 0

    def counted(text: str) -> Report:
        nonlocal calls
        calls += 1
        return linter(lambda _: "zz")(text)

    text = "a\n" * 500
    mended = mend(text, counted, unsafe=False)
    assert (mended.text, mended.applied, mended.finished) == (text, (), False)
    assert calls < 50


def test_more_findings_than_are_told_are_fixed() -> None:
    def told(text: str) -> Report:
        report = linter(lambda _: "")(text)
        return report._replace(diagnostics=report.diagnostics[:100])

    mended = mend("a\n" * 1000, told, unsafe=False)
    assert mended.text == "\n" * 1000
    assert len(mended.applied) == 1000


def test_a_fix_with_a_credential_is_made_and_not_shown() -> None:
    arguments = f'"arguments": {{"KEY": "{TOKEN}"}}'
    step = '{"kind": "JobRun", "spec": {"jobId": "seed", "runtimeEnvironment": {"KEY": "${args.KEY}"}}}'
    workflow = f'"kind": "Workflow", "spec": {{"type": "sequential", "steps": [{step}]}}'
    text = f'{{"apiVersion": "v1.2", "spec": {{{arguments}, {workflow}}}}}'
    report = lint(text, name="flow.json", kind="release-flow")
    (found,) = (one for one in report.diagnostics if one.rule == "unknown-key")
    assert found.fix is None
    fixed = fix(text, name="flow.json", kind="release-flow", unsafe=True)
    assert fixed.text == f'{{"apiVersion": "v1.2", "spec": {{{workflow}}}, {arguments}}}'
    assert TOKEN not in repr((fixed.applied, fixed.report))


def test_what_is_no_utf_8_is_not_fixed() -> None:
    data = b'{"apiVersion": "v1", "x": "\xe9", "spec": {"kind": "Workflow"}}'
    fixed = fix(data, name="flow.json")
    assert fixed.applied == ()
    assert all(one.fix is None for one in fixed.report.diagnostics)
    assert any(one.fix is not None for one in lint(fixed.text, name="flow.json").diagnostics)


def test_a_value_without_a_text_has_no_fixes() -> None:
    from nflint import lint_value

    report = lint_value({"apiVersion": "v1", "spec": {"kind": "Workflow"}}, kind="release-flow")
    assert [one.fix for one in report.diagnostics if one.rule == "api-version"] == [None]


def test_a_fix_that_was_tried_in_vain_is_told() -> None:
    lint_text = linter({"a": "", "x": "bb"}.get)
    mended = mend("1a2x3", lint_text, unsafe=False)
    assert (mended.text, mended.finished) == ("12x3", True)
    report = untried(lint_text(mended.text), mended, unsafe=False)._replace(fixed=1)
    assert [one.fix for one in report.diagnostics] == [None]
    assert closing_line(report) == "1 fixed, 1 left, since mending it alone would bring more to light"
