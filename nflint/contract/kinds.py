"""The node kinds of every Northflank document that holds a workflow, to recognise documents and to name mix-ups.

The kinds that a release flow takes are read from the schemas; only what lies outside them is a table here.
"""

from __future__ import annotations

from functools import lru_cache

from nflint.contract import catalogue

# Kinds of a team template, from the reference page "Create template"; the second table holds those of them that
# a preview environment takes too ("Update preview template").
TEMPLATE_KINDS = frozenset(
    """
    BYOCCluster BYOCIntegration BYOCRegistry CustomDockerCredentials CustomPlan EgressIp LoadBalancer Pipeline
    PreviewBlueprint Project ReleaseStage SSHIdentity Template WorkflowTemplate WorkloadIdentity
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)
PREVIEW_KINDS = frozenset(
    """
    Addon BuildService BuildSource CombinedService CronJob DeploymentService ExternalAddon Job
    LLMModelDeployment ManualJob OpenTofu ResourceTag SecretGroup Subdomain SubdomainPath Volume
    """.split()  # noqa: SIM905
)
OTHER_KINDS = TEMPLATE_KINDS | PREVIEW_KINDS

# What people, and in places the guides, write for a kind: the name the reference gives it.
MISNAMED_KINDS = {
    "runjob": "JobRun",
    "job": "JobRun",
    "startbuild": "Build",
    "buildsource": "Build",
    "backup": "AddonBackup",
    "backupaddon": "AddonBackup",
    "import": "AddonImport",
    "importaddon": "AddonImport",
    "deployment": "Release",
    "deploymentservice": "Release",
    "deployservice": "Release",
    "promote": "Release",
    "runaction": "Action",
    "awaitcondition": "Condition",
    "wait": "Condition",
    "notify": "Message",
    "notification": "Message",
    "slack": "Message",
    "loop": "LoopWorkflow",
    "secret": "SecretInheritance",
    "secrets": "SecretInheritance",
    "runworkflow": "RunTemplate",
    "canary": "RolloutStrategy",
}


@lru_cache(maxsize=1)
def step_kinds() -> frozenset[str]:
    """The kinds that may stand in the `spec` of a release flow."""
    return _kinds("step")


@lru_cache(maxsize=1)
def teardown_kinds() -> frozenset[str]:
    """The kinds that may stand in the `teardownSpec` of a release flow."""
    return _kinds("teardown-step")


def _kinds(name: str) -> frozenset[str]:
    return frozenset(catalogue.standard(f"common/{name}.schema.json")["properties"]["kind"]["enum"])


def belongs_to(kind: str) -> str | None:
    """The documents that take the kind when release flows do not, in words; None for a kind nobody knows."""
    if kind in PREVIEW_KINDS:
        return "team templates and preview environments"
    return "team templates" if kind in TEMPLATE_KINDS else None


@lru_cache(maxsize=1)
def all_node_keys() -> frozenset[str]:
    """The keys that nodes have, whatever their kind, beside their `kind` and `spec`."""
    return frozenset(key for kind in step_kinds() | teardown_kinds() for key in node_keys(kind))


@lru_cache(maxsize=32)
def node_keys(kind: str) -> frozenset[str]:
    """The keys that a node of this kind has in a flow, without those that no reference page lists."""
    properties = catalogue.strict(f"nodes/{kind}.schema.json")["properties"]
    run_only = ("settings", "response")
    return frozenset(
        key for key, schema in properties.items() if key not in run_only and catalogue.FORBIDDEN not in schema
    )
