"""Where a string holds a `${...}`; what stands inside is not looked at."""

from __future__ import annotations

import re

_LINE_END = re.compile("[\n\r\u2028\u2029]")


def holds_expression(text: str) -> bool:
    """Whether `text` has a `${` with a `}` after it on the same line, the test of the reference's own schemas.

    A line ends at LF, CR, LS and PS, as ECMA-262 has it. Takes time in proportion to the text.
    """
    if "${" not in text:
        return False
    return any((start := line.find("${")) >= 0 and line.find("}", start + 2) >= 0 for line in _LINE_END.split(text))
