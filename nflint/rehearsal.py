"""The dry run: what a flow becomes for given arguments, and what of that does not fit the contract.

Pure like `nflint.lint`: texts and values in, a value out. Printing it is the business of `nflint.report.dry_run`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.contract.catalogue import Revision
from nflint.contract.detect import OTHER_DOCUMENTS, detect
from nflint.covering import covered_diagnostic, covered_text
from nflint.diagnostic import LintedFile, Pointer, Report, merge
from nflint.findings import Context
from nflint.flow.given import Given
from nflint.flow.resolution import Step, resolve
from nflint.flow.wiring import build_wiring
from nflint.lint import lint_document, to_report
from nflint.run.launch import given_by
from nflint.run.model import build_request
from nflint.source.document import Document, read
from nflint.source.problem import Problem
from nflint.source.text import decode


class DryRun(NamedTuple):
    """What a dry run has found out.

    `value` is the flow with everything known put in place: what only a run knows is an expression still, a random
    secret a mark such as `<fn.randomSecret(32)>`, and a value that must not be printed `***`. `steps` are the nodes
    in run order. `report` holds the diagnostics of the flow, of what it becomes, and of the request.
    """

    value: Any
    steps: tuple[Step, ...]
    report: Report


def dry_run(
    text: str | bytes,
    *,
    arguments: Mapping[str, Any] | None = None,
    request: str | bytes | None = None,
    name: str = "<text>",
    request_name: str = "<request>",
    show_values: bool = False,
    contract: Revision = "current",
) -> DryRun:
    """Resolves the release flow `text` as far as that is possible before a run.

    `arguments` are values by name, `request` is the text of a run request; of both, `arguments` win. Values in
    `arguments`, and those of arguments whose names look like secrets, are not shown unless `show_values`. Raises
    `ValueError` for a `text` that is no flow and for a `request` that cannot be read.

    >>> flow = '''{"apiVersion": "v1.2", "arguments": {"TAG": "1.2"}, "spec": {"kind": "Workflow", "spec": {
    ...   "type": "sequential", "steps": [{"kind": "Release", "spec": {"type": "registry",
    ...     "origin": {"imagePath": "acme/api:${args.TAG}"}, "target": {"id": "api", "type": "service"}}}]}}}'''
    >>> found = dry_run(flow, request='{"arguments": {"TAG": "1.3"}}')
    >>> found.value["spec"]["spec"]["steps"][0]["spec"]["origin"]["imagePath"]
    'acme/api:1.3'
    >>> [(step.node.title, step.state) for step in found.steps]
    [('the root Workflow', 'resolved'), ('Release at step 1', 'resolved')]
    """
    flow = _read(text, "the flow")
    kind = detect(flow.document.value, name)
    if kind not in ("release-flow", "release-flow-response", *OTHER_DOCUMENTS):
        raise ValueError("this is not a release flow")
    asked = None if request is None else _read(request, "the request")
    if asked is not None and detect(asked.document.value, "") not in (None, "run-request"):
        raise ValueError("the request is another document, and no run request")
    given = _given(arguments or {}, asked, show_values=show_values)
    wiring = build_wiring(flow.document.value, kind)
    resolution = resolve(flow.document.value, wiring, given)
    hidden = _Hidden(given, wiring.flow.arguments)
    reports = [_report(flow, kind, name, Context(contract, None, given), (*wiring.flow.pointer, "arguments"), hidden)]
    if asked is not None:
        reports.append(
            _report(asked, "run-request", request_name, Context(contract, wiring, given), ("arguments",), hidden)
        )
    return DryRun(resolution.shown, resolution.steps, merge(reports))


class _Source(NamedTuple):
    """A text that could be read, and what was odd about it."""

    document: Document
    problems: tuple[Problem, ...]


class _Hidden(NamedTuple):
    """What must not be printed: the values of all arguments that `given` hides, declared or given."""

    given: Given
    declared: Mapping[str, Any]

    @property
    def names(self) -> list[str]:
        """The names of these arguments."""
        return [name for name in {**self.declared, **self.given.arguments} if self.given.hides(name)]

    @property
    def values(self) -> list[object]:
        """What they are declared as and given as."""
        return [
            values[name] for values in (self.declared, self.given.arguments) for name in self.names if name in values
        ]


def _read(text: str | bytes, what: str) -> _Source:
    content, problems = decode(text) if isinstance(text, bytes) else (text, ())
    document = read(content)[0]
    found = (*problems, *document.problems)
    if document.broken or not isinstance(document.value, dict):
        raise ValueError(f"{what} cannot be read: {found[0].message if found else 'it is no object'}")
    return _Source(document, found)


def _report(source: _Source, kind: str, name: str, context: Context, start: Pointer, hidden: _Hidden) -> Report:
    """The report of one text, without what is hidden; its arguments stand at `start`."""
    document, values = source.document, hidden.values
    found = lint_document(document, source.problems, kind, name, context)
    diagnostics = dict.fromkeys(covered_diagnostic(diagnostic, values) for diagnostic in found)
    return to_report(
        diagnostics, [LintedFile(name, kind)], covered_text(document, ((*start, key) for key in hidden.names))
    )


def _given(arguments: Mapping[str, Any], asked: _Source | None, *, show_values: bool) -> Given:
    given = Given() if asked is None else given_by(build_request(asked.document.value))
    return given._replace(
        arguments={**given.arguments, **arguments},
        hidden=frozenset() if show_values else frozenset(arguments),
        covered=not show_values,
        requested=given.requested - arguments.keys(),
    )
