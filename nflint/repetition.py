"""Keeps one mistake from being told twice: by the reader of the text, by the contract, and by the rules.

A YAML `branch: 012` is a surprising number for the reader and no string for the contract; `jobId: $args.JOB` is no ID
for the contract and an expression without its braces for a rule. Which of the two helps more depends on the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nflint.diagnostic import Diagnostic, Finding, Named, Place, Pointer, Region, Severity
from nflint.rules import rules_by_name

# The reader knows why a value is not what it looks like; the contract only sees what came of it.
_READER_KNOWS_BETTER = frozenset(
    {
        "syntax-error",
        "surprising-scalar",
        "imprecise-number",
        "non-finite-number",
        "non-string-key",
        "unknown-tag",
        "lone-surrogate",
        "control-character",
    }
)

# How much deeper than the key such a rule points: at `data.timeoutDuration` for a `condition` beside `data`.
_MOST_BELOW = 2

# The area of the contract among the codes.
_CONTRACT = "NF1"

# The contract says what has to stand there, and the reader's remark would only delay that.
_CONTRACT_KNOWS_BETTER = frozenset({"ambiguous-word"})


def without_repetition(problems: Iterable[Diagnostic], findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics of the reader (`problems`) and of the contract (`findings`), one for each mistake.

    Of two at one place the more telling is kept, with the graver severity of both.
    """
    kept = list(problems)
    for finding in findings:
        index = next((index for index, problem in enumerate(kept) if _repeats(finding, problem)), None)
        if index is None:
            yield finding
        elif kept[index].rule in _CONTRACT_KNOWS_BETTER:
            del kept[index]
            yield finding
        else:
            kept[index] = kept[index]._replace(severity=max(kept[index].severity, finding.severity))
    yield from kept


def _repeats(finding: Diagnostic, problem: Diagnostic) -> bool:
    # Nearly all rules on models speak of something else than what a value looks like.
    if finding.rule == "unclosed-expression":
        # A YAML value ends where nobody meant it to: `branch: ${args.A ? 'b' : 'c'}`.
        return problem.rule == "syntax-error" and problem.region.line == finding.region.line
    if finding.rule == "unusable-name":
        return problem.rule in _READER_KNOWS_BETTER and finding.pointer == problem.pointer
    if not finding.code.startswith(_CONTRACT) or finding.rule == "missing-key":
        return False
    if problem.rule not in _READER_KNOWS_BETTER | _CONTRACT_KNOWS_BETTER:
        return False
    if not _same_value(finding.pointer, problem.pointer):
        return False
    if problem.rule == "non-string-key" and _within(problem.region, finding.region):
        return True  # An unquoted `{{ name }}` is an object with an odd key, where text was meant.
    return _within(finding.region, problem.region)


def _same_value(one: str, other: str) -> bool:
    """Whether one pointer is the other or leads there; where there is no text, all regions are one."""
    return f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/")


def _within(inner: Region, outer: Region) -> bool:
    return (
        outer.line > 0
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


class _Explained(NamedTuple):
    """What some of the findings explain of the others: each rule with a place, or with the pointer around one."""

    places: set[tuple[str, Place]]
    parts: set[tuple[str, Pointer]]

    def holds(self, rule: str, place: Place) -> bool:
        """Whether what `rule` says of `place` is explained by another finding."""
        if (rule, place) in self.places:
            return True
        around = (place.pointer[:end] for end in range(len(place.pointer)))
        return bool(self.parts) and any((rule, pointer) in self.parts for pointer in around)


def _explained(found: Sequence[Named]) -> _Explained:
    explained = _Explained(set(), set())
    for name, finding in found:
        rule = rules_by_name().get(name)
        if rule is None or not (rule.explains or rule.explains_inside):
            continue
        for place in (finding.place, *(related.place for related in finding.related)):
            explained.places.update((other, place) for other in rule.explains)
            explained.parts.update((other, place.pointer[:-1]) for other in rule.explains_inside)
    return explained


def one_for_each_mistake(contract: Sequence[Named], rules: Sequence[Named]) -> Iterator[Named]:
    """What the contract and the rules say of one document, without what only repeats the other."""
    contract, rules = _without_slips(contract, rules)
    explained = _explained(rules)
    # What was meant as an expression says why a value has not the form that is asked for.
    slipped = {finding.place.pointer for rule, finding in rules if rule == "missing-dollar"}
    dropped = {finding.place.pointer for rule, finding in contract if rule == "unknown-key"}
    refused: dict[Pointer, Named] = {}
    for rule, finding in contract:
        is_value = finding.place.anchor == "value"
        if is_value:
            refused[finding.place.pointer] = (rule, finding)
        if not (is_value and finding.place.pointer in slipped) and not explained.holds(rule, finding.place):
            yield rule, finding
    for rule, finding in rules:
        if rule == "missing-dollar" and finding.place.pointer in refused:
            refusal, refusing = refused[finding.place.pointer]
            yield rule, finding._replace(severity=_severity(refusal, refusing))
        elif not explained.holds(rule, finding.place) and not _is_inside(rule, finding, refused, dropped):
            yield rule, finding


def _without_slips(contract: Sequence[Named], rules: Sequence[Named]) -> tuple[Sequence[Named], Sequence[Named]]:
    """The same without what only follows from a slip in a key or a kind, which takes on the severity of that."""
    unknown = {finding.place.pointer[:-1] for rule, finding in contract if rule == "unknown-kind"}
    slips = {
        (finding.place.pointer[:-1], finding.hint): index
        for index, (rule, finding) in enumerate(contract)
        if rule == "unknown-key"
    }
    if not (unknown or slips):
        return contract, rules
    told, kept = list(contract), []
    for rule, finding in rules:
        if rule == "wrong-node-kind" and any(related.place.pointer[:-1] in unknown for related in finding.related):
            continue
        index = _slip(rule, finding, slips)
        if index is None:
            kept.append((rule, finding))
        else:
            name, slip = told[index]
            told[index] = name, slip._replace(severity=max(_severity(name, slip), _severity(rule, finding)))
    return told, kept


def _slip(rule: str, finding: Finding, slips: Mapping[tuple[Pointer, str], int]) -> int | None:
    """Where the key that the rule misses stands among `slips`, by the object it is in and what it was taken for."""
    known = rules_by_name().get(rule)
    if known is None or known.misses is None:
        return None
    pointer, hint = finding.place.pointer, f"did you mean '{known.misses}'?"
    parents = (pointer[: len(pointer) - below] for below in range(min(_MOST_BELOW, len(pointer)) + 1))
    return next((slips[parent, hint] for parent in parents if (parent, hint) in slips), None)


def _severity(rule: str, finding: Finding) -> Severity:
    return finding.severity or rules_by_name()[rule].severity


def _is_inside(rule: str, finding: Finding, refused: dict[Pointer, Named], dropped: set[Pointer]) -> bool:
    """Whether an expression stands in a value that cannot stand there at all, so that it does not matter."""
    if not (refused or dropped) or rule not in rules_by_name():
        return False
    if rules_by_name()[rule].reads not in ("Wiring", "Launch"):
        return False
    pointer = finding.place.pointer
    if pointer in refused:
        return True
    if rule == "static-field-expression" and any(pointer[:end] in dropped for end in range(len(pointer) + 1)):
        return True  # Of a key that Northflank drops the values do not matter.
    around = (refused.get(pointer[:end], ("",))[0] for end in range(len(pointer)))
    return "wrong-type" in around
