"""Code actions: what an editor offers to do about the diagnostics at a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from nflint.diagnostic import Diagnostic
from nflint.lsp.diagnostics import fix_edits, to_diagnostic
from nflint.lsp.ignoring import comment_edit, entry_edit, source_of
from nflint.lsp.positions import region_offsets
from nflint.lsp.session import Linted, Session
from nflint.lsp.workspace_edits import difference, edit_of

FIX_ALL = "source.fixAll.nflint"
EXPLAIN = "nflint.explain"

_ALL = "Fix all that nflint can fix safely"

KINDS: tuple[types.CodeActionKind | str, ...] = (types.CodeActionKind.QuickFix, FIX_ALL)

# Diagnostics at one place; who selects the whole text does not want an action for each of them.
_MOST = 20


class Asked(NamedTuple):
    """What an editor wants to know: the document, the offsets between which it asks, the kinds of action, and whether
    nobody asked but the cursor came by."""

    linted: Linted
    start: int
    end: int
    only: tuple[str, ...]
    unasked: bool = False

    def wants(self, kind: str) -> bool:
        """Whether actions of that kind are asked for; a kind stands for all below it."""
        return not self.only or any(kind == one or kind.startswith(f"{one}.") or not one for one in self.only)


def code_actions(asked: Asked, session: Session) -> list[types.CodeAction]:
    """The actions for the diagnostics between two offsets: their fixes, all safe fixes of the document, ways to hide
    each diagnostic, and the page about its rule."""
    asked = asked._replace(linted=session.mendable(asked.linted))
    here = [one for one in _shown(asked.linted, session) if _touches(asked, one)][:_MOST]
    actions: list[types.CodeAction] = []
    if asked.wants(types.CodeActionKind.QuickFix):
        actions.extend(_fixes(asked.linted, here, session))
    if asked.wants(FIX_ALL):
        actions.extend(_fix_all(asked, session))
    if asked.wants(types.CodeActionKind.QuickFix):
        actions.extend(_ignores(asked.linted, here, session))
        actions.extend(_explanations(here, session))
    return actions


def _shown(linted: Linted, session: Session) -> Iterator[Diagnostic]:
    least = session.configurations.preferences.min_severity
    return (diagnostic for diagnostic in linted.report.diagnostics if diagnostic.severity >= least)


def _touches(asked: Asked, diagnostic: Diagnostic) -> bool:
    start, end = region_offsets(asked.linted.document.text, diagnostic.region)
    return start <= asked.end and asked.start <= end


def _fixes(linted: Linted, here: Iterable[Diagnostic], session: Session) -> Iterator[types.CodeAction]:
    document = linted.document
    for diagnostic in here:
        fix = diagnostic.fix
        if fix is not None:
            edits = fix_edits(fix, document.text, session.encoding)
            yield types.CodeAction(
                title=f"{fix.title[:1].upper()}{fix.title[1:]}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[to_diagnostic(diagnostic, document.uri, document.text, session.encoding)],
                is_preferred=True if fix.safe else None,
                edit=edit_of(document.uri, document.version, edits, session.client),
            )


def _fix_all(asked: Asked, session: Session) -> Iterator[types.CodeAction]:
    """All safe fixes of a document, as far as they make it better. What that comes to takes a while to find out, so an
    editor that can ask for it later does, and one that asks wherever the cursor comes is not told."""
    linted = asked.linted
    if not any(one.fix is not None and one.fix.safe for one in _shown(linted, session)):
        return
    if session.client.resolves_edits:
        data = {"uri": linted.document.uri, "version": linted.document.version}
        yield types.CodeAction(_ALL, kind=FIX_ALL, data=data)
    elif asked.only or not asked.unasked:
        edit = fix_all_edit(linted, session)
        if edit is not None:
            yield types.CodeAction(_ALL, kind=FIX_ALL, edit=edit)


def fix_all_edit(linted: Linted, session: Session) -> types.WorkspaceEdit | None:
    """What all safe fixes come to; None where there is nothing to change, or the document is another one by now."""
    document = linted.document
    fixed = session.fixed(session.mendable(linted))
    if fixed is None or fixed == document.content:
        return None
    edits = difference(document.text, fixed, session.encoding)
    return edit_of(document.uri, document.version, edits, session.client)


def _ignores(linted: Linted, here: list[Diagnostic], session: Session) -> Iterator[types.CodeAction]:
    document = linted.document
    if not here:
        return
    source = source_of(document.text, session.reading(document))
    for diagnostic in here:
        comment = comment_edit(source, diagnostic, session.encoding)
        how = "with a comment" if comment else "in the configuration"
        edit = (
            edit_of(document.uri, document.version, comment, session.client)
            if comment
            else entry_edit(linted, diagnostic, session)
        )
        if edit is not None:
            yield types.CodeAction(
                title=f"Ignore {diagnostic.rule} here {how}",
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[to_diagnostic(diagnostic, document.uri, document.text, session.encoding)],
                edit=edit,
            )


def _explanations(here: Iterable[Diagnostic], session: Session) -> Iterator[types.CodeAction]:
    if not session.client.shows_documents:
        return
    for code, url in dict.fromkeys((one.code, one.url) for one in here if one.url):
        title = f"Explain {code}"
        yield types.CodeAction(
            title=title, kind=types.CodeActionKind.QuickFix, command=types.Command(title, EXPLAIN, arguments=[url])
        )
