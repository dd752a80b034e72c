"""Prints a dry run: the nodes in run order with what is known of each, or the resolved document."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from nflint.rehearsal import DryRun
from nflint.report.escapes import ODD
from nflint.report.text_format import Style, printable

_COLORS = {"resolved": "32", "skipped": "2", "waiting": "33"}
_MOST = 4


def render_steps(found: DryRun, name: str, *, style: Style) -> str:
    """The run order: for each node its place among the steps, its name, and whether it is resolved, skipped or
    waits for an output, with the reason."""
    nodes = [(step.node, step) for step in found.steps]
    width = max((len(_place(node.path, node.area)) for node, _ in nodes), default=0)
    titles = [printable(_title(node)) for node, _ in nodes]
    title_width = max(map(len, titles), default=0)
    lines = [f"{printable(name)}:"]
    for (node, step), title in zip(nodes, titles, strict=True):
        place = _place(node.path, node.area).ljust(width)
        reason = printable(_reason(step.state, step.reason))
        lines.append(f"  {place}  {title.ljust(title_width)}  {style.paint(reason, _COLORS[step.state])}".rstrip())
    return "\n".join(lines) + "\n"


def render_value(value: Any, form: str) -> str:
    """The resolved document as `json` or `yaml`."""
    if form == "json":
        return ODD.sub(_escaped, json.dumps(_finite(value), indent=2, ensure_ascii=False)) + "\n"
    from nflint.report.yaml_writer import dump  # Only this needs the writer.

    return dump(_finite(value))


def _finite(value: Any) -> Any:
    """`value` with null for what is no finite number, as JSON.stringify has it."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _place(path: tuple[int, ...], area: str) -> str:
    step = ".".join(str(number + 1) for number in path) or "-"
    return f"teardown {step}" if area == "teardown" else step


def _title(node: Any) -> str:
    kind = node.kind or "node"
    name = f"{kind} '{node.ref}'" if node.ref else kind
    if node.kind == "Workflow" and isinstance(node.spec.get("type"), str):
        name += f" ({node.spec['type']})"
    return "  " * len(node.path) + str(name)


def _reason(state: str, reasons: tuple[str, ...]) -> str:
    if state == "resolved":
        return "resolved"
    shown = list(reasons[:_MOST])
    if len(reasons) > _MOST:
        shown.append(f"{len(reasons) - _MOST} more")
    return f"skipped: {shown[0]}" if state == "skipped" else f"waits for {', '.join(shown)}"
