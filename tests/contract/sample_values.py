"""Values that keep a row of the reference and values that break exactly one thing it asks for.

The tables are small and hold text for patterns only; everything else follows from the row itself. Which document
a value is put into is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy

from constraint_rows import Field

TIME = "2021-01-01T12:00:00.000Z"
EXPRESSION = "${args.X}"
UNCLOSED = "${args.X"
NO_SUCH = "no-such-value-42"

# Per pattern of the page: texts that fit, the first of them a plain one, and texts that do not.
PATTERNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    r"^[A-Za-z0-9-]+$": (("main-api", "0a", "-"), ("main_api", "main/api", "main\n", "")),
    r"^[a-zA-Z](-?[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)?$": (
        ("main-api", "a1b", "A-1-b"),
        ("1main", "main--api", "main-api-", "main_api", "main-api\n"),
    ),
    r"^[a-z]-?[a-z0-9]+(-[a-z0-9]+)*$": (("main-1", "a-b"), ("Main-1", "main--1", "1main", "main-1-")),
    r"^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$": (("nf-compute-10", "1a2"), ("nf--compute", "-nf-compute", "nf_compute")),
    r"^((?<projectId>[a-zA-Z](-?[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)?)\/)?"
    r"(?<internalId>[a-zA-Z](-?[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)?)$": (
        ("main-api", "shop/main-api"),
        ("shop/", "a/b/c", "1shop/api", "shop/main_api"),
    ),
    r"^(https:\/\/)?((www(\.[a-zA-Z0-9\-]{2,})+\.)?[a-zA-Z0-9\-]{2,})"
    r"(\.([a-zA-Z0-9\-]{2,}))+(\/([a-zA-Z0-9\-._]{2,}))+?$": (
        ("https://github.com/acme/shop", "gitlab.com/acme/group/shop.git", "https://www.example.co.uk/shop"),
        ("http://github.com/acme/shop", "git@github.com:acme/shop.git", "https://github.com", "https://github.com/a/b"),
    ),
    r"^([A-Za-z0-9-]+)|([0-9a-f]{24})$": (
        ("acme/vcs", "507f1f77bcf86cd799439011", "my-vcs", "my vcs!!"),
        ("", "!vcs", "/507f1f77bcf86cd79943901"),
    ),
    r"^[a-zA-Z/*0-9%\-.#_!'();,&=+]*$": (
        ("main", "release/*", "", "a'(b);,&=+#%!"),
        ("release/[0-9]", "ma in", "main\n"),
    ),
    r"^\/([a-zA-Z0-9-._]+\/)*[a-zA-Z0-9-._]+$": (
        ("/release-flow.json", "/deploy/release_flow.v1.json"),
        ("release-flow.json", "/deploy//flow.json", "/deploy/", "/release flow.json"),
    ),
    r"^\/([a-zA-Z0-9-._]+\/)*[a-zA-Z0-9-._]*$": (("/", "/app", "/app/src/"), ("app", "/app//src", "/my app")),
    r"^[a-zA-Z0-9-_]+$": (("release", "release_1-b"), ("release.1", "re lease", "")),
    r"^(?:(?:https?:\/\/)?([a-zA-Z0-9\-]+\.[a-zA-Z0-9\.\-]+)(\/v1)?)?(?:\/)?"
    r"([a-zA-Z/-9\.\-_]+)(?:\:([a-zA-Z/-9\.\-_\:]+)|\@([a-zA-Z/-9\.\-_\:]+))$": (
        ("nginx:1.27", "ghcr.io/acme/shop:v1", "https://ghcr.io/acme/shop@sha256:0a1b"),
        ("nginx", "nginx:", "acme/sh op:1", "nginx:1.27\n"),
    ),
    r"^[a-zA-Z]((-|\s)?[a-zA-Z0-9]+((-|\s)[a-zA-Z0-9]+)*)?$": (
        ("Release 1-0", "abc", "a b"),
        ("1 release", "release  1", "release_1", "release "),
    ),
    r"""^[a-zA-Z0-9.,?\s\\/'"()[\];`%^&*\-_:!]+$""": (("A release, at last!", r"[a]\(b)"), ("é", "a@b", "a<b")),
}

# What the founding page of the reference knows of fields that took more later.
FOUNDING_VALUES: Mapping[str, tuple[str, ...]] = {
    "concurrencyPolicy": ("allow", "queue", "forbid"),
    "status": ("pending", "running", "success", "failure", "aborted", "aborting", "queued", "unknown", "skipped"),
}
FOUNDING_VCS_ID = r"^([A-Za-z0-9-]+\/[A-Za-z0-9-]+)|([0-9a-f]{24})$"

_OF_TYPE: Mapping[str, tuple[object, ...]] = {
    "string": ("text", ""),
    "boolean": (False, True),
    # JSON has one kind of number: 3.0 is a whole number to JSON Schema.
    "integer": (3, 3.0),
    "number": (3, 1.5),
    "object": ({},),
    "array": ([],),
    "any": ("text", 3, None, [1]),
}
_WRONG: tuple[tuple[object, tuple[str, ...]], ...] = (
    (7, ("integer", "number")),
    ("text", ("string",)),
    (True, ("boolean",)),
    ([], ("array",)),
    ({}, ("object",)),
)


