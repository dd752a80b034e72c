"""The rule `plain-text-webhook`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.credentials import Credentials
from nflint.rule import rule


@rule("NF703", Severity.WARNING, since="0.1.0")
def plain_text_webhook(credentials: Credentials) -> Iterator[Finding]:
    """The address of a webhook is written in the file.

    Whoever knows the address of an incoming webhook of Slack, Discord, Microsoft Teams, Google Chat or Zapier can post
    to it: the address is the key. Silent on expressions, and on addresses that are cut off or filled with one letter.
    The part that is secret is never printed.

    Source: the reference page "Get release flow", Message nodes: "The Slack webhook URL to send messages to."

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: smoke-test}, condition: success}
              - kind: Message
                spec:
                  kind: RAW_WEBHOOK
                  spec:
                    webhookUrl: https://hooks.zapier.com/hooks/catch/4815162/a1b2c3d
                    message: the shop is live

    Good:

        arguments: {WEBHOOK: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: smoke-test}, condition: success}
              - kind: Message
                spec: {kind: RAW_WEBHOOK, spec: {webhookUrl: "${args.WEBHOOK}", message: the shop is live}}
    """
    for found in credentials.of("webhook"):
        yield Finding(
            found.place, f"the address of {found.what} is a key, and written here in plain text", found.advice
        )
