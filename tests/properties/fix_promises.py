"""What every fix keeps, whatever the text: no more is told than before, and fixing again changes nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from promises import content_of, keep_promises

from nflint import Report, fix, lint
from nflint.diagnostic import Severity, TextFix
from nflint.mending import edits_in
from nflint.source.text import BOM, Text, decode


def keep_fix_promises(text: str | bytes, *, unsafe: bool, **options: Any) -> None:
    """Fixes `text` and holds what comes of it to every promise. Raises `AssertionError` at the first broken one."""
    before = lint(text, **options)
    lines = Text(content_of(text))
    for diagnostic in before.diagnostics:
        if diagnostic.fix is not None:
            _edits_are_in_order(lines, diagnostic.fix)
    fixed = fix(text, unsafe=unsafe, **options)
    keep_promises(fixed.text, fixed.report)
    assert fixed.report.suppressed <= before.suppressed
    assert _weight(fixed.report) <= _weight(before)
    assert len(fixed.report.diagnostics) <= len(before.diagnostics)
    if not fixed.applied:
        assert content_of(fixed.text) == content_of(text)
        assert isinstance(text, bytes) or fixed.text == text
    elif all(diagnostic.rule == "byte-order-mark" for diagnostic in fixed.applied):
        assert fixed.text == content_of(text)
        assert not fixed.text.startswith(BOM)
    assert all(unsafe or diagnostic.fix is None or diagnostic.fix.safe for diagnostic in fixed.applied)
    if isinstance(text, bytes) and decode(text)[1]:
        return  # Read as text, it has no bad byte, and may be fixed.
    again = fix(fixed.text, unsafe=unsafe, **options)
    assert (again.text, again.applied) == (fixed.text, ()), "fixing twice is not the same as once"


def _weight(report: Report) -> tuple[int, ...]:
    return tuple(report.count(severity) for severity in sorted(Severity, reverse=True))


def _edits_are_in_order(lines: Text, fix: TextFix) -> None:
    assert fix.title
    assert fix.edits
    splices = edits_in(lines, fix)
    for edit, splice in zip(fix.edits, splices, strict=True):
        region = edit.region
        assert lines.position(splice.start) == (region.line, region.column)
        assert lines.position(splice.end) == (region.end_line, region.end_column)
        assert lines.content[splice.start : splice.end] != splice.text, "an edit that changes nothing"
    for one, other in pairwise(splices):
        assert one.end <= other.start
