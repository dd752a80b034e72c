"""The rule `missing-shell`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.commands import Sort, shell_syntax
from nflint.flow.model import Flow
from nflint.flow.plain import is_blank, text
from nflint.rule import rule

_LONGEST = 60
_EFFECTS: Mapping[Sort, str] = MappingProxyType(
    {
        "operator": "'{}' is given to it as an argument",
        "variable": "'{}' stays as it is",
        "substitution": "'$(...)' stays as it is",
        "assignment": "'{}' is taken for the program",
        "builtin": "there is no '{}'",
    }
)


@rule("NF555", Severity.WARNING, since="0.1.0", about=("command",))
def missing_shell(flow: Flow) -> Iterator[Finding]:
    """The command of an Action is written for a shell, and none reads it.

    The words after the first are given to it as they are: `&&` and `> log` become arguments, `$PORT` stays `$PORT`,
    and `cd` is no program. Commands that start a shell themselves, have a `shell`, or begin with an expression are not
    looked at, neither is what stands in single quotes, nor what the program itself may read, such as the `;` of
    `find -exec`.

    Source: the guide "Run", execute commands in an action node: "will not be executed with a shell by default".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec:
                  kind: Service
                  spec: {type: execute, data: {serviceId: api, command: npm ci && npm run migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec:
                  kind: Service
                  spec: {type: execute, data: {serviceId: api, command: sh -c "npm ci && npm run migrate"}}
    """
    for node in flow.of("Action"):
        task = assignment_of(node)
        command, shell = text(task.fields.get("command")), task.fields.get("shell", "")
        if task.type != "execute" or command is None or not is_blank(shell):
            continue
        found = shell_syntax(command)
        written = command[found.start : found.end] if found else ""
        if found is None or _is_argument(written, flow):
            continue
        short = len(command) <= _LONGEST and command.isprintable() and "'" not in command
        yield Finding(
            Place((*task.pointer, "command"), "value", found.start, found.end),
            f"the command runs without a shell, so {_EFFECTS[found.sort].format(_short(written))}",
            f"start a shell with it: sh -c '{command}'" if short else "start a shell with it: sh -c '...'",
        )


def _short(written: str) -> str:
    return written if len(written) <= _LONGEST else f"{written[: _LONGEST - 3]}..."


def _is_argument(written: str, flow: Flow) -> bool:
    """Whether a variable has the name of an argument, which then was meant."""
    return written.strip("${}") in flow.arguments
