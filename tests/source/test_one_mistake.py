"""One slip of the pen in a document is one problem, next to where it happened; the rest of the document survives."""

from __future__ import annotations

import json

import pytest

from nflint.source.document import read

SAMPLE = """\
{
  "apiVersion": "v1.2",
  "arguments": {},
  "options": {
    "autorun": false,
    "retries": 3
  },
  "spec": {
    "kind": "Workflow",
    "spec": {
      "type": "sequential",
      "steps": [
        {
          "kind": "Build",
          "ref": "build",
          "spec": {
            "branch": "${args.branch}",
            "tags": ["one", "two"]
          }
        },
        {
          "kind": "Deployment",
          "condition": null
        }
      ]
    }
  }
}
"""

OFFSETS = [offset for offset, char in enumerate(SAMPLE) if char in '",:']
BRACKETS = [offset for offset, char in enumerate(SAMPLE) if char in "[]{}" and SAMPLE[offset - 1] != "$"]
BRACKETS = [offset for offset in BRACKETS if not SAMPLE[:offset].endswith("${args.branch")]


def refused(text: str) -> bool:
    """Whether the standard library refuses the text; a slip inside a string may leave it JSON."""
    try:
        json.loads(text)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("offset", OFFSETS)
def test_a_missing_mark_is_one_problem_in_its_line(offset: int) -> None:
    text = SAMPLE[:offset] + SAMPLE[offset + 1 :]
    (document,) = read(text)
    assert refused(text)
    assert [problem.check for problem in document.problems] == ["syntax-error"]
    line, _ = document.text.position(document.problems[0].span.start)
    expected, _ = document.text.position(offset)
    assert line == expected
    assert isinstance(document.value, dict)
    assert len(document.value) >= 3


@pytest.mark.parametrize("offset", BRACKETS)
def test_a_missing_bracket_is_one_problem(offset: int) -> None:
    text = SAMPLE[:offset] + SAMPLE[offset + 1 :]
    (document,) = read(text)
    assert refused(text)
    assert [problem.check for problem in document.problems] == ["syntax-error"]


@pytest.mark.parametrize("offset", BRACKETS)
def test_a_wrong_bracket_is_one_problem(offset: int) -> None:
    swapped = {"{": "[", "[": "{", "}": "]", "]": "}"}[SAMPLE[offset]]
    (document,) = read(SAMPLE[:offset] + swapped + SAMPLE[offset + 1 :])
    assert [problem.check for problem in document.problems] == ["syntax-error"]


@pytest.mark.parametrize("offset", [*OFFSETS, *BRACKETS])
def test_a_mark_given_twice_is_one_problem(offset: int) -> None:
    text = SAMPLE[:offset] + SAMPLE[offset] + SAMPLE[offset:]
    (document,) = read(text)
    assert refused(text)
    assert [problem.check for problem in document.problems] == ["syntax-error"]
