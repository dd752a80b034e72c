"""The words in a node's box: what it does and to what, what it waits for, whether it is skipped.

What it reads from others is the business of `nflint.graph.sketch`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nflint.flow.model import Node, Trigger
from nflint.flow.plain import mapping, text
from nflint.flow.skips import Skip, skip_of
from nflint.flow.subjects import name_of
from nflint.flow.tasks import subject_of
from nflint.flow.uses import Scope
from nflint.graph.lettering import visible
from nflint.graph.picture import GROUPS, Form, Row

_WAITING = frozenset({"Condition", "Approval"})
_MOST_BRANCHES = 3

_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "Build": "builds",
        "BuildSource": "builds",
        "JobRun": "runs job",
        "Release": "releases to",
        "AddonBackup": "backs up",
        "AddonImport": "imports into",
    }
)


def form_of(node: Node) -> Form:
    """What the box of a node is."""
    if node.kind == "LoopWorkflow":
        return "loop"
    if node.kind == "Workflow" or (isinstance(node.spec.get("steps"), list) and not node.kind):
        return "parallel" if node.spec.get("type") == "parallel" else "sequential"
    if isinstance(node.spec.get("steps"), list) and node.spec["steps"]:
        return "sequential"  # Whatever it is, there are steps in it.
    return "wait" if node.kind in _WAITING else "step"


def heading(node: Node) -> str:
    """The kind of a node, with how it runs its steps where it has any."""
    kind = visible(node.kind) or "node without a kind"
    form = form_of(node)
    if form == "parallel":
        return f"{kind}: all at the same time"
    known = node.kind != "Workflow" or node.spec.get("type") == "sequential"
    return f"{kind}: one after the other" if form == "sequential" and known else kind


def _steps(node: Node) -> Iterator[str]:
    """What is to be said of how a node runs its steps, beside its heading."""
    form = form_of(node)
    if form == "loop":
        yield _iterations(node)
    elif form == "sequential" and node.kind == "Workflow" and node.spec.get("type") != "sequential":
        yield f"type {plain(node.spec.get('type')) or 'missing'}, read as sequential"
    steps = node.spec.get("steps")
    if form in GROUPS and not (isinstance(steps, list) and any(isinstance(step, dict) for step in steps)):
        yield "no steps"


def _iterations(node: Node) -> str:
    given = node.spec.get("iterations")
    if isinstance(given, list):
        return f"{len(given)} iteration{'' if len(given) == 1 else 's'}"
    return f"one iteration for each of {plain(given)}" if isinstance(given, str) else "iterations not known"


def node_rows(node: Node, scope: Scope) -> Iterator[Row]:
    """What a node is called and what it is about."""
    if node.ref is not None:
        yield Row("name", visible(node.ref))
    words = _about(node, scope)
    if words:
        yield Row("detail", words)
    for words in _steps(node):
        yield Row("detail", words)


def _about(node: Node, scope: Scope) -> str:
    special = _ABOUT.get(node.kind)
    if special is not None:
        return special(node, scope)
    subject = subject_of(node, scope)
    verb = _VERBS.get(node.kind)
    if verb is not None:
        return f"{verb} {plain(subject)}" if subject else ""
    if form_of(node) in ("sequential", "parallel", "loop"):
        return ""
    return plain(name_of(node.spec.get("name"), scope) or subject)


def _action(node: Node, scope: Scope) -> str:
    inner = mapping(node.spec.get("spec"))
    words = (plain(inner.get("type")), plain(node.spec.get("kind")), plain(subject_of(node, scope)))
    return " ".join(filter(None, words))


def _condition(node: Node, scope: Scope) -> str:
    inner = mapping(node.spec.get("spec"))
    what = " ".join(filter(None, (plain(node.spec.get("kind")), plain(subject_of(node, scope)))))
    state = plain(inner.get("type"))
    return f"until {what} is {state}" if what and state else what


def _approval(node: Node, scope: Scope) -> str:
    amount = node.spec.get("amount")
    return "until somebody approves" if amount in (None, 1) else f"until {plain(amount)} people approve"


def _release(node: Node, scope: Scope) -> str:
    target = mapping(node.spec.get("target"))
    subject = plain(subject_of(node, scope))
    words = ("releases to", plain(target.get("type")), subject)
    return " ".join(filter(None, words)) if subject else ""


def _template(node: Node, scope: Scope) -> str:
    return " ".join(filter(None, ("runs", plain(node.spec.get("templateType")), plain(node.spec.get("templateId")))))


def _message(node: Node, scope: Scope) -> str:
    return f"to {kind}" if (kind := plain(node.spec.get("kind"))) else ""


def _rollout(node: Node, scope: Scope) -> str:
    return " ".join(filter(None, (plain(node.spec.get("type")), plain(node.spec.get("name")))))


_ABOUT: Mapping[str, Callable[[Node, Scope], str]] = MappingProxyType(
    {
        "Action": _action,
        "Approval": _approval,
        "Condition": _condition,
        "Message": _message,
        "Release": _release,
        "RolloutStrategy": _rollout,
        "RunTemplate": _template,
    }
)


def plain(value: Any) -> str:
    """A string or number as it is written, an expression without its braces; nothing for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    words = str(value) if isinstance(value, str) or abs(value) < 1e15 else "a large number"
    if words.startswith("${") and words.endswith("}") and words.count("${") == 1 and not words.startswith("${{"):
        words = words[2:-1].strip()
    return visible(words)


