"""What may be written where the cursor is: keys and values by the contract, names in expressions."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.language.analysis import Analysis
from nflint.language.cursor import Cursor, cursors
from nflint.language.expression_cursor import expression_cursor
from nflint.language.items import Completion
from nflint.language.keys import key_completions, value_completions
from nflint.language.names import name_completions, whole_expressions
from nflint.source.span import Span


def completions(analysis: Analysis, offset: int) -> tuple[Completion, ...]:
    """What fits at `offset`, the most likely first; nothing where nothing is known."""
    if analysis.kind is None:
        return ()
    at = analysis.inner(offset)
    if analysis.is_behind(at):
        return ()
    inside = expression_cursor(analysis, at)
    if inside is not None:
        found = list(name_completions(analysis, inside))
    else:
        found = []
        for cursor in cursors(analysis, at):
            also = () if cursor.missing < 0 else ((Span(cursor.missing, cursor.missing), ","),)
            found += [one._replace(also=also) for one in _at_cursor(analysis, cursor)]
    return tuple(_outer(analysis, one) for one in found)


def _at_cursor(analysis: Analysis, cursor: Cursor) -> Iterator[Completion]:
    if cursor.role == "key":
        yield from key_completions(analysis, cursor)
    else:
        yield from whole_expressions(analysis, cursor)
        yield from value_completions(analysis, cursor)


def _outer(analysis: Analysis, one: Completion) -> Completion:
    also = tuple((analysis.outer(span), text) for span, text in one.also)
    return one._replace(span=analysis.outer(one.span), also=also)
