"""Lints one text or one value: every stage in order, and the way from findings to a report.

Pure: no file, no environment, no printing, no network. Reading files is the business of `nflint.files`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nflint.contract import catalogue
from nflint.contract.detect import KINDS, OTHER_DOCUMENTS, Kind, detect
from nflint.diagnostic import (
    Diagnostic,
    Finding,
    LintedFile,
    Named,
    Place,
    Pointer,
    Region,
    RelatedRegion,
    Report,
    Sources,
    TextFix,
)
from nflint.excerpts import excerpt, kept_source
from nflint.extra import check_extra
from nflint.findings import Context, findings, foreign
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring, build_wiring
from nflint.positions import place_region, pointer_text, region, text_fix
from nflint.repetition import without_repetition
from nflint.rule import Rule
from nflint.rules import all_rules
from nflint.settings import Settings
from nflint.source.document import Document, Limits, from_value, read
from nflint.source.pointer import to_string, value_at
from nflint.source.problem import Problem
from nflint.source.reading import stopping
from nflint.source.text import Text, decode
from nflint.suppression import suppress

if TYPE_CHECKING:
    from nflint.config import Config

FLOWS = (*RELEASE_FLOWS, *OTHER_DOCUMENTS)
"""The kinds of document that a run may be asked for, or that resolve like one."""

Reader: TypeAlias = Callable[[], Sequence[Document]]
"""What gives the documents of a text that somebody has read before; none where nobody has."""

_LONGEST_MESSAGE = 400

# What JSON with comments has and JSON has not.
_JSONC = frozenset({"json-comment", "trailing-comma"})

# Whoever calls a file so may have comments in it, and wants to keep them.
_COMMENTED = (".jsonc", ".json5", ".yaml", ".yml")

# Problems that leave nothing to say what the text is not.
_UNREAD = frozenset({"empty-document", "invalid-encoding", "too-large"})


def lint(
    text: str | bytes,
    *,
    name: str = "<text>",
    kind: Kind | None = None,
    contract: catalogue.Revision | None = None,
    limits: Limits | None = None,
    flow: str | bytes | None = None,
    config: Config | None = None,
    extra_rules: Iterable[Rule] = (),
) -> Report:
    """Lints a JSON or YAML text, chosen by its content, and reports every mistake with its position.

    `name` is what diagnostics call the text; `kind` says what the document is when that is known better than its
    content tells; `contract` is the revision of the API reference to hold it against ("current" unless `config` says
    otherwise). Bytes are read as UTF-8. With `flow`, the text of a release flow, a run request is a request for a run
    of it, and the two are held against each other; what is wrong with the flow itself is not reported.

    `config` says which rules are on, and what else holds for a file called `name`; `extra_rules` are rules that are
    not nflint's own, made with `nflint.rule.rule`, beside those of `config`. Raises `ValueError` for a `kind` or
    `contract` that does not exist, for a `flow` that is none and for rules whose name or code is taken or has not the
    form it must, and nothing for any `text`.

    >>> report = lint('{"apiVersion": "v2", "spec": {"kind": "Workflow", "spec": {"type": "sequential"}}}')
    >>> [(d.code, d.pointer, d.region.column) for d in report.diagnostics]
    [('NF110', '/apiVersion', 16), ('NF026', '/spec/spec', 51)]
    >>> report.exit_code()
    1
    """
    held = governed(name, kind, contract, config, extra_rules)
    context = held.context._replace(flow=None if flow is None else read_flow(flow, limits))
    return lint_text(text, name, held.kind, context, limits)


class Governed(NamedTuple):
    """What holds for one document, with the kind that it is to be taken for."""

    kind: Kind | None
    context: Context


def governed(
    path: str,
    kind: Kind | None,
    contract: catalogue.Revision | None,
    config: Config | None,
    extra_rules: Iterable[Rule] = (),
) -> Governed:
    """What holds for the document in the file `path`: as given, else as `config` says, else by default. Raises
    `ValueError` like `lint`."""
    if config is not None:
        kind = kind or config.kind(path)
        contract = contract or config.contract
    contract = contract or "current"
    if kind is not None and kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, not {kind!r}")
    if contract not in catalogue.REVISIONS:
        raise ValueError(f"contract must be one of {', '.join(catalogue.REVISIONS)}, not {contract!r}")
    settings = Settings() if config is None else config.settings(path)
    given = tuple(extra_rules)
    if given:
        # Those of a configuration have been checked when it was read.
        checked = check_extra(given, (*all_rules(), *settings.extra))
        settings = settings._replace(extra=(*settings.extra, *checked))
    return Governed(kind, Context(contract, settings=settings))


def lint_text(
    text: str | bytes,
    name: str,
    kind: Kind | None,
    context: Context,
    limits: Limits | None = None,
    *,
    asked: bool = True,
    documents: Sequence[Document] = (),
) -> Report:
    """Lints a JSON or YAML text with what is known beside it.

    Where the flow is known and the text was `asked` for, an object of no other kind is taken for a request. `documents`
    is what the text holds, where it has been read before.
    """
    problems: tuple[Problem, ...] = ()
    if isinstance(text, bytes):
        text, problems = decode(text)
    documents = documents or read(text, limits=limits or Limits())
    diagnostics: dict[Diagnostic, None] = {}
    kinds: list[str | None] = []
    for index, document in enumerate(documents):
        found = document.problems if index else (*problems, *document.problems)
        which = kind or detect(document.value, name)
        if which is None and asked and context.flow is not None and isinstance(document.value, dict):
            which = "run-request"  # With nothing but arguments a request looks like any other file.
        if not (which is None and None in kinds):  # Of a stream of strangers the first stands for all.
            diagnostics.update(dict.fromkeys(lint_document(document, found, which, name, context)))
        kinds.append(which)
    files = [LintedFile(name, which) for which in kinds]
    suppressed = suppress(diagnostics, documents, context.settings, name, with_flow=context.flow is not None)
    if any(problem.check == "invalid-encoding" for problem in problems):
        # Edits would be of a text that is not what is in the file.
        suppressed = suppressed._replace(left=tuple(one._replace(fix=None) for one in suppressed.left))
    others = () if context.flow is None else (context.flow.value,)
    if context.covered:
        source = documents[0].text
        report = to_report(suppressed.left, files, documents, source, others, sources=context.sources)
    else:
        report = Report(tuple(sorted(suppressed.left, key=lambda diagnostic: diagnostic.sort_key)), tuple(files))
    return report._replace(suppressed=suppressed.hidden, used=suppressed.used)


def lint_part(document: Document, pointer: Pointer, kind: Kind, name: str) -> Report:
    """Lints the value at `pointer` of a document that is something else as a whole."""
    value = value_at(document.value, pointer)
    found = ((rule, below(pointer, finding)) for rule, finding in findings(value, kind, Context()))
    return report_of(document, found, document.problems, LintedFile(name, kind))


def report_of(
    document: Document,
    found: Iterable[Named],
    problems: Iterable[Problem],
    file: LintedFile,
    settings: Settings | None = None,
) -> Report:
    """The report of what was found in a document, whatever is on or off."""
    settings = settings or Settings()
    read = _from_problems(problems, document, file.path, settings)
    told = _from_findings(found, document, file.path, settings)
    return to_report(dict.fromkeys(without_repetition(read, told)), [file], [document], document.text)


def below(pointer: Pointer, finding: Finding) -> Finding:
    """A finding about the value at `pointer`, as one about the document around it."""

    def moved(place: Place) -> Place:
        return place._replace(pointer=(*pointer, *place.pointer))

    related = tuple(one._replace(place=moved(one.place)) for one in finding.related)
    fix = finding.fix and finding.fix.below(pointer)
    return finding._replace(place=moved(finding.place), related=related, fix=fix)


def read_flow(text: str | bytes, limits: Limits | None = None) -> Wiring:
    """The wiring of a release flow. Raises `ValueError`, which says why, for a text that is none."""
    problems: tuple[Problem, ...] = ()
    if isinstance(text, bytes):
        text, problems = decode(text)
    document = read(text, limits=limits or Limits())[0]
    if document.broken:
        raise ValueError(f"the flow cannot be read: {stopping((*problems, *document.problems)).message}")
    kind = detect(document.value, "release-flow.json")
    if kind not in FLOWS:
        raise ValueError("this is not a release flow")
    return build_wiring(document.value, kind)


def lint_value(
    value: object,
    *,
    name: str = "<value>",
    kind: Kind | None = None,
    contract: catalogue.Revision | None = None,
    config: Config | None = None,
    extra_rules: Iterable[Rule] = (),
) -> Report:
    """Lints a value that is already parsed; diagnostics have pointers, and all positions are zero.

    >>> report = lint_value({"projectId": "shop", "stage": ""}, kind="path-parameters")
    >>> [(d.rule, d.pointer) for d in report.diagnostics]
    [('missing-key', ''), ('missing-key', ''), ('wrong-length', '/stage')]
    """
    held = governed(name, kind, contract, config, extra_rules)
    document = from_value(value)
    which = held.kind or detect(document.value, name)
    found = lint_document(document, document.problems, which, name, held.context)
    settings = held.context.settings
    suppressed = suppress(dict.fromkeys(found), [document], settings, name)
    left = dict.fromkeys(map(_without_positions, suppressed.left))
    report = to_report(left, [LintedFile(name, which)], [document], None)
    return report._replace(suppressed=suppressed.hidden, used=suppressed.used)


def _without_positions(diagnostic: Diagnostic) -> Diagnostic:
    related = tuple(related._replace(region=Region()) for related in diagnostic.related)
    return diagnostic._replace(region=Region(), related=related, fix=None)


def to_report(
    diagnostics: Iterable[Diagnostic],
    files: list[LintedFile],
    documents: Sequence[Document],
    text: Text | None,
    others: Iterable[object] = (),
    *,
    sources: Sources = "excerpts",
) -> Report:
    """The report of one text: its diagnostics in order, with as much of `text` as `sources` says. No credential in the
    `documents` of the text is in it, nor one in `others`, the values that were read beside them.
    """
    found = list(diagnostics)
    kept = {}
    if sources == "none":
        text = None
    if found or sources == "whole":
        from nflint.redaction import redaction_of  # Of a file without a finding nothing is printed.

        redaction = redaction_of(documents, text, others)
        text = redaction.text
        found = list(dict.fromkeys(map(redaction.diagnostic, found)))
        if sources == "whole" and text is not None:
            kept = {file.path: kept_source(text, documents, files) for file in files[:1]}
    ordered = tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))
    excerpts = {} if text is None else {diagnostic: excerpt(text, diagnostic.region) for diagnostic in ordered}
    return Report(ordered, tuple(files), excerpts=excerpts, sources=kept)


def lint_document(
    document: Document,
    problems: Iterable[Problem],
    kind: str | None,
    name: str,
    context: Context,
) -> Iterator[Diagnostic]:
    """The diagnostics of one document of `kind`, in no order; those that comments and entries hide are among them."""
    settings = context.settings
    if kind is None:
        unread = [problem for problem in problems if problem.check in _UNREAD]
        if not unread and not document.broken:
            # How well a file of another format is written is none of our business.
            rule = settings.rules["foreign-document"]
            if settings.selection.has(rule):
                yield _from_finding(rule, foreign(document.value), document, name, settings)
            return
        problems = unread or problems
    if not context.fixes:
        problems = [problem._replace(repair=None) for problem in problems]
    read = _from_problems(problems, document, name, settings)
    found = () if kind is None else findings(document.value, kind, context, complete=not document.broken)
    if not context.fixes:
        found = ((rule, finding._replace(fix=None)) for rule, finding in found)
    checked = _from_findings(found, document, name, settings)
    for diagnostic in without_repetition(read, checked):
        if settings.selection.has(settings.rules[diagnostic.rule]):
            yield diagnostic


def _from_problems(
    problems: Iterable[Problem], document: Document, name: str, settings: Settings
) -> Iterator[Diagnostic]:
    """The problems with their positions; a repair is safe if it is proven to be."""
    listed = list(problems)
    safe: set[int] = set()
    if any(problem.repair is not None for problem in listed):
        from nflint.fixing import safe_repairs

        safe = safe_repairs(document, listed)
    for index, problem in enumerate(listed):
        rule = settings.rules[problem.check]
        yield _from_problem(rule, problem, document, name, settings, safe=index in safe)


def _from_problem(
    rule: Rule, problem: Problem, document: Document, name: str, settings: Settings, *, safe: bool
) -> Diagnostic:
    fix = None
    if problem.repair is not None:
        wanted = rule.name in _JSONC and name.lower().endswith(_COMMENTED)
        fix = text_fix(document, problem.repair)._replace(safe=safe and not wanted)
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=settings.severity(rule, None),
        message=problem.message,
        hint=problem.hint,
        path=name,
        pointer=to_string(document.pointer_at(problem.span) if problem.pointer is None else problem.pointer),
        region=region(document, problem.span),
        url=rule.url,
        related=tuple(
            RelatedRegion(message, to_string(document.pointer_at(span)), region(document, span))
            for span, message in problem.related
        ),
        fix=fix,
    )


def _shortened(text: str) -> str:
    """`text` at a length that can be read: what rules quote from a document may be of any length."""
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."


def _from_findings(found: Iterable[Named], document: Document, name: str, settings: Settings) -> Iterator[Diagnostic]:
    """The findings with their positions; their fixes are placed together, since each try reads the text again."""
    listed = list(found)
    fixes: Sequence[TextFix | None] = [None] * len(listed)
    if any(finding.fix is not None for _, finding in listed):
        from nflint.fixing import place_fixes  # Of a file without such a finding nothing can be mended.

        fixes = place_fixes(document, [finding.fix for _, finding in listed])
    for (rule, finding), fix in zip(listed, fixes, strict=True):
        yield _from_finding(settings.rules[rule], finding, document, name, settings)._replace(fix=fix)


def _from_finding(rule: Rule, finding: Finding, document: Document, name: str, settings: Settings) -> Diagnostic:
    return Diagnostic(
        code=rule.code,
        rule=rule.name,
        severity=settings.severity(rule, finding.severity),
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
