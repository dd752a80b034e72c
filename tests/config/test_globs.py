"""Patterns for paths and pointers: tables of what fits, and that no pattern takes long."""

from __future__ import annotations

import pytest

from nflint.globs import fits_path, fits_pointer, fixed_folder

PATHS = [
    ("*.json", "flow.json", True),
    ("*.json", "deep/down/flow.json", True),
    ("*.json", "flow.yaml", False),
    ("flow.json", "a/flow.json", True),
    ("./flow.json", "flow.json", True),
    ("./flow.json", "a/flow.json", False),
    ("/flow.json", "a/flow.json", False),
    ("flows/*.json", "flows/a.json", True),
    ("flows/*.json", "flows/old/a.json", False),
    ("flows/*.json", "other/flows/a.json", False),
    ("flows/**/*.json", "flows/a.json", True),
    ("flows/**/*.json", "flows/old/older/a.json", True),
    ("**/old/*", "a/b/old/x.yaml", True),
    ("**/old/*", "old/x.yaml", True),
    ("**", "anything/at/all", True),
    ("flows", "flows/a/b.json", True),
    ("flows/", "flows/a/b.json", True),
    ("flows/", "src/flows/b.json", True),
    ("flows/old", "flows/old/b.json", True),
    ("flows/old", "flows/older/b.json", False),
    ("flow?.json", "flow1.json", True),
    ("flow[12].json", "flow2.json", True),
    ("flow[!12].json", "flow2.json", False),
    ("flow[[]1].json", "flow[1].json", True),
    ("flow[.json", "flow[.json", True),
    ("Flow.json", "flow.json", False),
    ("", "flow.json", True),
]

POINTERS = [
    ("/spec/spec/steps/2", "/spec/spec/steps/2", True),
    ("/spec/spec/steps/2", "/spec/spec/steps/2/spec", False),
    ("/spec/spec/steps/*/spec", "/spec/spec/steps/12/spec", True),
    ("/spec/**", "/spec", True),
    ("/spec/**", "/spec/spec/steps/2", True),
    ("/spec/**", "/specs", False),
    ("/**/message", "/spec/spec/steps/0/spec/message", True),
    ("/arguments/DB_*", "/arguments/DB_URL", True),
    ("/arguments/a[0]?", "/arguments/a[0]?", True),
    ("/arguments/a[0]?", "/arguments/a0x", False),
    ("", "", True),
    ("", "/spec", False),
    ("/a~1b", "/a~1b", True),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), PATHS)
def test_a_path_fits_or_not(pattern: str, path: str, expected: bool) -> None:
    assert fits_path(path, pattern) is expected


@pytest.mark.parametrize(("pattern", "pointer", "expected"), POINTERS)
def test_a_pointer_fits_or_not(pattern: str, pointer: str, expected: bool) -> None:
    assert fits_pointer(pointer, pattern) is expected


def test_many_wildcards_do_not_multiply() -> None:
    # A matcher that tries every way would not end within anybody's life.
    assert not fits_path("/".join(["a"] * 200), "/".join(["**", "a"] * 40) + "/b")


@pytest.mark.parametrize(
    ("pattern", "folder"),
    [("*.json", ""), ("a/b/*.json", "a/b"), ("a/b.json", "a"), ("./b.json", ""), ("flow.json", ""), ("**/x", "")],
)
def test_the_folder_below_which_all_must_be(pattern: str, folder: str) -> None:
    assert fixed_folder(pattern) == folder
