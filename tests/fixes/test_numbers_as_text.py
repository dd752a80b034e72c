"""A number that becomes a text is safe to mend only where the text is what stands there."""

from __future__ import annotations

import pytest

import nflint

FLOW = """\
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - {{kind: Build, condition: success, spec: {{id: api, type: service, branch: {branch}}}}}
"""


@pytest.mark.parametrize("written", ["7", "1234567", "0", "-5"])
def test_digits_get_quotes(written: str) -> None:
    fixed = nflint.fix(FLOW.format(branch=written), name="release-flow.yaml")
    assert fixed.text == FLOW.format(branch=f'"{written}"')


@pytest.mark.parametrize("written", ["0x1F", "+5", "0b11", "1_000", "012"])
def test_another_notation_is_not_for_sure(written: str) -> None:
    text = FLOW.format(branch=written)
    fixed = nflint.fix(text, name="release-flow.yaml")
    assert (fixed.text, fixed.applied) == (text, ())
    assert {one.rule for one in fixed.report.diagnostics} & {"wrong-type", "surprising-scalar"}
