"""What checks say and what users get: findings with symbolic places, diagnostics with positions, and the report.

Where a place stands in a text is the business of `nflint.lint`; how a report looks, of `nflint.report`.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, TypeAlias

Pointer = tuple[str | int, ...]
Anchor = Literal["value", "key"]
Sources = Literal["none", "excerpts", "whole"]
"""How much of the texts a report holds: nothing, what stands around each diagnostic, or that and all of them."""


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

    @classmethod
    def write(cls, place: Place, value: object, *, safe: bool, title: str = "") -> Fix:
        """Puts `value` at `place`. The title shows it; one of its own is for what is no text to read."""
        return cls(title or f"write {_shown(value)}", (Rewrite(place, value),), safe)

    @classmethod
    def respell(cls, pointer: Pointer, old: str, new: str, *, safe: bool, title: str = "") -> Fix:
        """Makes the string `old` at `pointer` into `new`; only the characters that differ are touched."""
        most = min(len(old), len(new))
        start = next((at for at in range(most) if old[at] != new[at]), most)
        same = next((at for at in range(most - start) if old[-1 - at] != new[-1 - at]), most - start)
        place = Place(pointer, start=start, end=len(old) - same)
        return cls.write(place, new[start : len(new) - same], safe=safe, title=title or f"write {_shown(new)}")

    @classmethod
    def replace(cls, pointer: Pointer, old: str, new: str, *, safe: bool, title: str = "") -> Fix:
        """Puts the word `new` in the place of the string `old` at `pointer`, inside the quotes that are there."""
        return cls.write(Place(pointer, start=0, end=len(old)), new, safe=safe, title=title)

    @classmethod
    def keep(cls, pointer: Pointer, text: str, start: int, end: int, title: str, *, safe: bool) -> Fix:
        """Of the string `text` at `pointer` leaves characters `start` to `end`."""
        edges = ((0, start), (end, len(text)))
        changes = (Rewrite(Place(pointer, start=first, end=last), "") for first, last in edges if first < last)
        return cls(title, tuple(changes), safe)

    @classmethod
    def rename(cls, pointer: Pointer, key: str, *, safe: bool = False) -> Fix:
        """Calls the value at `pointer` by another key, which its object does not have."""
        return cls(f"rename the key to {_shown(key)}", (Rewrite(Place(pointer, "key"), key),), safe)

    @classmethod
    def remove(cls, pointer: Pointer, what: str, *, safe: bool = False) -> Fix:
        """Takes the value at `pointer` away, which the title calls `what`."""
        return cls(f"remove {what}", (Removal(pointer),), safe)

    @classmethod
    def move(cls, pointer: Pointer, target: Pointer, where: str, *, safe: bool = False) -> Fix:
        """Takes the value at `pointer` to `target`, which the title calls `where`."""
        key, new = pointer[-1], target[-1]
        name = "" if key == new else f" as {_shown(new)}"
        return cls(f"move {_shown(key)} to {where}{name}", (Move(pointer, target),), safe)

    def below(self, pointer: Pointer) -> Fix:
        """The same fix of the value at `pointer`, as one of the document around it."""
        return self._replace(changes=tuple(_below(pointer, change) for change in self.changes))


_LONGEST_SHOWN = 60


def _shown(value: object) -> str:
    text = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > _LONGEST_SHOWN or not text.isprintable():
        text = text.encode("unicode_escape").decode()[: _LONGEST_SHOWN - 3] + "..."
    return text


def _below(pointer: Pointer, change: Change) -> Change:
    if isinstance(change, Rewrite):
        return change._replace(place=change.place._replace(pointer=(*pointer, *change.place.pointer)))
    if isinstance(change, Removal):
        return Removal((*pointer, *change.pointer))
    return Move((*pointer, *change.pointer), (*pointer, *change.target))


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


class SourceDocument(NamedTuple):
    """One document of a text: its kind, its value without credentials, its first and last line, and the lines where
    its nodes and triggers begin."""

    kind: str | None
    value: object
    line: int
    end_line: int
    lines: Mapping[Pointer, int] = {}


class Source(NamedTuple):
    """A text that was linted, without credentials, and the documents in it."""

    text: str
    documents: tuple[SourceDocument, ...]


class Report(NamedTuple):
    """The diagnostics of one call, sorted and without repetition, and the files they are about.

    `skipped` counts files that were passed over because they are no Northflank documents, `suppressed` the
    diagnostics that somebody chose not to see, `failures` the files that could not be read, each with its reason.
    `excerpts` hold what stands around each diagnostic; `used` are the numbers of the entries of the configuration that
    hid one. `unchanged` counts files that were not looked at since nothing in them has changed, `fixed` what was mended
    before (None where nobody asked for that), `withheld` fixes that were tried and would have brought more to light.
    `sources` are the texts by their paths, where they were asked for.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    files: tuple[LintedFile, ...] = ()
    skipped: int = 0
    suppressed: int = 0
    failures: tuple[str, ...] = ()
    excerpts: Mapping[Diagnostic, Excerpt] = {}
    used: frozenset[int] = frozenset()
    unchanged: int = 0
    sources: Mapping[str, Source] = {}
    fixed: int | None = None
    withheld: int = 0

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
    sources: dict[str, Source] = {}
    skipped = suppressed = withheld = 0
    fixed: int | None = None
    for report in reports:
        diagnostics.update(dict.fromkeys(report.diagnostics))
        files.extend(report.files)
        failures.extend(report.failures)
        excerpts.update(report.excerpts)
        sources.update(report.sources)
        skipped += report.skipped
        suppressed += report.suppressed
        fixed = fixed if report.fixed is None else (fixed or 0) + report.fixed
        withheld += report.withheld
    ordered = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))
    report = Report(ordered, tuple(files), skipped, suppressed, tuple(failures), excerpts, sources=sources)
    return report._replace(fixed=fixed, withheld=withheld)
