"""Finds credentials in the strings of a document: tokens of known forms, passwords in URLs, webhooks, private keys, and
what looks random under the name of a secret.

Built once for a document, from any value whatever, and never an exception. Which of it to report is the business of the
rules; that none of it is printed, of `nflint.redaction`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from nflint.diagnostic import Place, Pointer
from nflint.flow.logins import has_logins, logins
from nflint.flow.randomness import is_open, looks_random, names_secret, stands_in
from nflint.flow.vocabulary import SHORTEST, UNNAMED, Vocabulary, build_vocabulary

if TYPE_CHECKING:
    from nflint.flow.formats import Format, Sort

# All forms have so many signs of a word in a row, some capitals or digits, but for one kind of webhook.
_RUN = re.compile(r"\b[\w-]{20,}", re.ASCII)
_MIXED = re.compile(r"[0-9A-Z]").search
_HOOKS = "hooks.zapier"

_NAMES = ("key", "name")

# Patterns are compiled when they are needed first: in most documents they are not.
_PRIVATE_KEY = r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----"
_LONGEST_KEY = 20_000
_SHORTEST_BODY = 40
_ENCODED_KEY = "LS0tLS1CRUdJTi"
_ENCODED = _ENCODED_KEY + "[A-Za-z0-9+/=]+"
_KEY = "PRIVATE KEY"

# In a comment, in what a later key replaces, and in a text that cannot be read.
_ASSIGNED = r"(?<![\w.-])([A-Za-z_][\w.-]{0,80})[\"']?[ \t]{0,9}[:=][ \t]{0,9}[\"']?"
_VALUE = r"[^\s\"',]{10,512}"
_BREAK = r"[\s\"',]|\Z"

# Values in one unbroken run of characters that are looked at: a run may be nothing but assignments.
_MOST_IN_RUN = 8


class Credential(NamedTuple):
    """A credential: the characters at `place`, which are `text`. `what` is how a message calls it, `name` the nearest
    key or name on the way to it, `document` the kind of document that it stands in."""

    place: Place
    text: str
    what: str
    sort: Sort
    name: str
    document: str = ""

    @property
    def advice(self) -> str:
        """What to do about it, by where it stands."""
        return f"{self._way()}; then renew it, since all who read this file have seen it"

    def _way(self) -> str:
        if self.document == "run-request":
            return "leave it out of this file, and let what sends the request put it in"
        if self.document in _ANSWERS:
            return "do not keep what the API has answered, or cover the value"
        pointer = self.place.pointer
        if self.sort == "webhook" and pointer[-1:] == ("webhookUrl",) and "Slack" in self.what:
            return "name the integration with 'integrationInternalId' instead, in a Message of the kind SLACK"
        if pointer[-1:] == ("message",):
            return "leave it out, and say where to find it instead"
        if pointer[-1:] == ("command",):
            return "set it in the environment of the service or job itself, and let the program read it from there"
        if pointer[-1:] in _STARTED:
            return "put '${{secrets.<secret-id>.values.<key>}}' into 'runtimeEnvironment', and let the program read it"
        if not _ARGUMENTS.isdisjoint(pointer):
            return "leave it empty in the file and give it when the flow runs, with an argument override or the request"
        if not _FILES.isdisjoint(pointer):
            return "take it from a file of a global secret: '${{secrets.<secret-id>.files.<file-id>.data}}'"
        if not _CONTAINED.isdisjoint(pointer):
            return "take it from a global secret: '${{secrets.<secret-id>.values.<key>}}'"
        way = "declare an empty argument for it, write '${args.<name>}' here"
        return f"{way}, and set its value by an override in the flow's settings"


# What has been answered was put in place before: changing it changes nothing.
_ANSWERS = frozenset({"run", "run-list", "template-run"})
_ARGUMENTS = frozenset({"arguments", "argumentOverrides"})
_FILES = frozenset({"runtimeFiles", "buildFiles", "dockerSecretMounts"})
_STARTED = (("customCommand",), ("customEntrypoint",))
_CONTAINED = frozenset({"runtimeEnvironment", "buildArguments"})


class Credentials(NamedTuple):
    """All credentials of a document, in its order."""

    found: tuple[Credential, ...]

    def of(self, sort: Sort) -> list[Credential]:
        """The credentials of one sort."""
        return [credential for credential in self.found if credential.sort == sort]


_NONE = Credentials(())


def build_credentials(value: object, vocabulary: Vocabulary | None = None, document: str = "") -> Credentials:
    """The credentials in `value`, a whole `document` whose words these are. Never raises."""
    vocabulary = vocabulary or build_vocabulary(value)
    joined = "\n".join(vocabulary.strings)
    formats = _formats_in(joined)
    others = _KEY in joined or _ENCODED_KEY in joined or has_logins(joined)
    if not (formats or others or vocabulary.secretive):
        return _NONE
    return Credentials(tuple(_find(value, formats, document)))


def _formats_in(text: str) -> list[Format]:
    if not any(map(_MIXED, _RUN.findall(text))) and _HOOKS not in text:
        return []
    from nflint.flow.formats import FORMATS  # Few documents have anything that could be one.

    return [form for form in FORMATS if form.needle in text and re.search(form.pattern, text)]


def _find(value: object, formats: list[Format], document: str) -> Iterator[Credential]:
    pending: list[tuple[Any, Pointer, str]] = [(value, (), "")]
    while pending:
        holder, here, name = pending.pop()
        if isinstance(holder, str):
            if len(holder) >= SHORTEST:
                for found in _in_string(holder, here, name, formats):
                    yield found._replace(document=document) if document else found
        elif isinstance(holder, dict):
            beside = next((holder[key] for key in _NAMES if isinstance(holder.get(key), str)), "")
            pending.extend(
                (item, (*here, key), (beside or name) if key in UNNAMED else key)
                for key, item in reversed(holder.items())
            )
        elif isinstance(holder, list):
            pending.extend((holder[index], (*here, index), name) for index in reversed(range(len(holder))))


def _in_string(text: str, pointer: Pointer, name: str, formats: Iterable[Format]) -> Iterator[Credential]:
    taken = 0
    for start, end, what, sort in sorted(_known(text, name, formats), key=lambda one: one[0]):
        # Of two at one place the one that is found first says more.
        if start >= taken:
            taken = end
            yield Credential(Place(pointer, "value", start, end), text[start:end], what, sort, name)
    if not taken and names_secret(name) and looks_random(text, name):
        yield Credential(Place(pointer, "value", 0, len(text)), text, "a secret", "guess", name)


def _known(text: str, name: str, formats: Iterable[Format]) -> Iterator[tuple[int, int, str, Sort]]:
    if _KEY in text:
        yield from _private_keys(text)
    if text.startswith(_ENCODED_KEY) and _is_encoded_key(text):
        yield 0, len(text), "a private key", "key"
    for form in formats:
        if form.needle in text:
            for match in re.finditer(form.pattern, text):
                secret = match["secret"]
                if not stands_in(secret) and _is_closed(form, secret, name):
                    yield *match.span("secret"), form.what, form.sort
    yield from logins(text)


def _private_keys(text: str) -> Iterator[tuple[int, int, str, Sort]]:
    for match in re.finditer(_PRIVATE_KEY, text):
        end = text.find("-----", match.end(), match.end() + _LONGEST_KEY)
        end = min(len(text), match.end() + _LONGEST_KEY) if end < 0 else end
        body = text[match.end() : end]
        # By chance a long body may hold any short word.
        if len(body) >= _SHORTEST_BODY and not stands_in(body[:_SHORTEST_BODY]):
            yield match.start(), end, "a private key", "key"


def _is_encoded_key(text: str) -> bool:
    import base64  # Hardly any document holds an encoded file.
    import binascii

    try:
        decoded = base64.b64decode(text[:_LONGEST_KEY], validate=False)
    except (binascii.Error, ValueError):
        return False
    return any(True for _ in _private_keys(decoded.decode("latin-1")))


def _is_closed(form: Format, secret: str, name: str) -> bool:
    """Whether the secret is one, and not made to be seen by everybody."""
    if form.needle == "eyJ" or form.needle == "nf-eyJ":
        header, payload = (_part(part) for part in secret.removeprefix("nf-").split(".")[:2])
        return '"alg"' in header and re.search(r'"role"\s*:\s*"anon"', payload) is None
    # A key of Firebase says which project it is, and every page that uses it shows it.
    return not (form.needle == "AIza" and (is_open(name) or "firebase" in name.lower()))


def written(text: str) -> Iterator[tuple[int, int]]:
    """Where credentials stand in the source of a document, in no order.

    Those in comments, in what a later key replaces and in a source that cannot be read are found as well, those that
    are spelt with escapes are not.
    """
    for start, end, _, _ in _known(text, "", _formats_in(text)):
        yield start, end
    for match in re.finditer(_ENCODED, text):
        yield match.span()
    yield from _assigned(text)


def _assigned(text: str) -> Iterator[tuple[int, int]]:
    """Where values stand that look random, behind a name that says that they are secret."""
    stop = looked = 0
    for match in re.finditer(_ASSIGNED, text):
        if not names_secret(match[1]):
            continue
        if match.end() > stop:
            end = re.compile(_BREAK).search(text, match.end())
            stop, looked = end.start() if end else len(text), 0
        looked += 1
        value = re.compile(_VALUE).match(text, match.end()) if looked <= _MOST_IN_RUN else None
        if value is not None and looks_random(value[0], match[1]):
            yield value.span()


def _part(encoded: str) -> str:
    import base64
    import binascii

    try:
        return base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return ""
