"""The rule `unencrypted-webhook`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow
from nflint.flow.plain import text
from nflint.rule import rule

_SCHEME = "http://"
# One word is a name inside of a project, such as `notifier:3000`.
_INSIDE = re.compile(r"http://[\w-]+(?:[:/?#]|$)", re.IGNORECASE)


@rule("NF553", Severity.INFO, since="0.1.0", about=("webhookUrl",), fix="unsafe")
def unencrypted_webhook(flow: Flow) -> Iterator[Finding]:
    """A Message is sent to a webhook without encryption.

    Whoever is on the way can read the message, and the address too, which is all that it takes to write to the same
    webhook. Hosts of a single word, which are inside of a project, are not reported.

    Source: the reference of release flows, messages: "The webhook URL to send messages to."

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: RAW_WEBHOOK, spec: {message: done, webhookUrl: "http://chat.acme.dev/in"}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: RAW_WEBHOOK, spec: {message: done, webhookUrl: "https://chat.acme.dev/in"}}}
    """
    for node in flow.of("Message"):
        task = assignment_of(node)
        url = text(task.fields.get("webhookUrl")) or ""
        if task.kind in ("SLACK", "RAW_WEBHOOK") and url[:7].lower() == _SCHEME and not _INSIDE.match(url):
            yield Finding(
                Place((*task.pointer, "webhookUrl"), "value", 0, len(_SCHEME)),
                f"{node.title} is sent without encryption",
                "write 'https://'",
                fix=Fix.write(Place((*task.pointer, "webhookUrl"), start=0, end=4), "https", safe=False),
            )
