"""What is known of the fields that expressions stand in, by their names: which take any, and what for.

Which values a field takes is the business of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nflint.expression.parser import ROOTS
from nflint.expression.tree import Expression
from nflint.flow.texts import Text

_BEGINNINGS = tuple(f"{root}." for root in ROOTS)

# Values that reach a container, a build or a shell as they are, so that names there are variables of that place.
_TEMPLATED = frozenset(
    {
        *("command", "commands", "customCommand", "customEntrypoint", "customProcess", "message", "args", "cmd"),
        *("runtimeEnvironment", "runtimeFiles", "buildArguments", "buildFiles", "dockerSecretMounts", "environment"),
        *("secrets", "variables", "files", "arguments", "customBuildCommand", "dockerfile", "content", "script"),
    }
)

# Values that Northflank puts in place when a container starts, with what belongs to them.
_INJECTED = frozenset(
    {
        *("runtimeEnvironment", "runtimeFiles", "secrets", "variables", "files", "arguments"),
        *("buildArguments", "buildFiles", "dockerSecretMounts", "environment"),
    }
)

# Parts of a flow that are read before there is a run.
_STATIC_PARTS = frozenset({"triggers", "gitops", "options", "richInputs"})

# Fields of nodes that are names of what stands in the flow, and for which no page offers an expression.
_STATIC_FIELDS = frozenset({"ref", "nodeRef", "kind"})

SOURCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "buildId": ("Build", "BuildSource"),
        "build": ("Build", "BuildSource"),
        "backupId": ("AddonBackup", "AddonImport"),
        "importId": ("AddonImport",),
        "runId": ("JobRun",),
        "trackerId": ("Action",),
    }
)
"""The kinds of node whose outputs a field takes (guide "Infrastructure as code", await conditions)."""

RESOURCES: Mapping[str, str] = MappingProxyType(
    {
        "serviceId": "a service",
        "jobId": "a job",
        "addonId": "an addon",
        "projectId": "a project",
        "clusterId": "a cluster",
    }
)
"""What a field names that no node of a release flow makes."""

SCALARS = frozenset(
    {
        *("id", "branch", "sha", "build", "imagePath", "credentials", "projectId", "jobId", "addonId", "serviceId"),
        *("buildId", "backupId", "importId", "runId", "trackerId", "clusterId", "templateId", "deploymentPlan"),
        *("pullRequestId", "timeoutDuration", "compressionType", "customDestinationId", "destinationId", "message"),
        *("importUrl", "connectionString", "command", "buildSHA", "skipNodeExecution", "retentionTime", "webhookUrl"),
        *("instances", "storageSize", "shmSize", "repoUrl", "accountLogin", "integrationInternalId"),
    }
)
"""Fields that take a text, a number or a boolean, and never an array or an object."""

LISTS = frozenset({"iterations", "configs", "requiredKeys", "requiredFiles"})
"""Fields that take a list, and an expression for the whole of it."""

IDENTIFIERS = frozenset(
    {
        *("id", "branch", "sha", "build", "buildId", "backupId", "importId", "runId", "trackerId", "clusterId"),
        *("projectId", "jobId", "addonId", "serviceId", "templateId", "imagePath", "credentials", "deploymentPlan"),
        *("pullRequestId", "skipNodeExecution", "buildSHA"),
    }
)
"""Fields that name something that exists, or decide."""


def is_templated(text: Text) -> bool:
    """Whether a bare `${NAME}` in `text` is a variable of a shell, of a build or of a container.

    The guides "Run" (commands of an action) and "Secure" (dynamic templating) show such names in commands, build
    arguments, runtime variables and files.
    """
    return is_program(text) or not _TEMPLATED.isdisjoint(text.path)


def is_program(text: Text) -> bool:
    """Whether `text` is part of a program with expressions of its own, which the form editor leaves unescaped."""
    return text.node is not None and text.node.kind == "OpenTofu" and text.path[:1] == ("spec",)


def is_meant(text: Text, expression: Expression) -> bool:
    """Whether Northflank is meant to read `expression`, of `text`, by all that its form tells.

    In a command or an environment variable there may be programs of any language, such as the `${args[0]}` of a
    shell: there what is malformed is held for an expression only when it begins like one.
    """
    if not expression.mistakes or not is_templated(text):
        return True
    # Nobody but Northflank reads a message.
    if text.field == "message":
        return True
    begun = text.text[expression.start + 2 : expression.start + 14].lstrip("{").lstrip()
    return not is_program(text) and begun.startswith(_BEGINNINGS)


def is_injected(text: Text) -> bool:
    """Whether the value of `text` is put in place when a container starts (guide "Secure", global secrets)."""
    # What a SecretInheritance lists are IDs.
    if text.node is not None and text.node.kind == "SecretInheritance":
        return False
    return not _INJECTED.isdisjoint(text.path)


def takes_expressions(text: Text) -> bool:
    """Whether Northflank looks for expressions in `text` at all: not in triggers, GitOps, options and names."""
    if text.node is None:
        return not (text.path and text.path[0] in _STATIC_PARTS)
    return not (len(text.path) == 1 and text.path[0] in _STATIC_FIELDS) and text.field != "nodeRef"
