"""The rule `empty-command`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow
from nflint.flow.plain import is_blank
from nflint.rule import rule


@rule("NF556", Severity.WARNING, since="0.1.0", about=("command",))
def empty_command(flow: Flow) -> Iterator[Finding]:
    """An Action is to execute a command, and the command is empty.

    There is nothing to start in the container, so the step does nothing or fails.

    Source: the guide "Run", execute commands in an action node: "Commands supplied in an action node".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Action, spec: {kind: Service, spec: {type: execute, data: {serviceId: api, command: ""}}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec: {kind: Service, spec: {type: execute, data: {serviceId: api, command: npm run migrate}}}
    """
    for node in flow.of("Action"):
        task = assignment_of(node)
        if task.type == "execute" and is_blank(task.fields.get("command")):
            yield Finding(
                Place((*task.pointer, "command")),
                f"{node.title} has an empty 'command'",
                "write what to execute, such as 'npm run migrate', or remove the step",
            )
