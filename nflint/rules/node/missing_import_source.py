"""The rule `missing-import-source`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

_OTHERS = frozenset({"projectId", "addonId", "importAllDatabases", "compressionType", "customDestinationId"})


@rule("NF514", Severity.ERROR, since="0.1.0", about=("AddonImport",))
def missing_import_source(flow: Flow) -> Iterator[Finding]:
    """An AddonImport does not say where the data comes from.

    It takes a file by its address, or a running database by its connection string.

    Source: the guide "Infrastructure as code", import backup: "Provide exactly one of" the two.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonImport, condition: success, spec: {addonId: postgres}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: AddonImport
                condition: success
                spec: {addonId: postgres, importUrl: "https://files.example.com/seed.sql.gz"}
    """
    for node in flow.of("AddonImport"):
        # What the contract does not know may be a source by another name, which it says itself.
        if isinstance(node.fields.get("spec"), dict) and node.spec.keys() <= _OTHERS:
            yield Finding(
                Place((*node.pointer, "spec"), "key"),
                f"{node.title} does not say where the data comes from",
                "add 'importUrl' for a file, or 'connectionString' for a running database",
            )
