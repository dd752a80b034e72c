"""The rule `repeated-secret`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF561", Severity.WARNING, since="0.1.0", about=("SecretInheritance",), fix="safe")
def repeated_secret(flow: Flow) -> Iterator[Finding]:
    """A SecretInheritance lists the same secret or config twice.

    They are merged in the order of the list, and of two values for one key the later one counts. A secret that comes
    again takes back what those in between have overridden; the first of the two does nothing.

    Source: the guide "Secure", secret inheritance: "Secrets are merged in order".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: SecretInheritance, spec: {secrets: [base, production, base]}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: SecretInheritance, spec: {secrets: [base, production]}}
    """
    for node in flow.of("SecretInheritance"):
        for key in ("secrets", "configs"):
            listed = node.spec.get(key)
            first: dict[str, int] = {}
            for index, item in enumerate(listed if isinstance(listed, list) else ()):
                if not isinstance(item, str) or "${" in item or first.setdefault(item, index) == index:
                    continue
                yield Finding(
                    Place((*node.pointer, "spec", key, index)),
                    f"'{item}' stands in '{key}' twice, and this one takes precedence over all before it",
                    "remove one of the two: of the values for a key the last one counts",
                    (Related(Place((*node.pointer, "spec", key, first[item])), "first listed here"),),
                    # What is listed later takes precedence, so that without the first one all values stay as they are.
                    fix=Fix.remove((*node.pointer, "spec", key, first[item]), f"the first '{item}'", safe=True),
                )
