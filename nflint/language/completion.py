"""What may be written where the cursor is: keys and values by the contract, names in expressions."""

from __future__ import annotations

from nflint.language.analysis import Analysis
from nflint.language.cursor import cursors
from nflint.language.expression_cursor import expression_cursor
from nflint.language.items import Completion
from nflint.language.keys import key_completions, value_completions
from nflint.language.names import name_completions, whole_expressions


def completions(analysis: Analysis, offset: int) -> tuple[Completion, ...]:
    """What fits at `offset`, the most likely first; nothing where nothing is known."""
    if analysis.kind is None:
        return ()
    at = analysis.inner(offset)
    inside = expression_cursor(analysis, at)
    if inside is not None:
        found = list(name_completions(analysis, inside))
    else:
        found = []
        for cursor in cursors(analysis, at):
            if cursor.role == "key":
                found += key_completions(analysis, cursor)
            else:
                found += whole_expressions(analysis, cursor)
                found += value_completions(analysis, cursor)
    return tuple(one._replace(span=analysis.outer(one.span)) for one in found)
