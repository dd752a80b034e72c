"""The rule `foreign-schema`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import text
from nflint.flow.repository import repository
from nflint.rule import rule

_ADDRESS = "https://api.northflank.com/v1/schemas/release-flow"

# What other documents have at the end of the address, with what these are.
_OTHERS = {"template": "of team templates", "preview-env": "of preview environments", "workflow": "of workflows"}


@rule("NF025", Severity.WARNING, since="0.1.0", about=("$schema",), fix="safe")
def foreign_schema(flow: Flow) -> Iterator[Finding]:
    """`$schema` does not lead to the schema of release flows.

    Editors read it to check the file and to propose keys. With an address where there is no schema they do neither,
    and with that of another document they call right keys wrong. Reported are addresses at Northflank other than
    the documented one, an address pasted as a Markdown link, as the guide prints it, and the address of JSON Schema
    itself, which makes the file a schema. Files and schemas at other places are nobody's business but yours.

    Source: the guide "Infrastructure as code", edit a template as code: "You can also use access the schema to edit
    templates in your IDE".

    Bad:

        $schema: https://northflank.com/schemas/v1/release-flow

    Good:

        $schema: https://api.northflank.com/v1/schemas/release-flow
    """
    address = text(flow.fields.get("$schema"))
    if address is None or address == _ADDRESS:
        return
    problem = _problem(address.strip())
    if problem:
        place = Place((*flow.pointer, "$schema"))
        # A link that a chat or a page has made of the address is still that address.
        fix = Fix.write(place, _ADDRESS, safe=f"({_ADDRESS})" in address)
        yield Finding(place, problem, f"write '{_ADDRESS}'", fix=fix)


def _problem(address: str) -> str | None:
    if address.startswith("[") and "](" in address:
        return "'$schema' is a Markdown link, not an address"
    found = repository(address)
    if found is None or "://" not in address:
        return None  # The path of a file.
    path = found.path.partition("#")[0].partition("?")[0].rstrip("/")
    if found.host == "json-schema.org":
        return "'$schema' says that this file is a JSON Schema itself"
    if found.host != "northflank.com" and not found.host.endswith(".northflank.com"):
        return None
    if found.host != "api.northflank.com" or not path.startswith("v1/schemas/"):
        return "'$schema' leads to a page of Northflank's where there is no schema"
    name = path.removeprefix("v1/schemas/")
    if name == "release-flow":
        return None
    return f"'$schema' leads to the schema {_OTHERS.get(name, repr(name))}, not to that of release flows"
