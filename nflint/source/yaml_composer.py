"""Values and places from the events of YAML documents: anchors, merge keys and keys as js-yaml 3 takes
them."""

from __future__ import annotations

from typing import Any, NamedTuple

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from . import yaml_keys, yaml_nodes, yaml_repairs
from .reading import Limits, Place, Places, Problems, Reading, Unread, shorten
from .span import Span
from .yaml_mask import Mask
from .yaml_scalars import Scalar

NODES = frozenset((AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent))
"""The events that make up the nodes of a document."""


class Node(NamedTuple):
    """A value with its place, its size and height in nodes, and whether it is a merge key `<<`.

    A tuple for the same reason as `Place`: there is one for each value.
    """

    value: object
    start: int
    end: int
    children: Places | Unread | None = None
    size: int = 1
    height: int = 0
    merge: bool = False
    scalar: Scalar | None = None


class _Frame:
    """A mapping or sequence that is being read."""

    __slots__ = (
        "anchor",
        "children",
        "end",
        "flow",
        "height",
        "holder",
        "key",
        "key_text",
        "overridable",
        "size",
        "start",
    )

    def __init__(self, holder: dict[str, object] | list[object], start: int, flow: object, anchor: str | None) -> None:
        self.holder = holder
        self.children: dict[str, Place] | list[Place] = {} if isinstance(holder, dict) else []
        self.start = self.end = start
        self.flow = bool(flow)
        self.anchor = anchor
        self.size = 1
        self.height = 0
        self.key: Node | None = None
        self.key_text = ""
        self.overridable: set[str] = set()


