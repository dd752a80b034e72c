"""The rule `secret-in-message`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.reach import is_shown
from nflint.flow.secrecy import secret_uses
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF705", Severity.WARNING, since="0.1.0", about=("Message",))
def secret_in_message(wiring: Wiring) -> Iterator[Finding]:
    """The value of a secret is sent in a message.

    Everybody in the channel, and everybody who sees the pull request, can read it from then on. Reported are
    `${secrets...}`, what a SecretInheritance gives, and arguments whose names end like those of secrets or that are
    made of such, also when they go through a function; silent where a function only decides by them, as `fn.eq` does,
    and on what a SecretInheritance takes from `configs` alone. It is an info where the name does not sound like a
    secret, such as `${secrets.db.values.DB_HOST}`: global secrets keep settings as well. In the body of a RAW_WEBHOOK
    it is one, too: there a token may be what the receiver asks for.

    Source: the guide "Secure", global secrets: "Use this for sensitive data."

    Bad:

        arguments: {DB_PASSWORD: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: smoke-test}, condition: success}
              - kind: Message
                spec:
                  kind: SLACK
                  spec: {integrationInternalId: shop-alerts, message: "log in with ${args.DB_PASSWORD}"}

    Good:

        arguments: {ENVIRONMENT: staging}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: smoke-test}, condition: success}
              - kind: Message
                spec:
                  kind: SLACK
                  spec: {integrationInternalId: shop-alerts, message: "${args.ENVIRONMENT} is ready"}
    """
    for use, source, _, sure, related in secret_uses(wiring, _is_message):
        node = use.text.node
        if use.expression.form == "template" and is_shown(use):
            raw = node is not None and node.spec.get("kind") == "RAW_WEBHOOK"
            message = f"the message shows the value of '{source}' to everybody who receives it"
            hint = "say where to find the value instead, or leave it out"
            yield Finding(use.place(), message, hint, related, Severity.INFO if raw or not sure else None)


def _is_message(text: Text) -> bool:
    return text.field == "message" and text.node is not None and text.node.kind == "Message"
