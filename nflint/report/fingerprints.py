"""Fingerprints of diagnostics: the same finding has the same one in the next report, although lines have moved.

Services tell by them which findings are new. A fingerprint is made of the rule, the path, the JSON pointer without the
numbers of list items, the message without numbers outside of quotes ("step 2", "line 7"), the text that the diagnostic
marks, and its number among those of which all this is the same. So it stays when lines move, a file is indented anew or
becomes one line, steps are inserted or other files change; it changes with the file's name and the marked text.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256

from nflint.diagnostic import Diagnostic, Report

VERSION = "nflint/v1"
"""What fingerprints of this making are called; another making gets another name."""

_ITEM = re.compile(r"/\d+(?=/|\Z)")
_NUMBER = re.compile(r"('[^']*')|\d+")
_DIGITS = 32


def fingerprints(report: Report) -> dict[Diagnostic, str]:
    """The fingerprint of each diagnostic, 32 hexadecimal digits; no two of a report are the same."""
    seen: Counter[tuple[str, ...]] = Counter()
    made: dict[Diagnostic, str] = {}
    for diagnostic in report.diagnostics:
        traits = _traits(report, diagnostic)
        seen[traits] += 1
        whole = "\0".join((*traits, str(seen[traits])))
        made[diagnostic] = sha256(whole.encode("utf-8", "backslashreplace")).hexdigest()[:_DIGITS]
    return made


def _traits(report: Report, diagnostic: Diagnostic) -> tuple[str, ...]:
    pointer = _ITEM.sub("/*", diagnostic.pointer)
    message = _NUMBER.sub(lambda found: found[1] or "*", diagnostic.message)
    return diagnostic.code, diagnostic.path, pointer, message, _marked(report, diagnostic)


def _marked(report: Report, diagnostic: Diagnostic) -> str:
    """What the diagnostic marks of its first line, as far as it is kept; credentials are covered in it."""
    excerpt, region = report.excerpts.get(diagnostic), diagnostic.region
    if excerpt is None:
        return ""
    end = region.end_column - 1 - excerpt.shift if region.end_line == region.line else None
    return excerpt.line[region.column - 1 - excerpt.shift : end].strip()
