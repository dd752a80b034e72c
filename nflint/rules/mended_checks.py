"""Which of the checks of texts, of the contract and of configurations have fixes; rules say that of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nflint.rule import Mending

_SAFE = (
    "wrong-type",
    "unknown-value",
    "malformed-value",
    "unknown-kind",
    "api-version",
    "root-not-workflow",
    "syntax-error",
    "json-comment",
    "trailing-comma",
    "control-character",
    "ambiguous-word",
    "non-string-key",
)
_UNSAFE = (
    "missing-key",
    "unknown-key",
    "out-of-range",
    "misplaced-key",
    "conflicting-keys",
    "surprising-scalar",
    "unknown-rule",
)

MENDED: Mapping[str, Mending] = MappingProxyType({**dict.fromkeys(_UNSAFE, "unsafe"), **dict.fromkeys(_SAFE, "safe")})
"""The names of the checks, each with what its fixes are."""
