"""The rule `unrequired-key`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule


@rule("NF562", Severity.INFO, since="0.1.0", group="all", about=("requiredKeys",), fix="unsafe")
def unrequired_key(wiring: Wiring) -> Iterator[Finding]:
    """A key of inherited secrets is read and not among the keys that must be there.

    With `requiredKeys` a run ends before it has done anything when a key is missing. A key that is read and not in
    that list may be missing all the same, and the step that reads it fails. Only where there is such a list.

    Source: the guide "Secure", secret inheritance: "enforce that critical configuration is present in the merged
    result".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: SecretInheritance, ref: settings, spec: {secrets: [base], requiredKeys: [API_KEY]}}
              - kind: JobRun
                condition: success
                spec: {jobId: migrate, runtimeEnvironment: {HOST: "${{refs.settings.values.DATABASE_HOST}}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: SecretInheritance, ref: settings, spec: {secrets: [base], requiredKeys: [DATABASE_HOST]}}
              - kind: JobRun
                condition: success
                spec: {jobId: migrate, runtimeEnvironment: {HOST: "${{refs.settings.values.DATABASE_HOST}}"}}
    """
    required: dict[Pointer, frozenset[str]] = {}
    seen: set[tuple[Pointer, str]] = set()
    for reference in wiring.references:
        node, output = reference.target, reference.output
        if not isinstance(node, Node) or node.kind != "SecretInheritance" or reference.use.inside:
            continue
        if node.pointer not in required:
            required[node.pointer] = _required(node)
        keys = required[node.pointer]
        if not keys or output[:1] != ("values",) or len(output) < 2 or (node.pointer, output[1]) in seen:
            continue
        seen.add((node.pointer, output[1]))
        # A key may be a path into a secret that is an object.
        if output[1] in keys or any(key.startswith(f"{output[1]}.") for key in keys):
            continue
        near = nearest(output[1], keys)
        yield Finding(
            reference.use.place(3, 4),
            f"'{output[1]}' is not among the 'requiredKeys' of {node.title}",
            f"did you mean '{near}'?" if near else f"add '{output[1]}' to 'requiredKeys'",
            (Related(Place((*node.pointer, "spec", "requiredKeys"), "key"), "the keys that must be there"),),
            fix=Fix.write(reference.use.place(3, 4), near, safe=False) if near else None,
        )


def _required(node: Node) -> frozenset[str]:
    """The keys that must be there; none where an expression gives some of them."""
    listed = node.spec.get("requiredKeys")
    keys = frozenset(key for key in listed if isinstance(key, str)) if isinstance(listed, list) else frozenset()
    return frozenset() if any("${" in key for key in keys) else keys
