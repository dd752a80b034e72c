"""The rule `missing-rich-input`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.plain import mapping
from nflint.nearest import choices, nearest
from nflint.rule import rule
from nflint.run.launch import Launch


@rule("NF813", Severity.ERROR, since="0.1.0", misses="arguments", fix="unsafe")
def missing_rich_input(launch: Launch) -> Iterator[Finding]:
    """The flow has a required input, and the request gives no value for it.

    A rich input that is `required` asks whoever runs the flow for a branch, a commit or a build. A request gives
    these as the arguments that its `outputs` name. Needs the flow (`--flow`).

    Source: the reference of `richInputs`: "an error will be displayed if this input is not provided a value".

    Flow:

        arguments: {STAGE: staging}
        richInputs:
          - kind: BranchCommitSelector
            spec:
              title: What to release
              required: true
              inputs: {source: api}
              outputs: {branch: RELEASE_BRANCH, buildSha: RELEASE_SHA}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${args.RELEASE_BRANCH}", sha: "${args.RELEASE_SHA}"}

    Bad:

        arguments: {STAGE: production}

    Good:

        arguments:
          RELEASE_BRANCH: main
          RELEASE_SHA: 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d
    """
    scope = launch.wiring.scopes[0]
    known = {use.name(1) for use in launch.wiring.arguments} | scope.flow.arguments.keys() | scope.inputs.keys()
    for part in launch.wiring.flow.inputs:
        spec = mapping(part.fields.get("spec"))
        outputs = [name for name in mapping(spec.get("outputs")).values() if isinstance(name, str)]
        missing = [name for name in outputs if name not in launch.arguments]
        if spec.get("required") is not True or not missing:
            continue
        title = f"'{spec['title']}'" if isinstance(spec.get("title"), str) else f"of kind {part.fields.get('kind')}"
        message = f"the flow requires its input {title}, and the request gives no {choices(missing)}"
        near = nearest(missing[0], launch.request.arguments.keys() - known)
        if near:
            fix = Fix.rename(("arguments", near), missing[0])
            yield Finding(Place(("arguments", near), "key"), message, f"did you mean '{missing[0]}'?", fix=fix)
        else:
            named = " and ".join(f"'{name}'" for name in missing)
            yield Finding(launch.place, message, f"give {named} a value under 'arguments'")
