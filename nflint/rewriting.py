"""`nflint check --fix` and `--diff`: fixes written into files, or shown.

Which fixes are made, and that they do no harm, is the business of `nflint.mending`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, NamedTuple

from nflint.checking import USAGE_ERROR, complain, is_terminal, prepared, run_check, use_color, write, write_bytes
from nflint.diagnostic import Report
from nflint.files import Candidate
from nflint.findings import Context
from nflint.mending import Mended, mend, untried
from nflint.parallel import in_processes
from nflint.redaction import redaction_of
from nflint.replacement import replace_content
from nflint.report.diff import Style, unified
from nflint.source.document import read
from nflint.source.text import BOM, Text, without_bom
from nflint.tasks import Choices, Content, Task, content_of

if TYPE_CHECKING:
    from nflint.flow.wiring import Wiring


def run_fix(paths: Sequence[str], choices: Choices) -> int:
    """Fixes `paths`, prints the report about what is left, and gives the exit status. What was read from standard
    input is written to standard output, and the report goes to standard error then."""
    if "-" not in paths:
        return run_check(paths, choices, _fixed)
    stdout = sys.stdout

    def work(task: Task, choices: Choices, flow: Wiring | None) -> Report:
        with redirect_stdout(stdout):
            return _fixed(task, choices, flow)

    with redirect_stdout(sys.stderr):
        return run_check(paths, choices, work)


def _fixed(task: Task, choices: Choices, flow: Wiring | None) -> Report:
    """The report about what is left in one file after it has been fixed."""
    content = content_of(task, choices, flow)
    if isinstance(content, Report):
        return content
    report = content.report()
    mended = _mended(content, report, choices)
    if mended is not None and mended.applied:
        new = content._replace(data=mended.text.encode("utf-8"))
        try:
            if isinstance(task.found, Candidate):
                replace_content(task.found.path, content.data, new.data)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            return report._replace(failures=(f"{content.name}: it could not be fixed, {reason}",), fixed=0)
        content, report = new, new.report()
    if task.found is None:
        write_bytes(content.data, None)
    if mended is not None:
        report = untried(report, mended, unsafe=choices.unsafe_fixes)
    return report._replace(fixed=len(mended.applied) if mended is not None else 0)


def _mended(content: Content, report: Report, choices: Choices) -> Mended | None:
    """What comes of fixing a file; None where there is nothing to fix, or it is not encoded as it must be."""
    if not report.diagnostics or report.failures:
        return None
    try:
        text = content.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    bare: Context = content.context._replace(covered=False)

    def lint(changed: str) -> Report:
        return content._replace(data=changed.encode("utf-8", "surrogatepass"), context=bare).report()

    return mend(text, lint, unsafe=choices.unsafe_fixes)


class _Difference(NamedTuple):
    """What fixes would change in one file: the diff, how much they would mend, and why the file was not read."""

    lines: tuple[str, ...]
    fixed: int
    failures: tuple[str, ...]


def run_diff(paths: Sequence[str], choices: Choices) -> int:
    """Prints what fixes would change in `paths`: the exit status is 1 if they would change anything."""
    (tasks, _), flow = prepared(paths or (".",), choices)
    changed = fixed = 0
    failed = False
    style = Style(use_color(choices.color, None), is_terminal(sys.stdout))
    for difference in in_processes(lambda task: _difference(task, choices, flow), tasks, choices.jobs or None):
        for failure in difference.failures:
            complain(failure)
            failed = True
        if difference.lines:
            write(style.rendered(difference.lines), None, encoding="utf-8")
            changed += 1
            fixed += difference.fixed
    if not choices.quiet:
        files = f"{changed} file{'' if changed == 1 else 's'}"
        complain(f"{fixed} would be fixed in {files}" if changed else "nothing would be fixed")
    return USAGE_ERROR if failed else int(changed > 0)


def _difference(task: Task, choices: Choices, flow: Wiring | None) -> _Difference:
    content = content_of(task, choices, flow)
    if isinstance(content, Report):
        return _Difference((), 0, content.failures)
    report = content.report()
    mended = _mended(content, report, choices)
    if mended is None or not mended.applied:
        return _Difference((), 0, report.failures)
    before, after = (_covered(text) for text in (content.data.decode("utf-8"), mended.text))
    return _Difference(tuple(unified(before, after, content.name)), len(mended.applied), ())


def _covered(text: str) -> str:
    """The text without the credentials in it: a diff is printed, as reports are."""
    content, marks = without_bom(text)
    covered = redaction_of(read(content), Text(content)).text
    return text if covered is None else (BOM if marks else "") + covered.content
