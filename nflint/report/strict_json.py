"""JSON for programs of others, all of which can read it."""

from __future__ import annotations

import json
import re

_ESCAPES = re.compile(r"\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}|(\\ud[89a-f][0-9a-f]{2})")


def strict_json(value: object) -> str:
    """The value as a text of ASCII. Half a pair of surrogates, which many readers refuse the whole text for (RFC 8259,
    section 8.2), becomes U+FFFD."""
    return _ESCAPES.sub(lambda match: "\\ufffd" if match[1] else match[0], json.dumps(value, indent=2))
