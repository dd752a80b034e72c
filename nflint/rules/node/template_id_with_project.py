"""The rule `template-id-with-project`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import text
from nflint.rule import rule

_TEMPLATES = frozenset({"template", "template-teardown", "release-flow-template", "preview-env-template"})
_TEARDOWNS = {"template-teardown": "workflow-teardown"}


@rule("NF565", Severity.WARNING, since="0.1.0", about=("RunTemplate",))
def template_id_with_project(flow: Flow) -> Iterator[Finding]:
    """A RunTemplate names a template in the way that only workflows are named.

    Workflows belong to projects and may be written with theirs, `project/workflow`. The ID of a template has no such
    part. Preview blueprints belong to projects as well and are not looked at.

    Source: the reference of release flows, `templateId`: "The id of the workflow to run" with its project, or "The id
    of the template to run" without.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: RunTemplate, condition: success, spec: {templateType: template, templateId: shop/seed-database}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: RunTemplate, condition: success, spec: {templateType: workflow, templateId: shop/seed-database}}
    """
    for node in flow.of("RunTemplate"):
        name, type_ = text(node.spec.get("templateId")) or "", text(node.spec.get("templateType"))
        project, slash, rest = name.partition("/")
        if type_ in _TEMPLATES and project and slash and rest and "/" not in rest and "${" not in name:
            yield Finding(
                Place((*node.pointer, "spec", "templateId")),
                f"only a workflow is named with its project, and the 'templateType' is '{type_}'",
                f"write '{_TEARDOWNS.get(type_, 'workflow')}' for 'templateType', or the ID of the template alone",
            )
