"""The rule `secret-in-log`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import is_injected
from nflint.flow.reach import is_shown
from nflint.flow.secrecy import SecretUse, secret_uses
from nflint.flow.shell_commands import is_command, is_shell_command
from nflint.flow.texts import Text
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule

# What cannot stand in the name of a variable.
_SIGN = re.compile(r"\W")


@rule("NF706", Severity.INFO, since="0.1.0", about=("JobRun", "Action"))
def secret_in_log(wiring: Wiring) -> Iterator[Finding]:
    """The value of a secret is written into the logs of the run.

    `${secrets...}` is put in place when the flow runs, and what a node is given is shown in the run's logs. In the
    environment and the files of a job, `${{secrets...}}` is put in place when the container starts and shown nowhere.
    A command is logged as well, and whoever lists the processes of the container reads it: in commands arguments whose
    names end like those of secrets are reported too. So are arguments that are made of a secret. Silent where a
    function only decides by the value, and on what does not sound like a secret, such as
    `${secrets.db.values.DB_HOST}`: global secrets keep settings as well.

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
    for secret in secret_uses(wiring, _is_started):
        use, source = secret.use, secret.source
        if use.expression.form != "template" or not is_shown(use) or not secret.sure:
            continue
        if is_command(use.text):
            message = f"the command shows the value of '{source}' in the logs of the run"
            yield Finding(use.place(), message, _hint(secret), secret.related)
        elif source.partition(".")[0] != "args" and _is_environment(use):
            hint = f"write '${{{{{source}}}}}', which is put in place when the container starts"
            message = f"the value of '{source}' is shown in the logs of the run"
            yield Finding(use.place(), message, hint, secret.related)


def _hint(secret: SecretUse) -> str:
    node, name = secret.use.text.node, _SIGN.sub("_", secret.name).upper()
    if node is not None and node.kind == "JobRun":
        given = "" if secret.source.startswith("args.") else f": '${{{{{secret.source}}}}}'"
        way = f"give it to the job in 'runtimeEnvironment', as {name}{given}"
    else:
        # An Action runs in a container that is there already.
        kind = "job" if node is not None and node.spec.get("kind") == "Job" else "service"
        way = f"set {name} in the environment of the {kind} itself"
    end = f"write ${name} here" if is_shell_command(secret.use.text) else "let the program read it from there"
    return f"{way}, and {end}"


def _is_started(text: Text) -> bool:
    """Whether it belongs to a node that runs something."""
    return text.node is not None and text.node.kind in ("JobRun", "Action")


def _is_environment(use: Use) -> bool:
    node = use.text.node
    return node is not None and node.kind == "JobRun" and is_injected(use.text) and not use.inside
