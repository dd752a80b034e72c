"""The rule `two-import-sources`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import text
from nflint.rule import rule


@rule("NF515", Severity.ERROR, since="0.1.0", about=("AddonImport",))
def two_import_sources(flow: Flow) -> Iterator[Finding]:
    """An AddonImport names a file and a running database.

    It imports from one of the two. Where one is an expression it may come to nothing in a run, so that is a warning,
    and a value that a function chooses is left alone.

    Source: the guide "Infrastructure as code", import backup: "Provide exactly one of" the two.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: AddonImport
                condition: success
                spec:
                  addonId: postgres
                  importUrl: https://files.example.com/seed.sql.gz
                  connectionString: postgresql://db.example.com/shop

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
        url, connection = text(node.spec.get("importUrl")), text(node.spec.get("connectionString"))
        if not url or not connection:
            continue
        unknown = [source for source in (url, connection) if "${" in source]
        if any("fn." in source for source in unknown):
            continue
        yield Finding(
            Place((*node.pointer, "spec", "connectionString"), "key"),
            f"{node.title} names two sources, a file and a database",
            "keep 'importUrl' or 'connectionString'",
            (Related(Place((*node.pointer, "spec", "importUrl"), "key"), "the file is named here"),),
            Severity.WARNING if unknown else Severity.ERROR,
        )
