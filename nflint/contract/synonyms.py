"""What people write for the keys and values of the contract: words of other tools, of the guides and of everyday.

Slips of the pen are the business of `nflint.nearest`, node kinds that of `nflint.contract.kinds`.
"""

from __future__ import annotations

from collections.abc import Collection

# A word: the keys it may stand for. The first of them that is known at the place is the one.
_KEYS = {
    "account": ("accountLogin",),
    "addon": ("addonId",),
    "addonname": ("addonId",),
    "approvals": ("amount",),
    "args": ("arguments", "buildArguments"),
    "await": ("condition",),
    "body": ("message",),
    "branch": ("branchRestrictions",),
    "branches": ("branchRestrictions",),
    "branchnamepatterns": ("branchRestrictions",),
    "branchpatterns": ("branchRestrictions",),
    "branchrules": ("branchRestrictions",),
    "buildargs": ("buildArguments",),
    "buildid": ("build",),
    "channel": ("integrationInternalId",),
    "cmd": ("command",),
    "commit": ("sha", "buildSHA"),
    "commitsha": ("sha", "buildSHA"),
    "compression": ("compressionType",),
    "concurrency": ("concurrencyPolicy",),
    "config": ("configType",),
    "content": ("message",),
    "count": ("amount",),
    "database": ("addonId",),
    "disabled": ("paused",),
    "dockerfile": ("dockerFilePath",),
    "env": ("runtimeEnvironment",),
    "environment": ("runtimeEnvironment",),
    "environmentvariables": ("runtimeEnvironment",),
    "entrypoint": ("customEntrypoint",),
    "envvars": ("runtimeEnvironment",),
    "exec": ("command",),
    "file": ("filePath", "dockerFilePath"),
    "id": ("jobId", "addonId", "serviceId", "backupId", "buildId", "clusterId", "templateId", "destinationId", "ref"),
    "image": ("imagePath",),
    "imagename": ("imagePath",),
    "imageurl": ("imagePath",),
    "integration": ("integrationInternalId",),
    "integrationid": ("integrationInternalId",),
    "items": ("iterations",),
    "job": ("jobId",),
    "jobname": ("jobId",),
    "login": ("accountLogin",),
    "name": ("ref", "key"),
    "nodes": ("steps",),
    "parameters": ("arguments",),
    "params": ("arguments",),
    "path": ("filePath", "dockerFilePath"),
    "paths": ("pathIgnoreRules",),
    "plan": ("deploymentPlan",),
    "policy": ("concurrencyPolicy", "failurePolicy"),
    "provider": ("vcsService",),
    "prnamepatterns": ("prRestrictions",),
    "pullrequests": ("prRestrictions",),
    "repo": ("repoUrl",),
    "repository": ("repoUrl",),
    "repositoryurl": ("repoUrl",),
    "script": ("command",),
    "service": ("serviceId", "vcsService"),
    "servicename": ("serviceId",),
    "sha": ("buildSHA",),
    "skip": ("skipNodeExecution",),
    "skipif": ("skipNodeExecution",),
    "skipwhen": ("skipNodeExecution",),
    "suspended": ("paused",),
    "tasks": ("steps",),
    "teardown": ("teardownSpec",),
    "template": ("templateId", "spec"),
    "text": ("message",),
    "timeout": ("timeoutDuration",),
    "timeoutinseconds": ("timeoutDuration",),
    "timeoutms": ("timeoutDuration",),
    "timeoutseconds": ("timeoutDuration",),
    "unless": ("skipNodeExecution",),
    "url": ("repoUrl", "importUrl", "webhookUrl"),
    "variables": ("arguments", "runtimeEnvironment"),
    "vcs": ("vcsService",),
    "version": ("apiVersion",),
    "wait": ("condition",),
    "waitfor": ("condition",),
    "waitforcompletion": ("condition",),
    "webhook": ("webhookUrl",),
    "workdir": ("dockerWorkDir",),
    "workflow": ("spec",),
}

# Keys that say when a node is to run, where `skipNodeExecution` says when it is not.
_RUN_CONDITIONS = frozenset({"if", "when", "runif", "runwhen", "executeif", "only", "onlyif", "onlywhen", "enabled"})

_VALUES = {
    "azuredevops": ("azure",),
    "cancelled": ("aborted",),
    "canceled": ("aborted",),
    "command": ("customCommand", "execute"),
    "completed": ("success", "running"),
    "concurrent": ("parallel",),
    "container": ("registry",),
    "continue": ("ignore",),
    "cronjob": ("job", "Job", "JobRun"),
    "database": ("Addon",),
    "deny": ("forbid",),
    "deployment": ("service", "Service"),
    "deploymentservice": ("service", "Service"),
    "combinedservice": ("service", "Service"),
    "docker": ("registry",),
    "done": ("success", "running"),
    "entrypoint": ("customEntrypoint",),
    "error": ("failure",),
    "exec": ("execute",),
    "external": ("registry",),
    "fail": ("block", "failure"),
    "failed": ("failure",),
    "finished": ("success", "running"),
    "git": ("VCS", "build"),
    "github": ("VCS",),
    "gitlab": ("VCS",),
    "gzip": ("gz",),
    "healthy": ("running",),
    "http": ("RAW_WEBHOOK",),
    "image": ("registry",),
    "inprogress": ("running",),
    "job": ("JobRun",),
    "manualjob": ("job", "Job", "JobRun"),
    "passed": ("success", "running"),
    "pgdump": ("dump",),
    "process": ("customProcess",),
    "ready": ("running",),
    "reboot": ("restart",),
    "redeploy": ("restart",),
    "reject": ("forbid",),
    "releaseflow": ("release-flow-template",),
    "run": ("execute",),
    "serial": ("sequential",),
    "series": ("sequential",),
    "skip": ("forbid",),
    "stop": ("block",),
    "succeeded": ("success", "running"),
    "success": ("running",),
    "vcs": ("build",),
    "wait": ("queue",),
    "webhook": ("RAW_WEBHOOK",),
    "weight": ("percentage",),
    "weighted": ("percentage",),
    "zip": ("gz",),
    "zstandard": ("zstd",),
}


def meant_key(word: str, known: Collection[str]) -> str | None:
    """The one of the `known` keys that the key `word` stands for, or None."""
    return _first(meant_keys(word), known)


def meant_keys(word: str) -> tuple[str, ...]:
    """The keys that the key `word` may stand for, the likeliest first."""
    return _KEYS.get(_plain(word), ())


def says_when_to_run(word: str) -> bool:
    """Whether the key `word` holds the condition under which a node is to run."""
    return _plain(word) in _RUN_CONDITIONS


def meant_value(word: str, known: Collection[str]) -> str | None:
    """The one of the `known` values that `word` stands for, or None."""
    return _first(_VALUES.get(_plain(word), ()), known)


def _first(candidates: tuple[str, ...], known: Collection[str]) -> str | None:
    return next((candidate for candidate in candidates if candidate in known), None)


def _plain(word: str) -> str:
    return word[:40].casefold().replace("-", "").replace("_", "").replace(" ", "")
