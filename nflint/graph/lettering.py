"""How wide words are, and how they are cut to fit: without a font at hand, and so for the widest of the usual ones.

A browser takes what fonts there are. The widths are those of DejaVu Sans, in em, which is wider than Arial, Roboto,
Segoe UI and Noto Sans in nearly every letter.
"""

from __future__ import annotations

import unicodedata

ELLIPSIS = "…"

_BOLD = 1.13
_ELLIPSIS_WIDTH = 1.0
_LONGEST = 2_000

_WIDTHS = {
    letter: width
    for width, letters in {
        0.29: "'ijlIJ",
        0.34: " ,./:;\\|",
        0.4: "f-()[]t!",
        0.5: 'r"*_`',
        0.58: "szc?LFkx",
        0.61: "vyPTYao",
        0.65: "eESbdghnpqu$0123456789{}KAV",
        0.75: "BRXZCUHN",
        0.8: "DG&OQ",
        0.86: "w#+<=>^~M",
        1.0: "%mW@",
    }.items()
    for letter in letters
}


def visible(text: str) -> str:
    """`text` on one line, whatever would be obeyed instead of shown written as an escape: control characters, those
    that turn the direction of a text around, halves of surrogate pairs."""
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]}{ELLIPSIS}{text[-_LONGEST // 2 :]}"
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The most pixels that `text` takes in a font of `size` pixels."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def _em(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    code = ord(letter)
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0.0
    if 0xFDF0 <= code <= 0xFDFF:
        return 12.0  # Whole sentences in one sign.
    if 0x2000 <= code <= 0x2BFF or 0x2E00 <= code <= 0x2E7F:
        return 1.9 if letter != ELLIPSIS else _ELLIPSIS_WIDTH
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.4 if code >= 0x1F000 else 1.1
    return 1.2 if code < 0x3000 else 2.0


def cut(text: str, most: float, size: float, *, bold: bool = False) -> str:
    """`text`, without something of its middle where it is wider than `most` pixels in a font of `size` pixels.

    Names differ at their ends as often as at their beginnings.

    >>> cut("a-very-long-name-of-a-service-in-production", 150, 12)
    'a-very-lon…production'
    """
    if width(text, size, bold=bold) <= most:
        return text
    scale = size * (_BOLD if bold else 1)
    room = most / scale - _ELLIPSIS_WIDTH
    head, tail = 0, len(text)
    used = 0.0
    while head < tail:
        # From both ends in turns, so that both keep as much.
        at = head if head <= len(text) - tail else tail - 1
        used += _em(text[at])
        if used > room:
            break
        head, tail = (head + 1, tail) if at == head else (head, tail - 1)
    return f"{text[:head]}{ELLIPSIS}{text[tail:]}"


def shortened(text: str, most: int) -> str:
    """`text` with at most so many characters, without something of its middle."""
    if len(text) <= most:
        return text
    head = (most - 1 + 1) // 2
    return f"{text[:head]}{ELLIPSIS}{text[len(text) - (most - 1 - head) :]}"
