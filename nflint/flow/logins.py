"""The passwords that stand in commands and connection strings, and what holds one in a form of its own.

They have no form, so that only what stands around them tells what they are. Which of it to report is the business of
the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from nflint.flow.randomness import looks_random, stands_in

if TYPE_CHECKING:
    from nflint.flow.formats import Sort

# One of these stands in every text that holds any; what is not there needs no further look.
_SIGNS = ("assword=", "ASSWORD=", "wd=", "WD=", "SSHPASS=", "REDISCLI_AUTH=", "curl", "earer ", '"auth"')

_URL = (
    r"\b(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{1,20})://(?P<user>[^\s/:@'\"<>]{0,100})"
    r":(?P<secret>[^\s/@'\"<>{}]{4,200})@(?P<host>[\w.-]{1,100})"
)
_PARAMETER = r"[?&;][ ]?(?i:password|pwd)=(?P<secret>[^\s&;'\"<>{}]{4,200})"
_SERVER = r"(?i:\b(?:server|data source|host))=(?:tcp:)?(?P<host>[\w.-]{1,100})"
_VARIABLE = (
    r"\b(?:PGPASSWORD|MYSQL_PWD|SSHPASS|REDISCLI_AUTH)=['\"]?(?P<secret>[^\s'\"\\;&|<>{}$`]{4,200})(?P<end>[$`]?)"
)
_OPTION = r"\s(?:-u|--user)[ =]?['\"]?(?P<user>[^\s:'\"@/]{1,100}):(?P<secret>[^\s'\"\\;&|<>{}$`]{4,200})(?P<end>[$`]?)"
_BEARER = r"\b[Bb]earer (?P<secret>[A-Za-z0-9+/=_~.-]{20,2000})"
_AUTH = r'"auth"\s{0,9}:\s{0,9}"(?P<secret>[A-Za-z0-9+/]{8,2000}={0,2})"'

# Characters around a password in which what it belongs to is looked for.
_NEAR = 300

_SHORTEST = 8

# Passwords of examples and of databases that nobody else can reach.
_DEFAULTS = frozenset(
    {
        *("admin", "root", "user", "guest", "test", "pass", "passwd", "postgres", "postgresql", "mysql", "mongo"),
        *("redis", "mongodb", "rabbitmq", "minio", "minioadmin", "default", "local", "token", "docker", "elastic"),
    }
)
_DEFAULT = r"[A-Za-z_-]*(?:password|secret)[A-Za-z_-]*|[$%].*|[0-9]{1,5}"
_UPPER = r"[A-Z_]+"
_LOCAL = r"localhost|127\.|0\.0\.0\.0|host\.docker\.internal|(?:.*\.)?example(?:\.|$)|host(?:name)?$"


class Login(NamedTuple):
    """A password in a text: where it stands, how a message calls it, and its sort."""

    start: int
    end: int
    what: str
    sort: Sort


def has_logins(text: str) -> bool:
    """Whether there are any in `text`."""
    return any(True for _ in logins(text))


def logins(text: str) -> Iterator[Login]:
    """The passwords in `text`, in no order. Takes time in proportion to its length."""
    if "@" in text and "://" in text:
        for match in re.finditer(_URL, text):
            if not _is_default(match["secret"], match["user"], match["host"]):
                yield Login(*match.span("secret"), "the password of a URL", "password")
    if not any(sign in text for sign in _SIGNS):
        return
    for match in re.finditer(_PARAMETER, text):
        what, host = _holder(text, match)
        if what and not _is_default(match["secret"], "", host):
            yield Login(*match.span("secret"), what, "password")
    for pattern in (_VARIABLE, _OPTION) if "curl" in text else (_VARIABLE,):
        for match in re.finditer(pattern, text):
            user = match["user"] if pattern is _OPTION else ""
            called = pattern is _VARIABLE or _is_called(text[max(0, match.start() - _NEAR) : match.start()])
            if called and not match["end"] and not _is_default(match["secret"], user, ""):
                yield Login(*match.span("secret"), "a password", "key")
    for match in re.finditer(_BEARER, text):
        if looks_random(match["secret"], "token"):
            yield Login(*match.span("secret"), "a token", "key")
    for match in re.finditer(_AUTH, text):
        if _is_login(match["secret"]):
            yield Login(*match.span("secret"), "the login of a registry", "key")


def _is_called(before: str) -> bool:
    """Whether a command ends with `before` that calls curl."""
    _, called, rest = before.rpartition("curl")
    return bool(called) and re.search(r"[\n|;&]", rest) is None


def _holder(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What the parameter `password` belongs to, and the host that it names; nothing where it is of neither sort."""
    before = text[max(0, match.start() - _NEAR) : match.start()]
    address = before.rpartition("://")[2]
    if len(address) < len(before) and not re.search(r"[\s'\"<>]", address):
        return "the password of a URL", address
    server = re.search(_SERVER, before) or re.search(_SERVER, text[match.end() : match.end() + _NEAR])
    return ("the password of a connection string", server["host"]) if server else ("", "")


def _is_login(encoded: str) -> bool:
    import base64  # Hardly any document holds the login of a registry.
    import binascii

    try:
        decoded = base64.b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return False
    user, colon, password = decoded.partition(":")
    return bool(colon) and len(password) >= _SHORTEST and not _is_default(password, user, "")


def _is_default(password: str, user: str, host: str) -> bool:
    """Whether a password is a variable, stands in for one, or is one that everybody knows."""
    if stands_in(password) or password == user or password.lower() in _DEFAULTS:
        return True
    if re.fullmatch(_UPPER, password) or re.fullmatch(_DEFAULT, password, re.IGNORECASE):
        return True
    return re.match(_LOCAL, host) is not None
