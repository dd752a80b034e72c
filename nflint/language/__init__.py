"""What an editor asks of a text: what stands here, what fits here, where it comes from and who uses it.

Everything is a function of an `Analysis`, a text that need not be readable as a whole. Protocols, files and settings
are the business of others.
"""

from __future__ import annotations

from nflint.language.analysis import Analysis, analyse
from nflint.language.completion import completions
from nflint.language.folding import folds
from nflint.language.hovers import hover
from nflint.language.items import Completion, Edit, Fold, Hover, Lens, Signature, Symbol
from nflint.language.lenses import lenses
from nflint.language.naming import definition, references, rename, rename_target
from nflint.language.outline import outline
from nflint.language.signatures import signature
from nflint.source.span import Span

__all__ = [
    "Analysis",
    "Completion",
    "Edit",
    "Fold",
    "Hover",
    "Lens",
    "Signature",
    "Span",
    "Symbol",
    "analyse",
    "completions",
    "definition",
    "folds",
    "hover",
    "lenses",
    "outline",
    "references",
    "rename",
    "rename_target",
    "signature",
]
