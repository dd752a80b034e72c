"""The entry of the hook goes into any `.pre-commit-config.yaml`, or it stays as it is: `hook_cases.txt`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nflint import __version__
from nflint.starters import HOOK
from nflint.starters.hook import with_hook

_TEXT = (Path(__file__).parent / "hook_cases.txt").read_text("utf-8").replace("<version>", __version__)
_CASE = re.compile(r"^==== (.*)\n((?:.*\n)*?)---- (becomes|stays)\n((?:(?!==== ).*\n)*)", re.MULTILINE)
CASES = [(found[1], found[2], found[3], found[4].rstrip("\n") + "\n") for found in _CASE.finditer(_TEXT)]
BECOMES = [(name, before, after) for name, before, word, after in CASES if word == "becomes"]


def test_every_case_is_read() -> None:
    assert len(CASES) == _TEXT.count("\n==== ")


@pytest.mark.parametrize(("name", "before", "after"), BECOMES, ids=[name for name, *_ in BECOMES])
def test_the_entry_is_put_in(name: str, before: str, after: str) -> None:
    for ending in ("\n", "\r\n"):
        for mark in ("", "\ufeff"):
            text, expected = (mark + part.replace("\n", ending) for part in (before, after))
            # An empty line at the end of the text stays there, in front of the entry where that comes last.
            assert with_hook(text).rstrip("\r\n") == expected.rstrip("\r\n")
            assert with_hook(with_hook(text)) == with_hook(text)


@pytest.mark.parametrize(
    ("name", "before", "reason"), [(name, before, after) for name, before, word, after in CASES if word == "stays"]
)
def test_what_is_not_certain_is_left_alone(name: str, before: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason.strip())}$"):
        with_hook(before)


def test_a_text_without_a_line_break_at_its_end_gets_one() -> None:
    assert with_hook("repos:\n  - repo: meta\n    hooks: []") == "repos:\n  - repo: meta\n    hooks: []\n" + "".join(
        HOOK.splitlines(keepends=True)[1:]
    )


@given(
    st.lists(
        st.sampled_from(["repos:", "\n", "  ", "- ", "repo: meta", "hooks:", "id: x", "# c", "&a ", "*a", "|", "'"])
    )
)
def test_everything_else_stays_byte_for_byte(parts: list[str]) -> None:
    text = "repos:\n  - repo: meta\n" + "".join(parts)
    try:
        result = with_hook(text)
    except ValueError:
        return
    # What was put in, whole lines in one place, is all that is new.
    start = next((at for at, (old, new) in enumerate(zip(text, result, strict=False)) if old != new), len(text))
    assert result.endswith(text[start:])
    assert text[:start] + result[start : len(result) - len(text[start:])] + text[start:] == result
