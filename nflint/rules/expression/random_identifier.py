"""The rule `random-identifier`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.tree import calls
from nflint.expression.types import BOOLEAN
from nflint.flow.fields import IDENTIFIERS, is_templated
from nflint.flow.inference import infer
from nflint.flow.uses import Invocation, called
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_EQUALITY = ("eq", "neq")
_ORDER = ("gt", "lt", "gte", "lte")


@rule("NF326", Severity.WARNING, since="0.1.0")
def random_identifier(wiring: Wiring) -> Iterator[Finding]:
    """A random text names something, decides something, or is compared.

    `fn.randomSecret` gives another text at every use and every run: no resource has it as its ID or in it, and it
    equals nothing.

    Source: the guide "Infrastructure as code", use Northflank functions: "Functions are deterministic and will be
    evaluated on every template run", `randomSecret` excepted.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.randomSecret(8)}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: migrate, runtimeEnvironment: {NONCE: "${fn.randomSecret(16)}"}}}
    """
    for invocation in wiring.calls:
        if called(invocation) != "randomSecret":
            continue
        around = tuple(_around(invocation))
        # How long a random text is, is known.
        if "length" in around:
            continue
        message = _compared(around) or _identifying(invocation, wiring)
        if message:
            hint = "compare a fixed value" if _compared(around) else "write a fixed value, or an argument"
            yield Finding(invocation.place(invocation.call.start, invocation.call.end), message, hint)


def _compared(around: tuple[str, ...]) -> str | None:
    for name in around:
        if name in _EQUALITY:
            return f"'fn.{name}' compares a random text, which equals nothing"
        if name in _ORDER:
            return f"'fn.{name}' compares a random text, and its result is chance"
    return None


def _identifying(invocation: Invocation, wiring: Wiring) -> str | None:
    text, whole = invocation.text, invocation.text.whole
    if text.node is None or text.field not in IDENTIFIERS or text.anchor == "key" or is_templated(text):
        return None
    if text.field == "skipNodeExecution":
        # A condition that is no boolean is a mistake of its own.
        decides = whole is not None and infer(whole.value, wiring.scope_of(text)) & BOOLEAN
        return "a random text decides whether the node is skipped" if decides else None
    # What the items of a loop hold is for the author to say, and a list is no name.
    if "iterations" in text.path or text.node.kind == "LoopData" or isinstance(text.path[-1], int):
        return None
    part = "the" if whole is not None else "part of the"
    return f"a random text is {part} '{text.field}', which names something that exists"


def _around(invocation: Invocation) -> Iterator[str]:
    """The functions that the call is an argument of, at any depth."""
    for call in calls(invocation.expression.value):
        if call.start < invocation.call.start and invocation.call.end < call.end:
            yield call.callee.names[-1]