def wait_row(node: Node) -> Row | None:
    """What a node waits for by itself, and how long at most."""
    inner = mapping(node.spec.get("spec"))
    holders = (node.fields, node.spec, inner, mapping(inner.get("data")))
    state = next((plain(one["condition"]) for one in holders if "condition" in one), "")
    most = next((patience for one in holders if (patience := _patience(one.get("timeoutDuration")))), "")
    if node.kind == "Condition":
        return Row("wait", f"for at most {most}") if most else None
    if not state:
        return None
    if "condition" in node.spec and "condition" not in node.fields:
        return Row("wait", f"does not wait until {state}: 'condition' is misplaced")
    return Row("wait", f"waits until {state}{f', {most} at most' if most else ''}")


def _patience(value: object) -> str:
    """A timeout, which is a number of seconds or an expression."""
    from nflint.graph.statuses import length

    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 1e9:
        return length(value)
    return plain(value) if isinstance(value, str) else ""


def skip_row(node: Node) -> tuple[Skip, Row | None]:
    """Whether a node is skipped, with the condition where that depends on the run."""
    skip = skip_of(node)
    if skip == "yes":
        return skip, Row("skip", "always skipped")
    if skip == "maybe":
        return skip, Row("skip", f"skipped if {plain(node.fields['skipNodeExecution'])}")
    return skip, None


def trigger_rows(trigger: Trigger) -> Iterator[Row]:
    """What a trigger is called, which repository it watches, and which branches."""
    if trigger.ref is not None:
        yield Row("name", visible(trigger.ref))
    address = text(trigger.fields.get("repoUrl")) or ""
    repository = "/".join(address.removesuffix(".git").rstrip("/").rsplit("/", 2)[-2:])
    words = " ".join(filter(None, (plain(trigger.fields.get("vcsService")), plain(repository))))
    if words:
        yield Row("detail", words)
    branches = trigger.fields.get("branchRestrictions")
    if isinstance(branches, list) and branches:
        named = [plain(branch) for branch in branches[:_MOST_BRANCHES]]
        more = f" and {len(branches) - _MOST_BRANCHES} more" if len(branches) > _MOST_BRANCHES else ""
        yield Row("detail", f"on {', '.join(filter(None, named))}{more}")
    if not trigger.automatic:
        yield Row("wait", "starts no run by itself")
