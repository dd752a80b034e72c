"""What has been started and not been waited for: builds, job runs, backups, imports, restores, releases, restarts.

A node that starts one of these is done as soon as it has started, unless it has a `condition` of its own; then, or when
a Condition node has waited for it, it is finished. Which steps need it finished is the business of the rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from nflint.diagnostic import Place, Pointer, Related
from nflint.flow.alternatives import Alternatives
from nflint.flow.course import Course, Stretch
from nflint.flow.migrations import is_migration
from nflint.flow.model import Node
from nflint.flow.plain import text
from nflint.flow.subjects import Sources, is_fixed
from nflint.flow.tasks import KINDS, STARTING, Task, is_for_job, subject_of, task_of, waits_itself
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring

# The kinds of Condition that wait for a task. While a backup, an import or a restore goes on, the addon may be in
# another state than running.
_WAITS: dict[Task, tuple[str, ...]] = {
    "build": ("Build",),
    "job run": ("JobRun",),
    "backup": ("AddonBackup", "Addon"),
    "import": ("AddonImport", "Addon"),
    "restore": ("Addon",),
    "restart": ("Addon", "Service"),
    "release": ("Service",),
}

# The kinds of node that start what a Condition of some kind waits for.
_SOURCES: dict[str, tuple[str, ...]] = {
    "Build": ("Build", "BuildSource"),
    "JobRun": ("JobRun",),
    "AddonBackup": ("AddonBackup",),
    "AddonImport": ("AddonImport",),
}

_NOT_IN_TEARDOWNS = frozenset({"Build", "BuildSource", "Release", "AddonBackup", "AddonImport"})

# Why a node may have run that may also not have run.
_MAYBE = frozenset({"unsure", "loop"})

MOST_STEPS = 3
"""Steps that are named for one node that nobody waits for."""

# Steps in the workflow with the first wait that are looked at; those beyond are taken to have waited.
_MOST_LOOKED_AT = 20


class _Conditions:
    """The Condition nodes of one kind: their positions by what they wait for.

    `by_source` are those that wait for certain nodes; the others wait for something by its name, which is a fixed
    one, an output of a node, or one that only the run knows.
    """

    def __init__(self) -> None:
        self.by_source: dict[Pointer, list[int]] = {}
        self.by_name: dict[str, list[int]] = {}
        self.by_sort: dict[str, list[int]] = {}

    def add(self, position: int, sources: Sequence[Node], name: str | None) -> None:
        for source in sources:
            self.by_source.setdefault(source.pointer, []).append(position)
        if not sources:
            self.by_sort.setdefault(_sort(name), []).append(position)
            if name is not None:
                self.by_name.setdefault(_owner(name), []).append(position)

    def of(self, pointer: Pointer, name: str | None) -> list[list[int]]:
        """The positions of those that wait for the node at `pointer`, which does something with `name`, or may."""
        # Two fixed names are different things, and so are outputs of two nodes; nothing is known of all other pairs.
        sort = _sort(name)
        unlike = [waits for other, waits in self.by_sort.items() if other != sort or sort == "unknown"]
        return [self.by_source.get(pointer, []), self.by_name.get(_owner(name or ""), []), *unlike]


def _sort(name: str | None) -> str:
    """How much is known of a name: "fixed", the "output" of a node, or "unknown"."""
    if name is None:
        return "unknown"
    if is_fixed(name):
        return "fixed"
    return "output" if name.startswith("${refs.") else "unknown"


def _owner(name: str) -> str:
    """What is the same for all outputs of a node, such as the ID and the name of a job."""
    return name if is_fixed(name) else ".".join(name.split(".")[:2])


class Progress:
    """What goes on during one flow: what its nodes start, and who waits for that. Treat it as frozen.

    Everything is found out when it is asked for, and once: most flows wait for all they start.
    """

    def __init__(self, scope: Scope, waiting: Waiting) -> None:
        self.scope = scope
        self._reading = waiting.reading

    @cached_property
    def course(self) -> Course:
        """Which nodes come after each other."""
        return Course(self.scope.flow.nodes)

    @cached_property
    def _alternatives(self) -> Alternatives:
        return Alternatives(self.course, self.scope.flow.arguments)

    @property
    def sources(self) -> Sources:
        """Which nodes read the outputs of which."""
        return self._reading.sources

    @cached_property
    def tasks(self) -> dict[Task, list[Node]]:
        """The nodes that start something, in document order, without those that never run."""
        found: dict[Task, list[Node]] = {}
        flow, order = self.scope.flow, self.scope.order
        for node in flow.of(*STARTING):
            task = task_of(node)
            if task is None or order.is_skipped(node) or ("LoopWorkflow" in flow.by_kind and self._is_in_vain(node)):
                continue
            if node.area == "teardown" and node.kind in _NOT_IN_TEARDOWNS:
                continue  # The contract says that it cannot stand there.
            found.setdefault(task, []).append(node)
        return found

    def _is_in_vain(self, node: Node) -> bool:
        """Whether the node is in a loop that has nothing to run it for."""
        loop = self.scope.order.loop(node)
        return loop is not None and loop.spec.get("iterations") == []

    def loose(self, task: Task) -> list[Node]:
        """The nodes that start such a task and do not wait for it themselves."""
        return [node for node in self.tasks.get(task, ()) if not waits_itself(node)]

    @cached_property
    def deployments(self) -> list[Node]:
        """The Releases that start a new version of a service, without those that never run."""
        return [node for node in self.tasks.get("release", ()) if not is_for_job(node)]

    @cached_property
    def migrations(self) -> list[Node]:
        """The JobRuns and Actions that look like a migration, without those that never run."""
        order = self.scope.order
        nodes = self.scope.flow.of("JobRun", "Action")
        return [node for node in nodes if is_migration(node) and not order.is_skipped(node)]

    @cached_property
    def has_branches(self) -> bool:
        """Whether any steps run at the same time."""
        return any(node.spec.get("type") == "parallel" for node in self.scope.flow.of("Workflow"))

    def is_beside(self, node: Node) -> bool:
        """Whether anything runs at the same time as `node`."""
        return self.has_branches and self.course.is_beside(self.course.positions[node.pointer])

    def subject(self, node: Node) -> str | None:
        """The name of what `node` builds, runs, releases to or does something with."""
        return subject_of(node, self.scope)

    def by_subject(self, nodes: Iterable[Node]) -> dict[str, list[Node]]:
        """The nodes by the names of their subjects."""
        found: dict[str, list[Node]] = {}
        for node in nodes:
            name = subject_of(node, self.scope)
            if name is not None:
                found.setdefault(name, []).append(node)
        return found

    def in_order(self, nodes: Iterable[Node]) -> list[Node]:
        """Each of the nodes once, in document order."""
        positions = self.course.positions
        return sorted({node.pointer: node for node in nodes}.values(), key=lambda node: positions[node.pointer])

    def is_awaited(self, here: Node, there: Node) -> bool:
        """Whether the task of `there` is finished when `here` starts, which comes after it, or may be meant to be.

        It is awaited by its own condition or by a Condition node that ends in between and waits for it by reference or
        by the same name, or may do so: one whose ID only the run knows, one that may be skipped, one that waits for
        the addon or the service to run. An Approval in between waits for somebody who sees that the task is finished.
        """
        return waits_itself(there) or self._is_guarded(here, there, self._waits(there))

    def _is_guarded(self, here: Node, there: Node, waits: Sequence[list[int]]) -> bool:
        positions = self.course.positions
        between = self.course.between(positions[there.pointer], positions[here.pointer])
        return any(_first(waits, stretch) is not None for stretch in between)

    def unawaited(self, there: Node, *steps: Sequence[Node]) -> list[Node]:
        """The first of `steps` that start after `there` and before its task is finished, in document order.

        The steps come in lists, each in document order. Those that run only when `there` is skipped, or may run only
        then, are passed over. At most `MOST_STEPS` are found.
        """
        if waits_itself(there) or not any(steps):
            return []
        waits = self._waits(there)
        found: list[Node] = []
        for stretch, sure in self._unguarded(there, waits):
            for listed in steps:
                near = (
                    here
                    for here in islice(self._within(listed, stretch), _MOST_LOOKED_AT)
                    if self._follows(here, there) and (sure or not self._is_guarded(here, there, waits))
                )
                found += islice(near, MOST_STEPS)
            if len(found) >= MOST_STEPS:
                break
        return self.in_order(found)[:MOST_STEPS]

    def beside(self, there: Node, *steps: Sequence[Node]) -> list[Node]:
        """The first of `steps` that run at the same time as `there`, in document order; at most `MOST_STEPS`."""
        found = [
            here
            for stretch in self.course.beside(self.course.positions[there.pointer])
            for listed in steps
            for here in islice(self._within(listed, stretch), _MOST_LOOKED_AT)
            if not self.scope.order.is_skipped(here) and not self._alternatives.are_apart(here, there)
        ]
        return self.in_order(found)[:MOST_STEPS]

    def after(self, there: Node, steps: Sequence[Node]) -> Iterator[Node]:
        """Those of `steps`, in document order, that start only when `there` has ended and that are not skipped."""
        for stretch in self.course.after(self.course.positions[there.pointer]):
            for here in self._within(steps, stretch):
                if not self.scope.order.is_skipped(here):
                    yield here

    def nearest(self, here: Node, steps: Sequence[Node]) -> list[Node]:
        """Some of `steps` that have ended when `here` starts and that are not skipped, in document order.

        They are the first in the innermost workflow around `here` in which there are any.
        """
        for stretch in self.course.before(self.course.positions[here.pointer]) if steps else ():
            near = (there for there in self._within(steps, stretch) if not self.scope.order.is_skipped(there))
            found = [there for there in islice(near, MOST_STEPS) if not self._alternatives.are_apart(there, here)]
            if found:
                return found
        return []

    def related(self, there: Node, steps: Sequence[Node], words: str) -> tuple[Related, ...]:
        """The places of `steps`, with `words`, and of a Condition that waits for `there`, though not before them."""
        found = [Related(Place((*step.pointer, "kind") if step.kind else step.pointer), words) for step in steps]
        for conditions in self._conditions.values():
            for position in conditions.by_source.get(there.pointer, ())[:1]:
                place = Place((*self.course.nodes[position].pointer, "kind"))
                found.append(Related(place, "this Condition waits for it, but not before that"))
        return tuple(found)

    def _within(self, steps: Sequence[Node], stretch: Stretch) -> Iterator[Node]:
        positions = self.course.positions
        first = bisect_left(steps, stretch.start, key=lambda node: positions[node.pointer])
        for index in range(first, len(steps)):
            if positions[steps[index].pointer] >= stretch.stop:
                return
            yield steps[index]

    def _unguarded(self, there: Node, waits: Sequence[list[int]]) -> Iterator[tuple[Stretch, bool]]:
        """The stretches after `there` that begin before anybody has waited for it.

        False says that some of the steps in the stretch have waited: those after a wait that is in it as well.
        """
        course = self.course
        for workflow, step in course.around(course.positions[there.pointer]):
            whole, branch = course.below(workflow), course.below(step)
            if course.is_parallel(workflow):
                sides = (Stretch(workflow + 1, step), Stretch(branch.stop, whole.stop))
                if any(_first(waits, side) is not None for side in sides):
                    return
                continue
            wait = _first(waits, Stretch(branch.stop, whole.stop))
            if wait is None:
                yield Stretch(branch.stop, whole.stop), True
                continue
            last = next(inner for outer, inner in course.around(wait) if outer == workflow)
            yield Stretch(branch.stop, last), True
            yield course.below(last), False
            return

    def _follows(self, here: Node, there: Node) -> bool:
        """Whether a run that gets to `here` has started `there` before, as far as skips and loops tell."""
        if self.scope.order.is_skipped(here):
            return False
        standing = self.scope.order.standing(here, there)
        # What a loop has started goes on after it; where it has started nothing, a wait does no harm.
        return standing.when == "always" or (standing.why in _MAYBE and not self._alternatives.are_apart(here, there))

    def _waits(self, there: Node) -> list[list[int]]:
        """The positions of the nodes that wait for the task of `there`, or may do so, in lists that others share."""
        task = task_of(there)
        found = [self._approvals]
        for kind in _WAITS[task] if task else ():
            conditions = self._conditions.get(kind)
            if conditions is not None:
                found += conditions.of(there.pointer, subject_of(there, self.scope))
        return [waits for waits in found if waits]

    @cached_property
    def _approvals(self) -> list[int]:
        order, positions = self.scope.order, self.course.positions
        return [positions[node.pointer] for node in self.scope.flow.of("Approval") if not order.is_skipped(node)]

    @cached_property
    def _conditions(self) -> dict[str, _Conditions]:
        """The Condition nodes by their kind, without those that are always skipped."""
        found: dict[str, _Conditions] = {}
        for node in self.scope.flow.of("Condition"):
            kind = node.spec.get("kind")
            if isinstance(kind, str) and not self.scope.order.is_skipped(node):
                sources = self.awaited(node)
                found.setdefault(kind, _Conditions()).add(
                    self.course.positions[node.pointer], sources, subject_of(node, self.scope)
                )
        return found

    def awaited(self, condition: Node) -> list[Node]:
        """The nodes for whose task a Condition node waits, by reference to their outputs."""
        kinds = _SOURCES.get(text(condition.spec.get("kind")) or "")
        if kinds is None:
            return []
        return [node for node in self.sources.of(condition, "spec", "spec", "data") if node.kind in kinds]


class Reading:
    """What is known of a whole document for each of its flows, which do not hold it: otherwise nothing of a document
    would be let go before the next search for circles. Treat it as frozen."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring

    @cached_property
    def sources(self) -> Sources:
        """Which nodes read the outputs of which, found out when somebody asks."""
        return Sources(self._wiring)


class Waiting:
    """What the flows of a document start and wait for: the document's own flow first, then inner ones.

    Flows without a node that starts or awaits anything are left out.
    """

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring
        self.reading = Reading(wiring)
        self.scopes = tuple(
            Progress(scope, self) for scope in wiring.scopes if any(node.kind in KINDS for node in scope.flow.nodes)
        )


def build_waiting(wiring: Wiring) -> Waiting:
    """What the flows of a document with that wiring start and wait for. Never raises."""
    return Waiting(wiring)


def _first(waits: Iterable[list[int]], stretch: Stretch) -> int | None:
    """The first position in any of the sorted lists that is in the stretch."""
    first = None
    for positions in waits:
        index = bisect_left(positions, stretch.start)
        if index < len(positions) and positions[index] < stretch.stop:
            first = positions[index] if first is None else min(first, positions[index])
    return first
