"""The functions on texts, as the methods of JavaScript's strings do the same: in UTF-16 code units.

Source of what each does: ECMA-262, String.prototype, which the guide's descriptions follow; `Buffer` of Node.js for
Base64.
"""

from __future__ import annotations

import base64
import re

from nflint.expression.values import LONGEST_TEXT, MOST_ITEMS, UNDEFINED, CannotEvaluateError, as_number, as_text

# Signs that mean something else to a regular expression, which `search` makes of a text.
_PATTERN_SIGNS = re.compile(r"[\\^$.*+?()\[\]{}|]")
_REPLACED = re.compile(r"\$([$&`'])")
_SLUG = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")


def text(value: object) -> str:
    """`value`, which must be a text."""
    if not isinstance(value, str):
        raise CannotEvaluateError
    return value


def to_upper(value: object) -> str:
    """`toUpper`."""
    return text(value).upper()


def to_lower(value: object) -> str:
    """`toLower`."""
    return text(value).lower()


def to_base64(value: object) -> str:
    """`toBase64`; half of a surrogate pair becomes U+FFFD, as UTF-8 cannot hold it."""
    return base64.b64encode(_SURROGATE.sub("\ufffd", _whole(text(value))).encode()).decode("ascii")


def from_base64(value: object) -> str:
    """`fromBase64`: both alphabets, whatever is no digit passed over, up to the first `=`."""
    digits = text(value).partition("=")[0].replace("-", "+").replace("_", "/")
    digits = _NO_BASE64.sub("", digits)
    if len(digits) % 4 == 1:
        digits = digits[:-1]
    return base64.b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-8", "replace")


def slug(value: object) -> str:
    """`slug` of words that leave no doubt; what becomes of other signs is documented nowhere."""
    if not _SLUG.fullmatch(text(value)):
        raise CannotEvaluateError
    return text(value).lower().replace(" ", "-")


def length(value: object) -> int:
    """`length`."""
    return len(_units(text(value)))


def index_of(value: object, match: object) -> int:
    """`indexOf`."""
    return _units(text(value)).find(_units(text(match)))


def search(value: object, match: object) -> int:
    """`search` for a text that means the same as a regular expression."""
    if _PATTERN_SIGNS.search(text(match)):
        raise CannotEvaluateError
    return index_of(value, match)


def replace(value: object, match: object, replacement: object) -> str:
    """`replace`: the first match."""
    return _replaced(text(value), text(match), text(replacement), 1)


def replace_all(value: object, match: object, replacement: object) -> str:
    """`replaceAll`."""
    return _replaced(text(value), text(match), text(replacement), -1)


def part(value: object, start: object, end: object = UNDEFINED) -> str:
    """`slice`."""
    found = _units(text(value))
    return _whole(found[span(len(found), start, end)])


def split(value: object, separator: object, limit: object = UNDEFINED) -> list[str]:
    """`split`; an empty separator gives single code units."""
    found, between = _units(text(value)), _units(text(separator))
    if (found.count(between) if between else len(found)) > MOST_ITEMS:
        raise CannotEvaluateError
    parts = found.split(between) if between else list(found)
    most = len(parts) if limit is UNDEFINED else int(as_number(limit)) % 2**32
    return [_whole(one) for one in parts[:most]]


def join(strings: object, separator: object = ",") -> str:
    """`join`; nothing stands for what is not there."""
    if not isinstance(strings, list):
        raise CannotEvaluateError
    between = text(separator)
    parts = ["" if one is None or one is UNDEFINED else as_text(one) for one in strings]
    if sum(map(len, parts)) + len(between) * len(parts) > LONGEST_TEXT:
        raise CannotEvaluateError
    return _whole(between.join(parts))


def span(size: int, start: object, end: object = UNDEFINED) -> slice:
    """What `slice` of JavaScript takes of `size` items; negative positions count from the end."""
    first = _position(start, size)
    return slice(first, max(first, size if end is UNDEFINED else _position(end, size)))


def _position(value: object, size: int) -> int:
    position = int(as_number(value))
    return max(position + size, 0) if position < 0 else min(position, size)


def _replaced(value: str, match: str, replacement: str, most: int) -> str:
    found, wanted, new = _units(value), _units(match), _units(replacement)
    count = found.count(wanted) if most < 0 else min(found.count(wanted), most)
    if not count:
        return value
    plain = _REPLACED.search(new) is None
    # A `$&` of the replacement stands for the match, and the like for what is around it.
    longest = len(new) if plain else len(new) * (1 + len(found))
    if len(found) + count * longest > LONGEST_TEXT:
        raise CannotEvaluateError
    if plain:
        return _whole(found.replace(wanted, new, most))
    pieces, at, search_from = [], 0, 0
    for _ in range(count):
        start = found.find(wanted, search_from)
        end = start + len(wanted)
        around = {"$": "$", "&": wanted, "`": found[:start], "'": found[end:]}
        pieces += [found[at:start], _REPLACED.sub(lambda sign, around=around: around[sign[1]], new)]  # type: ignore[misc]
        at, search_from = end, end if wanted else end + 1
    return _whole("".join((*pieces, found[at:])))


def _units(value: str) -> str:
    """`value` with one character for each UTF-16 code unit."""
    if value.isascii() or max(value) <= "\uffff":
        return value
    code = value.encode("utf-16-le", "surrogatepass")
    return "".join([chr(code[at] | code[at + 1] << 8) for at in range(0, len(code), 2)])


def _whole(value: str) -> str:
    """`value` with one character for each pair of surrogates."""
    if value.isascii():
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
