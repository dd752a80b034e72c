"""JUnit XML, which every CI service reads: a test for each file.

Not one for each diagnostic: a test must have the same name in the next report to be told as mended or broken, a report
of clean files must have tests as well, and of several failures of one test some services read none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from nflint.diagnostic import Diagnostic, Report, Severity
from nflint.report.concise_format import line
from nflint.report.text_format import printable

_SUITE = "nflint"


def render(report: Report) -> str:
    """The report as an XML document that ends with a line break; a file with something to say is a failed test, one
    that could not be read an error."""
    names = dict.fromkeys([*(file.path for file in report.files), *(found.path for found in report.diagnostics)])
    found: dict[str, list[Diagnostic]] = {name: [] for name in names}
    for diagnostic in report.diagnostics:
        found[diagnostic.path].append(diagnostic)
    failed, errors = sum(map(bool, found.values())), len(report.failures)
    # Jenkins takes a report without a test for a mistake.
    empty = not found and not errors
    counts = f'tests="{len(found) + errors + empty}" failures="{failed}" errors="{errors}"'
    return "".join(
        f"{text}\n"
        for text in (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuites name="{_SUITE}" {counts} time="0">',
            f'  <testsuite name="{_SUITE}" {counts} skipped="{int(empty)}" time="0">',
            *(part for name, diagnostics in found.items() for part in _file(name, diagnostics)),
            *(part for failure in report.failures for part in _unread(failure)),
            *(_nothing() if empty else ()),
            "  </testsuite>",
            "</testsuites>",
        )
    )


def _file(name: str, diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    if not diagnostics:
        yield f"    {_test(name)}/>"
        return
    worst = max(diagnostic.severity for diagnostic in diagnostics)
    yield f"    {_test(name)}>"
    yield f'      <failure type="{worst.label}" message="{_text(_summary(diagnostics))}">'
    for diagnostic in diagnostics:
        yield _text(line(diagnostic))
        if diagnostic.hint:
            yield f"  help: {_text(diagnostic.hint)}"
    yield "</failure>"
    yield "    </testcase>"


def _unread(failure: str) -> Iterator[str]:
    yield f"    {_test(failure)}>"
    yield f'      <error type="unreadable" message="{_text(failure)}"/>'
    yield "    </testcase>"


def _nothing() -> Iterator[str]:
    yield f"    {_test('no Northflank documents')}>"
    yield '      <skipped message="nothing was linted"/>'
    yield "    </testcase>"


def _test(name: str) -> str:
    return f'<testcase classname="{_SUITE}" name="{_text(name)}" time="0"'


def _text(text: str) -> str:
    """`text` as XML has it; for most control characters it has no form at all."""
    return escape(printable(text))


def _summary(diagnostics: Sequence[Diagnostic]) -> str:
    counts = {severity: sum(one.severity is severity for one in diagnostics) for severity in reversed(Severity)}
    told = [f"{count} {severity.label}{'s' if count != 1 else ''}" for severity, count in counts.items() if count]
    return f"{', '.join(told)}, the first: {diagnostics[0].message}"
