"""The rule `nothing-inherited`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

_KNOWN = frozenset({"secrets", "configs", "requiredKeys", "requiredFiles"})


@rule("NF560", Severity.WARNING, since="0.1.0", about=("SecretInheritance",))
def nothing_inherited(flow: Flow) -> Iterator[Finding]:
    """A SecretInheritance names neither secrets nor configs.

    It merges what the two lists name. Without any there are no values to read, and what `requiredKeys` asks for is
    never there.

    Source: the guide "Secure", secret inheritance: "The template run will fail if any required items are missing."

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: SecretInheritance, spec: {requiredKeys: [API_KEY]}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: SecretInheritance, spec: {secrets: [base, production], requiredKeys: [API_KEY]}}
    """
    for node in flow.of("SecretInheritance"):
        listed = [node.spec.get(key, []) for key in ("secrets", "configs")]
        # Of a key that is not known the contract asks which one is meant.
        known = isinstance(node.fields.get("spec"), dict) and not node.spec.keys() - _KNOWN
        if known and all(value == [] for value in listed):
            yield Finding(
                Place((*node.pointer, "spec"), "key"),
                f"{node.title} inherits nothing",
                "list the IDs of secrets in 'secrets', or of configs in 'configs'",
            )
