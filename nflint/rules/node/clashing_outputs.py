"""The rule `clashing-outputs`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping
from nflint.rule import rule


@rule("NF576", Severity.WARNING, since="0.1.0", about=("outputs",))
def clashing_outputs(flow: Flow) -> Iterator[Finding]:
    """Two outputs of rich inputs fill the same argument.

    An argument has one value, so of what is selected one half is lost: the branch or the commit, or what the one
    input or the other has asked for.

    Source: the guide "Release", rich inputs: "maps your selection in the run modal to argument overrides".

    Bad:

        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: true, inputs: {source: api}, outputs: {branch: REV, buildSha: REV}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.REV}"}}

    Good:

        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: true, inputs: {source: api}, outputs: {branch: REV, buildSha: SHA}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                condition: success
                spec: {id: api, type: service, branch: "${args.REV}", sha: "${args.SHA}"}
    """
    first: dict[str, Place] = {}
    for part in flow.inputs:
        for key, name in mapping(mapping(part.fields.get("spec")).get("outputs")).items():
            place = Place((*part.pointer, "spec", "outputs", key))
            if not isinstance(name, str) or not name or first.setdefault(name, place) == place:
                continue
            other = first[name].pointer
            whose = "another output" if other[:-1] == place.pointer[:-1] else "another input"
            yield Finding(
                place,
                f"{whose} fills the argument '{name}' as well",
                "give each output an argument of its own",
                (Related(first[name], "it is filled here first"),),
            )
