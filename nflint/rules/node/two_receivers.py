"""The rule `two-receivers`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule

_BOTH = frozenset({"webhookUrl", "integrationInternalId"})


@rule("NF551", Severity.WARNING, since="0.1.0", about=("integrationInternalId",))
def two_receivers(flow: Flow) -> Iterator[Finding]:
    """A Slack message has the address of a webhook and an integration as well.

    It goes to Slack by one of the two ways; which of them counts when both are given is not documented.

    Source: the guide "Infrastructure as code", message node: "Sends a message to Slack via a webhook or a" Slack
    integration.

    Bad:

        arguments: {HOOK: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - kind: Message
                spec:
                  kind: SLACK
                  spec: {message: The shop is released, webhookUrl: "${args.HOOK}", integrationInternalId: ops}

    Good:

        arguments: {HOOK: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: SLACK, spec: {message: The shop is released, webhookUrl: "${args.HOOK}"}}}
    """
    for node in flow.of("Message"):
        if not _BOTH.issubset(mapping(node.spec.get("spec"))):
            continue
        task = assignment_of(node)
        webhook, integration = task.fields.get("webhookUrl"), task.fields.get("integrationInternalId")
        if task.kind == "SLACK" and text(webhook) and text(integration):
            yield Finding(
                Place((*task.pointer, "integrationInternalId"), "key"),
                f"{node.title} has a webhook and an integration, and goes by one of them only",
                "remove 'webhookUrl' or 'integrationInternalId', or send a second Message",
                (Related(Place((*task.pointer, "webhookUrl"), "key"), "the webhook"),),
            )
