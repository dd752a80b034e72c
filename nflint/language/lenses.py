"""When each node of a flow runs, as a line above it: its step, what it runs beside, and who reads its outputs."""

from __future__ import annotations

from nflint.language.analysis import Analysis
from nflint.language.items import Lens


def lenses(analysis: Analysis) -> tuple[Lens, ...]:
    """One line for each node but the roots, in the order of the text."""
    return ()
