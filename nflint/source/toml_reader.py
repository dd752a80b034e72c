"""TOML documents with positions: the library reads the values, and a scan of the text tells where each stands."""

from __future__ import annotations

from . import toml_errors, toml_places
from .reading import Limits, Place, Problems, Reading
from .span import Span
from .toml_library import loads
from .toml_places import Scan

_BITS = 1 << 63


def read_toml(content: str, limits: Limits) -> Reading:
    """The document of a TOML text, with dates and times as the texts they are written as. Never raises."""
    problems = Problems(limits.problems)
    whole = Span(0, len(content))
    try:
        found = toml_places.scan(content, limits.depth)
        if _is_readable(found, limits, problems):
            values = _Values(content, problems)
            value = values.plain(loads(content), found.root)
            return Reading(value, found.root, problems.sorted(), whole, problems.broken)
    except ValueError as error:
        problem = toml_errors.describe(str(error), content, found)
        problems.add(problem.check, *problem.span, problem.message, problem.hint, problem.related)
    except RecursionError:
        # The caller's own stack was too deep already: each level takes up to four frames.
        problems.add("too-deep", 0, 0, "the text is nested too deep to be read here")
    return Reading(None, None, problems.sorted(), whole, True)


def _is_readable(found: Scan, limits: Limits, problems: Problems) -> bool:
    """Whether the library can read the text without running out of stack, or of patience with a number."""
    if found.too_deep >= 0:
        message = f"the text is nested more than {limits.depth} levels deep"
        problems.add("too-deep", found.too_deep, found.too_deep + 1, message, "split it: the rest was not read")
    if found.long >= 0:
        _report_long(Span(found.long, found.long + 1), problems)
    return found.too_deep < 0 and found.long < 0


def _report_long(span: Span, problems: Problems) -> None:
    problems.add(
        "syntax-error", *span, "the number has more than the 64 bits of TOML", "quote it if it is meant as text"
    )


class _Values:
    """Makes the library's values plain, with the text at hand for what has no form in JSON."""

    def __init__(self, content: str, problems: Problems) -> None:
        self.content = content
        self.problems = problems

    def plain(self, value: object, place: Place | None) -> object:
        """The value, made of dict, list, str, int, float and bool."""
        children = place.children if place else None
        if isinstance(value, dict):
            inside = children if isinstance(children, dict) else {}
            return {key: self.plain(item, inside.get(key)) for key, item in value.items()}
        if isinstance(value, list):
            places = children if isinstance(children, list) else []
            return [self.plain(item, places[at] if at < len(places) else None) for at, item in enumerate(value)]
        if isinstance(value, int) and not -_BITS <= value < _BITS:
            _report_long(Span(place.start, place.end) if place else Span(0, 0), self.problems)
        if isinstance(value, str | bool | int | float):
            return value
        return self.content[place.start : place.end] if place else str(value)  # A date, a time or both.
