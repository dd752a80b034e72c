"""What a text report says of fixes: how one is made, and how many there are."""

from __future__ import annotations

import re

from nflint.diagnostic import Diagnostic, Report

_NAMES = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def told_title(diagnostic: Diagnostic) -> str:
    """The title of the fix where it says more than the diagnostic does, else nothing."""
    fix = diagnostic.fix
    if fix is None:
        return ""
    hint = diagnostic.hint.casefold()
    names = {name for pair in _NAMES.findall(fix.title) for name in pair if name}
    if fix.title.casefold() in hint or (hint and names and all(name.casefold() in hint for name in names)):
        return ""
    return fix.title


def closing_line(report: Report) -> str:
    """How much was fixed, and how much more can be; nothing where there is nothing to say."""
    safe = sum(one.fix is not None and one.fix.safe for one in report.diagnostics)
    unsafe = sum(one.fix is not None and not one.fix.safe for one in report.diagnostics)
    parts: list[str] = []
    if report.fixed:
        parts.append(f"{report.fixed} fixed")
    more = " more" if report.fixed else ""
    if safe:
        parts.append(f"{safe}{more} can be fixed with --fix")
        more = " more"
    if unsafe:
        options = "--unsafe-fixes" if safe or report.fixed is not None else "--fix --unsafe-fixes"
        parts.append(f"{unsafe}{more} with {options}" if safe else f"{unsafe}{more} can be fixed with {options}")
    if report.withheld:
        parts.append(f"{report.withheld} left, since mending it alone would bring more to light")
    return ", ".join(parts)
