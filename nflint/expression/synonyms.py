"""What other languages call the functions of this one."""

from __future__ import annotations

from nflint.expression.functions import FUNCTIONS

MEANT = {
    **dict.fromkeys(("touppercase", "upper", "uppercase"), "toUpper"),
    **dict.fromkeys(("tolowercase", "lower", "lowercase"), "toLower"),
    **dict.fromkeys(("substring", "substr"), "slice"),
    **dict.fromkeys(("equals", "equal", "isequal"), "eq"),
    **dict.fromkeys(("notequal", "ne"), "neq"),
    **dict.fromkeys(("stringify", "tojson"), "stringifyJSON"),
    **dict.fromkeys(("parse", "fromjson"), "parseJSON"),
    **dict.fromkeys(("pow", "power"), "exp"),
    **dict.fromkeys(("mod", "modulo"), "remainder"),
    **dict.fromkeys(("minus", "sub"), "subtract"),
    **dict.fromkeys(("plus", "sum"), "add"),
    **dict.fromkeys(("times", "mul"), "multiply"),
    **dict.fromkeys(("base64", "b64enc", "base64encode", "encode", "btoa"), "toBase64"),
    **dict.fromkeys(("b64dec", "base64decode", "decode", "atob"), "fromBase64"),
    **dict.fromkeys(("secret", "random", "uuid", "randomuuid"), "randomSecret"),
    **dict.fromkeys(("now", "time", "timestamp"), "date"),
    **dict.fromkeys(("len", "size", "strlength"), "length"),
    **dict.fromkeys(("ternary", "iif", "cond"), "if"),
    "count": "arrLength",
    "slugify": "slug",
    "greaterthan": "gt",
    "lessthan": "lt",
}
"""Names in small letters, each with the function that does the same."""


def meant_function(word: str) -> str | None:
    """The function that `word` is the name of, in other letters or elsewhere."""
    return MEANT.get(word.lower()) or next((name for name in FUNCTIONS if name.lower() == word.lower()), None)