def fits(pattern: str, text: str) -> bool:
    """Whether the page's own pattern finds something in `text`; good for the ASCII texts of these tables."""
    plain = pattern.replace("(?<", "(?P<") if "(?<p" in pattern else pattern
    return re.search(re.sub(r"(?<!\\)\$", r"\\Z", plain), text, re.ASCII) is not None


def good(field: Field) -> tuple[object, ...]:
    """Values that keep the row, the plainest first."""
    if field.values:
        return tuple(value for one in field.values for value in good(one))
    if field.enum:
        return field.enum
    if field.format == "date-time":
        return (TIME, "2021-01-01T14:00:00+02:00")
    if field.pattern is not None:
        return tuple(text for text in _sized(field, PATTERNS[field.pattern][0]))
    if field.min_length is not None or field.max_length is not None:
        return tuple(_sized(field, ()))
    bounds = tuple(bound for bound in (field.minimum, field.maximum) if bound is not None)
    return bounds or tuple(deepcopy(value) for name in field.types for value in _OF_TYPE[name])


def _sized(field: Field, texts: tuple[str, ...]) -> Iterator[str]:
    """The texts that the row's lengths allow, and one of each length at its limits."""
    least, most = field.min_length or 0, field.max_length
    yield from (text for text in texts if len(text) >= least and (most is None or len(text) <= most))
    if field.min_length:
        yield "a" * least
    if most is not None:
        yield "a" * most


def wrong_types(field: Field) -> Iterator[object]:
    """One value of every type that the row does not take."""
    if "any" in field.types:
        return
    for value, types in _WRONG:
        if not set(types) & set(field.types):
            yield deepcopy(value)
    if field.types == ("integer",):
        yield 1.5
    if not field.nullable:
        yield None


def breaking(field: Field, constraint: str) -> Iterator[object]:
    """Values of the right type that break only `constraint`, a name of `row_cases.CONSTRAINTS`."""
    if constraint == "enum":
        yield NO_SUCH
        yield from (other for value in field.enum if (other := value.swapcase()) not in field.enum)
    elif constraint == "pattern":
        least = field.min_length or 0
        yield from (text for text in PATTERNS[field.pattern or ""][1] if len(text) >= least)
    elif constraint == "minLength":
        yield "a" * ((field.min_length or 1) - 1)
    elif constraint == "maxLength":
        beyond = (field.max_length or 0) + 1
        yield "a" * beyond
        texts = (text.ljust(beyond, "a") for text in PATTERNS[field.pattern][0]) if field.pattern else ()
        yield from (text for text in texts if fits(field.pattern or "", text))
    elif constraint == "min":
        yield (field.minimum or 0) - 1
    elif constraint == "max":
        yield (field.maximum or 0) + 1
    elif constraint == "format":
        yield from ("yesterday", "2021-13-01T12:00:00.000Z", "12:00")
    elif constraint == "alternatives":
        yield from _between(field.values)


def _between(values: tuple[Field, ...]) -> Iterator[object]:
    """Texts that fit none of the alternatives."""
    for one in values:
        for constraint in ("minLength", "maxLength", "pattern", "enum"):
            if has(one, constraint):
                yield from (text for text in breaking(one, constraint) if not any(accepts(v, text) for v in values))


def has(field: Field, constraint: str) -> bool:
    """Whether the row restricts values by `constraint`; a union does not when one alternative takes any text."""
    return {
        "enum": bool(field.enum),
        "pattern": field.pattern is not None,
        "minLength": bool(field.min_length),
        "maxLength": field.max_length is not None,
        "min": field.minimum is not None,
        "max": field.maximum is not None,
        "format": field.format == "date-time",
        "alternatives": bool(field.values) and not any(accepts(value, NO_SUCH + "/_") for value in field.values),
    }[constraint]


def accepts(field: Field, value: object) -> bool:
    """Whether one alternative of a union takes the text `value`."""
    if not isinstance(value, str):
        return False
    long_enough = len(value) >= (field.min_length or 0)
    short_enough = field.max_length is None or len(value) <= field.max_length
    fitting = field.pattern is None or fits(field.pattern, value)
    return long_enough and short_enough and fitting and (not field.enum or value in field.enum)


def restricted(field: Field) -> bool:
    """Whether an expression is refused where the row allows no reference: not every text fits the row."""
    if "any" in field.types:
        return False
    if "string" not in field.types or field.format is not None:
        return True
    return not any(accepts(one, EXPRESSION) for one in field.values or (field,))


def is_newer(field: Field, value: object) -> bool:
    """Whether only today's pages know the value; `current` says so with an info."""
    if field.path and field.path[-1] == "selfHostedVcsId" and field.pattern is not None:
        return isinstance(value, str) and fits(field.pattern, value) and not fits(FOUNDING_VCS_ID, value)
    known = FOUNDING_VALUES.get(field.path[-1], ()) if field.path else ()
    return bool(known) and set(known) <= set(field.enum) and value in field.enum and value not in known