class Composer:
    """Takes events in order; `finish` gives the document they make, as far as they came."""

    def __init__(self, content: str, mask: Mask, limits: Limits, problems: Problems) -> None:
        self.content = content
        self.mask = mask
        self.limits = limits
        self.start_document()
        self.problems = problems
        self.may_be_empty = False

    def start_document(self) -> None:
        """Forget the document before."""
        self.problems = Problems(self.limits.problems)
        self.stack: list[_Frame] = []
        self.anchors: dict[str, Node | None] = {}
        self.aliased = 0
        self.root: Node | None = None
        self.last: Node | None = None
        self.stopped = False
        self.empty = True

    def take(self, event: Any, kind: type) -> None:
        """Take one event of a node; `kind` is its class, one of `NODES`."""
        if kind is ScalarEvent:
            self.put(self._scalar(event), event.anchor)
        elif kind is MappingStartEvent:
            self._open({}, event)
        elif kind is SequenceStartEvent:
            self._open([], event)
        elif kind is AliasEvent:
            self.put(self._alias(event), None)
        else:
            self._close(event.end_mark.index)

    def finish(self, span: Span) -> Reading:
        """The document read so far. The first one must not be empty."""
        while self.stack:
            self._close(self.stack[-1].end)
        problems = self.problems
        if self.empty and not self.may_be_empty and not problems.broken:
            problems.add("empty-document", span.start, span.start, "the document is empty", "write a value")
        if self.root is None:
            return Reading(None, None, problems.sorted(), span, problems.broken)
        place = Place(self.root.start, self.root.end, -1, -1, self.root.children)
        return Reading(self.root.value, place, problems.sorted(), span, problems.broken)

    @property
    def in_block_sequence(self) -> bool:
        """Whether what comes next is an item of a sequence without brackets."""
        return bool(self.stack) and not self.stack[-1].flow and isinstance(self.stack[-1].holder, list)

    def has_room(self, node: Node) -> bool:
        """Whether the node may stand here, as deep as it is."""
        return len(self.stack) + node.height <= self.limits.depth

    def _open(self, holder: dict[str, object] | list[object], event: Any) -> None:
        start = yaml_nodes.content_start(self.content, event)
        self.empty = False
        if len(self.stack) >= self.limits.depth:
            self._too_deep(start)
            self.stopped = True
            return
        yaml_nodes.check_tag(self.content, event, "map" if isinstance(holder, dict) else "seq", self.problems)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.stack.append(_Frame(holder, start, event.flow_style, event.anchor))

    def _too_deep(self, start: int) -> None:
        message = f"the text is nested more than {self.limits.depth} levels deep"
        self.problems.add("too-deep", start, start + 1, message, "split it: the rest was not read")

    def _scalar(self, event: Any) -> Node:
        start, end = yaml_nodes.extent(self.content, event)
        if event.value or event.style or event.tag is not None:
            self.empty = False
        if event.value == "<<" and event.tag is None and not event.style:
            return Node("<<", start, end, merge=True)
        scalar = yaml_nodes.resolve(self.content, self.mask, event, self.problems)
        return Node(scalar.value, start, end, None, 1, 0, False, scalar)

    def _alias(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        self.empty = False
        name = event.anchor
        nothing = Node(None, start, end)
        if name not in self.anchors:
            message = f"the alias '*{shorten(name)}' has no anchor"
            self.problems.add("syntax-error", start, end, message, "quote it if it is meant as text")
            return nothing
        target = self.anchors[name]
        if target is None:
            message = f"the alias '*{shorten(name)}' stands inside its own anchor"
            self.problems.add("recursive-alias", start, end, message, "write the value out")
            return nothing
        if len(self.stack) + target.height > self.limits.depth:
            self._too_deep(start)
            return nothing
        if self.aliased + target.size > self.limits.alias_nodes:
            if self.aliased <= self.limits.alias_nodes:
                message = f"the aliases stand for more than {self.limits.alias_nodes} values"
                self.problems.add("alias-limit", start, end, message, "use fewer aliases of aliases")
            self.aliased = self.limits.alias_nodes + 1
            return nothing
        self.aliased += target.size
        return target._replace(start=start, end=end, merge=False, scalar=None)

    def _close(self, end: int) -> None:
        frame = self.stack.pop()
        if isinstance(frame.holder, dict) and frame.key is not None:
            self._store(frame, frame.holder, Node(None, frame.end, frame.end))
        end = end if frame.flow else frame.end
        node = Node(frame.holder, frame.start, end, frame.children, frame.size, frame.height + 1)
        self.put(node, frame.anchor)

    def put(self, node: Node, anchor: str | None = None) -> None:
        """Put a finished node into what is being read."""
        self.last = node
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self._report(node)
            self.root = node
            return
        frame = self.stack[-1]
        frame.end = max(frame.end, node.end)
        frame.size += node.size
        frame.height = max(frame.height, node.height)
        if isinstance(frame.holder, dict):
            if frame.key is None:
                self._set_key(frame, node)
            else:
                self._store(frame, frame.holder, node)
        elif isinstance(frame.children, list):
            self._report(node)
            frame.holder.append(node.value)
            frame.children.append(Place(node.start, node.end, -1, -1, node.children))

    def _report(self, node: Node) -> None:
        scalar = node.scalar
        if scalar is not None and scalar.check:
            repair = yaml_repairs.quoted_scalar(scalar, self.content[node.start : node.end], node.start)
            self.problems.add(scalar.check, node.start, node.end, scalar.message, scalar.hint, repair=repair)

    def _set_key(self, frame: _Frame, node: Node) -> None:
        frame.key = node
        if node.merge:
            return
        self._report(node)
        frame.key_text = yaml_keys.text(node.value)
        if not isinstance(node.value, str) and (node.scalar is None or not node.scalar.check):
            message, hint = yaml_keys.complaint(node.value)
            repair = yaml_repairs.quoted_key(frame.key_text, self.content[node.start : node.end], node.start)
            self.problems.add("non-string-key", node.start, node.end, message, hint, repair=repair)
        if not isinstance(frame.children, dict) or frame.key_text in frame.overridable:
            return
        if first := frame.children.get(frame.key_text):
            related = ((Span(first.key_start, first.key_end), "first given here"),)
            message = f"the key '{shorten(frame.key_text)}' is given twice"
            hint = "remove one of them: the last one counts"
            self.problems.add("duplicate-key", node.start, node.end, message, hint, related)

    def _store(self, frame: _Frame, holder: dict[str, object], node: Node) -> None:
        key = frame.key
        frame.key = None
        if key is None or not isinstance(frame.children, dict):
            return
        if key.merge:
            self._merge(frame, holder, key, node)
            return
        self._report(node)
        frame.overridable.discard(frame.key_text)
        holder[frame.key_text] = node.value
        frame.children[frame.key_text] = Place(node.start, node.end, key.start, key.end, node.children)

    def _merge(self, frame: _Frame, holder: dict[str, object], key: Node, node: Node) -> None:
        """`<<` as js-yaml 3 merges: what is there stays, and what is merged may be given again."""
        sources = [(node.value, node.children)]
        if isinstance(node.value, list) and isinstance(node.children, list):
            sources = [(item, place.children) for item, place in zip(node.value, node.children, strict=True)]
        for value, children in sources:
            if not isinstance(value, dict) or not isinstance(children, dict):
                if self.aliased <= self.limits.alias_nodes:
                    message = "'<<' can only merge mappings"
                    hint = "write an alias of a mapping"
                    self.problems.add("syntax-error", node.start, node.end, message, hint)
                return
            for name in value:
                if name not in holder and isinstance(frame.children, dict):
                    holder[name] = value[name]
                    frame.children[name] = children[name]
                    frame.overridable.add(name)
        message = "not every YAML reader knows the merge key '<<'"
        self.problems.add("merge-key", key.start, key.end, message, "write the keys out")
