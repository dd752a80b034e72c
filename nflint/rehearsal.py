"""The dry run: what a flow becomes for given arguments, and what of that does not fit the contract.

Pure like `nflint.lint`: texts and values in, a value out. Printing it is the business of `nflint.report.dry_run`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from nflint.contract.catalogue import Revision
from nflint.contract.detect import detect
from nflint.covering import cover_of, covered
from nflint.diagnostic import LintedFile, Report, merge
from nflint.findings import Context
from nflint.flow.given import Given, hidden_places
from nflint.flow.resolution import Step, resolve
from nflint.flow.wiring import build_wiring
from nflint.lint import FLOWS, governed, lint_document, to_report
from nflint.run.launch import given_by
from nflint.run.model import build_request
from nflint.source.document import Document, from_value, read
from nflint.source.problem import Problem
from nflint.source.reading import stopping
from nflint.source.text import decode
from nflint.suppression import suppress

if TYPE_CHECKING:
    from nflint.config import Config


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
    contract: Revision | None = None,
    config: Config | None = None,
) -> DryRun:
    """Resolves the release flow `text` as far as that is possible before a run.

    `arguments` are values by name, `request` is the text of a run request; of both, `arguments` win. Values in
    `arguments`, and those of arguments whose names look like secrets, are not shown unless `show_values`. `config`
    says which rules are on. Raises `ValueError` for a `text` that is no flow and for a `request` that cannot be read.

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
    if kind not in FLOWS:
        raise ValueError("this is not a release flow")
    asked = None if request is None else _read(request, "the request")
    if asked is not None and detect(asked.document.value, "") not in (None, "run-request"):
        raise ValueError("the request is another document, and no run request")
    # What is given may be any value; JSON has no form for some.
    plain: Any = from_value(dict(arguments or {})).value
    given = _given(plain if isinstance(plain, dict) else {}, asked, show_values=show_values)
    wiring = build_wiring(flow.document.value, kind)
    resolution = resolve(flow.document.value, wiring, given)
    context = governed(name, None, contract, config).context._replace(given=given)
    reports = [_report(flow, kind, name, context)]
    if asked is not None:
        context = governed(request_name, None, contract, config).context._replace(flow=wiring, given=given)
        reports.append(_report(asked, "run-request", request_name, context))
    value = resolution.shown if show_values else covered(resolution.shown, hidden_places(resolution.shown, given))
    return DryRun(value, resolution.steps, merge(reports))


class _Source(NamedTuple):
    """A text that could be read, and what was odd about it."""

    document: Document
    problems: tuple[Problem, ...]


def _read(text: str | bytes, what: str) -> _Source:
    content, problems = decode(text) if isinstance(text, bytes) else (text, ())
    document = read(content)[0]
    found = (*problems, *document.problems)
    if document.broken:
        # What exactly is wrong could show a value that must not be shown.
        problem = stopping(found)
        line, column = document.text.position(problem.span.start)
        what_for = problem.check.replace("-", " ")
        raise ValueError(f"{what} cannot be read: {what_for} in line {line}, column {column}; 'nflint check' says more")
    if not isinstance(document.value, dict):
        raise ValueError(f"{what} cannot be read: it is no object")
    return _Source(document, found)


def _report(source: _Source, kind: str, name: str, context: Context) -> Report:
    """The report of one text, without what is hidden."""
    settings = context.settings
    found = dict.fromkeys(lint_document(source.document, source.problems, kind, name, context))
    suppressed = suppress(found, [source.document], settings, name, with_flow=context.flow is not None)
    cover = cover_of(source.document, context.given or Given())
    shown = dict.fromkeys(map(cover.diagnostic, suppressed.left))
    report = to_report(shown, [LintedFile(name, kind)], [source.document], cover.text)
    return report._replace(suppressed=suppressed.hidden)


def _given(arguments: Mapping[str, Any], asked: _Source | None, *, show_values: bool) -> Given:
    given = Given() if asked is None else given_by(build_request(asked.document.value))
    return given._replace(
        arguments={**given.arguments, **arguments},
        hidden=frozenset() if show_values else frozenset(arguments),
        covered=not show_values,
        requested=given.requested - arguments.keys(),
    )
