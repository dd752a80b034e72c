"""Tells what was made by a generator of secrets from what a person wrote to be read, and from what stands in for both.

Thresholds were set on the strings of real templates: identifiers, paths, plans, versions and sentences must fail.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from math import log2

# Of a longer name no more is read.
_LONGEST_NAME = 200

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

# The last word of a name that says that the value is a secret.
_PASSWORDS = frozenset({"password", "passwd", "pwd", "pass", "passphrase", "passwort"})
_SECRETS = _PASSWORDS | frozenset(
    {
        *("secret", "secrets", "token", "tokens", "key", "keys", "apikey", "secretkey", "authkey", "privatekey"),
        *("salt", "pepper", "jwt"),
    }
)
# Without a value to look at, keys of tickets and limits of language models have to be told from those.
_SURE = (_PASSWORDS - {"pass"}) | frozenset(
    {
        *("secret", "token", "apikey", "secretkey", "authkey", "privatekey", "jwt"),
        *("credentials", "creds", "dsn", "webhook"),
    }
)
_SURE_KEYS = frozenset({"api", "access", "secret", "private", "auth", "signing", "encryption", "master", "ssh"})
# A pass may be one of several, or one of a test.
_LOGINS = frozenset(
    {
        *("db", "database", "sql", "mysql", "postgres", "pg", "redis", "mongo", "smtp", "mail", "email", "user"),
        *("admin", "root", "ftp", "sftp", "ssh", "auth", "rabbitmq", "registry", "docker"),
    }
)
# Before `KEY`: what such a key finds, sorts or sends is no secret.
_FINDING = frozenset(
    {
        *("group", "routing", "search", "ordering", "dedup", "deduplication", "message", "event", "shard", "row"),
        *("record", "hash", "range", "index", "lookup", "blob", "file", "storage", "config", "feature", "flag"),
        *("metric", "label", "unique", "composite", "lock", "queue", "topic", "tenant", "binding"),
    }
)

# What may follow it.
_AFTER = frozenset(
    {"prod", "production", "live", "staging", "stage", "dev", "base", "b", "hex", "value", "old", "new", "current"}
)
# Keys that are no secrets, and what is compiled into pages for everybody to read.
_OPEN = frozenset(
    {
        *("public", "pub", "publishable", "anon", "site", "sitekey", "sort", "partition", "primary", "foreign"),
        *(
            "cache",
            "idempotency",
            "vite",
            "react",
            "gatsby",
            "object",
            "project",
            "bucket",
            "translation",
            "page",
            "next",
        ),
    }
)

# Patterns are compiled when they are needed first: in most documents they are not.
_STAND_IN = (
    r"x{4,}|\*{3}|\.{3}|\u2026|[<>{}]|\$[({A-Za-z_]|example|placeholder|change|replace|your|dummy|fake|sample|redacted"
    r"|todo|insert|set_?at|0{8}|1{8}|1234567|abcdefg|foobar|lorem|(?:deadbeef|cafebabe){2}"
)
_WORDLIKE = r"test|local|secret|password|default|development|production|none|null|false|true"
_UUID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
_PLAIN = r"[A-Za-z0-9+/=_~-]+"
# Without quotes, and without what names of secrets elsewhere are made of, such as `vault:kv/prod`.
_TYPED = r"[!#-&(-.0-9;=?-~]+"
# More than what joins the words of a name.
_PUNCTUATION = r"[^A-Za-z0-9._-]"
_OPEN_VALUE = r"pk_|phc_|sb_publishable_|ssh-|AAAA[BCE]|G-|GTM-|UA-|/|\./|~/|arn:"

# `Orders`, `EU`, `V2`, `CreatedOrders` and `01`.
_JOINTS = r"[-/_.+=~]"
_PART = r"\d{1,8}|[A-Za-z]\d{0,4}|(?:[A-Z]{2,}|[A-Z]?[a-z]+)(?:[A-Z][a-z]+)*\d{0,4}"
_LONG_WORD = r"[A-Z]?[a-z]{3,}|[A-Z]{4,}"
_FEWEST_PARTS = 3

_SHORTEST = 20
_SHORTEST_HEX = 32
_SHORTEST_LOWER = 24
_SHORTEST_TYPED = 10
_LONGEST = 4096
_LEAST_ENTROPY = 3.5
_LEAST_ENTROPY_HEX = 3.0
_FEWEST_SIGNS = 8

# How often the sort of character changes from one to the next: 0.62 in random letters and digits, 0.4 in lower case.
_LEAST_CHANGE = 0.45
_LEAST_CHANGE_LOWER = 0.25


def names_secret(name: str) -> bool:
    """Whether `name`, such as `API_KEY` or `dbPassword`, says that its value is a secret: its last word does."""
    return _names_secret(name[:_LONGEST_NAME])


@lru_cache(maxsize=2048)
def _names_secret(name: str) -> bool:
    # The same keys come again and again, and what is kept of them must not be long.
    words = _name_words(name)
    if not words or words[-1] not in _SECRETS or not _OPEN.isdisjoint(words):
        return False
    return words[-1] not in ("key", "keys") or _FINDING.isdisjoint(words[-2:-1])


def is_secret(name: str) -> bool:
    """Whether `name` alone, whatever its value, says that it is a secret."""
    words = _name_words(name)
    if not words or not _OPEN.isdisjoint(words):
        return False
    last, before = words[-1], words[-2:-1]
    if last == "pass":
        return not before or not _LOGINS.isdisjoint(before)
    if last == "key":
        return not _SURE_KEYS.isdisjoint(before)
    # What Sentry calls so is in every page that reports to it.
    return last in _SURE and not (last == "dsn" and "sentry" in words)


def is_open(name: str) -> bool:
    """Whether `name` says that its value is for everybody to read, as `NEXT_PUBLIC_API_KEY` does."""
    return not _OPEN.isdisjoint(_name_words(name))


def _name_words(name: str) -> list[str]:
    words = [word.lower() for word in _WORDS.findall(name[:_LONGEST_NAME])]
    while len(words) > 1 and (words[-1].isdigit() or words[-1] in _AFTER):
        words.pop()
    return words


def stands_in(value: str) -> bool:
    """Whether `value` only holds the place of a secret: `xxxx`, `<token>`, `REPLACE_ME`, `${...}`, one letter
    throughout."""
    return re.search(_STAND_IN, value, re.IGNORECASE) is not None or len(set(value)) < min(
        _FEWEST_SIGNS, len(value) // 2
    )


def looks_random(value: str, name: str) -> bool:
    """Whether `value`, under the name of a secret, is one: random letters and digits, or for the name of a password
    something of letters in both cases, digits and other signs."""
    if not _SHORTEST_TYPED <= len(value) <= _LONGEST or stands_in(value) or re.match(_OPEN_VALUE, value):
        return False
    if re.fullmatch(_UUID, value) or re.search(_WORDLIKE, value, re.IGNORECASE):
        return False
    if len(value) >= _SHORTEST and re.fullmatch(_PLAIN, value):
        return _is_generated(value) and not _is_worded(value)
    return not _PASSWORDS.isdisjoint(_name_words(name)[-1:]) and _is_typed(value)


def _is_generated(value: str) -> bool:
    body = value.rstrip("=")
    if all(sign in "0123456789abcdef" for sign in body) or all(sign in "0123456789ABCDEF" for sign in body):
        return len(body) >= _SHORTEST_HEX and entropy(body) >= _LEAST_ENTROPY_HEX
    if entropy(body) < _LEAST_ENTROPY or not any(map(str.isdigit, body)):
        return False
    lower, upper = any(map(str.islower, body)), any(map(str.isupper, body))
    if lower and upper:
        return _change(body) >= _LEAST_CHANGE
    # Words with hyphens or underscores between them change as often as what is random.
    return body.isalnum() and len(body) >= _SHORTEST_LOWER and _change(body) >= _LEAST_CHANGE_LOWER


def _is_worded(value: str) -> bool:
    """Whether the value falls apart into words and numbers at what joins them, most of it words."""
    parts = [part for part in re.split(_JOINTS, value) if part]
    if len(parts) < _FEWEST_PARTS or not all(re.fullmatch(_PART, part) for part in parts):
        return False
    words = sum(len(word) for part in parts for word in re.findall(_LONG_WORD, part))
    return 2 * words >= sum(map(len, parts))


def _is_typed(value: str) -> bool:
    sorts = {_sort(sign) for sign in value}
    return (
        len(sorts) == len(_SORTS)
        and re.fullmatch(_TYPED, value) is not None
        and re.search(_PUNCTUATION, value) is not None
    )


_SORTS = ("lower", "upper", "digit", "other")


def _sort(sign: str) -> str:
    if sign.isdigit():
        return "digit"
    return "lower" if sign.islower() else "upper" if sign.isupper() else "other"


def _change(value: str) -> float:
    sorts = [_sort(sign) for sign in value]
    return sum(one != other for one, other in pairwise(sorts)) / max(len(value) - 1, 1)


def entropy(value: str) -> float:
    """Shannon's entropy of the characters of `value`, in bits for each."""
    length = len(value)
    shares = [value.count(sign) / length for sign in set(value)]
    return -sum(share * log2(share) for share in shares)
