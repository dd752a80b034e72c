"""What is done while nobody waits for an answer: imports that only the first mistake would make, and tidying up."""

from __future__ import annotations

import gc

from nflint.lint import lint

IDLE = 2.0
"""Seconds without a key press that are a pause."""

# Mistakes for each part of nflint that is imported late: in JSON and in YAML, of the contract, in expressions, in what
# references and arguments come to, and something that could be a credential.
_MISTAKES = (
    '{"apiVersion": "v9", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [{"kind": "Biuld"},]}}}',
    """\
apiVersion: v1.2
arguments: { A: "${args.B}", B: "${args.A}", TOKEN: Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRg }
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - { kind: Build, ref: "a b", spec: { id: "${refs.x.y}", type: "${fn.x(", branch: "${TAG:-x}" } }
      - { kind: Build, ref: one, spec: { id: "${refs.two.id}", type: service } }
      - { kind: Build, ref: two, spec: { id: "${refs.one.id}", type: service, branch: a b } }
      - kind: Release
        spec: { type: registry, origin: { imagePath: "a b", buildId: x }, target: { id: api, type: service } }
""",
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
