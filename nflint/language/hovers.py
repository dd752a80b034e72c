"""What an editor shows of what the mouse is over."""

from __future__ import annotations

from nflint.language.analysis import Analysis
from nflint.language.items import Hover


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What there is to say about the key, value or name at `offset`; None for nothing."""
    return None
