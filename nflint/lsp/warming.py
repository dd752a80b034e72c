"""What is done while nobody waits for an answer: imports that only the first mistake would make, and tidying up."""

from __future__ import annotations

import gc

from nflint.lint import lint

IDLE = 2.0
"""Seconds without a key press that are a pause."""

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
    # What a key press leaves behind goes by itself, but for a few circles; looking for them is left to pauses, unless
    # somebody types on and on.
    gc.set_threshold(200_000, 20, 20)


def tidy_up() -> None:
    """Removes the circles that were left behind, which takes some milliseconds."""
    gc.collect()
