"""Keeps one mistake from being told twice: once by the reader of the text, once by the contract.

A YAML `branch: 012` is a surprising number for the reader and no string for the contract. Which of the two helps
more depends on the reader's check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nflint.diagnostic import Diagnostic, Region

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
    }
)

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
    if finding.rule == "missing-key" or problem.rule not in _READER_KNOWS_BETTER | _CONTRACT_KNOWS_BETTER:
        return False
    if problem.rule == "non-string-key" and _within(problem.region, finding.region):
        return True  # An unquoted `{{ name }}` is an object with an odd key, where text was meant.
    return _within(finding.region, problem.region)


def _within(inner: Region, outer: Region) -> bool:
    return (
        outer.line > 0
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )
