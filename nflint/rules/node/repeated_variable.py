"""The rule `repeated-variable`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule


@rule("NF566", Severity.WARNING, since="0.1.0", about=("RunTemplate",), fix="safe")
def repeated_variable(flow: Flow) -> Iterator[Finding]:
    """A RunTemplate gives the same argument twice.

    Its `variables` are a list, so nothing keeps a key from standing there again; the other template gets one value
    only, and no page says which.

    Source: the reference of release flows, RunTemplate, where `variables` is an array of objects with `key` and
    `value`.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RunTemplate
                condition: success
                spec:
                  templateType: workflow
                  templateId: shop/seed-database
                  arguments: {variables: [{key: SIZE, value: small}, {key: SIZE, value: large}]}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RunTemplate
                condition: success
                spec:
                  templateType: workflow
                  templateId: shop/seed-database
                  arguments: {variables: [{key: SIZE, value: small}, {key: REGION, value: europe-west}]}
    """
    for node in flow.of("RunTemplate"):
        listed = mapping(node.spec.get("arguments")).get("variables")
        at = (*node.pointer, "spec", "arguments", "variables")
        variables = listed if isinstance(listed, list) else []
        first: dict[str, int] = {}
        differing: set[str] = set()
        for index, variable in enumerate(variables):
            key = text(mapping(variable).get("key"))
            if key is None or "${" in key or first.setdefault(key, index) == index:
                continue
            if _written(variable) != _written(variables[first[key]]):
                differing.add(key)
            yield Finding(
                Place((*at, index, "key")),
                f"{node.title} gives the argument '{key}' twice",
                "remove one of the two",
                (Related(Place((*at, first[key], "key")), "first given here"),),
                # Which of two values counts, no page says: the first and the last one have to stay what they are.
                fix=None if key in differing else Fix.remove((*at, index), f"the second '{key}'", safe=True),
            )


def _written(variable: object) -> str:
    """The variable as JSON: to Python 1, 1.0 and true are equal."""
    return json.dumps(variable, sort_keys=True)
