"""Path rules that match no file, since they are not written as in a `.gitignore` file, and what is meant by them."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from nflint.diagnostic import Fix
from nflint.flow.paths import PathRule, choice_in_braces

_DOTS = re.compile(r"(?:^!?|/)(\.{1,2}/)")
_BACKSLASH = re.compile(r"\\(?=[A-Za-z0-9_.*-])")


class Dead(NamedTuple):
    """Why a rule matches no file, which characters that is about, what to do, and how."""

    what: str
    start: int
    end: int
    hint: str
    fix: Fix | None = None


def dead(path: PathRule) -> Dead | None:
    """Why the rule, which is not blank, matches no file; None where it may match one."""
    text = path.text
    begun = len(text) - len(text.lstrip())
    if begun:
        better = text.strip() if not text.rstrip().endswith("\\") else text[begun:]
        what = "the space before it is taken for a part of the name"
        return Dead(what, 0, begun, _write(better), _fix(path, better, safe=True))
    comment = text.find(" #")
    if comment > 0:
        what = "a '#' after a rule does not begin a comment"
        better = text[:comment].rstrip()
        return Dead(what, comment + 1, len(text), _write(better), _fix(path, better))
    if not text.strip("!/ "):
        return Dead("there is no name in it", 0, len(text), "remove it", _fix(path, ""))
    if dots := _DOTS.search(text):
        what = f"paths begin at the root of the repository, and there is no '{dots[1]}' in them"
        better = _straight(text)
        fix = _fix(path, better, safe=".." not in text)
        return Dead(what, dots.start(1), dots.end(1), _write(better), fix)
    if backslash := _BACKSLASH.search(text):
        what = "folders are parted by '/', a '\\' takes a sign's meaning away"
        better = text.replace("\\", "/")
        return Dead(what, backslash.start(), backslash.end(), _write(better), _fix(path, better))
    if choice := choice_in_braces(text):
        rules = " and ".join(f"'{rule_}'" for rule_ in choice.rules)
        hint = f"write {rules}" if choice.whole else f"write a rule for each, such as {rules}"
        return Dead("a '.gitignore' file knows no choice in braces", choice.start, choice.end, hint)
    return None


def _fix(path: PathRule, better: str, *, safe: bool = False) -> Fix:
    if not better:
        return Fix.remove(path.pointer, "the rule")
    return Fix.respell(path.pointer, path.text, better, safe=safe)


def _write(better: str) -> str:
    return f"write '{better}'" if better else "remove it"


def _straight(text: str) -> str:
    """The rule without `.` and `..`, as good as that can be told from a pattern."""
    path = text.removeprefix("!")
    plain = posixpath.normpath(f"/{path}").lstrip("/")
    if not plain:
        return ""
    # A rule with a slash before its end begins at the root; where none is left to say so, one goes before it.
    rooted = path.startswith("/") or "/" not in plain
    around = ("!" if path != text else "", "/" if rooted else "", "/" if path.endswith(("/", "/.", "/..")) else "")
    return f"{around[0]}{around[1]}{plain}{around[2]}"
