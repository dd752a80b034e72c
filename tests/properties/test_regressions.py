"""What fuzzing has found once, each with a text of our own that shows it: `regressions/<what>.json`.

A case has `text`, the `kind` to lint it as, and `why` it is here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from promises import keep_promises

from nflint import lint, lint_value
from nflint.contract.catalogue import REVISIONS
from nflint.diagnostic import Region

CASES = sorted((Path(__file__).parent / "regressions").glob("*.json"))


@pytest.mark.parametrize("contract", REVISIONS)
@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_the_promises_are_kept(path: Path, contract: Any) -> None:
    case = json.loads(path.read_text("utf-8"))
    assert case["why"]
    report = lint(case["text"], kind=case["kind"], contract=contract)
    assert report.diagnostics
    keep_promises(case["text"], report)


@pytest.mark.parametrize("value", [b"", {"spec": b"x"}, float("nan"), {1: 2}], ids=repr)
def test_what_is_wrong_with_a_given_value_stands_in_no_text(value: object) -> None:
    report = lint_value(value, kind="release-flow")
    assert report.diagnostics
    assert {found.region for found in report.diagnostics} == {Region()}
