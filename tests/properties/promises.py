"""What every report keeps, whatever the text: the promises that the property tests and `tools/fuzz.py` hold it to.

How texts come about is the business of those who call; here nothing is generated.
"""

from __future__ import annotations

import json
import re
from typing import Any

from nflint.diagnostic import Diagnostic, Region, Report, Severity
from nflint.report import json_format, text_format
from nflint.source.document import read
from nflint.source.pointer import from_string, resolve
from nflint.source.text import Text, decode, without_bom

_COLOR = re.compile(r"\x1b\[[0-9;]*m")


def content_of(text: str | bytes) -> str:
    """The characters that positions count in: decoded, and without byte order marks."""
    if isinstance(text, bytes):
        text = decode(text)[0]
    return without_bom(text)[0]


def keep_promises(text: str | bytes, report: Report) -> None:
    """Holds `report`, which is about `text`, to every promise. Raises `AssertionError` at the first broken one."""
    content = content_of(text)
    lines = Text(content)
    assert report.files, "a report that is about no file"
    assert not report.failures, "a text cannot be unreadable"
    for diagnostic in report.diagnostics:
        assert diagnostic.rule != "internal-error", diagnostic.message
        _place_is_in(lines, diagnostic.region)
        for related in diagnostic.related:
            _place_is_in(lines, related.region)
    is_sorted(report)
    is_renderable(report)
    value_of_text = plain_value(content)
    if value_of_text is not None:
        for diagnostic in report.diagnostics:
            if not diagnostic.code.startswith("NF0"):
                stands_at_its_value(lines, value_of_text[0], diagnostic)


def _place_is_in(lines: Text, region: Region) -> None:
    assert region != Region(), "a place that is in no text"
    start, end = (region.line, region.column), (region.end_line, region.end_column)
    assert start <= end, f"{region} ends before it begins"
    for line, column in (start, end):
        assert 1 <= line <= lines.line_count, f"{region} is outside of {lines.line_count} lines"
        assert 1 <= column <= len(lines.line(line)) + 1, f"{region} is outside of its line"


def is_sorted(report: Report) -> None:
    """The diagnostics are in order and none is there twice."""
    keys = [diagnostic.sort_key for diagnostic in report.diagnostics]
    assert keys == sorted(keys)  # type: ignore[type-var]
    assert len(set(report.diagnostics)) == len(report.diagnostics)


def is_renderable(report: Report) -> None:
    """The JSON report is JSON in ASCII with every diagnostic, the text report has nothing a terminal obeys."""
    rendered = json_format.render(report)
    assert rendered.isascii()
    assert len(json.loads(rendered)["diagnostics"]) == len(report.diagnostics)
    for style in (text_format.Style(), text_format.Style(color=True)):
        printed = text_format.render(report, style=style, least=Severity.INFO)
        printed.encode("utf-8")
        plain = _COLOR.sub("", printed) if style.color else printed
        assert plain.endswith("\n")
        assert plain.replace("\n", "").isprintable(), "something unprintable in the text report"


def plain_value(content: str) -> tuple[Any] | None:
    """The value of `content`, in a tuple, when it is JSON that nobody has anything to say about; else None."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    document, *others = read(content)
    if others or document.format != "json" or document.problems:
        return None
    return (value,)


def stands_at_its_value(lines: Text, value: object, diagnostic: Diagnostic) -> None:
    """The text at the region is the value at the pointer, its key, its opening bracket, or a part of either.

    Only for JSON without problems: in other texts the source of a value is no JSON.
    """
    pointer = resolve(from_string(diagnostic.pointer), value)
    assert pointer is not None, f"{diagnostic.pointer!r} leads nowhere"
    for part in pointer:
        value = value[part]  # type: ignore[index]
    region = diagnostic.region
    part = lines.content[lines.offset(region.line, region.column) : lines.offset(region.end_line, region.end_column)]
    key = pointer[-1] if pointer else None
    assert (
        _is(part, value)
        or (isinstance(key, str) and (_is(part, key) or _is_within(part, key)))
        or (isinstance(value, str) and _is_within(part, value))
        or (isinstance(value, (dict, list)) and part == ("{" if isinstance(value, dict) else "["))
    ), f"{part[:80]!r} is not what stands at {diagnostic.pointer!r} ({diagnostic.rule})"


def _is(part: str, value: object) -> bool:
    try:
        # Written out, because 1 equals True and 1.0.
        return json.dumps(json.loads(part)) == json.dumps(value)
    except ValueError:
        return False


def _is_within(part: str, whole: str) -> bool:
    try:
        return json.loads(f'"{part}"') in whole
    except ValueError:
        return False


def told(report: Report) -> list[tuple[str, str, str, str]]:
    """What a report says without where it says it: code, pointer, severity and message, sorted.

    Each once: where there are no places, two findings in one value that say the same are one.
    """
    return sorted({(found.code, found.pointer, found.severity.label, found.message) for found in report.diagnostics})
