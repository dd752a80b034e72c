"""The files that nodes hold in themselves, to be put into a build or a container."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Flow
from nflint.flow.plain import mapping

_FIELDS = {
    "JobRun": (("runtimeFiles", True), ("dockerSecretMounts", False)),
    "Build": (("buildFiles", True), ("dockerSecretMounts", False)),
}


class File(NamedTuple):
    """A file or secret mount of a node: the key it stands under, its content, and whether the key is a path."""

    pointer: Pointer
    name: str
    content: object
    has_path: bool


def files(flow: Flow) -> Iterator[File]:
    """The files of all nodes, in document order."""
    for node in flow.of(*_FIELDS):
        holder, pointer = node.spec, (*node.pointer, "spec")
        if node.kind == "Build":
            holder, pointer = mapping(holder.get("buildOverrides")), (*pointer, "buildOverrides")
        for field, has_path in _FIELDS[node.kind]:
            for name, content in mapping(holder.get(field)).items():
                if isinstance(name, str):
                    yield File((*pointer, field, name), name, content, has_path)
