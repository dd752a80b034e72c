"""Says what is wrong where an expression cannot be read, and what to write instead.

Each function is given the text, the place `at` where reading has stopped and the `end` of its line; there is always a
character at `at`. A mistake that begins before `at` is one of what has been read, and nobody should rely on that then.
How reading goes on is the business of `parser`.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from nflint.expression.functions import FUNCTIONS
from nflint.expression.slips import OPERATORS
from nflint.expression.synonyms import MEANT
from nflint.expression.tree import Call, Constant, Edit, Mistake, MistakeKind, Path, Value

_SIGNS = re.compile(r"[=!]==?|&&|\|\|?|\?\?|\*\*|[<>]=?|:-|[?:!+*/%]|-(?=[\s(\d])|=|(?:and|or|eq|is)(?=\s)")
_OPERAND = re.compile(r"\s*('[^'\\{}]{0,40}'|\"[^\"\\{}]{0,40}\"|[\w.-]{1,40})(?![\w.'\"(\[-])")
_BARE = re.compile(r"(?!true$|false$)[^\W\d][\w-]*$")
_WORD = re.compile(r"[\w.-]{1,60}")
_PART = re.compile(r"\.([\w-]{1,40})(?![\w(])|\[\s*['\"]?([\w-]{1,40})['\"]?\s*\]")
_METHOD = re.compile(r"\.([A-Za-z]\w{0,40})\(\s*(\)?)")
_JOINED = re.compile(r"->|[/:]")
_DIFFERENCE = re.compile(r"(\d+)(-)\d+\b(?![.-])")
_PLACEHOLDER = re.compile(r"<[\w .-]{1,40}>")
_BRACES = frozenset("{}$")
_CALL = re.compile(r"fn\.\w+\((?:(?!\) for |\);).)*\)")
# What was meant as text: up to the end of the argument.
_UNQUOTED = re.compile(r"[^,(){}$\n]{1,40}")
_SPACED = re.compile(r"\s+[\w-]")
_COMPUTED = re.compile(r"\[\s*([\w.-]{1,40})\s*\]")
# An expression that is whole but for the end of its line.
_CONTINUED = re.compile(r"[ \t]*[\n\r\u2028\u2029][^{}$]*\}")
_LENGTH_SHOWN = 60
_LENGTH_REPEATED = 30
_ROOT_FORMS = {
    "refs": "refs.NAME.OUTPUT",
    "args": "args.NAME",
    "fn": "fn.NAME(...)",
    "secrets": "secrets.NAME.values.KEY",
    "triggers": "triggers.NAME.branch",
    "template": "template.refs.NAME.OUTPUT",
}

# Where a mistake starts and ends, what to say and do about it, and the edits that do it.
_Found: TypeAlias = tuple[int, int, str, str] | tuple[int, int, str, str, tuple[Edit, ...]]


def surplus(text: str, at: int, end: int, start: int, value: Value, closing: str) -> Mistake:
    """What stands after the `value` of an expression that begins at `start`, where its `closing` should be."""
    if isinstance(value, Path) and (joined := _joined(text, at, end, value)):
        return _malformed(joined)
    found = _operator(text, at, end, value) or _after_value(text, at, end, value)
    if found:
        return _malformed(found)
    sign, shown = text[at], _short(text, value.start, value.end)
    if sign == "}":
        return _malformed((at, at + 1, "'${{' is closed by one '}' only", "close it with '}}'", ((at, at, "}"),)))
    if sign == ")":
        message = f"there is one ')' too many after '{shown}'"
        return _malformed((at, at + 1, message, "remove it", ((at, at + 1, ""),)))
    if sign == ",":
        hint = "an expression holds one value; several are the arguments of a function"
        return _malformed((at, at + 1, f"unexpected ',' after '{shown}'", hint))
    word = _WORD.match(text, at, end) if isinstance(value, Path) and at > value.end else None
    if word and shown in _ROOT_FORMS:
        hint = f"write '{shown}.{word[0]}'"
        return _malformed((value.end, at, f"a dot is missing after '{shown}'", hint, ((value.end, at, "."),)))
    if word and not _is_bare(value):
        hint = f"remove the blank, or close the expression before it: '{_short(text, start, value.end)}{closing}'"
        return _malformed((value.end, at, "a name cannot hold blanks", hint))
    hint = f"close the expression after it: '{_short(text, start, value.end)}{closing}'"
    if text.startswith(closing, at + 1):
        hint = "remove it"
    return _malformed(_unexpected(text, at, end, f" after '{shown}'", hint))


def _joined(text: str, at: int, end: int, path: Path) -> _Found | None:
    """Names that are joined as in other languages: `refs->build->id`, `refs/build/id`."""
    arrow = text.startswith("->", path.end - 1)
    begun = (_is_bare(path) and path.names[0] in _ROOT_FORMS) or (path.names[0] == "refs" and len(path.names) == 2)
    if not arrow and not (begun and text[at] in "/:" and text[at + 1 : at + 2].isalpha()):
        return None
    sign, start = ("->", path.end - 1) if arrow else (text[at], at)
    whole = _short(text, path.start, end).partition("}")[0]
    message, hint = f"names are joined by dots, not by '{sign}'", f"write '{_JOINED.sub('.', whole)}'"
    stop = text.find("}", at, end)
    signs = _JOINED.finditer(text, path.start, end if stop < 0 else stop)
    return start, start + len(sign), message, hint, tuple((found.start(), found.end(), ".") for found in signs)


def is_comma_missing(text: str, at: int, end: int, last: Value) -> bool:
    """Whether an argument begins at `at`, after the argument `last`."""
    sign = text[at]
    begins = (
        sign in "'\""
        or text.startswith("${", at)
        or ((sign.isalnum() or sign == "_") and not _SIGNS.match(text, at, end))
    )
    return begins and at > last.end and not _is_bare(last) and not _after_value(text, at, end, last)


def missing_comma(text: str, at: int, _end: int, last: Value) -> Mistake:
    """The argument at `at`, with no comma between it and `last`."""
    hint = f"write ',' after '{_short(text, last.start, last.end)}'"
    return _malformed((at, at + 1, "a comma is missing before this argument", hint, ((last.end, at, ", "),)))


def between(text: str, at: int, end: int, last: Value) -> Mistake:
    """What stands after `last`, an argument of a call, where a comma or the closing parenthesis should be."""
    found = _operator(text, at, end, last) or _after_value(text, at, end, last)
    if found:
        return _malformed(found)
    if text[at] == ";":
        return _malformed(
            (at, at + 1, "';' does not stand between two arguments", "write ',' in its place", ((at, at + 1, ","),))
        )
    if _is_bare(last):
        quoted = _UNQUOTED.match(text, last.start, end)
        shown = quoted[0].rstrip("'\" ") if quoted else _short(text, last.start, last.end)
        where = "quote at its beginning" if text[at] in "'\"" and at == last.end else "quotes around it"
        hint = f"write '{shown}', with the quotes"
        stop = last.start + len(shown)
        edits = () if text[at] in "'\"" else ((last.start, last.start, "'"), (stop, stop, "'"))
        return _malformed((last.start, stop, f"the text has no {where}", hint, edits))
    shown = _short(text, last.start, last.end)
    return _malformed(_unexpected(text, at, end, f" after '{shown}'", "put quotes around text that is no name"))


def missing_argument(_text: str, at: int, _end: int, sign: str) -> Mistake:
    """The `sign`, a comma or a parenthesis, at `at`, where an argument should be."""
    return _malformed(
        (at, at + 1, f"an argument is missing before '{sign}'", "write the argument, or remove the comma")
    )


def no_value(text: str, at: int, end: int) -> Mistake:
    """What stands where a value should begin."""
    sign = text[at]
    placeholder, number = _PLACEHOLDER.match(text, at, end), _WORD.match(text, at, end)
    if sign in "[{":
        kind = "a list" if sign == "[" else "an object"
        hint = f"fn.parseJSON('...') makes {kind} from text"
        return Mistake("malformed", at, at + 1, f"{kind} in an expression is not documented", hint, doubtful=True)
    if placeholder:
        return _malformed((at, placeholder.end(), f"'{placeholder[0]}' is a placeholder", "write what it stands for"))
    if number and sign.isdecimal():
        return _malformed(_no_number(text, number))
    if sign == "-":
        hint = f"write fn.subtract(0, {_operand(text, at + 1, end) or 'a'})"
        return _malformed((at, at + 1, "there is no operator '-' before a value", hint))
    found = _operator(text, at, end, None) if sign not in "/:." else None
    if found:
        return _malformed(found)
    hints = {
        "(": "parentheses stand only after the name of a function",
        "`": "write text in single quotes: 'text'",
        "$": "remove the '$'",
        ",": "an expression holds one value",
        **dict.fromkeys("‘’“”„‚", "write text in straight quotes: 'text'"),
    }
    general = "write refs.NAME.OUTPUT, args.NAME, fn.NAME(...), secrets.NAME.values.KEY, 'text' or a number"
    return _malformed(_unexpected(text, at, end, "", hints.get(sign, general)))


def open_string(_text: str, at: int, _end: int, quote: str) -> Mistake:
    """A string that begins with `quote` at `at` and has no end."""
    kind = "single" if quote == "'" else "double"
    if quote == "/":
        return _malformed((at, at + 1, "unexpected '/'", "put quotes around text: '/...'"))
    return _malformed((at, at + 1, "the string that begins here is not closed", f"write a {kind} quote where it ends"))


def bad_dot(text: str, at: int, end: int, start: int) -> Mistake:
    """The dot at `at`, in a path that begins at `start`, with no name after it."""
    path = _short(text, start, at)
    after = text[at + 1] if at + 1 < end else ""
    if not after and _CONTINUED.match(text, at + 1):
        message = f"the expression is not closed on its line, which ends after '{path}.'"
        return Mistake("unclosed", start, at + 1, message, "write the whole expression on one line")
    if after == ".":
        message = f"two dots follow each other after '{path}'"
        return _malformed((at, at + 2, message, "write one dot", ((at, at + 2, "."),)))
    if text.startswith("${", at + 1):
        hint = "names cannot be put together from parts; write the name itself"
        return _malformed((at, at + 3, "an expression cannot stand inside another one", hint))
    placeholder = _PLACEHOLDER.match(text, at + 1, end)
    if placeholder:
        return _malformed((at + 1, placeholder.end(), f"'{placeholder[0]}' is a placeholder", "write the name itself"))
    if spaced := _SPACED.match(text, at + 1, end):
        edits = ((at + 1, spaced.end() - 1, ""),)
        return _malformed((at + 1, at + 2, "a name cannot hold blanks", "remove the blank after the dot", edits))
    if after and after not in "}),(" and not after.isspace():
        message = f"unexpected {_quoted(after)} after '{path}.'"
        return _malformed((at + 1, at + 2, message, "names are of letters, digits, '-' and '_'"))
    hint = f"write '{_ROOT_FORMS[path]}'" if path in _ROOT_FORMS else "write a name after the dot, or remove the dot"
    return _malformed((at, at + 1, f"a name is missing after '{path}.'", hint))


def computed_name(text: str, at: int, end: int, start: int) -> Mistake:
    """The bracket at `at`, in a path that begins at `start`, with something else than a name or number in it."""
    path, found = _short(text, start, at), _COMPUTED.match(text, at, end)
    name = found[1] if found else "..."
    hint = f"write '{path}.{name}'" if found and "." not in name else f"write fn.get({path}, {name})"
    stop = found.end() if found else at + 1
    edits = ((at, stop, f".{name}"),) if found and "." not in name else ()
    return Mistake("malformed", at, stop, "square brackets are not documented", hint, edits, doubtful=True)


def undocumented_path(text: str, at: int, end: int, names: str) -> Mistake:
    """A path that goes on from `at` to `end` with brackets or `?.`; `names` is how it is usually written."""
    what = "'?.' is" if text[at] == "?" else "square brackets are"
    plain = len(names) <= _LENGTH_SHOWN and not re.search(r"[^\w.-]", names)
    hint = f"write '{names}'" if plain else "write names with dots between them"
    return Mistake("malformed", at, end, f"{what} not documented", hint, doubtful=True)


def open_parenthesis(at: int, name: str) -> Mistake:
    """The parenthesis at `at` that opens a call of `name` and is not closed."""
    return _malformed((at, at + 1, f"the parenthesis of '{name}' is not closed", "write ')' before '}'"))


def nested(text: str, at: int, _end: int) -> Mistake:
    """An expression at `at` inside of another one."""
    hint, close = "write what stands in it without '${' and '}'", text.find("}", at)
    is_simple = close > at and not _BRACES.intersection(text[at + 2 : close])
    edits = ((at, at + 2, ""), (close, close + 1, "")) if is_simple else ()
    return _malformed((at, at + 2, "an expression cannot stand inside another one", hint, edits))


def too_deep(_text: str, at: int, _end: int, deepest: int) -> Mistake:
    """A call at `at` inside of `deepest` others."""
    hint = "compute a part of it in an argument of the flow"
    return Mistake("too-deep", at, at + 1, f"calls are nested deeper than {deepest} levels", hint)


def too_long(start: int, length: int, longest: int) -> Mistake:
    """An expression at `start` that is longer than `longest`."""
    message = f"an expression of {length} characters is more than nflint looks into"
    return Mistake("too-long", start, start + 2, message, f"keep it below {longest} characters", doubtful=True)


def empty(text: str, start: int, end: int) -> Mistake:
    """An expression from `start` to `end` without a value."""
    hint = f"write what is meant, such as '{'${args.NAME}'}', or a backslash before it for plain text"
    return Mistake("empty", start, end, f"the expression '{_short(text, start, end)}' is empty", hint)


def unclosed(text: str, start: int, read: int, value: Value | None, closing: str) -> Mistake:
    """An expression from `start` on that could be read up to `read`, with no `closing` after it on its line.

    `closing` holds the parentheses that are missing too.
    """
    shown = _short(text, start, read)
    continued = _CONTINUED.match(text, read) is not None
    message = f"the expression '{shown}' is not closed{' on its line' if continued else ''}"
    if (
        isinstance(value, Constant)
        or (isinstance(value, Path) and not _is_bare(value))
        or (isinstance(value, Call) and not continued)
    ):
        missing = "..." if isinstance(value, Call) and shown.endswith(("(", ",")) else ""
        hint = f"write '{shown}{missing}{closing}'"
        if not missing:
            return Mistake("unclosed", start, read, message, hint, ((read, read, closing),))
    elif continued:
        hint = "write the whole expression on one line"
    else:
        hint = f"close it with '{closing}', or write a backslash before it for plain text"
    return Mistake("unclosed", start, read, message, hint)


def _malformed(found: _Found) -> Mistake:
    kind: MistakeKind = "malformed"
    return Mistake(kind, *found)


def _unexpected(text: str, at: int, end: int, where: str, hint: str) -> _Found:
    word = _WORD.match(text, at, end) if text[at] not in ".-" else None
    shown = f"'{word[0]}'" if word else _quoted(text[at])
    return at, word.end() if word else at + 1, f"unexpected {shown}{where}", hint


def _operator(text: str, at: int, end: int, left: Value | None) -> _Found | None:
    """The operator at `at`; signs that join text, such as the slash of a path, are none without blanks."""
    if isinstance(left, Path) and left.names == ("not",) and _WORD.match(text, at, end):
        start, stop, before = left.start, left.end, at
    else:
        found = _SIGNS.match(text, at, end)
        if not found or (found[0] in "/:" and not (text[at - 1].isspace() or text[at - 1] in "({,")):
            return None
        start, stop, before = at, found.end(), found.end()
    short = left is not None and left.end - left.start <= _LENGTH_REPEATED
    a = text[left.start : left.end] if left is not None and short else "a"
    operator, b = text[start:stop], _operand(text, before, end)
    hint = OPERATORS[operator].format(a=a, b=b or ("b" if text[start] != "!" else a))
    if operator == "|" and _function(b) is not None:
        hint = f"fn.{_function(b)}({a})"
    elif operator == "+" and left is not None and short and (_is_text(a) != _is_text(b)):
        return start, stop, "there is no operator '+'", f"write the text outside: '{_beside(a)}{_beside(b or 'b')}'"
    return (
        start,
        stop,
        f"there is no operator '{operator}'",
        f"use {hint}",
        _called(text, (start, before, end), left, hint),
    )


def _called(text: str, around: tuple[int, int, int], left: Value | None, hint: str) -> tuple[Edit, ...]:
    """The edit that puts a call in the place of an operator with its operands, where these are all there is.

    `around` is where the operator starts, where what follows it does, and where the line ends.
    """
    start, before, end = around
    operand, call = _OPERAND.match(text, before, end), hint.removesuffix(" for a default")
    if operand is None or not _CALL.fullmatch(call):
        return ()  # There is more than one way to say it.
    if left is not None and left.start < start:
        if _is_bare(left) or left.end - left.start > _LENGTH_REPEATED:
            return ()
        start = left.start
    return ((start, operand.end(), call),) if text[operand.end() : end].lstrip()[:1] in ("}", ",", ")") else ()


def _function(source: str) -> str | None:
    """The function that a word, perhaps in quotes, is the name of, here or elsewhere."""
    word = source.strip("'")
    name = MEANT.get(word.lower(), word)
    return name if name in FUNCTIONS else None


def _is_text(source: str) -> bool:
    return source[:1] in ("'", '"')


def _beside(source: str) -> str:
    """What stands for an operand in a text: a text itself, an expression in its braces."""
    return source[1:-1] if _is_text(source) else f"${{{source}}}"


def _operand(text: str, at: int, end: int) -> str:
    found = _OPERAND.match(text, at, end)
    if not found:
        return ""
    return f"'{found[1]}'" if _BARE.match(found[1]) else found[1]


def _after_value(text: str, at: int, end: int, value: Value) -> _Found | None:
    """What people write after a value: arguments without parentheses, the part of a result, a blank in a name."""
    shown = _short(text, value.start, value.end)
    sign = text[at]
    if isinstance(value, Path):
        if "fn" in value.names[:2] and value.names[-1] != "fn":
            message = f"the arguments of '{shown}' are not in parentheses"
            return value.start, value.end, message, f"write '{shown}(...)'"
        if sign == "." and text[at - 1].isspace():
            edits = ((value.end, at, ""),)
            return value.end, at, "a name cannot hold blanks", "remove the blank before the dot", edits
    if sign in ".[" and isinstance(value, Call):
        part, method = _PART.match(text, at, end), _METHOD.match(text, at, end)
        hint = "fn.get(value, 'part') reads a part of a result"
        if method and len(shown) < _LENGTH_SHOWN:
            name, more = _function(method[1]), "" if method[2] else ", ..."
            hint = f"write fn.{name}({shown}{more})" if name else "functions take the value: fn.NAME(value)"
            return at, method.end(1), f"a call cannot be followed by '.{method[1]}(...)'", hint
        if part and len(shown) < _LENGTH_SHOWN:
            hint = f"write fn.get({shown}, '{part[1] or part[2]}')"
            edits = ((value.start, part.end(), hint.removeprefix("write ")),)
            return at, part.end(), f"a call cannot be followed by '{sign}'", hint, edits
        return at, part.end() if part else at + 1, f"a call cannot be followed by '{sign}'", hint
    if sign == "." and isinstance(value, Constant):
        return at, at + 1, "a value has no methods", "use a function, such as fn.length('text')"
    if at == value.end and isinstance(value, Constant) and isinstance(value.value, str) and sign not in ",;)}":
        hint = "leave out the quote inside of the text, or what comes after the string"
        return at, at + 1, f"the string ends before {_quoted(sign)}", hint
    return None


def _is_bare(value: Value) -> bool:
    return isinstance(value, Path) and len(value.segments) == 1


def _no_number(text: str, word: re.Match[str]) -> _Found:
    difference = _DIFFERENCE.match(text, word.start(), word.end())
    if difference:
        left, right = word[0].split("-", 1)
        return difference.start(2), difference.end(2), "there is no operator '-'", f"use fn.subtract({left}, {right})"
    hint, edits = f"put quotes around text: '{word[0]}'", ((word.start(), word.end(), f"'{word[0]}'"),)
    return word.start(), word.end(), f"'{word[0]}' is no number and no name", hint, edits


def _quoted(sign: str) -> str:
    return {"'": "single quote", '"': "double quote"}.get(sign, f"'{sign}'")


def _short(text: str, start: int, end: int) -> str:
    return text[start:end] if end - start <= _LENGTH_SHOWN else f"{text[start : start + _LENGTH_SHOWN - 3]}..."
