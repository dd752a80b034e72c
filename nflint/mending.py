"""Makes the fixes that reports offer, as long as they make a text better: pure, as `nflint.lint` is.

Fixes that do not touch each other are made together, and the text is linted again. Where that tells more than before,
halves of them are tried, down to the one that does harm, which is left out. So no text ever gets worse.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from nflint.contract.catalogue import Revision
from nflint.contract.detect import Kind
from nflint.diagnostic import Diagnostic, Report, Severity, TextFix
from nflint.lint import governed, lint_text, read_flow
from nflint.redaction import redaction_of
from nflint.rule import Rule
from nflint.source.document import Limits, read
from nflint.source.splices import Splice, spliced
from nflint.source.text import BOM, Text, decode, without_bom

if TYPE_CHECKING:
    from nflint.config import Config

# So often is a text linted on trial until it gets better, and fewer times when it is large or there is much to tell:
# what is not mended then would not be by another call either.
_MOST_TRIES = 40
_LEAST_TRIES = 12
_CHARACTERS = 20_000_000
_FINDINGS = 1600
# And so often at all, whatever comes of it.
_ALL_TRIES = 1000

# How often what fixes bring to light is fixed as well before they are given up.
_ROUNDS_AHEAD = 4

# From so many findings of one rule on there may be more of them than are told.
_CUT = 100


class Fixed(NamedTuple):
    """What came of fixing a text: the text afterwards, what was fixed in it, and the report about what is left.

    `applied` are the diagnostics whose fixes were made, in the order in which that was done; each stands where it did
    in the text of its time.
    """

    text: str
    applied: tuple[Diagnostic, ...]
    report: Report


class Mended(NamedTuple):
    """The same without a report; `finished` says that every other fix would have made the text worse."""

    text: str
    applied: tuple[Diagnostic, ...]
    finished: bool


def fix(
    text: str | bytes,
    *,
    name: str = "<text>",
    kind: Kind | None = None,
    contract: Revision | None = None,
    limits: Limits | None = None,
    flow: str | bytes | None = None,
    config: Config | None = None,
    extra_rules: Iterable[Rule] = (),
    unsafe: bool = False,
) -> Fixed:
    """Makes the safe fixes of a text, with `unsafe` the others as well, and lints what comes of it.

    The arguments are those of `nflint.lint`, and so is what is raised. Everything that no fix is about stays as it is,
    a byte order mark included. What is fixed is what is told: nothing that a comment or an entry hides, or that is
    switched off. Bytes that are no UTF-8 are not fixed.

    >>> fixed = fix('{"apiVersion": "v1.2", "options": {}, "spec": {"kind": "Workflow", "spec": {"type": "sequential", '
    ...             '"steps": []}},}', name="release-flow.json")
    >>> fixed.text[-14:], [diagnostic.rule for diagnostic in fixed.applied]
    ('"steps": []}}}', ['trailing-comma'])
    """
    held = governed(name, kind, contract, config, extra_rules)
    context = held.context._replace(flow=None if flow is None else read_flow(flow, limits))

    def told(text: str | bytes) -> Report:
        return lint_text(text, name, held.kind, context, limits)

    if isinstance(text, bytes):
        decoded, problems = decode(text)
        if any(problem.check == "invalid-encoding" for problem in problems):
            return Fixed(decoded, (), told(text))
        text = text.decode("utf-8")
    bare = context._replace(covered=False)
    mended = mend(text, lambda changed: lint_text(changed, name, held.kind, bare, limits), unsafe=unsafe)
    return Fixed(mended.text, mended.applied, untried(told(mended.text), mended, unsafe=unsafe))


def untried(report: Report, mended: Mended, *, unsafe: bool) -> Report:
    """The report about what is left, without fixes that have been tried in vain."""
    if not mended.finished:
        return report
    found = {one: one._replace(fix=None) if _is_asked(one, unsafe=unsafe) else one for one in report.diagnostics}
    excerpts = {found[one]: excerpt for one, excerpt in report.excerpts.items()}
    withheld = sum(one.fix is not None and found[one].fix is None for one in report.diagnostics)
    return report._replace(diagnostics=tuple(found.values()), excerpts=excerpts, withheld=withheld)


def mend(text: str, lint: Callable[[str], Report], *, unsafe: bool) -> Mended:
    """The text after all fixes that make it better. `lint` gives reports whose credentials are not covered."""
    content, marks = without_bom(text)
    trials = _Trials(lint, BOM if marks else "", len(content), unsafe=unsafe)
    now = _State(content, trials.lint(content))
    trials.start(now.report)
    applied: list[Diagnostic] = []
    refused: set[int] = set()
    while fixable := [index for index in trials.fixable(now.report) if index not in refused]:
        if not trials.go_on():
            break
        chosen = _apart(now, fixable)
        better = trials.best(now, chosen)
        if better.applied:
            applied += better.applied
            now, refused = better.state, set()
            trials.start(now.report)
        elif trials.go_on():
            refused.update(chosen)
    applied += trials.without_mark(now)
    return Mended(trials.mark + now.content, tuple(applied), not fixable)


def _is_asked(diagnostic: Diagnostic, *, unsafe: bool) -> bool:
    return diagnostic.fix is not None and (unsafe or diagnostic.fix.safe)


class _State(NamedTuple):
    """A text without byte order mark, and the report about it."""

    content: str
    report: Report


class _Better(NamedTuple):
    """A better text, and what has been fixed in it."""

    state: _State
    applied: list[Diagnostic]


class _Trials:
    """Lints texts on trial, so often as is allowed."""

    def __init__(self, lint: Callable[[str], Report], mark: str, length: int, *, unsafe: bool) -> None:
        self._lint = lint
        self._unsafe = unsafe
        self.mark = mark
        self._most = min(_MOST_TRIES, _CHARACTERS // max(length, 1))
        self._left = self._all_left = _ALL_TRIES

    def lint(self, content: str) -> Report:
        self._left -= 1
        self._all_left -= 1
        return self._lint(self.mark + content)

    def go_on(self) -> bool:
        """Whether there may be another trial."""
        return self._left > 0 and self._all_left > 0

    def start(self, report: Report) -> None:
        """Allow as many trials as there may be of a text with that report."""
        self._left = max(_LEAST_TRIES, min(self._most, _FINDINGS // max(len(report.diagnostics), 1)))

    def fixable(self, report: Report) -> list[int]:
        """The numbers of the diagnostics whose fixes are asked for."""
        return [index for index, one in enumerate(report.diagnostics) if _is_asked(one, unsafe=self._unsafe)]

    def best(self, start: _State, chosen: dict[int, tuple[Splice, ...]]) -> _Better:
        """The text after those of the chosen fixes that make it better, alone or with those that follow from them."""
        now, made = start, list[int]()
        pending = [list(chosen)]
        while pending and self.go_on():
            group = pending.pop()
            tried = self._with(start, chosen, [*made, *group])
            mended = [start.report.diagnostics[index] for index in group]
            if _is_better(tried.report, now.report, mended):
                now = tried
                made += group
            elif len(group) in (1, len(chosen)) and (further := self._further(tried, now, mended)):
                before = _told(start, [start.report.diagnostics[index] for index in (*made, *group)])
                return _Better(further.state, [*before, *further.applied])
            elif len(group) > 1:
                middle = len(group) // 2
                pending += (group[middle:], group[:middle])
        return _Better(now, _told(start, [start.report.diagnostics[index] for index in made]))

    def _with(self, state: _State, fixes: dict[int, tuple[Splice, ...]], numbers: Iterable[int]) -> _State:
        content = spliced(state.content, chain.from_iterable(fixes[index] for index in numbers))
        return _State(content, self.lint(content))

    def _further(self, state: _State, now: _State, mended: list[Diagnostic]) -> _Better | None:
        """Where fixes tell more than before, what comes of fixing that as well: a kind that is known again shows
        what is wrong inside of its node."""
        applied: list[Diagnostic] = []
        for _ in range(_ROUNDS_AHEAD):
            chosen = _apart(state, self.fixable(state.report))
            if not chosen or not self.go_on():
                return None
            made = [state.report.diagnostics[index] for index in chosen]
            applied += _told(state, made)
            mended = [*mended, *made]
            state = self._with(state, chosen, chosen)
            if _is_better(state.report, now.report, mended):
                return _Better(state, applied)
        return None

    def without_mark(self, now: _State) -> list[Diagnostic]:
        """What is mended by leaving out the byte order mark, which no edit of the text behind it can do."""
        told = [one for one in now.report.diagnostics if one.rule == "byte-order-mark"]
        if not (told and self.mark and _is_better(self._lint(now.content), now.report, told)):
            return []
        self.mark = ""
        return told


def _apart(state: _State, fixable: Sequence[int]) -> dict[int, tuple[Splice, ...]]:
    """Fixes that do not touch each other, safe ones before others and else in the order of the report."""
    text = Text(state.content)
    chosen: dict[int, tuple[Splice, ...]] = {}
    taken: list[tuple[int, int]] = []
    fixes = {index: fix for index in fixable if (fix := state.report.diagnostics[index].fix) is not None}
    for index in sorted(fixes, key=lambda index: not fixes[index].safe):
        splices = edits_in(text, fixes[index])
        if any(_touches(taken, splice) for splice in splices):
            continue
        chosen[index] = splices
        for splice in splices:
            insort(taken, (splice.start, splice.end))
    return chosen


def edits_in(text: Text, fix: TextFix) -> tuple[Splice, ...]:
    """The edits of a fix as offsets of the text that they are for."""
    return tuple(
        Splice(
            text.offset(edit.region.line, edit.region.column),
            text.offset(edit.region.end_line, edit.region.end_column),
            edit.text,
        )
        for edit in fix.edits
    )


def _touches(taken: Sequence[tuple[int, int]], splice: Splice) -> bool:
    """Whether the change overlaps one that is taken; where something is only put in, nothing else may even begin."""
    at = bisect_left(taken, (splice.start, splice.end))
    for start, end in taken[max(at - 1, 0) : at + 1]:
        if start == end or splice.start == splice.end:
            if start <= splice.end and splice.start <= end:
                return True
        elif start < splice.end and splice.start < end:
            return True
    return False


def _is_better(after: Report, before: Report, mended: Sequence[Diagnostic]) -> bool:
    """Whether less is told than before, and nothing that weighs as much as what was mended."""
    if after.failures or after.suppressed > before.suppressed or not _are_the_same(after, before):
        return False
    counts, earlier = _weighed(after), _weighed(before)
    fewer = counts < earlier
    if not fewer and counts == earlier:
        # Of many findings only the first are told, and behind each that is mended there may be another one.
        fewer = max(Counter(one.rule for one in before.diagnostics).values(), default=0) >= _CUT
    if not fewer or sum(counts) > sum(earlier):
        return False
    rules, least = {one.rule for one in mended}, min(one.severity for one in mended)
    told = Counter(one.rule for one in before.diagnostics)
    now = Counter(one.rule for one in after.diagnostics if one.severity >= least or one.rule in rules)
    return all(count <= told[rule] for rule, count in now.items())


def _are_the_same(after: Report, before: Report) -> bool:
    """Whether every document is taken for what it was before, if it was for anything."""
    return len(after.files) == len(before.files) and all(
        old.kind in (None, new.kind) for new, old in zip(after.files, before.files, strict=True)
    )


def _weighed(report: Report) -> tuple[int, ...]:
    return tuple(report.count(severity) for severity in sorted(Severity, reverse=True))


def _told(state: _State, diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The diagnostics about a text as reports have them, without credentials."""
    if not diagnostics:
        return []
    redaction = redaction_of(read(state.content), None)
    return [redaction.diagnostic(diagnostic) for diagnostic in diagnostics]
