"""Imports, before anybody waits for it, what only the first mistake in a document would import."""

from __future__ import annotations

import gc

from nflint.lint import lint

# One mistake for each part of nflint that is imported late.
_MISTAKES = (
    '{"apiVersion": "v9", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [{"kind": "Biuld"}]}}}',
    "apiVersion: v1.2\nspec: {kind: Workflow, spec: {type: sequential, steps: ['${refs.x.y}', '${fn.x(']}\n",
)


def warm_up() -> None:
    """Lints what has mistakes, and leaves all that was imported out of later collections of garbage."""
    for text in _MISTAKES:
        lint(text, name="release-flow")
    gc.collect()
    gc.freeze()
    # What a key press leaves behind goes by itself; to look for circles in it takes longer than the answer.
    gc.set_threshold(50_000, 20, 20)
