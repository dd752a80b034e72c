"""Any value gives a picture, at most without a box: documents made from the schemas, damaged in any way."""

from __future__ import annotations

import random
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from nflint.diagnostic import LintedFile, Report, Source, SourceDocument
from nflint.graph import dot, mermaid, svg
from nflint.graph.sketch import DRAWN, Sheet, picture_of
from nflint.redaction import without_credentials
from nflint.report import html_format

sys.path.append(str(Path(__file__).resolve().parents[1] / "properties"))

from schema_documents import document, mutated

ODD: tuple[Any, ...] = (
    None,
    [],
    {},
    "text",
    1e308,
    {"spec": {"kind": "Workflow", "spec": {"steps": [None, [], "x", {"spec": {"steps": {}}}]}}},
    {"spec": {"kind": [], "ref": {}, "spec": {"type": {}, "steps": [{"kind": None, "condition": [], "spec": []}]}}},
    {"data": {"spec": {"kind": "LoopWorkflow", "spec": {"iterations": 10**400, "steps": [{"response": 1}]}}}},
    {"triggers": [1, {}, {"ref": 5, "repoUrl": [], "branchRestrictions": [1, None, {}]}], "spec": {}},
    {"spec": {"kind": "Condition", "timeoutDuration": float("nan"), "spec": {"kind": {}, "spec": {"data": {"a": []}}}}},
    {"spec": {"kind": "Approval", "spec": {"amount": 10**400}}, "teardownSpec": {"spec": {"kind": "x" * 9_999}}},
)


def drawn(value: Any, kind: str) -> None:
    value = without_credentials(value)
    picture = picture_of([Sheet(kind, value), Sheet(kind, value)], "x")
    ET.fromstring(svg.render(picture))
    assert dot.render(picture).endswith("}\n")
    assert mermaid.render(picture).startswith("---\n")
    source = Source("{}", (SourceDocument(kind, value, 1, 1),))
    assert html_format.render(Report(files=(LintedFile("x", kind),), sources={"x": source})).endswith("</html>\n")


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize("number", range(len(ODD)))
def test_odd_values(number: int, kind: str) -> None:
    drawn(ODD[number], kind)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_documents(seed: int) -> None:
    source = random.Random(seed)
    kind = ("release-flow", "release-flow-response", "run")[seed % 3]
    value = document(kind, source)
    for _ in range(4):
        drawn(value, kind)
        value = mutated(value, source)


def test_the_deepest_document_that_is_read() -> None:
    value: Any = {"kind": "JobRun"}
    for number in range(63):
        value = {"kind": "Workflow", "spec": {"type": ("parallel", "sequential")[number % 2], "steps": [value, value]}}
        if number > 3:
            value["spec"]["steps"].pop()
    drawn({"spec": value}, "release-flow")
