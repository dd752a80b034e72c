"""The rule `secret-in-log`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import is_injected
from nflint.flow.reach import is_shown
from nflint.flow.secrecy import secret_uses
from nflint.flow.shell_commands import is_command
from nflint.flow.texts import Text
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF706", Severity.INFO, since="0.1.0", about=("JobRun", "Action"))
def secret_in_log(wiring: Wiring) -> Iterator[Finding]:
    """The value of a secret is written into the logs of the run.

    `${secrets...}` is put in place when the flow runs, and what a node is given is shown in the run's logs. In the
    environment and the files of a job, `${{secrets...}}` is put in place when the container starts and shown nowhere.
    A command is logged as well, and whoever lists the processes of the container reads it: in commands arguments whose
    names end like those of secrets are reported too. Silent where a function only decides by the value.

    Source: the guide "Secure", reference global secrets: values of `${secrets...}` "appear in template run logs".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: migrate, runtimeEnvironment: {PGPASSWORD: "${secrets.shop.values.PGPASSWORD}"}}
                condition: success

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: migrate, runtimeEnvironment: {PGPASSWORD: "${{secrets.shop.values.PGPASSWORD}}"}}
                condition: success
    """
    for use in secret_uses(wiring, _is_started):
        if use.expression.form != "template" or not is_shown(use):
            continue
        if is_command(use.text):
            name = use.names[-1].upper()
            hint = f'give it to the container in its environment, and write "${name}" here'
            yield Finding(use.place(), f"the command shows the value of '{use.source}' in the logs of the run", hint)
        elif use.root != "args" and _is_environment(use):
            hint = f"write '${{{{{use.source}}}}}', which is put in place when the container starts"
            yield Finding(use.place(), f"the value of '{use.source}' is shown in the logs of the run", hint)


def _is_started(text: Text) -> bool:
    """Whether it belongs to a node that runs something."""
    return text.node is not None and text.node.kind in ("JobRun", "Action")


def _is_environment(use: Use) -> bool:
    node = use.text.node
    return node is not None and node.kind == "JobRun" and is_injected(use.text) and not use.inside
