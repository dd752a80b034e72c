"""Where in a document a cursor is: at a key or at a value, of which object, and what is there already.

Holds on damaged texts too. Which keys and values fit is the business of `completion`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from nflint.diagnostic import Pointer
from nflint.language.analysis import Analysis
from nflint.source.span import Span

Style = Literal["json", "flow", "block"]
"""How values are written around the cursor: as JSON, as YAML in brackets, or as YAML by lines."""


class Cursor(NamedTuple):
    """A place to write in.

    At a "key", `pointer` is that of the object and `own` the key that stands there; at a "value" it is the value's.
    `span` is what is replaced, quotes included, and `quote` its opening quote. `followed` says that a key has its colon
    already, `comma` that what follows needs a comma before it, and `missing` where what stands before lacks one, if not
    negative. `gap` is what has to be written before. In blocks `column` is where the keys of the object stand, and
    `indent` the blanks that the line begins with.
    """

    role: Literal["key", "value"]
    pointer: Pointer
    span: Span
    style: Style
    quote: str = ""
    own: str | None = None
    followed: bool = False
    comma: bool = False
    column: int = 0
    gap: str = ""
    indent: int = 0
    missing: int = -1


def cursors(analysis: Analysis, offset: int) -> tuple[Cursor, ...]:
    """What may be written at `offset` of the content: a key, a value, either or nothing."""
    if analysis.is_json:
        from nflint.language.bracket_cursor import bracket_cursor

        found = bracket_cursor(analysis, offset)
        return () if found is None else (found,)
    from nflint.language.block_cursor import block_cursors

    return block_cursors(analysis, offset)
