"""The mistakes in the form of a flow's expressions, without those of strings that are none of Northflank's."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Fix, Rewrite
from nflint.expression.tree import Mistake, MistakeKind
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring


def mistakes(wiring: Wiring, kind: MistakeKind) -> Iterator[tuple[Text, Mistake]]:
    """The mistakes of `kind`, each with the string it is in.

    Where no expression can stand at all, what is wrong with one does not matter.
    """
    for text, expression in wiring.special:
        for mistake in expression.mistakes:
            if mistake.kind == kind:
                yield text, mistake


def fix_of(text: Text, mistake: Mistake) -> Fix | None:
    """The edits that mend the mistake, as a change of the string it is in. What was meant is likely then, not sure."""
    changes = tuple(Rewrite(text.place(start, end), written) for start, end, written in mistake.edits)
    title = f"remove '{text.text[mistake.start : mistake.end]}'" if mistake.hint == "remove it" else mistake.hint
    return Fix(title, changes, safe=False) if changes else None
