"""The checks that hold a document against the contract: their codes, names, severities and documentation.

What the contract says is in `schemas/`; how a violation is put into words, in `nflint.contract`.
"""

from __future__ import annotations

from nflint.diagnostic import Severity
from nflint.rule import Rule, dedent
from nflint.rules.mended_checks import MENDED

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def _check(code: str, name: str, severity: Severity, documentation: str) -> Rule:
    return Rule(code, name, "contract", severity, dedent(documentation), "0.1.0", fix=MENDED.get(name))


CONTRACT_CHECKS = (
    _check(
        "NF101",
        "missing-key",
        _ERROR,
        """A required key is missing.

        Shown at the key of the object that lacks it. A warning where Northflank itself has written such objects:
        the `type` of a promoted deployment, the `spec` of a Workflow in the answer about a run.

        Bad:

            gitops: {vcsService: github, repoUrl: "https://github.com/acme/shop", branch: main}

        Good:

            gitops:
              vcsService: github
              repoUrl: https://github.com/acme/shop
              branch: main
              filePath: /release-flow.json
        """,
    ),
    _check(
        "NF102",
        "unknown-key",
        _WARNING,
        """A key is on no page of the reference.

        Northflank drops keys it does not know without a word, so a misspelt key leaves its default in force. An
        error when the key is a slip for a required one, which is then missing, or when a required key stands one
        level too high or too low.

        Bad:

            options: {concurencyPolicy: queue}

        Good:

            options: {concurrencyPolicy: queue}
        """,
    ),
    _check(
        "NF103",
        "wrong-type",
        _ERROR,
        """A value has the wrong type: a number in quotes, a boolean where a string is wanted, a string for a list.

        `skipNodeExecution` in particular takes the strings "true" and "false", not booleans.

        Bad:

            options: {paused: "true"}

        Good:

            options: {paused: true}
        """,
    ),
    _check(
        "NF104",
        "unknown-value",
        _ERROR,
        """A value is not one of those that the field takes.

        Values are compared letter by letter: `Forbid` is not `forbid`.

        Bad:

            options: {concurrencyPolicy: Forbid}

        Good:

            options: {concurrencyPolicy: forbid}
        """,
    ),
    _check(
        "NF105",
        "malformed-value",
        _ERROR,
        """A string does not have the form that its field asks for.

        The message names the character or the part that is wrong: an SSH address for a URL, a glob in a branch
        rule, a path without its leading slash, an image without a tag.

        Bad:

            gitops:
              vcsService: github
              repoUrl: git@github.com:acme/shop.git
              branch: main
              filePath: /release-flow.json

        Good:

            gitops:
              vcsService: github
              repoUrl: https://github.com/acme/shop
              branch: main
              filePath: /release-flow.json
        """,
    ),
    _check(
        "NF106",
        "wrong-length",
        _ERROR,
        """A string is shorter or longer than its field allows.

        Bad:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - {kind: Build, spec: {id: api, type: service, branch: main, sha: 1a2b3c4}}

        Good:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: Build
                    spec: {id: api, type: service, branch: main, sha: 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d}
        """,
    ),
    _check(
        "NF107",
        "out-of-range",
        _ERROR,
        """A number is outside the range of its field.

        Bad:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: Release
                    condition: running
                    timeoutDuration: 5
                    spec: {type: registry, origin: {imagePath: "nginx:1.27"}, target: {id: web, type: service}}

        Good:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: Release
                    condition: running
                    timeoutDuration: 300
                    spec: {type: registry, origin: {imagePath: "nginx:1.27"}, target: {id: web, type: service}}
        """,
    ),
    _check(
        "NF108",
        "malformed-timestamp",
        _ERROR,
        """A timestamp is not a date and time.

        The reference asks for RFC 3339 (`2021-01-01T12:00:00.000Z`). Its own examples have a space for the `T`:
        that, and a missing time zone, is an info.

        Bad:

            createdAt: yesterday at noon

        Good:

            createdAt: "2021-01-01T12:00:00.000Z"
        """,
    ),
    _check(
        "NF109",
        "unknown-kind",
        _ERROR,
        """A node has a kind that release flows do not have.

        Kinds are compared letter by letter. The message says when the kind belongs to another document, such as
        `DeploymentService` to team templates, and when it cannot stand in a teardown.

        Bad:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - {kind: RunJob, spec: {jobId: migrate}}

        Good:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - {kind: JobRun, spec: {jobId: migrate}}
        """,
    ),
    _check(
        "NF110",
        "api-version",
        _ERROR,
        """`apiVersion` is not `v1.2`.

        `v1` is the old value: Northflank has written it itself, so it is a warning (an error under the founding
        contract).

        Bad:

            apiVersion: v2

        Good:

            apiVersion: v1.2
        """,
    ),
    _check(
        "NF111",
        "misplaced-key",
        _WARNING,
        """A node of a template has `settings` or `response`, which only the nodes of a run have.

        They come from the API's answer about a run; in a template Northflank drops them without a word.

        Bad:

            spec:
              kind: Workflow
              settings: {maxAttempts: 3}
              spec: {type: sequential, steps: [{kind: JobRun, spec: {jobId: seed}}]}

        Good:

            spec:
              kind: Workflow
              spec: {type: sequential, steps: [{kind: JobRun, spec: {jobId: seed}}]}
        """,
    ),
    _check(
        "NF112",
        "conflicting-keys",
        _ERROR,
        """Two keys exclude each other.

        The image of a job run comes from a build on Northflank (`internal`) or from a registry (`external`); the
        `origin` of a release has the keys of its `type`, the `config` of a rollout those of its strategy.

        Bad:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: JobRun
                    spec:
                      jobId: migrate
                      deployment: {internal: {buildId: latest}, external: {imagePath: "acme/migrate:1"}}

        Good:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: JobRun
                    spec:
                      jobId: migrate
                      deployment: {external: {imagePath: "acme/migrate:1"}}
        """,
    ),
    _check(
        "NF113",
        "undocumented-key",
        _INFO,
        """A key is known from practice, but on no page of the reference for release flows.

        `runNodeOnce`, `updateMode` and, on triggers, `manualOnly` and `id` are seen in files and guides of
        Northflank's own. What they do here is not documented.

        Bad:

            triggers:
              - id: t1
                ref: app
                vcsService: github
                repoUrl: https://github.com/acme/shop
                branchRestrictions: [main]

        Good:

            triggers:
              - ref: app
                vcsService: github
                repoUrl: https://github.com/acme/shop
                branchRestrictions: [main]
        """,
    ),
    _check(
        "NF114",
        "newer-value",
        _INFO,
        """A value is allowed today that the founding page of the reference does not know.

        Nothing has to be done. Under `--contract founding` it is an error.

        Bad:

            options: {concurrencyPolicy: replace}

        Good:

            options: {concurrencyPolicy: queue}
        """,
    ),
    _check(
        "NF117",
        "unfit-value",
        _ERROR,
        """The value of an argument does not fit a field that it is used for.

        A field that is exactly `${args.NAME}` takes any argument, and the run then fails on its value. The declared
        value is held against the field, and so is what a dry run puts in place. Empty values are passed over: they
        are there to be given at the run.

        Bad:

            arguments: {IMAGE: acme/shop}
            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: Release
                    spec: {type: registry, origin: {imagePath: "${args.IMAGE}"}, target: {id: web, type: service}}

        Good:

            arguments: {IMAGE: "acme/shop:1.2"}
            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - kind: Release
                    spec: {type: registry, origin: {imagePath: "${args.IMAGE}"}, target: {id: web, type: service}}
        """,
    ),
    _check(
        "NF116",
        "root-not-workflow",
        _ERROR,
        """The root node of a flow or of its teardown is not a Workflow.

        Source: the guide "Infrastructure as code": "the entire template specification must be contained in a
        parent workflow".

        Bad:

            spec: {kind: JobRun, spec: {jobId: migrate}}

        Good:

            spec:
              kind: Workflow
              spec:
                type: sequential
                steps:
                  - {kind: JobRun, spec: {jobId: migrate}}
        """,
    ),
)
