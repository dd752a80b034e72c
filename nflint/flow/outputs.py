"""What `${refs.<ref>.<output>}` can read: the outputs of triggers and of each kind of node, as far as pages name them.

Only triggers and RolloutStrategy are documented in full. For the other kinds the outputs are those that guides use and
those that the API gives for the same thing; a kind that is not here may have any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

TRIGGER: Mapping[str, str] = MappingProxyType(
    {
        "branch": "the branch that was pushed",
        "sha": "the commit",
        "repoUrl": "the repository",
        "pullRequestId": "the pull request, for runs that one has started",
    }
)
"""The outputs of a Git trigger (guide "Release", trigger outputs)."""

ROLLOUT = frozenset({"id", "name", "type", "options", "details"})
"""The outputs of a RolloutStrategy, the only node whose response the reference lists."""

_ANY_RESOURCE = ("id", "name", "internalId", "nfObjectId", "createdAt")
_BUILD = (*_ANY_RESOURCE, "branch", "sha", "status", "pullRequestId", "registry", "concluded", "message")
_SERVICE = (
    *_ANY_RESOURCE,
    *("appId", "description", "tags", "serviceType", "type", "projectId", "disabledCI", "disabledCD", "vcsData"),
    *("billing", "status", "deployment", "buildSettings", "buildConfiguration", "ports", "internal", "external"),
)
_JOB = (
    *_ANY_RESOURCE,
    *("appId", "description", "tags", "jobType", "projectId", "vcsData", "billing", "status", "deployment", "settings"),
    *("buildSettings", "buildConfiguration", "suspended", "schedule", "backoffLimit", "activeDeadlineSeconds"),
)

KNOWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Build": frozenset(_BUILD),
        "JobRun": frozenset((*_ANY_RESOURCE, "runName", "runId", "status", "concluded", "stdOut", "stdErr")),
        "AddonBackup": frozenset((*_ANY_RESOURCE, "addonId", "config", "uid", "status", "backupType")),
        "SecretInheritance": frozenset({"values", "files"}),
        "CombinedService": frozenset(_SERVICE),
        "DeploymentService": frozenset(_SERVICE),
        "BuildService": frozenset(_SERVICE),
        "Addon": frozenset(
            (
                *(*_ANY_RESOURCE, "appId", "description", "tags", "spec", "status", "projectId", "cluster"),
                *("ports", "config", "backupSchedules", "addonType", "type", "version", "addonVersion", "tlsEnabled"),
            )
        ),
        "CronJob": frozenset(_JOB),
        "ManualJob": frozenset(_JOB),
    }
)
"""For each kind that pages tell something of, the outputs that it may have, by their first name."""

_ADDRESS = "the address of a service is the output 'ports.0.dns', by the position of the port"
_DETAILS = "an addon gives its connection details to a secret group: list them in its 'addonDependencies'"
_VARIABLES = "no expression reads a secret group: its variables reach the services and jobs it is linked to"

GUESSED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        **{
            kind: dict.fromkeys(
                (
                    "url",
                    "publicURL",
                    "publicUrl",
                    "host",
                    "hostname",
                    "internalHost",
                    "dns",
                    "domain",
                    "uri",
                    "address",
                ),
                _ADDRESS,
            )
            for kind in ("CombinedService", "DeploymentService")
        },
        "Addon": {
            **dict.fromkeys(
                (
                    *("host", "hostname", "internalHost", "connectionHost", "port", "portNumber", "user", "username"),
                    *("password", "connectionString", "connectionDetails", "uri", "url", "database", "databaseName"),
                    *("envs", "env", "credentials", "connectionUri", "connectionUrl", "connection"),
                ),
                _DETAILS,
            )
        },
        "SecretGroup": dict.fromkeys(("spec", "secrets", "variables", "values"), _VARIABLES),
    }
)
"""Names that people have tried and that gave nothing, by kind, each with what to use instead."""

DIRECT = frozenset({"data", "outputs", "output", "response"})
"""Names of what a run answers around the outputs; they are no outputs themselves."""

_MEANT = {
    **dict.fromkeys(("commit", "commitsha", "hash", "commitid", "revision"), "sha"),
    **dict.fromkeys(("url", "repository", "repo"), "repoUrl"),
    **dict.fromkeys(("pr", "pullrequest", "prid", "prnumber"), "pullRequestId"),
    **dict.fromkeys(("tag", "ref", "branchname"), "branch"),
}


def meant(output: str, known: Collection[str]) -> str | None:
    """The one of the `known` outputs that is called `output` elsewhere: `sha` for `commit`, `id` for `buildId`."""
    found = _MEANT.get(output.lower())
    if found is None and output.endswith(("Id", "ID", "_id")):
        found = "id"
    return found if found in known else None
