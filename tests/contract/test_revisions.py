"""Holds the two revisions of the contract against each other: what only one of them knows, and what neither minds.

The places are the documents' own; that every narrowing and every tolerance of `schemas/revisions` has some is tested.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from constraint_rows import AVAILABLE, BODIES, bodies
from contract_verdicts import Told, of_contract
from row_cases import cases

from nflint import lint_value
from nflint.contract import catalogue
from nflint.contract.detect import Kind
from nflint.diagnostic import Severity
from nflint.source.pointer import to_string

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
BOTH: tuple[catalogue.Revision, ...] = catalogue.REVISIONS
TIME = "2021-01-01T12:00:00.000Z"
TIMES = {"createdAt": TIME, "updatedAt": TIME}
RECORD = {"id": "110ddb52-bdcd-482d-8ac2-05ba580afe2f", "status": "running", "concluded": False, **TIMES}
ACCESS = {"vcsService": "github", "repoUrl": "https://github.com/acme/shop"}
TRIGGER = {**ACCESS, "branchRestrictions": ["main"]}
GITOPS = {**ACCESS, "branch": "main", "filePath": "/release-flow.json"}
JOB = {"kind": "Job", "spec": {"type": "execute", "data": {"jobId": "migrate", "command": "run"}}}
SLACK = {"kind": "SLACK", "spec": {"webhookUrl": "https://example.com", "message": "released"}}
ROLLOUT = {"type": "canary", "details": {"canaryStrategy": "percentage", "config": {"canaryPercentage": 10}}}
NODES: dict[str, dict[str, Any]] = {
    "AddonBackup": {"addonId": "db", "backupType": "dump"},
    "AddonImport": {"addonId": "db", "importUrl": "https://example.com/dump.gz"},
    "JobRun": {"jobId": "migrate"},
    "Action": JOB,
    "Message": SLACK,
    "RolloutStrategy": ROLLOUT,
}

Place = tuple[Kind, Any, str]
"""A kind of document, a document and the pointer of what it is about."""


def told(kind: Kind, document: object, contract: catalogue.Revision) -> list[Told]:
    """The severity, check and pointer of everything the contract says of `document`."""
    return of_contract(lint_value(document, kind=kind, contract=contract))


def flow(*steps: object, **more: object) -> dict[str, Any]:
    root = {"kind": "Workflow", "spec": {"type": "sequential", "steps": list(steps)}}
    return {"apiVersion": "v1.2", "spec": root, **more}


def answer(*steps: object, **more: object) -> dict[str, Any]:
    return {"data": {**flow(*steps), "status": "running", "paused": False, **TIMES, **more}}


def run(*steps: object, **more: object) -> dict[str, Any]:
    return {**flow(*steps), **RECORD, **more}


def release(kind: str, origin: object) -> dict[str, Any]:
    target = {"id": "api", "type": "service"}
    return {"kind": "Release", "spec": {"type": kind, "origin": origin, "target": target}}


def policies(value: object) -> list[Place]:
    options = {"concurrencyPolicy": value}
    return [
        ("release-flow", flow(options=options), "/options/concurrencyPolicy"),
        ("release-flow-response", answer(options=options), "/data/options/concurrencyPolicy"),
        ("release-flow-response", answer(**options), "/data/concurrencyPolicy"),
        ("run", run(options=options), "/options/concurrencyPolicy"),
        ("run", {"data": run(options=options)}, "/data/options/concurrencyPolicy"),
    ]


def statuses(value: object) -> list[Place]:
    over = {"concluded": True, "concludedAt": TIME} if value in ("success", "failure", "aborted") else {}
    return [
        ("release-flow-response", answer(status=value), "/data/status"),
        ("run", run(status=value, **over), "/status"),
        ("run", {"data": run(status=value, **over)}, "/data/status"),
        ("run-list", {"runs": [{**RECORD, "status": value, **over}]}, "/runs/0/status"),
    ]


def providers(value: object) -> list[Place]:
    by_id = {"vcsService": "self-hosted", "selfHostedVcsId": value}
    spec = {**by_id, "repoUrl": "https://git.acme.dev/acme/shop", "pullRequestId": "1", "message": "released"}
    message = {"kind": "Message", "spec": {"kind": "VCS", "spec": spec}}
    teardown = {"spec": flow(message)["spec"]}
    return [
        ("release-flow", flow(triggers=[{**TRIGGER, **by_id}]), "/triggers/0/selfHostedVcsId"),
        ("release-flow", flow(gitops={**GITOPS, **by_id}), "/gitops/selfHostedVcsId"),
        ("release-flow", flow(message), "/spec/spec/steps/0/spec/spec/selfHostedVcsId"),
        (
            "release-flow",
            flow(teardownSpec=teardown),
            "/teardownSpec/spec/spec/steps/0/spec/spec/selfHostedVcsId",
        ),
        ("run", run(message), "/spec/spec/steps/0/spec/spec/selfHostedVcsId"),
    ]


Making = Callable[[object], list[Place]]
# Per narrowing of the founding page: where its values stand, those only today's pages know, those both know, and
# some that neither does; then the check that refuses them.
NARROWINGS: dict[tuple[str, str], tuple[Making, list[str], list[str], list[str], str]] = {
    ("common/options.schema.json", "/$defs/concurrencyPolicy/enum"): (
        policies,
        ["latest", "replace"],
        ["allow", "queue", "forbid"],
        ["Forbid", "cancel"],
        "unknown-value",
    ),
    ("common/run-status.schema.json", "/enum"): (
        statuses,
        ["waiting", "retrying", "async_wait", "approval_wait"],
        ["pending", "running", "success", "failure", "aborted", "aborting", "queued", "unknown", "skipped"],
        ["Running", "done"],
        "unknown-value",
    ),
    ("common/vcs.schema.json", "/$defs/selfHostedVcsId/pattern"): (
        providers,
        ["my-vcs", "my vcs!!"],
        ["acme/vcs", "507f1f77bcf86cd799439011", "acme/x junk"],
        ["/vcs", "!vcs"],
        "malformed-value",
    ),
}


def spread(select: Callable[[tuple[Making, list[str], list[str], list[str], str]], list[str]]) -> list[Any]:
    """A parameter for every narrowing, value and place: the place and the check."""
    return [
        pytest.param(place, row[4], id=f"{to_string(key)}={value}-{place[0]}{place[2]}".replace("~1", "."))
        for key, row in NARROWINGS.items()
        for value in select(row)
        for place in row[0](value)
    ]


@pytest.mark.parametrize(("place", "check"), spread(lambda row: row[1]))
def test_what_only_today_knows_is_an_info_today_and_an_error_then(place: Place, check: str) -> None:
    kind, document, pointer = place
    assert told(kind, document, "current") == [(INFO, "newer-value", pointer)]
    assert told(kind, document, "founding") == [(ERROR, check, pointer)]


@pytest.mark.parametrize(("place", "check"), spread(lambda row: row[2]))
def test_what_both_know_is_clean_in_both(place: Place, check: str) -> None:
    kind, document, _ = place
    assert [told(kind, document, contract) for contract in BOTH] == [[], []]


@pytest.mark.parametrize(("place", "check"), spread(lambda row: row[3]))
def test_what_neither_knows_is_an_error_in_both(place: Place, check: str) -> None:
    kind, document, pointer = place
    assert [told(kind, document, contract) for contract in BOTH] == [[(ERROR, check, pointer)]] * 2


def test_every_narrowing_of_the_founding_page_has_its_places() -> None:
    narrowings = {(entry["schema"], entry["pointer"]): entry for entry in catalogue.revision("founding")["narrow"]}
    assert set(narrowings) == set(NARROWINGS)
    for (schema, pointer), (_, newer, older, _, check) in NARROWINGS.items():
        if check == "unknown-value":
            base = catalogue.standard(schema)
            for part in pointer.split("/")[1:]:
                base = base[part]
            assert narrowings[schema, pointer]["value"] == older
            assert set(base) == {*older, *newer}


@pytest.mark.parametrize("contract", BOTH)
@pytest.mark.parametrize(
    ("kind", "document", "pointer"),
    [
        ("release-flow", flow(), "/apiVersion"),
        ("release-flow-response", answer(), "/data/apiVersion"),
        ("run", run(), "/apiVersion"),
        ("run", {"data": run()}, "/data/apiVersion"),
    ],
)
def test_the_old_api_version_is_a_warning_today_and_an_error_then(
    kind: Kind, document: dict[str, Any], pointer: str, contract: catalogue.Revision
) -> None:
    def versioned(version: object) -> list[Told]:
        body = document.get("data", document)
        changed = {**body, "apiVersion": version}
        return told(kind, {"data": changed} if "data" in document else changed, contract)

    assert versioned("v1.2") == []
    assert versioned("v1") == [(WARNING if contract == "current" else ERROR, "api-version", pointer)]
    for other in ("v2", "V1.2", "v1.2.0", 1.2, None):
        assert versioned(other) == [(ERROR, "api-version", pointer)]


def undocumented() -> list[Place]:
    """A document for every key that is known from the field and on no page: in a template, and nodes in a run too."""
    places: list[Place] = []
    for entry in catalogue.revision("current")["narrow"]:
        *_, key = entry["pointer"].split("/")
        value = {"runNodeOnce": "true", "updateMode": "patch", "manualOnly": True, "id": "t1"}[key]
        kind = Path(entry["schema"]).name.partition(".")[0]
        if kind == "trigger":
            places.append(("release-flow", flow(triggers=[{**TRIGGER, key: value}]), f"/triggers/0/{key}"))
            places.append(("run", run(triggers=[{**TRIGGER, key: value}]), f"/triggers/0/{key}"))
            continue
        node: dict[str, Any] = {"kind": kind, "spec": dict(NODES[kind])}
        inside = "/spec/" in entry["pointer"]
        (node["spec"] if inside else node)[key] = value
        pointer = f"/spec/spec/steps/0/{'spec/' if inside else ''}{key}"
        places += [("release-flow", flow(node), pointer), ("run", run(node), pointer)]
    return places


@pytest.mark.parametrize("contract", BOTH)
@pytest.mark.parametrize("place", undocumented(), ids=lambda place: f"{place[0]}{place[2]}")
def test_a_key_that_is_known_from_the_field_is_an_info_in_both(place: Place, contract: catalogue.Revision) -> None:
    kind, document, pointer = place
    assert told(kind, document, contract) == [(INFO, "undocumented-key", pointer)]


def test_the_keys_known_from_the_field_are_these() -> None:
    narrowed = [(entry["schema"], entry["pointer"]) for entry in catalogue.revision("current")["narrow"]]
    once = [(schema, key) for schema, pointer in narrowed if (key := pointer.rpartition("/")[2]) == "runNodeOnce"]
    assert {Path(schema).name.partition(".")[0] for schema, _ in once} == set(NODES) - {"RolloutStrategy"}
    assert {pointer.rpartition("/")[2] for _, pointer in narrowed} == {"runNodeOnce", "updateMode", "manualOnly", "id"}


STEP = "/spec/spec/steps/0"
LACKING_SPEC = {"kind": "Workflow"}


@pytest.mark.parametrize("contract", BOTH)
@pytest.mark.parametrize(
    ("kind", "document", "severity", "pointer"),
    [
        ("release-flow", flow(release("deployment", {"id": "api"})), WARNING, f"{STEP}/spec/origin"),
        ("run", run(release("deployment", {"id": "api"})), WARNING, f"{STEP}/spec/origin"),
        ("run", {**run(), "spec": LACKING_SPEC}, WARNING, "/spec"),
        ("run", {"data": {**run(), "spec": LACKING_SPEC}}, WARNING, "/data/spec"),
        ("run", run(LACKING_SPEC), WARNING, STEP),
        # The same keys where nobody has seen them missing, and their neighbours.
        ("release-flow", flow(release("deployment", {"type": "service"})), ERROR, f"{STEP}/spec/origin"),
        ("release-flow", flow(release("registry", {})), ERROR, f"{STEP}/spec/origin"),
        ("release-flow", {**flow(), "spec": LACKING_SPEC}, ERROR, "/spec"),
        ("release-flow", flow(LACKING_SPEC), ERROR, STEP),
        ("release-flow", flow(teardownSpec={"spec": LACKING_SPEC}), ERROR, "/teardownSpec/spec"),
        ("release-flow-response", answer(LACKING_SPEC), ERROR, f"/data{STEP}"),
        ("run", run({"kind": "JobRun"}), ERROR, STEP),
        ("run", {**run(), "spec": {"kind": "Workflow", "spec": {}}}, ERROR, "/spec/spec"),
    ],
)
def test_what_northflank_wrote_itself_is_a_warning_in_both(
    kind: Kind, document: object, severity: Severity, pointer: str, contract: catalogue.Revision
) -> None:
    assert told(kind, document, contract) == [(severity, "missing-key", pointer)]


def test_nothing_else_is_tolerated() -> None:
    tolerated = {
        which: {
            (entry["schema"], entry.get("key", entry.get("value"))) for entry in catalogue.revision(which)["tolerate"]
        }
        for which in BOTH
    }
    missing = {("nodes/Release.schema.json", "type"), ("common/run-step.schema.json", "spec")}
    assert tolerated == {"current": missing | {("common/envelope.schema.json", "v1")}, "founding": missing}


@pytest.mark.parametrize("contract", BOTH)
def test_only_the_founding_contract_fails_a_newer_value(contract: catalogue.Revision) -> None:
    report = lint_value(flow(options={"concurrencyPolicy": "latest"}), contract=contract)
    assert report.exit_code() == (0 if contract == "current" else 1)


@pytest.mark.skipif(not AVAILABLE, reason="the reference is not beside this checkout")
@pytest.mark.parametrize("name", list(BODIES))
def test_the_rows_are_the_same_in_both_but_for_newer_values(name: str) -> None:
    body = bodies()[name]
    newer = 0
    for field in body.fields:
        for case in cases(body, field):
            if not case.breaks:
                found = told(body.kind, case.document, "founding")
                newer += case.newer is not None
                places = [] if case.newer is None else [(ERROR, to_string(case.newer))]
                assert [(severity, pointer) for severity, _, pointer in found] == places, (field.title, case.document)
    assert (newer > 0) == (body.kind != "run-request")
