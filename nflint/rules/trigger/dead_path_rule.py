"""The rule `dead-path-rule`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.paths import PathRule, choice_in_braces, path_rules
from nflint.rule import rule

# Nearly every rule: nothing in it needs a closer look.
_PLAIN = re.compile(r"/?[\w*-][\w*.-]*(?:/[\w*-][\w*.-]*)*/?")
_DOTS = re.compile(r"(?:^!?|/)(\.{1,2}/)")
_BACKSLASH = re.compile(r"\\(?=[A-Za-z0-9_.*-])")


class _Reason(NamedTuple):
    """Why a rule matches no file, which characters that is about, and what to do."""

    what: str
    start: int
    end: int
    hint: str


@rule("NF421", Severity.WARNING, since="0.1.0", about=("pathIgnoreRules",))
def dead_path_rule(flow: Flow) -> Iterator[Finding]:
    """A path rule matches no file, since it is not written as in a `.gitignore` file.

    Paths there begin at the root of the repository, with or without a `/`, and never with `./`; folders are parted
    by `/`, where a backslash only takes a sign's meaning away; spaces at the beginning are part of a name; and a
    `#` makes a comment of a whole line only, although the guide prints comments behind rules. A rule that is a
    comment, or empty, is an info: it does no harm.

    Source: the guide "Build", path rules: "Path rules are written the same way as a .gitignore file".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [./docs/]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [docs/]
    """
    for part in flow.commit_rules:
        for rule_ in path_rules(part):
            if _PLAIN.fullmatch(rule_.text) or "${" in rule_.text:
                continue
            if rule_.blank:
                what = "a comment" if rule_.text.strip() else "empty"
                message = f"this path rule is {what} and matches no file"
                yield Finding(Place(rule_.pointer), message, "remove it", severity=Severity.INFO)
                continue
            reason = _reason(rule_)
            if reason:
                place = Place(rule_.pointer, start=reason.start, end=reason.end)
                yield Finding(place, f"this path rule matches no file: {reason.what}", reason.hint)


def _reason(path: PathRule) -> _Reason | None:
    text = path.text
    begun = len(text) - len(text.lstrip())
    if begun:
        return _Reason("the space before it is taken for a part of the name", 0, begun, _write(text.strip()))
    comment = text.find(" #")
    if comment > 0:
        what = "a '#' after a rule does not begin a comment"
        return _Reason(what, comment + 1, len(text), _write(text[:comment].rstrip()))
    if not text.strip("!/ "):
        return _Reason("there is no name in it", 0, len(text), "remove it")
    if dots := _DOTS.search(text):
        what = f"paths begin at the root of the repository, and there is no '{dots[1]}' in them"
        return _Reason(what, dots.start(1), dots.end(1), _write(_straight(text)))
    if backslash := _BACKSLASH.search(text):
        what = "folders are parted by '/', a '\\' takes a sign's meaning away"
        return _Reason(what, backslash.start(), backslash.end(), _write(text.replace("\\", "/")))
    if choice := choice_in_braces(text):
        rules = " and ".join(f"'{rule_}'" for rule_ in choice.rules)
        hint = f"write {rules}" if choice.whole else f"write a rule for each, such as {rules}"
        return _Reason("a '.gitignore' file knows no choice in braces", choice.start, choice.end, hint)
    return None


def _write(better: str) -> str:
    return f"write '{better}'" if better else "remove it"


def _straight(text: str) -> str:
    """The rule without `.` and `..`, as good as that can be told from a pattern."""
    path = text.removeprefix("!")
    plain = posixpath.normpath(f"/{path}").lstrip("/")
    if not plain:
        return ""
    around = ("!" if path != text else "", "/" if path.startswith("/") else "", "/" if path.endswith("/") else "")
    return f"{around[0]}{around[1]}{plain}{around[2]}"
