"""What checks say and what users get: findings with symbolic places, diagnostics with positions, and the report.

Where a place stands in a text is the business of `nflint.lint`; how a report looks, of `nflint.report`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

Pointer = tuple[str | int, ...]
Anchor = Literal["value", "key"]


class Severity(enum.IntEnum):
    """How bad a diagnostic is; ordered, so that severities can be compared.

    `ERROR` contradicts the documented contract, or the run will refuse it. `WARNING` is valid and almost
    certainly not what was meant. `INFO` is a risk, a matter of style or an undocumented corner.
    """

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name users see: `info`, `warning` or `error`."""
        return self.name.lower()

    @classmethod
    def from_label(cls, label: str) -> Severity:
        """The severity called `label`; raises `ValueError` for any other word."""
        try:
            return cls[label.upper()]
        except KeyError:
            raise ValueError(f"severity must be info, warning or error, not {label!r}") from None


class Place(NamedTuple):
    """Where a finding stands, in terms of the document and not of its text.

    `pointer` names a value; with `anchor` "key" the place is that value's key. `start` and `end` narrow it to
    characters of the decoded string (0-based code points, end exclusive).
    """

    pointer: Pointer
    anchor: Anchor = "value"
    start: int | None = None
    end: int | None = None


class Related(NamedTuple):
    """A second place that explains a finding, with what to say there."""

    place: Place
    message: str


class Rewrite(NamedTuple):
    """A change: what stands at `place` becomes `value`.

    A place with `start` and `end` is a part of a string or of a key, and `value` the string to put there; otherwise
    the whole value or key becomes `value`, any JSON value (for a key, a string).
    """

    place: Place
    value: object


class Removal(NamedTuple):
    """A change: the value at `pointer` goes, with its key when it stands in an object."""

    pointer: Pointer


class Move(NamedTuple):
    """A change: the value at `pointer` goes to `target`, whose last part is its new key; the object that is to hold
    it is there."""

    pointer: Pointer
    target: Pointer


Change: TypeAlias = Rewrite | Removal | Move


class Fix(NamedTuple):
    """How a mistake can be mended, in terms of the document; `title` says it as an order, without a full stop.

    A `safe` fix leaves the meaning as it was, or makes it what was certainly meant; others want to be looked at.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool


class Finding(NamedTuple):
    """What a check says: a place, one fact (`message`) and what to do about it (`hint`).

    `severity` is set only where one check has more than one; otherwise the rule's own applies. `fix` is the change
    that the hint speaks of, where there is only one and it can be made by a program.
    """

    place: Place
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    fix: Fix | None = None


Named: TypeAlias = tuple[str, Finding]
"""The name of a rule and what it found."""


class Region(NamedTuple):
    """A stretch of a text: lines and columns count from 1, columns are code points, the end is exclusive.

    Values that were parsed by the caller have no text: their regions are all zero.
    """

    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


class RelatedRegion(NamedTuple):
    """A `Related` place with its position; always in the same text as its diagnostic."""

    message: str
    pointer: str
    region: Region


class Edit(NamedTuple):
    """A change of a text: what stands in `region` becomes `text`; an empty region is a place to insert at."""

    region: Region
    text: str


class TextFix(NamedTuple):
    """A `Fix` as edits of the text its diagnostic is about, in text order, none of which overlap."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Diagnostic(NamedTuple):
    """A finding with its rule, its severity and its position: what users, reporters and editors get.

    `pointer` is an RFC 6901 JSON pointer, empty for the whole document. `fix` mends it, where that can be said for the
    text at hand.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    hint: str
    path: str
    pointer: str
    region: Region
    url: str
    related: tuple[RelatedRegion, ...] = ()
    fix: TextFix | None = None

    @property
    def sort_key(self) -> tuple[object, ...]:
        """Orders diagnostics by file, place, and then by rule and words, so that output is stable."""
        region = self.region
        return (
            self.path,
            region.line,
            region.column,
            region.end_line,
            region.end_column,
            self.pointer,
            self.code,
            self.message,
        )


class Excerpt(NamedTuple):
    """The source around a diagnostic, cut to what can be shown, so that a report never holds whole texts.

    `line` is the line where the diagnostic begins, without its first `shift` characters; `before` the line above.
    """

    line: str
    shift: int
    before: str


class LintedFile(NamedTuple):
    """One text that was linted and the kinds of document found in it (`kind` is None for none we know)."""

    path: str
    kind: str | None


class Report(NamedTuple):
    """The diagnostics of one call, sorted and without repetition, and the files they are about.

    `skipped` counts files that were passed over because they are no Northflank documents, `suppressed` the
    diagnostics that somebody chose not to see, `failures` the files that could not be read, each with its reason.
    `excerpts` hold what stands around each diagnostic; `used` are the numbers of the entries of the configuration that
    hid one. `fixed` counts what was mended before, and is None where nobody asked for that.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[LintedFile, ...] = ()
    skipped: int = 0
    suppressed: int = 0
    failures: tuple[str, ...] = ()
    excerpts: Mapping[Diagnostic, Excerpt] = MappingProxyType({})
    used: frozenset[int] = frozenset()
    fixed: int | None = None

    def count(self, severity: Severity) -> int:
        """How many diagnostics have exactly this severity."""
        return sum(diagnostic.severity is severity for diagnostic in self.diagnostics)

    def exit_code(self, fail_on: Severity = Severity.WARNING) -> int:
        """0 when clean, 1 with a diagnostic of at least `fail_on`, 2 when a file could not be read."""
        if self.failures:
            return 2
        return int(any(diagnostic.severity >= fail_on for diagnostic in self.diagnostics))


def merge(reports: Iterable[Report]) -> Report:
    """One report for several; diagnostics are sorted again, repetitions dropped. What was `used` is for each to say."""
    diagnostics: dict[Diagnostic, None] = {}
    files: list[LintedFile] = []
    failures: list[str] = []
    excerpts: dict[Diagnostic, Excerpt] = {}
    skipped = suppressed = 0
    fixed: int | None = None
    for report in reports:
        diagnostics.update(dict.fromkeys(report.diagnostics))
        files.extend(report.files)
        failures.extend(report.failures)
        excerpts.update(report.excerpts)
        skipped += report.skipped
        suppressed += report.suppressed
        fixed = fixed if report.fixed is None else (fixed or 0) + report.fixed
    ordered = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))
    return Report(ordered, tuple(files), skipped, suppressed, tuple(failures), excerpts, fixed=fixed)
