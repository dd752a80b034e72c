"""Rules that are not nflint's own: what they must be, and what they may yield."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, get_args

from nflint.diagnostic import Change, Finding, Fix, Move, Place, Pointer, Related, Removal, Rewrite, Severity
from nflint.rule import CUSTOM, CheckFunction, Group, Model, Rule

_OWN_CODE = re.compile(r"NF\d+")
_CODE = re.compile(r"[A-Z][A-Z0-9]*[0-9]")


def is_custom(written: str) -> bool:
    """Whether a name or a code can only be that of a rule that is not nflint's own."""
    return written.startswith(f"{CUSTOM}/") or bool(_CODE.fullmatch(written) and not _OWN_CODE.fullmatch(written))


def check_extra(extra: Iterable[Rule], known: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules of a caller, so guarded that what they yield is what a rule may yield.

    Raises `ValueError` for one whose name or code is taken, or has another form than it must (a code is some capital
    letters with a number, and those that begin with NF are nflint's own), and for what is no rule.
    """
    seen = {name for rule in known for name in (rule.name, rule.code)}
    rules = []
    for rule in extra:
        problem = _problem(rule)
        if problem:
            raise ValueError(problem)
        for name in (rule.name, rule.code):
            if name in seen:
                raise ValueError(f"there are two rules '{name}'")
            seen.add(name)
        rules.append(rule._replace(check=_guarded(rule.check)) if rule.check else rule)
    return tuple(rules)


def _problem(rule: Any) -> str | None:
    """What is wrong with a rule, if anything is."""
    if not isinstance(rule, Rule) or not callable(rule.check) or not isinstance(rule.name, str):
        return f"{rule!r} is no rule: make it with the decorator nflint.rule.rule"
    if not isinstance(rule.code, str) or not _CODE.fullmatch(rule.code) or _OWN_CODE.fullmatch(rule.code):
        return f"the rule '{rule.name}' has the code '{rule.code}': write one like 'ACME1', NF is taken"
    if not isinstance(rule.severity, Severity):
        return f"the rule '{rule.name}' has the severity {rule.severity!r}: write one like Severity.WARNING"
    if rule.reads not in get_args(Model):
        return f"the rule '{rule.name}' reads {rule.reads!r}: its parameter is one of {', '.join(get_args(Model))}"
    if rule.group not in get_args(Group):
        return f"the rule '{rule.name}' is in the group {rule.group!r}: write one of {', '.join(get_args(Group))}"
    return None


def _guarded(check: CheckFunction) -> CheckFunction:
    def guarded(model: Any) -> Iterator[Finding]:
        found = iter(check(model))
        while True:
            try:
                one = next(found)
            except StopIteration:
                return
            except (SystemExit, GeneratorExit) as error:
                # A rule cannot end the whole command, least of all with success.
                raise RuntimeError(f"it raised {type(error).__name__}") from error
            yield _finding(one)

    return guarded


def _finding(found: Any) -> Finding:
    """A finding made of plain values. Raises `TypeError` for what is none."""
    if not isinstance(found, Finding):
        raise TypeError(f"it yielded {type(found).__name__} and no Finding")
    if not isinstance(found.message, str) or not isinstance(found.hint, str):
        raise TypeError("the message and the hint of a Finding are text")
    if not (found.severity is None or isinstance(found.severity, Severity)):
        raise TypeError(f"the severity of a Finding is a Severity, and not {found.severity!r}")
    related = []
    for one in tuple(found.related):
        if not isinstance(one, Related) or not isinstance(one.message, str):
            raise TypeError("what is related to a Finding is given as Related, with a text")
        related.append(Related(_place(one.place), one.message))
    fix = None if found.fix is None else _fix(found.fix)
    return Finding(_place(found.place), found.message, found.hint, tuple(related), found.severity, fix)


def _fix(fix: Any) -> Fix:
    if not isinstance(fix, Fix) or not isinstance(fix.title, str) or not isinstance(fix.safe, bool):
        raise TypeError("the fix of a Finding is a Fix with a title and changes, and safe or not")
    changes: list[Change] = []
    for change in tuple(fix.changes):
        if isinstance(change, Rewrite):
            changes.append(Rewrite(_place(change.place), change.value))
        elif isinstance(change, Removal):
            changes.append(Removal(_pointer(change.pointer)))
        elif isinstance(change, Move):
            changes.append(Move(_pointer(change.pointer), _pointer(change.target)))
        else:
            raise TypeError("the changes of a Fix are Rewrite, Removal and Move")
    return Fix(fix.title, tuple(changes), fix.safe)


def _place(place: Any) -> Place:
    if not isinstance(place, Place):
        raise TypeError("the place of a Finding is a Place with a tuple of keys and positions")
    _pointer(place.pointer)
    if place.anchor not in ("key", "value") or not all(one is None or type(one) is int for one in place[2:]):
        raise TypeError("a Place is narrowed to the key, or to characters from one number to another")
    return place


def _pointer(pointer: Any) -> Pointer:
    if not isinstance(pointer, tuple):
        raise TypeError("a pointer is a tuple of keys and positions")
    if not all(type(part) in (str, int) for part in pointer):
        raise TypeError("a pointer holds keys and positions only")
    return pointer
