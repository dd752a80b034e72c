"""The rule `empty-message`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow
from nflint.flow.plain import is_blank, mapping
from nflint.rule import rule

_KNOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "SLACK": frozenset({"webhookUrl", "integrationInternalId"}),
        "RAW_WEBHOOK": frozenset({"webhookUrl"}),
        "VCS": frozenset({"vcsService", "selfHostedVcsId", "accountLogin", "repoUrl", "pullRequestId"}),
    }
)


@rule("NF552", Severity.WARNING, since="0.1.0", about=("Message",))
def empty_message(flow: Flow) -> Iterator[Finding]:
    """A Message has no text.

    Its receiver gets nothing to read, or the step fails. What an expression gives is not known and not looked at.

    Source: the reference of release flows, messages: "The message content to send to Slack."

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: SLACK, spec: {integrationInternalId: ops, message: ""}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: SLACK, spec: {integrationInternalId: ops, message: The shop is released}}}
    """
    for node in flow.of("Message"):
        written = mapping(node.spec.get("spec")).get("message")
        if written and not is_blank(written):
            continue
        task = assignment_of(node)
        # What a webhook does may not depend on a text: it is enough that it is called.
        severity = Severity.INFO if task.kind == "RAW_WEBHOOK" else None
        if "message" in task.fields:
            if is_blank(task.fields["message"]):
                place = Place((*task.pointer, "message"))
                yield Finding(place, f"{node.title} has an empty 'message'", "write its text", severity=severity)
            continue
        # Where nothing is given, or a key that is not known, there is another mistake to mend first.
        known = task.readable and not task.fields.keys() - _KNOWN.get(task.kind, frozenset())
        if known and task.fields:
            message = f"{node.title} has no 'message'"
            yield Finding(task.place, message, "add 'message' with its text", severity=severity)
