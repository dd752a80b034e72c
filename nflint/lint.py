"""Lints one text or one value: every stage in order, and the way from findings to a report.

Pure: no file, no environment, no printing, no network. Reading files is the business of `nflint.files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from nflint.contract import catalogue
from nflint.contract.accept import accept
from nflint.contract.detect import KINDS, OTHER_DOCUMENTS, Kind, detect
from nflint.diagnostic import Diagnostic, Excerpt, Finding, LintedFile, Place, Region, RelatedRegion, Report
from nflint.flow.model import build_flow
from nflint.positions import place_region, pointer_text, region
from nflint.repetition import without_repetition
from nflint.rule import Model
from nflint.rules import model_rules, rules_by_name
from nflint.run.model import build_request, build_run
from nflint.source.document import Document, Limits, from_value, read
from nflint.source.pointer import to_string
from nflint.source.problem import Problem
from nflint.source.text import Text, decode

_BUILDERS: dict[Model, Callable[[object], object]] = {
    "Flow": build_flow,
    "Run": build_run,
    "RunRequest": build_request,
}

# The models that a document of each kind has. A run carries the flow it ran.
_MODELS: dict[str, tuple[Model, ...]] = {
    "release-flow": ("Flow",),
    "release-flow-response": ("Flow",),
    "run": ("Flow", "Run"),
    "run-list": ("Run",),
    "run-request": ("RunRequest",),
    "path-parameters": (),
}

# Characters kept on each side of a place, several times what a terminal is wide.
_EXCERPT = 400

_LONGEST_MESSAGE = 400

# Problems that leave nothing to say what the text is not.
_UNREAD = frozenset({"empty-document", "invalid-encoding", "too-large"})

Named = tuple[str, Finding]
"""The name of a rule and what it found."""


def lint(
    text: str | bytes,
    *,
    name: str = "<text>",
    kind: Kind | None = None,
    contract: catalogue.Revision = "current",
    limits: Limits | None = None,
) -> Report:
    """Lints a JSON or YAML text, chosen by its content, and reports every mistake with its position.

    `name` is what diagnostics call the text; `kind` says what the document is when that is known better than its
    content tells; `contract` is the revision of the API reference to hold it against. Bytes are read as UTF-8.
    Raises `ValueError` for a `kind` or `contract` that does not exist, and nothing for any text.

    >>> report = lint('{"apiVersion": "v2", "spec": {"kind": "Workflow", "spec": {"type": "sequential"}}}')
    >>> [(d.code, d.pointer, d.region.column) for d in report.diagnostics]
    [('NF110', '/apiVersion', 16)]
    >>> report.exit_code()
    1
    """
    _check_arguments(kind, contract)
    problems: tuple[Problem, ...] = ()
    if isinstance(text, bytes):
        text, problems = decode(text)
    documents = read(text, limits=limits or Limits())
    diagnostics: dict[Diagnostic, None] = {}
    kinds: list[str | None] = []
    for index, document in enumerate(documents):
        found = document.problems if index else (*problems, *document.problems)
        which = kind or detect(document.value, name)
        if not (which is None and None in kinds):  # Of a stream of strangers the first stands for all.
            diagnostics.update(dict.fromkeys(_lint_document(document, found, which, name, contract)))
        kinds.append(which)
    return _report(diagnostics, [LintedFile(name, which) for which in kinds], documents[0].text)


def lint_value(
    value: object,
    *,
    name: str = "<value>",
    kind: Kind | None = None,
    contract: catalogue.Revision = "current",
) -> Report:
    """Lints a value that is already parsed; diagnostics have pointers, and all positions are zero.

    >>> report = lint_value({"projectId": "shop", "stage": ""}, kind="path-parameters")
    >>> [(d.rule, d.pointer) for d in report.diagnostics]
    [('missing-key', ''), ('missing-key', ''), ('wrong-length', '/stage')]
    """
    _check_arguments(kind, contract)
    document = from_value(value)
    which = kind or detect(document.value, name)
    found = _lint_document(document, document.problems, which, name, contract)
    return _report(dict.fromkeys(map(_without_positions, found)), [LintedFile(name, which)], None)


def _without_positions(diagnostic: Diagnostic) -> Diagnostic:
    related = tuple(related._replace(region=Region()) for related in diagnostic.related)
    return diagnostic._replace(region=Region(), related=related)


def _check_arguments(kind: str | None, contract: str) -> None:
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    if contract not in catalogue.REVISIONS:
        raise ValueError(f"contract must be one of {', '.join(catalogue.REVISIONS)}, not {contract!r}")


def _report(diagnostics: Iterable[Diagnostic], files: list[LintedFile], text: Text | None) -> Report:
    ordered = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))
    excerpts = {} if text is None else {diagnostic: _excerpt(text, diagnostic.region) for diagnostic in ordered}
    return Report(ordered, tuple(files), excerpts=excerpts)


def _excerpt(text: Text, region: Region) -> Excerpt:
    shift = max(0, region.column - 1 - _EXCERPT)
    line = _line_part(text, region.line, shift, region.column - 1 + _EXCERPT)
    before = _line_part(text, region.line - 1, 0, _EXCERPT) if region.line > 1 else ""
    return Excerpt(line, shift, before)


def _line_part(text: Text, line: int, start: int, end: int) -> str:
    """Characters `start` to `end` of a line; a line may be megabytes long and is not copied for that."""
    offset = text.line_starts[line - 1]
    part = text.content[offset + start : offset + end]
    ends = [found for mark in "\r\n" if (found := part.find(mark)) >= 0]
    return part[: min(ends, default=len(part))]


def _lint_document(
    document: Document,
    problems: Iterable[Problem],
    kind: str | None,
    name: str,
    contract: catalogue.Revision,
) -> Iterator[Diagnostic]:
    if kind is None:
        unread = [problem for problem in problems if problem.check in _UNREAD]
        if not unread and not document.broken:
            # How well a file of another format is written is none of our business.
            yield _from_finding("foreign-document", _foreign(document.value), document, name)
            return
        problems = unread or problems
    read = (_from_problem(problem, document, name) for problem in problems)
    checked = (_from_finding(rule, finding, document, name) for rule, finding in _findings(document, kind, contract))
    yield from without_repetition(read, checked)


def _findings(document: Document, kind: str | None, contract: catalogue.Revision) -> Iterator[Named]:
    if kind in OTHER_DOCUMENTS:
        yield "unsupported-document", _unsupported(OTHER_DOCUMENTS[kind])
    elif kind is not None:
        yield from _guarded("the contract", _contract_findings(document, kind, contract))
        yield from _rule_findings(document.value, kind)


def _contract_findings(document: Document, kind: str, contract: catalogue.Revision) -> Iterator[Named]:
    schema = f"{kind}.schema.json"
    if not accept(schema, document.value):
        # Imported here because a clean file does not need jsonschema.
        from nflint.contract.wording import contract_findings

        yield from contract_findings(schema, document.value, contract, complete=not document.broken)


def _rule_findings(value: object, kind: str) -> Iterator[Named]:
    models: dict[Model, object] = {}
    for rule in model_rules():
        if rule.reads is None or rule.check is None or rule.reads not in _MODELS[kind]:
            continue
        if rule.reads not in models:
            models[rule.reads] = _BUILDERS[rule.reads](value)
        found = ((rule.name, finding) for finding in rule.check(models[rule.reads]))
        yield from _guarded(f"the rule '{rule.name}'", found)


def _guarded(what: str, found: Iterator[Named]) -> Iterator[Named]:
    """What `found` gives; its failure is one more finding, so that a defect hides nothing that others find."""
    try:
        yield from found
    except Exception as error:
        yield (
            "internal-error",
            Finding(
                Place(()),
                f"{what} failed with {type(error).__name__}: {error}",
                "this is a defect of nflint, please report it with the document",
            ),
        )


def _unsupported(what: str) -> Finding:
    return Finding(
        Place(()),
        f"this is {what}, which nflint recognises but does not lint yet",
        "nflint lints release flows, runs, run lists and run requests; '--as release-flow' treats it as one",
    )


def _foreign(value: object) -> Finding:
    return Finding(
        Place(()),
        f"this is not a Northflank document: {_looks_like(value)}",
        "a release flow has 'apiVersion' and a 'spec' whose kind is 'Workflow'; "
        "'--as release-flow' lints the file as one",
    )


def _looks_like(value: object) -> str:
    if not isinstance(value, dict):
        return f"the whole of it is {_article(value)}"
    if not value:
        return "it is an empty object"
    if "services" in value:
        return "it looks like a file for another tool, with 'services' at the top"
    if "metadata" in value and "kind" in value:
        return "it looks like a Kubernetes manifest"
    keys = ", ".join(f"'{key}'" for key in list(value)[:4])
    return f"it has {keys}{' and more' if len(value) > 4 else ''} at the top"


def _article(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return "plain text"
    if value is None or isinstance(value, bool):
        return "null" if value is None else "a boolean"
    return "a number"


def _from_problem(problem: Problem, document: Document, name: str) -> Diagnostic:
    rule = rules_by_name()[problem.check]
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity,
        message=problem.message,
        hint=problem.hint,
        path=name,
        pointer=to_string(document.pointer_at(problem.span)),
        region=region(document, problem.span),
        url=rule.url,
        related=tuple(
            RelatedRegion(message, to_string(document.pointer_at(span)), region(document, span))
            for span, message in problem.related
        ),
    )


def _shortened(text: str) -> str:
    """`text` at a length that can be read: what rules quote from a document may be of any length."""
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."


def _from_finding(rule_name: str, finding: Finding, document: Document, name: str) -> Diagnostic:
    rule = rules_by_name()[rule_name]
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=rule.severity if finding.severity is None else finding.severity,
        message=_shortened(finding.message),
        hint=_shortened(finding.hint),
        path=name,
        pointer=pointer_text(finding.place),
        region=place_region(document, finding.place),
        url=rule.url,
        related=tuple(
            RelatedRegion(related.message, pointer_text(related.place), place_region(document, related.place))
            for related in finding.related
        ),
    )
