"""nflint's diagnostics as those of the protocol."""

from __future__ import annotations

from typing import Any

from lsprotocol import types

from nflint.diagnostic import Diagnostic, Report, Severity, TextFix
from nflint.lsp.documents import OpenDocument
from nflint.lsp.positions import Encoding, region_range
from nflint.report.text_format import printable
from nflint.source.text import Text

SOURCE = "nflint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}

# Rules say in their names that something could go, or has been superseded.
_TAGS = {"unused-": types.DiagnosticTag.Unnecessary, "legacy-": types.DiagnosticTag.Deprecated}


def to_diagnostics(
    document: OpenDocument, report: Report, least: Severity, encoding: Encoding
) -> list[types.Diagnostic]:
    """The diagnostics of a document of at least that severity, in the order of the report."""
    return [
        to_diagnostic(diagnostic, document.uri, document.text, encoding)
        for diagnostic in report.diagnostics
        if diagnostic.severity >= least
    ]


def to_diagnostic(diagnostic: Diagnostic, uri: str, text: Text, encoding: Encoding) -> types.Diagnostic:
    """One diagnostic about the text at `uri`. `data` holds the rule and the pointer."""
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(uri, region_range(text, one.region, encoding)), printable(one.message)
        )
        for one in diagnostic.related
    ]
    tags = [tag for start, tag in _TAGS.items() if diagnostic.rule.startswith(start)]
    data: dict[str, Any] = {"rule": diagnostic.rule, "pointer": diagnostic.pointer}
    return types.Diagnostic(
        range=region_range(text, diagnostic.region, encoding),
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.code,
        code_description=types.CodeDescription(diagnostic.url) if diagnostic.url else None,
        source=SOURCE,
        message=_words(diagnostic),
        tags=tags or None,
        related_information=related or None,
        data=data,
    )


def _words(diagnostic: Diagnostic) -> str:
    """What is wrong, and in a second line what to do."""
    hint = f"\n{printable(diagnostic.hint)}" if diagnostic.hint else ""
    return f"{printable(diagnostic.message)}{hint}"


def fix_edits(fix: TextFix, text: Text, encoding: Encoding) -> list[types.TextEdit]:
    """The edits of a fix, in text order."""
    return [types.TextEdit(region_range(text, edit.region, encoding), edit.text) for edit in fix.edits]
