"""Words on an HTML page: escaped, and with nothing left that a browser would obey instead of showing it."""

from __future__ import annotations

import html
from collections.abc import Sequence

from nflint.diagnostic import Diagnostic, Severity

SIGNS = {Severity.ERROR: "✖", Severity.WARNING: "⚠", Severity.INFO: "ℹ"}


def escaped(text: str) -> str:
    """`text` for any place of a page; control characters, and those that turn a text around, are written as escapes."""
    if not text.isprintable():
        text = "".join(
            letter if letter.isprintable() or letter == "\t" else letter.encode("unicode_escape").decode()
            for letter in text
        )
    return html.escape(text, quote=True)


def counted(number: int, what: str) -> str:
    """`1 line`, `2 lines`."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """How many diagnostics of each severity there are, with signs, as HTML."""
    parts = []
    for severity, sign in SIGNS.items():
        number = sum(diagnostic.severity is severity for diagnostic in diagnostics)
        if number:
            words = f'<span aria-hidden="true">{sign}</span> {counted(number, severity.label)}'
            parts.append(f'<span class="sign-of-{severity.label}">{words}</span>')
    return ", ".join(parts) or "no findings"


def finding(diagnostic: Diagnostic, number: int, file: int, lines: frozenset[int] = frozenset()) -> str:
    """One diagnostic; `lines` are those of the source that are on the page, to which its related places lead."""
    severity, region = diagnostic.severity, diagnostic.region
    where = f"line {region.line}, column {region.column}" if region.line else diagnostic.pointer or "the document"
    title = f"{diagnostic.code} {diagnostic.rule}"
    # A rule that is not nflint's own may have any address.
    if diagnostic.url.startswith(("https://", "http://")):
        rule = f'<a href="{escaped(diagnostic.url)}">{escaped(title)}</a>'
    else:
        rule = escaped(title)
    label, sign = severity.label, SIGNS[severity]
    parts = [
        f'<article class="finding {label}" id="d{number}" tabindex="-1" data-severity="{label}" ',
        f'data-path="{escaped(diagnostic.path)}" aria-labelledby="d{number}h">',
        f'<p class="head" id="d{number}h"><strong><span aria-hidden="true">{sign}</span> {label}</strong> ',
        f'{rule} <span class="quiet">{escaped(where)}</span></p><p>{escaped(diagnostic.message)}</p>',
    ]
    if diagnostic.hint:
        parts.append(f"<p><b>help:</b> {escaped(diagnostic.hint)}</p>")
    if diagnostic.related:
        parts.append("<ul>")
        for related in diagnostic.related:
            line = related.region.line
            place = f"line {line}" if line else escaped(related.pointer)
            if line in lines:
                place = f'<a href="#f{file}-l{line}">{place}</a>'
            parts.append(f"<li>{place}: {escaped(related.message)}</li>")
        parts.append("</ul>")
    parts.append("</article>\n")
    return "".join(parts)
