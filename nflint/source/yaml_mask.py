"""Characters that libyaml refuses or reads otherwise than js-yaml, replaced by others of the same length.

NEL, LS and PS are line breaks to libyaml and ordinary characters to js-yaml. Control characters and lone
surrogates are refused by both (js-yaml takes DEL and the C1 controls in quotes) and reported here."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from .reading import Problems

_ODD = re.compile("[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ESCAPE = re.compile(r"\\u([dD][89a-fA-F][0-9a-fA-F]{2})")
_DIRECTIVE = re.compile(r"^%[A-Z]", re.M)
_DIRECTIVES = 16
_CANDIDATES = 64


class Mask(NamedTuple):
    """A text libyaml can read, of the same length as the real one, and the way back from its scalars.

    `escape` is the code, as four hexadecimal digits, that surrogate escapes were replaced by, or empty.
    """

    text: str
    back: dict[int, str]
    escape: str

    def unmask(self, value: str, source: str) -> str:
        """A scalar of the masked text with the real characters, `source` being where it really stands.
        Control characters stay spaces."""
        if self.back:
            value = value.translate(self.back)
        if not self.escape or "\\u" not in source:
            return value
        codes = iter(_ESCAPE.findall(source))
        stand_in = chr(int(self.escape, 16))

        def original(match: re.Match[str]) -> str:
            code = next(codes, "fffd")
            return chr(int(code, 16)) if match.group() == stand_in else "\\u" + code

        value = re.sub(rf"{stand_in}|\\u{self.escape}", original, value)
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def make(content: str, problems: Problems) -> Mask:
    """Mask a text, and report the characters that no YAML reader takes."""
    escape = _stand_in(content) if "\\u" in content and _ESCAPE.search(content) else ""
    text = _ESCAPE.sub(rf"\\u{escape}", content) if escape else content
    taken = set(content)
    odd = sorted(char for char in taken if _ODD.match(char))
    if not odd:
        return Mask(text, {}, escape)
    _report(content, problems)
    free = (chr(code) for code in range(0xE000, 0xF800) if chr(code) not in taken)
    forth = {ord(char): " " if char < " " else next(free, "\ufffd") for char in odd}
    back = {ord(stand_in): chr(code) for code, stand_in in forth.items() if stand_in not in " \ufffd"}
    return Mask(text.translate(forth), back, escape)


def _stand_in(content: str) -> str:
    """A private code point that the text has neither as character nor as digits; empty when none is near."""
    lower = content.lower()
    for code in range(0xF8FF, 0xF8FF - _CANDIDATES, -1):
        if chr(code) not in lower and f"{code:04x}" not in lower:
            return f"{code:04x}"
    return ""


def _report(content: str, problems: Problems) -> None:
    for match in islice(_REFUSED.finditer(content), problems.limit):
        code = ord(match.group())
        if code >= 0xD800:
            message = f"the surrogate U+{code:04X} stands alone, which is not a character"
            problems.add("lone-surrogate", match.start(), match.end(), message, "remove it")
        else:
            message = f"the text has the control character U+{code:04X}"
            problems.add("control-character", match.start(), match.end(), message, "remove it")


def too_many_directives(content: str) -> int | None:
    """The offset of the 17th directive: libyaml's time grows with the square of their number."""
    for count, match in enumerate(_DIRECTIVE.finditer(content)):
        if count == _DIRECTIVES:
            return match.start()
    return None
