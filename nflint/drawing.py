"""What `nflint graph` reads and prints: the picture of a flow or a run, and what could not be drawn of it."""

from __future__ import annotations

from nflint.checking import complain, complaining, write
from nflint.diagnostic import Report, Source
from nflint.files import byte_limit, display_path, read_file, read_stdin
from nflint.graph.picture import Picture
from nflint.graph.sketch import picture_of, sheets_of
from nflint.lint import governed, lint_text
from nflint.rehearsing import config_for
from nflint.settings import UNREADABLE
from nflint.source.document import Limits

_WITHOUT_STEPS = {
    "run-request": "a run request has no steps to draw; draw the release flow that it is for",
    "run-list": "a list of runs has no steps to draw; draw the answer about one run",
    "path-parameters": "path parameters have no steps to draw",
    "config": "a configuration has no steps to draw",
}


def run_graph(flow: str, *, form: str, output: str | None, config: str | None, no_config: bool) -> int:
    """Draws the file `flow`, and gives the exit status."""
    name = "<stdin>" if flow == "-" else display_path(flow)
    limit = byte_limit(Limits())
    with complaining(name):
        held = governed(name, None, None, config_for(flow, config, no_config=no_config))
        content = read_stdin(limit) if flow == "-" else read_file(flow, limit)
        report = lint_text(content, name, held.kind, held.context._replace(sources="whole"))
        picture = picture_in(report, name)
    text, limits = _rendered(picture, form)
    unread = _unread(report)
    for told in filter(None, (f"not all of it may be drawn: {unread}" if unread else "", limits)):
        complain(f"{name}: {told}")
    write(text, output, encoding="utf-8")
    return 0


def _rendered(picture: Picture, form: str) -> tuple[str, str]:
    """The picture in that language, and what whoever reads it may not take."""
    if form == "svg":
        from nflint.graph import svg

        return svg.render(picture), ""
    if form == "dot":
        from nflint.graph import dot

        return dot.render(picture), ""
    from nflint.graph import mermaid

    text = mermaid.render(picture)
    return text, mermaid.limits(text)


def picture_in(report: Report, name: str) -> Picture:
    """The picture of what a report is about. Raises `ValueError`, which says why, where nothing can be drawn."""
    source = report.sources.get(name, Source("", ()))
    sheets = [sheet for _, sheet in sheets_of(source, report.diagnostics)]
    if not sheets:
        raise ValueError(_refusal(report, source))
    picture = picture_of(sheets, name)
    if not picture.boxes:
        unread = _unread(report)
        raise ValueError(f"nothing can be drawn: {unread}" if unread else "there are no steps to draw")
    return picture


def _refusal(report: Report, source: Source) -> str:
    kinds = {document.kind for document in source.documents}
    known = next((words for kind, words in _WITHOUT_STEPS.items() if kind in kinds), None)
    unread = _unread(report)
    return known or (f"nothing can be drawn: {unread}" if unread else "this is no flow and no run")


def _unread(report: Report) -> str:
    """A word about the mistakes for which not all of the text could be read."""
    found = [one for one in report.diagnostics if one.rule in UNREADABLE and one.rule != "internal-error"]
    if not found:
        return ""
    what = found[0].rule.replace("-", " ")
    return f"{what} in line {found[0].region.line}, 'nflint check' says more"
