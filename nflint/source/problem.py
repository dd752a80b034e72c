"""What a reader has to say about a text: one defect, named by its check, at its place.

Whether it is an error, and how it is shown, is decided elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .pointer import Pointer
from .span import Span

if TYPE_CHECKING:
    from .splices import Repair

CHECKS = (
    "syntax-error",
    "duplicate-key",
    "json-comment",
    "trailing-comma",
    "non-finite-number",
    "imprecise-number",
    "invalid-encoding",
    "byte-order-mark",
    "control-character",
    "lone-surrogate",
    "surprising-scalar",
    "ambiguous-word",
    "non-string-key",
    "unknown-tag",
    "merge-key",
    "recursive-alias",
    "alias-limit",
    "too-deep",
    "too-large",
    "empty-document",
    "several-documents",
)
"""Every name a problem's `check` can have."""


class Problem(NamedTuple):
    """One defect of a text.

    `check` is one of `CHECKS`; `message` is one lower-case sentence without a full stop; `hint` says what to
    do, or is empty; `related` are other places that explain the defect, each with a short text. `pointer` names the
    value where there is no text in which it could stand. `repair` mends it, where there is one way to do that.
    """

    check: str
    span: Span
    message: str
    hint: str = ""
    related: tuple[tuple[Span, str], ...] = ()
    pointer: Pointer | None = None
    repair: Repair | None = None
