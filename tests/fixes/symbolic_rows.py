"""What is wrong with one place of a flow, and what stands there after the fix: one row a fix.

A row names the rule, the place in `FLOW` or in another document where `before` is put, the title of the fix, whether
it is safe, and what is at that place `after` it.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Sort = Literal["safe", "unsafe"]

FLOW: dict[str, Any] = {
    "apiVersion": "v1.2",
    "options": {"concurrencyPolicy": "queue"},
    "arguments": {"BRANCH": "main", "TAG": "1.27"},
    "triggers": [
        {
            "ref": "push",
            "vcsService": "github",
            "repoUrl": "https://github.com/acme/shop",
            "branchRestrictions": ["main"],
        }
    ],
    "spec": {
        "kind": "Workflow",
        "spec": {
            "type": "sequential",
            "steps": [
                {
                    "kind": "Build",
                    "ref": "build",
                    "condition": "success",
                    "spec": {
                        "id": "api",
                        "type": "service",
                        "branch": "${refs.push.branch}",
                        "sha": "${refs.push.sha}",
                    },
                },
                {
                    "kind": "Release",
                    "condition": "running",
                    "timeoutDuration": 600,
                    "spec": {
                        "type": "build",
                        "origin": {"id": "api", "branch": "${args.BRANCH}", "build": "${refs.build.id}"},
                        "target": {"id": "api", "type": "service"},
                    },
                },
                {
                    "kind": "JobRun",
                    "condition": "success",
                    "spec": {"jobId": "seed", "runtimeEnvironment": {"TAG": "${args.TAG}"}},
                },
            ],
        },
    },
}
"""A flow with nothing wrong in it."""

STEPS = "spec.spec.steps"
BUILD, RELEASE, JOB = (f"{STEPS}.{index}" for index in range(3))
TRIGGER = "triggers.0"
ENVIRONMENT = f"{JOB}.spec.runtimeEnvironment"


class Row(NamedTuple):
    """One fix: `rule`, the place, what is put there, and what comes of it."""

    rule: str
    at: str
    before: Any
    title: str
    sort: Sort
    after: Any


def _value(rule: str, at: str, before: Any, sort: Sort, after: Any, title: str = "") -> Row:
    return Row(rule, at, before, title or f"write {after!r}", sort, after)


def _job(code: str) -> dict[str, str]:
    return {"TAG": "${args.TAG}", "CODE": code}


def _branch(rule: str, before: str, sort: Sort, after: str, title: str) -> Row:
    return Row(rule, f"{BUILD}.spec.branch", before, title, sort, after)


def _expression(rule: str, before: str, sort: Sort, after: str, title: str) -> Row:
    return Row(rule, ENVIRONMENT, _job(before), title, sort, _job(after))


VALUES = (
    _value("api-version", "apiVersion", "v1", "safe", "v1.2"),
    _value("api-version", "apiVersion", 1.2, "safe", "v1.2"),
    _value("api-version", "apiVersion", "v2", "unsafe", "v1.2"),
    _value("wrong-type", f"{JOB}.skipNodeExecution", False, "safe", "false", 'write "false" in quotes'),
    _value("wrong-type", f"{JOB}.ref", 7, "safe", "7"),
    _value("wrong-type", f"{RELEASE}.timeoutDuration", "900", "safe", 900),
    _value("wrong-type", f"{RELEASE}.timeoutDuration", "10m", "unsafe", 600),
    _value("wrong-type", "options.paused", "FALSE", "safe", False, "write false"),
    _value("wrong-type", "options.paused", "no", "unsafe", False, "write false"),
    _value("wrong-type", f"{TRIGGER}.branchRestrictions", "main", "safe", ["main"], 'write ["main"]'),
    _value("out-of-range", f"{RELEASE}.timeoutDuration", 900_000, "unsafe", 900),
    _value("unknown-value", "options.concurrencyPolicy", " Queue", "safe", "queue"),
    _value("unknown-value", "options.concurrencyPolicy", "quue", "unsafe", "queue"),
    _value("unknown-value", f"{JOB}.skipNodeExecution", "False", "safe", "false", 'write "false" in quotes'),
    _value("unknown-value", f"{JOB}.skipNodeExecution", "no", "unsafe", "false", 'write "false" in quotes'),
    _value("unknown-value", f"{JOB}.condition", "finished", "unsafe", "success"),
    _value("unknown-kind", f"{JOB}.kind", "job_run", "safe", "JobRun"),
    _value("unknown-kind", f"{JOB}.kind", "Job Run", "safe", "JobRun"),
    _value("unknown-kind", f"{JOB}.kind", "JobRunn", "unsafe", "JobRun"),
    _value("root-not-workflow", "spec.kind", "workflow", "safe", "Workflow"),
    _value("root-not-workflow", "spec.kind", "Worklow", "unsafe", "Workflow"),
    _value("malformed-value", f"{TRIGGER}.branchRestrictions", ["main "], "safe", ["main"], "write 'main'"),
)

_SHOP = "https://github.com/acme/shop"
_SCHEMA = "https://api.northflank.com/v1/schemas/release-flow"
_FILES = f"{BUILD}.spec.buildOverrides.docker"
URL = f"{TRIGGER}.repoUrl"

ADDRESSES = (
    _value("malformed-value", URL, "http://github.com/acme/shop", "safe", _SHOP, "write 'https'"),
    _value("malformed-value", URL, "git@github.com:acme/shop", "safe", _SHOP),
    _value("malformed-value", URL, "git@github.com:acme/shop.git", "safe", f"{_SHOP}.git"),
    _value("malformed-value", URL, "ssh://git@github.com/acme/shop/", "safe", _SHOP),
    _value("malformed-value", URL, "ssh://git@github.com:22/acme/shop", "unsafe", _SHOP),
    _value("malformed-value", URL, f"{_SHOP}//", "safe", _SHOP),
    _value("malformed-value", URL, "https://github.com:443/acme/shop", "unsafe", _SHOP, "remove the port"),
    _value("malformed-value", URL, "https://me@github.com/acme/shop", "unsafe", _SHOP, "remove the user name or token"),
    _value("web-page-as-repository", URL, f"{_SHOP}/tree/main", "safe", _SHOP),
    _value("mismatched-provider", f"{TRIGGER}.vcsService", "gitlab", "unsafe", "github"),
    _value("malformed-value", f"{_FILES}.dockerFilePath", "Dockerfile", "safe", "/Dockerfile"),
    _value("malformed-value", f"{_FILES}.dockerFilePath", ".\\ci\\Dockerfile", "safe", "/ci/Dockerfile"),
    _value("malformed-value", f"{_FILES}.dockerFilePath", "..\\Dockerfile", "unsafe", "/../Dockerfile"),
    _value("malformed-value", f"{_FILES}.dockerWorkDir", ".", "safe", "/"),
    _value(
        "malformed-value", f"{_FILES}.dockerFilePath", "/ci//Dockerfile", "safe", "/ci/Dockerfile", "remove one '/'"
    ),
    _value("foreign-schema", "$schema", f"[{_SCHEMA}]({_SCHEMA})", "safe", _SCHEMA),
    _value("foreign-schema", "$schema", "https://northflank.com/schema", "unsafe", _SCHEMA),
)


def _key(at: str, before: dict[str, Any], after: dict[str, Any], title: str) -> Row:
    return Row("unknown-key", at, before, title, "unsafe", after)


_TARGET = {"id": "api", "type": "service"}
_ORIGIN = {"id": "api", "branch": "${args.BRANCH}", "build": "${refs.build.id}"}
_SPEC = {"type": "build", "origin": _ORIGIN, "target": _TARGET}
_WATCHED = {"ref": "push", "vcsService": "github", "repoUrl": _SHOP}
_JOB = {"jobId": "seed", "runtimeEnvironment": {"TAG": "${args.TAG}"}}

KEYS = (
    _key(
        "options",
        {"concurency_policy": "queue"},
        {"concurrencyPolicy": "queue"},
        "rename the key to 'concurrencyPolicy'",
    ),
    # Of two slips of one key only one can be it.
    _key(
        "options",
        {"concurrencyPolicy ": "queue", "concurrency-policy": "latest"},
        {"concurrencyPolicy": "queue", "concurrency-policy": "latest"},
        "rename the key to 'concurrencyPolicy'",
    ),
    _key(
        RELEASE,
        {"kind": "Release", "spec": {**_SPEC, "condition": "running"}},
        {"kind": "Release", "spec": _SPEC, "condition": "running"},
        "move 'condition' to the node",
    ),
    _key(
        RELEASE,
        {"kind": "Release", "spec": {**_SPEC, "waitFor": "running"}},
        {"kind": "Release", "spec": _SPEC, "condition": "running"},
        "move 'waitFor' to the node as 'condition'",
    ),
    _key(
        JOB,
        {"kind": "JobRun", "jobId": "seed", "spec": {}},
        {"kind": "JobRun", "spec": {"jobId": "seed"}},
        "move 'jobId' to the 'spec' of the JobRun node",
    ),
    _key(
        TRIGGER,
        {**_WATCHED, "branches": ["main"]},
        {**_WATCHED, "branchRestrictions": ["main"]},
        "rename the key to 'branchRestrictions'",
    ),
    _key(
        JOB,
        {"kind": "JobRun", "dependsOn": "build", "spec": _JOB},
        {"kind": "JobRun", "spec": _JOB},
        "remove 'dependsOn'",
    ),
    _key(
        TRIGGER,
        {"ref": "push", "vcsService": "github", "url": _SHOP, "branchRestrictions": ["main"]},
        {"ref": "push", "vcsService": "github", "repoUrl": _SHOP, "branchRestrictions": ["main"]},
        "rename the key to 'repoUrl'",
    ),
    Row(
        "misplaced-key",
        JOB,
        {"kind": "JobRun", "response": {"id": "x"}, "spec": _JOB},
        "remove 'response'",
        "unsafe",
        {"kind": "JobRun", "spec": _JOB},
    ),
    Row(
        "conflicting-keys",
        JOB,
        {
            "kind": "Action",
            "spec": {
                "kind": "Service",
                "spec": {"type": "execute", "condition": "running", "data": {"serviceId": "api", "command": "ls"}},
            },
        },
        "remove 'condition'",
        "unsafe",
        {
            "kind": "Action",
            "spec": {"kind": "Service", "spec": {"type": "execute", "data": {"serviceId": "api", "command": "ls"}}},
        },
    ),
)

EXPRESSIONS = (
    _expression("missing-dollar", "v{{ args.TAG }}", "safe", "v${args.TAG}", "write '${args.TAG}'"),
    _expression("missing-dollar", "v{args.TAG}", "safe", "v${args.TAG}", "write '${args.TAG}'"),
    _expression("missing-dollar", "v$(args.TAG)", "safe", "v${args.TAG}", "write '${args.TAG}'"),
    _expression("missing-dollar", "v$args.TAG", "safe", "v${args.TAG}", "write '${args.TAG}'"),
    # One brace is missing, and where is a guess.
    _expression("missing-dollar", "v{{args.TAG}", "unsafe", "v${args.TAG}", "write '${args.TAG}'"),
    _expression("missing-function-prefix", "${slug(args.TAG)}", "safe", "${fn.slug(args.TAG)}", "write 'fn.slug'"),
    _expression("missing-function-prefix", "${Fn.slug(args.TAG)}", "safe", "${fn.slug(args.TAG)}", "write 'fn.slug'"),
    _branch("missing-function-prefix", "${upper(args.TAG)}", "unsafe", "${fn.toUpper(args.TAG)}", "write 'fn.toUpper'"),
    _expression("unknown-function", "${fn.toupper(args.TAG)}", "safe", "${fn.toUpper(args.TAG)}", "write 'toUpper'"),
    _expression("unknown-function", "${fn.slugg(args.TAG)}", "unsafe", "${fn.slug(args.TAG)}", "write 'slug'"),
    _expression(
        "bare-word", "${fn.eq(args.TAG, next)}", "unsafe", "${fn.eq(args.TAG, 'next')}", "put quotes around 'next'"
    ),
    _expression("unclosed-expression", "${args.TAG", "unsafe", "${args.TAG}", "write '${args.TAG}'"),
    _expression("unknown-root", "${arg.TAG}", "unsafe", "${args.TAG}", "write 'args.TAG'"),
    _branch("unknown-variable", "${TAG}", "unsafe", "${args.TAG}", "write '${args.TAG}'"),
    _expression("unknown-part", "${args.TAG.value}", "unsafe", "${args.TAG}", "write 'args.TAG'"),
    _expression("misplaced-root", "${template.args.TAG}", "unsafe", "${args.TAG}", "remove 'template.'"),
    _expression("misplaced-root", "${triggers.push.sha}", "unsafe", "${refs.push.sha}", "write 'refs.push.sha'"),
    _expression("undefined-ref", "${refs.biuld.id}", "unsafe", "${refs.build.id}", "write 'build'"),
    _expression("unknown-output", "${refs.push.brnch}", "unsafe", "${refs.push.branch}", "write 'branch'"),
    _expression("unknown-output", "${refs.build.data.id}", "unsafe", "${refs.build.id}", "write 'refs.build.id'"),
    _expression(
        "incomplete-path", "${secrets.a.value.B}", "unsafe", "${secrets.a.values.B}", "write 'secrets.a.values.B'"
    ),
    _expression(
        "static-fetch-secret",
        "${fn.get(fn.fetchSecret('a'), 'values.B')}",
        "unsafe",
        "${secrets.a.values.B}",
        "write 'secrets.a.values.B'",
    ),
    _expression("wrong-argument-type", "${fn.slug(5)}", "unsafe", "${fn.slug('5')}", "write it in quotes: '5'"),
    _expression("wrong-argument-type", "${fn.floor('5')}", "unsafe", "${fn.floor(5)}", "write 5 without quotes"),
    Row(
        "undeclared-argument",
        f"{JOB}.spec.runtimeEnvironment",
        {"TAG": "${args.TGA}", "MORE": "${args.TGA}-${args.TAG}"},
        "write 'TAG'",
        "unsafe",
        {"TAG": "${args.TAG}", "MORE": "${args.TAG}-${args.TAG}"},
    ),
    _value(
        "swapped-output",
        f"{BUILD}.spec.branch",
        "${refs.push.sha}",
        "unsafe",
        "${refs.push.branch}",
        "write 'refs.push.branch'",
    ),
    _value("misplaced-runtime-expression", f"{BUILD}.spec.sha", "${{args.TAG}}", "unsafe", "${args.TAG}"),
    _value(
        "non-boolean-skip",
        f"{JOB}.skipNodeExecution",
        " ${fn.not(args.TAG)} ",
        "safe",
        "${fn.not(args.TAG)}",
        "remove the blank",
    ),
)


def _malformed(before: str, after: str, title: str) -> Row:
    return _branch("malformed-expression", before, "unsafe", after, title)


MISTAKES = (
    _malformed("${args.TAG == 'a'}", "${fn.eq(args.TAG, 'a')}", "use fn.eq(args.TAG, 'a')"),
    _malformed("${args.TAG == latest}", "${fn.eq(args.TAG, 'latest')}", "use fn.eq(args.TAG, 'latest')"),
    _malformed("${fn.if(args.TAG > 2, 'a', 'b')}", "${fn.if(fn.gt(args.TAG, 2), 'a', 'b')}", "use fn.gt(args.TAG, 2)"),
    _malformed(
        "${args.TAG ?? 'a'}", "${fn.if(args.TAG, args.TAG, 'a')}", "use fn.if(args.TAG, args.TAG, 'a') for a default"
    ),
    _malformed("${!args.TAG}", "${fn.not(args.TAG)}", "use fn.not(args.TAG)"),
    _malformed("${not args.TAG}", "${fn.not(args.TAG)}", "use fn.not(args.TAG)"),
    _malformed("${refs->push->sha}", "${refs.push.sha}", "write 'refs.push.sha'"),
    _malformed("${args TAG}", "${args.TAG}", "write 'args.TAG'"),
    _malformed("${args..TAG}", "${args.TAG}", "write one dot"),
    _malformed("${args. TAG}", "${args.TAG}", "remove the blank after the dot"),
    _malformed("${fn.slug(args.TAG))}", "${fn.slug(args.TAG)}", "remove ')'"),
    _malformed("${fn.eq(args.TAG 'a')}", "${fn.eq(args.TAG, 'a')}", "write ',' after 'args.TAG'"),
    _malformed("${fn.eq(args.TAG; 'a')}", "${fn.eq(args.TAG, 'a')}", "write ',' in its place"),
    _malformed("${fn.eq(args.TAG, a/b)}", "${fn.eq(args.TAG, 'a/b')}", "write 'a/b', with the quotes"),
    _malformed("${fn.eq(args.TAG, 1.2.3)}", "${fn.eq(args.TAG, '1.2.3')}", "put quotes around text: '1.2.3'"),
    _malformed("${fn.slug(${args.TAG})}", "${fn.slug(args.TAG)}", "write what stands in it without '${' and '}'"),
    _malformed(
        "${fn.split(args.TAG, ',').0}",
        "${fn.get(fn.split(args.TAG, ','), '0')}",
        "write fn.get(fn.split(args.TAG, ','), '0')",
    ),
    _malformed("${fn.slug('args.TAG')}", "${fn.slug(args.TAG)}", "write 'args.TAG'"),
    _value(
        "malformed-expression",
        f"{JOB}.spec.jobId",
        "{${args.BRANCH}}",
        "unsafe",
        "${args.BRANCH}",
        "remove the outer braces",
    ),
    _value(
        "malformed-expression", f"{JOB}.spec.jobId", "$${args.BRANCH}", "unsafe", "${args.BRANCH}", "remove the '$'"
    ),
)


def _rules(rule: str, before: list[str], sort: Sort, after: list[str], title: str) -> Row:
    key = "branchRestrictions" if "branch" in rule else "pathIgnoreRules"
    return Row(rule, f"{TRIGGER}.{key}", before, title, sort, after)


TRIGGERS = (
    _rules("redundant-branch-rule", ["main", "next", "main"], "safe", ["main", "next"], "remove the rule 'main'"),
    _rules("redundant-branch-rule", ["main", "*"], "unsafe", ["*"], "remove the rule 'main'"),
    _rules("impossible-branch-rule", ["refs/heads/main"], "safe", ["main"], "write 'main'"),
    _rules("impossible-branch-rule", ["origin/main"], "unsafe", ["main"], "write 'main'"),
    _rules("regex-branch-rule", ["release/.*"], "unsafe", ["release/*"], "write 'release/*'"),
    _rules("dead-path-rule", ["./docs/"], "safe", ["docs/"], "write 'docs/'"),
    _rules("dead-path-rule", [" docs/"], "safe", ["docs/"], "write 'docs/'"),
    _rules("dead-path-rule", ["docs/", ""], "safe", ["docs/"], "remove the rule"),
    _rules("dead-path-rule", ["docs/ # all of it"], "unsafe", ["docs/"], "write 'docs/'"),
    _rules("dead-path-rule", ["a\\b"], "unsafe", ["a/b"], "write 'a/b'"),
    _rules("dead-path-rule", ["# docs", "docs/"], "unsafe", ["docs/"], "remove the rule"),
    Row(
        "duplicate-trigger",
        "triggers",
        [{**_WATCHED, "branchRestrictions": ["main"]}, {**_WATCHED, "branchRestrictions": ["main"]}],
        "remove this trigger",
        "safe",
        [{**_WATCHED, "branchRestrictions": ["main"]}],
    ),
    Row(
        "two-vcs-accounts",
        TRIGGER,
        {**_WATCHED, "branchRestrictions": ["main"], "accountLogin": "acme", "vcsLinkId": "acme"},
        "remove 'vcsLinkId'",
        "unsafe",
        {**_WATCHED, "branchRestrictions": ["main"], "accountLogin": "acme"},
    ),
    Row(
        "needless-ignore-drafts",
        TRIGGER,
        {**_WATCHED, "branchRestrictions": ["main"], "ignoreDrafts": True},
        "remove 'ignoreDrafts'",
        "unsafe",
        {**_WATCHED, "branchRestrictions": ["main"]},
    ),
    Row(
        "empty-ignore-flags",
        TRIGGER,
        {**_WATCHED, "branchRestrictions": ["main"], "ciIgnoreFlags": ["[skip ci]", ""]},
        "remove the empty flag",
        "unsafe",
        {**_WATCHED, "branchRestrictions": ["main"], "ciIgnoreFlags": ["[skip ci]"]},
    ),
)


def _gitops(branch: str, path: str) -> dict[str, str]:
    return {"vcsService": "github", "repoUrl": _SHOP, "branch": branch, "filePath": path}


GITOPS = (
    Row(
        "impossible-gitops-branch",
        "gitops",
        _gitops("refs/heads/main", "/flow.json"),
        "write 'main'",
        "safe",
        _gitops("main", "/flow.json"),
    ),
    Row(
        "dotted-gitops-path",
        "gitops",
        _gitops("main", "/./flow.json"),
        "write '/flow.json'",
        "safe",
        _gitops("main", "/flow.json"),
    ),
    Row(
        "dotted-gitops-path",
        "gitops",
        _gitops("main", "/a/../flow.json"),
        "write '/flow.json'",
        "unsafe",
        _gitops("main", "/flow.json"),
    ),
)


def _node(rule: str, kind: str, before: dict[str, Any], sort: Sort, after: dict[str, Any], title: str) -> Row:
    around = {"kind": kind, "condition": "success"} if kind == "JobRun" else {"kind": kind}
    return Row(rule, JOB, {**around, "spec": before}, title, sort, {**around, "spec": after})


def _buildpack(**fields: Any) -> dict[str, Any]:
    return {"jobId": "seed", "deployment": {"buildpack": fields}}


def _slack(url: str) -> dict[str, Any]:
    return {"kind": "SLACK", "spec": {"webhookUrl": url, "message": "done"}}


def _canary(share: int) -> dict[str, Any]:
    return {
        "target": _TARGET,
        "details": {"canaryStrategy": "percentage", "config": {"canaryPercentage": share, "stablePercentage": 80}},
    }


_FILE = {"data": "${fn.toBase64(args.TAG)}", "encoding": "utf-8"}

NODES = (
    _node(
        "repeated-secret",
        "SecretInheritance",
        {"secrets": ["a", "b", "a"]},
        "safe",
        {"secrets": ["b", "a"]},
        "remove the first 'a'",
    ),
    _node(
        "repeated-variable",
        "RunTemplate",
        {
            "templateId": "t",
            "templateType": "template",
            "arguments": {"variables": [{"key": "A", "value": "1"}, {"key": "A", "value": "1"}]},
        },
        "safe",
        {"templateId": "t", "templateType": "template", "arguments": {"variables": [{"key": "A", "value": "1"}]}},
        "remove the second 'A'",
    ),
    _node(
        "relative-file-path",
        "JobRun",
        {"jobId": "seed", "runtimeFiles": {"./a.json": _FILE}},
        "unsafe",
        {"jobId": "seed", "runtimeFiles": {"/a.json": _FILE}},
        "write '/a.json'",
    ),
    _node(
        "ignored-command",
        "JobRun",
        _buildpack(configType="customProcess", customProcess="a", customCommand="b"),
        "unsafe",
        _buildpack(configType="customProcess", customProcess="a"),
        "remove 'customCommand'",
    ),
    _node(
        "unencrypted-webhook",
        "Message",
        _slack("http://chat.acme.dev/x"),
        "unsafe",
        _slack("https://chat.acme.dev/x"),
        "write 'https'",
    ),
    _node("wrong-percentages", "RolloutStrategy", _canary(120), "unsafe", _canary(20), "write 20"),
    _node(
        "literal-condition-id",
        "Condition",
        {"kind": "Build", "spec": {"type": "success", "data": {"buildId": "old-one-1234"}}},
        "unsafe",
        {"kind": "Build", "spec": {"type": "success", "data": {"buildId": "${refs.build.id}"}}},
        "write '${refs.build.id}'",
    ),
    _value("unpinned-version", f"{RELEASE}.spec.origin.build", "latest", "unsafe", "${refs.build.id}"),
    _node(
        "uneven-iterations",
        "LoopWorkflow",
        {"iterations": [{"name": "a"}, {"nmae": "b"}], "steps": [{"kind": "JobRun", "spec": {"jobId": "seed"}}]},
        "unsafe",
        {"iterations": [{"name": "a"}, {"name": "b"}], "steps": [{"kind": "JobRun", "spec": {"jobId": "seed"}}]},
        "rename the key to 'name'",
    ),
    Row(
        "explicit-project",
        JOB,
        {"kind": "JobRun", "condition": "success", "spec": {"projectId": "shop", "jobId": "seed"}},
        "remove 'projectId'",
        "unsafe",
        {"kind": "JobRun", "condition": "success", "spec": {"jobId": "seed"}},
    ),
)

ROWS = (*VALUES, *ADDRESSES, *KEYS, *EXPRESSIONS, *MISTAKES, *TRIGGERS, *GITOPS, *NODES)
