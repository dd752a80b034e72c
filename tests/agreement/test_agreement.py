"""ajv and the JSON service of VS Code, over the schemas that `nflint schema` prints, agree with nflint.

They refuse a document if and only if nflint has a diagnostic of the contract (NF1) of at least a warning. Needs Node
and `npm ci` in this folder; without them there is nothing to compare with.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from nflint import lint
from nflint.contract.bundle import render_bundle
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS
from nflint.contract.timestamps import is_date_time
from nflint.diagnostic import Report, Severity

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent
FOLDERS = (TESTS.parent / "examples", TESTS / "rules", TESTS / "mistakes", TESTS / "nodes")

sys.path.append(str(TESTS / "properties"))

from schema_documents import document, mutated  # noqa: E402 - the path comes first

pytestmark = pytest.mark.skipif(
    not (HERE / "node_modules").is_dir() or shutil.which("node") is None,
    reason="needs Node and `npm ci` in tests/agreement",
)

TIME = re.compile(r'"(\d{4}-\d{2}-\d{2}([Tt ])\d{2}:\d{2}:\d{2}(?:\.\d+)?([Zz]|[+-]\d{2}:\d{2})?)"')


def fixtures() -> dict[str, tuple[str, str]]:
    """Every fixture that is JSON in the eyes of all, by its name: the schema for it and its text."""
    found = {}
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*.json")):
            content = path.read_bytes()
            kind = fitting(lint(content, name=path.name))
            if kind is not None:
                found[path.relative_to(TESTS.parent).as_posix()] = (kind, content.decode("utf-8"))
    return found


def fitting(report: Report) -> str | None:
    """The kind of the document; None for what is no standard JSON or nothing that a schema describes."""
    kinds = [file.kind for file in report.files]
    if any(found.code.startswith("NF0") for found in report.diagnostics) or kinds[0] not in KINDS:
        return None
    return kinds[0]


def generated(number: int) -> dict[str, tuple[str, str]]:
    """Documents made from the schemas, half of them with mistakes."""
    made = {}
    for kind in KINDS:
        for seed in range(number):
            source = random.Random(seed)
            value = document(kind, source)
            value = whole(value if seed % 2 else mutated(value, source))
            made[f"{kind} {seed}"] = (kind, json.dumps(value))
    return made


def whole(value: Any) -> Any:
    """`value` with 1 for 1.0: to the standard both are integers, to VS Code only the first."""
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def ask(documents: dict[str, tuple[str, str]], contract: Any) -> Any:
    """What the two validators say."""
    question = {
        "schemas": {kind: json.loads(render_bundle(kind, contract)) for kind in KINDS},
        "documents": [{"name": name, "schema": kind, "text": text} for name, (kind, text) in documents.items()],
    }
    answer = subprocess.run(
        ["node", "agreement.mjs"],
        cwd=HERE,
        input=json.dumps(question),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def refused(text: str, kind: Any, contract: Any) -> bool:
    """Whether nflint says that the document breaks the contract."""
    report = lint(text, kind=kind, contract=contract)
    return any(found.code.startswith("NF1") and found.severity >= Severity.WARNING for found in report.diagnostics)


def excused(validator: str, text: str) -> tuple[bool, bool]:
    """Whether the validator may refuse what nflint accepts because of a time, and accept what nflint refuses.

    A space for the T and a missing zone are an info to nflint: the reference itself prints such times. ajv lets the
    space pass and wants the zone, VS Code wants both. VS Code does not know that February has no 30th.
    """
    times = [(found[1], found[2] == " ", not found[3]) for found in TIME.finditer(text)]
    strict = any(no_zone or (space and validator == "vscode") for _, space, no_zone in times)
    lenient = any(not (space or no_zone or is_date_time(time)) for time, space, no_zone in times)
    return strict, lenient and validator == "vscode"


def disagreements(documents: dict[str, tuple[str, str]], contract: Any) -> list[str]:
    answer = ask(documents, contract)
    found = []
    for name, (kind, text) in documents.items():
        verdict = answer["verdicts"][name]
        ours = refused(text, kind, contract)
        for validator, errors in verdict.items():
            may_refuse, may_accept = excused(validator, text)
            if bool(errors) != ours and not (may_refuse if errors else may_accept):
                found.append(f"{name} as {kind}: {validator} says {errors[:3]}, nflint {ours}")
    return found


@lru_cache(maxsize=1)
def fixture_table() -> dict[str, tuple[str, str]]:
    return fixtures()


@pytest.mark.parametrize("contract", REVISIONS)
def test_the_printed_schemas_compile_without_a_word(contract: Any) -> None:
    assert ask({}, contract)["complaints"] == []


def test_there_are_fixtures_of_every_sort() -> None:
    table = fixture_table()
    verdicts = [refused(text, kind, "current") for kind, text in table.values()]
    assert len(table) >= 60
    assert 10 < sum(verdicts) < len(verdicts) - 10
    assert {kind for kind, _ in table.values()} >= {"release-flow", "run", "run-list"}


def test_they_agree_on_every_fixture() -> None:
    assert disagreements(fixture_table(), "current") == []


def test_they_agree_on_documents_made_from_the_schemas() -> None:
    assert disagreements(generated(60), "current") == []


# The exceptions, one by one: a text, its kind, and whether ajv, VS Code and nflint refuse it.
RUNS = '{"runs": [{"id": "x", "status": "success", "concluded": true, "createdAt": "%s", "updatedAt": "%s"}]}'
STEP = '{"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [%s]}}}'
RELEASE = (
    '{"kind": "Release", "timeoutDuration": 300.0, "spec": {"type": "registry", "origin": {"imagePath": "nginx:1"}, '
    '"target": {"id": "web", "type": "service"}}}'
)
EXCEPTIONS = {
    "a space in a time": (RUNS % ("2021-01-01 12:00:00Z", "2021-01-01T12:00:00Z"), "run-list", (False, True, False)),
    "a time without a zone": (RUNS % ("2021-01-01T12:00:00", "2021-01-01T12:00:00Z"), "run-list", (True, True, False)),
    "a day that no month has": (
        RUNS % ("2021-02-30T12:00:00Z", "2021-03-01T12:00:00Z"),
        "run-list",
        (True, False, True),
    ),
    "an integer with a fraction of zero": (STEP % RELEASE, "release-flow", (False, True, False)),
}


@pytest.mark.parametrize(("text", "kind", "expected"), EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_the_exceptions_are_still_needed(text: str, kind: str, expected: tuple[bool, bool, bool]) -> None:
    verdict = ask({"it": (kind, text)}, "current")["verdicts"]["it"]
    assert (bool(verdict["ajv"]), bool(verdict["vscode"]), refused(text, kind, "current")) == expected
