"""YAML documents with positions, composed in one pass from libyaml's events. The values are those js-yaml 3
gives; characters the library would misread are masked before and put back after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import DocumentEndEvent, DocumentStartEvent, StreamEndEvent

from . import yaml_errors, yaml_mask
from .problem import Problem
from .reading import Limits, Problems, Reading
from .span import Span
from .yaml_composer import NODES, Composer

if TYPE_CHECKING:
    from .memory import Memory

_DOCUMENTS = 1000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: str, limits: Limits, memory: Memory[Any] | None = None) -> tuple[Reading, ...]:
    """Every document of a YAML text, at least one; never raises. What is in `memory` is not read again."""
    problems = Problems(limits.problems)
    extra = yaml_mask.too_many_directives(content)
    if extra is not None:
        message = "the text has more than 16 directives"
        problems.add("syntax-error", extra, extra + 1, message, "remove them")
        return (Reading(None, None, problems.sorted(), Span(0, len(content)), True),)
    mask = yaml_mask.make(content, problems)
    # Which character stands for one that is masked is another matter in another text.
    if mask.back or mask.escape or (memory is not None and not memory.suits(content)):
        memory = None
    return tuple(_Stream(Composer(content, mask, limits, problems), memory).read())


class _Stream:
    """The documents of one text in their order."""

    def __init__(self, composer: Composer, memory: Memory[Any] | None) -> None:
        self.composer = composer
        self.items = None
        if memory is not None:
            from .yaml_items import Items  # Only editors and fixes read much of a text again.

            self.items = Items(composer, memory)
        self.readings: list[Reading] = []
        self.start = 0
        self.inside = False

    def read(self) -> list[Reading]:
        """Read to the end, or to the first error."""
        composer = self.composer
        length = len(composer.content)
        try:
            self._take_all()
        except yaml.YAMLError as error:
            if self.items is not None:
                self.items.flush()
            if not composer.stopped:
                self._fail(error)
        if self.inside or not self.readings:
            self.readings.append(composer.finish(Span(self.start, length)))
        return self.readings

    def _take_all(self) -> None:
        composer = self.composer
        take = composer.take if self.items is None else self.items.take
        loader = _LOADER(composer.mask.text)
        try:
            while (event := loader.get_event()) is not None:
                kind = type(event)
                if kind in NODES:
                    take(event, kind)
                    if composer.stopped:
                        break
                elif kind is DocumentStartEvent:
                    self._start(event.start_mark.index, event.end_mark.index)
                elif kind is DocumentEndEvent:
                    self._end(event.end_mark.index)
                    if self._too_many():
                        break
                elif kind is StreamEndEvent:
                    break
        finally:
            loader.dispose()

    def _too_many(self) -> bool:
        """Whether there are so many documents that no more are read; the last one says so."""
        if len(self.readings) < _DOCUMENTS:
            return False
        last = self.readings[-1]
        span = Span(last.span.start, last.span.start)
        problem = Problem("too-large", span, f"the text has more than {_DOCUMENTS} documents", "split it")
        self.readings[-1] = last._replace(problems=(*last.problems, problem), broken=True)
        return True

    def _end(self, end: int) -> None:
        self.readings.append(self.composer.finish(Span(self.start, end)))
        self.composer.start_document()
        self.start = end
        self.inside = False

    def _start(self, start: int, end: int) -> None:
        self.inside = True
        if self.readings:
            self.start = start
            self.composer.may_be_empty = True
        if len(self.readings) == 1:
            message = "a second document starts here"
            hint = "keep one document in a file"
            self.composer.problems.add("several-documents", start, end, message, hint)

    def _fail(self, error: yaml.YAMLError) -> None:
        """Report an error; one between two documents belongs to the first of them."""
        found = yaml_errors.describe(error, self.composer.content)
        if not self.inside and self.readings:
            last = self.readings[-1]
            span = Span(last.span.start, len(self.composer.content))
            self.readings[-1] = last._replace(problems=(*last.problems, found), span=span, broken=True)
        else:
            self.inside = True
            span = found.span
            self.composer.problems.drop("non-string-key", span)
            add = self.composer.problems.add
            add(found.check, span.start, span.end, found.message, found.hint, found.related, repair=found.repair)
