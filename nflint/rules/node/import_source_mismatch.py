"""The rule `import-source-mismatch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import text
from nflint.rule import rule


@rule("NF516", Severity.WARNING, since="0.1.0", about=("AddonImport",))
def import_source_mismatch(flow: Flow) -> Iterator[Finding]:
    """An AddonImport asks for all databases where its source does not have that.

    Northflank can look for the databases of a running PostgreSQL only. A file is imported as it is, and from another
    kind of database only what the connection string names.

    Source: the reference page "Get release flow", `importAllDatabases`: "Only applicable when using a connection string
    with PostgreSQL".

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
                  importAllDatabases: true

    Good:

        arguments: {SOURCE: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: AddonImport
                condition: success
                spec: {addonId: postgres, connectionString: "${args.SOURCE}", importAllDatabases: true}
    """
    for node in flow.of("AddonImport"):
        url, connection = node.spec.get("importUrl"), text(node.spec.get("connectionString"))
        if node.spec.get("importAllDatabases") is not True:
            continue
        at = (*node.pointer, "spec")
        if isinstance(url, str) and "connectionString" not in node.spec:
            source, what = "importUrl", "a file"
        elif connection and "importUrl" not in node.spec and _is_other(connection):
            source, what = "connectionString", f"'{connection.partition(':')[0]}'"
        else:
            continue
        yield Finding(
            Place((*at, "importAllDatabases"), "key"),
            f"'importAllDatabases' is for PostgreSQL connection strings, and the source is {what}",
            "remove it, or name a running PostgreSQL by its 'connectionString'",
            (Related(Place((*at, source), "key"), "the source is named here"),),
        )


def _is_other(connection: str) -> bool:
    """Whether a connection string is one of another kind of database than PostgreSQL."""
    scheme, found, _ = connection.partition("://")
    return bool(found) and scheme.isascii() and scheme.isalpha() and not scheme.lower().startswith("postgres")
