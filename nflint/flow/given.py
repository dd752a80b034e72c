"""What is known of a run before it, and what of that must not be printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

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


class Given(NamedTuple):
    """What is known of a run before it: values of arguments by name, values of refs, and releases by their target.

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
