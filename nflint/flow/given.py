"""What is known of a run before it, and what of that must not be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Pointer

HIDDEN = "***"
"""What is printed for a value that nobody wants to see."""

# Names of arguments whose values are secrets, as far as names tell.
_SECRET = re.compile(
    r"(?i:secret|passw|passphrase|passcode|pwd|token|credential|creds|auth(?!or)|private|signing|salt|cookie|hook|dsn"
    r"|jwt|bearer|mnemonic|connection_?string"
    r"|(?:database|db|redis|mongo|postgres|pg|mysql|maria|amqp|rabbit|clickhouse|elastic)\w*ur[il])"
    r"|(?<![A-Za-z])(?i:pass|pgpass|pat|pin|otp)(?![A-Za-z])|(?<=[a-z])Pass(?![a-z])"
    # `apiKey` and `SSH_KEY`, and neither `PUBLIC_KEY` nor `KEYBOARD`.
    r"|(?<!PUBLIC)(?<!PUBLIC_)KEYS?(?![A-Za-z])|(?<!public)(?<!public_)(?<!Public)(?:key|Key)s?(?![a-z])"
)


# The key that holds arguments, and what people write in its place.
_ARGUMENTS = frozenset({"arguments", "argument", "args", "argumentoverrides"})


class Given(NamedTuple):
    """What is known of a run before it: values of arguments by name, values of refs, and releases by
    their target or ref.

    `hidden` are the names of arguments whose values must not be printed, to which those come, where `covered`, that
    look like the names of secrets. `requested` are the names of the arguments that come from a request.
    """

    arguments: Mapping[str, Any] = {}
    hidden: frozenset[str] = frozenset()
    overrides: Mapping[str, Any] = {}
    releases: Mapping[str, Any] = {}
    covered: bool = True
    requested: frozenset[str] = frozenset()

    def hides(self, name: str) -> bool:
        """Whether the value of the argument `name` must not be printed."""
        return name in self.hidden or (self.covered and looks_secret(name))


def looks_secret(name: str) -> bool:
    """Whether the name of an argument says that its value is a secret."""
    return _SECRET.search(name) is not None


def hidden_places(value: object, given: Given) -> Iterator[Pointer]:
    """Where in a document values stand that must not be printed: below `arguments`,
    or what was meant as such, at any depth, those under a name
    that `given` hides, and in the `variables` that a node hands on."""
    pending: list[tuple[object, Pointer, bool]] = [(value, (), False)]
    while pending:
        holder, here, inside = pending.pop()
        if isinstance(holder, list):
            pending.extend((item, (*here, index), inside) for index, item in enumerate(holder))
        elif isinstance(holder, dict):
            key, listed = holder.get("key"), holder.get("name")
            for name, item in holder.items():
                named = inside and given.hides(name)
                # Of `{key: API_TOKEN, value: ...}`, as a RunTemplate lists them, the value is hidden.
                paired = (
                    inside
                    and name in ("value", "default")
                    and any(isinstance(one, str) and given.hides(one) for one in (key, listed))
                )
                if (named or paired) and item not in ("", None):
                    yield (*here, name)
                else:
                    pending.append((item, (*here, name), inside or name.lower() in _ARGUMENTS))
