"""Texts made to hurt: too deep, too large, too many of anything. Each ends with one problem, not with a traceback."""

from __future__ import annotations

import threading

import pytest

from nflint.source.document import Limits, read

REPEATED = [
    "[", "{", '"', ",", "//", "//\n", "- ", '{"a":', "\\", '"\n', '["', '{"a":1,', "${", "{${", '{"a":${', "{{",
    "[1 ", "[1,", '"a" ', '["a" b"', "'", '["\n\\"', "#", "/*", "[/*", "[/**/", "? ", "&a ", "*a ", "!a ", "- a\n",
    "%TAG ! a\n", '- "', "[a,", "{a,", "- |\n", "\t", "\r", "\u2028", "\ud800", '"\\ud800\\udc00', "1", "1_", "0",
    "a:\n", "- - ", "\0", "[\0", "<<: ", "...\n", "---\n", "a: b: ", '{"a" ', "[1e", "[.", "…", '["a"]',
    '{"a":"b,\n', '{"a":"b" c",\n', '["a: b" ', "- *a\n", '{"k:v" ', "{a b ", "[a ", "a: &a\n ", "!!set ", "é",
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_a_piece_again_and_again(piece: str) -> None:
    documents = read(piece * 3000)
    assert documents
    for document in documents:
        length = len(document.text.content)
        assert len(document.problems) <= 101
        assert all(0 <= problem.span.start <= problem.span.end <= length for problem in document.problems)
        document.locate(())


@pytest.mark.parametrize("opener", ["[", '{"a":', "- ", "{a: ", "[[{a: "])
def test_too_deep_is_one_problem_at_the_level_too_many(opener: str) -> None:
    (document,) = read(opener * 500)
    assert [problem.check for problem in document.problems] == ["too-deep"]
    assert document.broken


@pytest.mark.parametrize(("opener", "closer"), [("[", "]"), ('{"a":', "}")])
def test_the_depth_counts_objects_and_lists(opener: str, closer: str) -> None:
    inner = "1" if closer == "}" else ""
    (document,) = read(opener * 128 + inner + closer * 128)
    assert document.problems == ()
    (document,) = read(opener * 129 + inner + closer * 129)
    assert [problem.check for problem in document.problems] == ["too-deep"]
    assert document.problems[0].span.start == len(opener * 128)


def test_the_depth_counts_objects_and_lists_alike() -> None:
    (document,) = read('[{"a":' * 64 + "1" + "}]" * 64)
    assert document.problems == ()
    (document,) = read('[{"a":' * 64 + "[]" + "}]" * 64)
    assert [problem.check for problem in document.problems] == ["too-deep"]


def test_brackets_in_strings_are_no_levels() -> None:
    text = "[" + ",".join(['"[[{\\\\", "\\"[{"'] * 200) + "]"
    (document,) = read(text)
    assert document.problems == ()
    assert document.value == ["[[{\\", '"[{'] * 200


def test_the_depth_of_yaml_is_the_same() -> None:
    assert read("- " * 128 + "x")[0].problems == ()
    assert [problem.check for problem in read("- " * 129 + "x")[0].problems] == ["too-deep"]


def test_wide_is_not_deep() -> None:
    text = "[" + ",".join(['{"a": [1]}'] * 500) + "]"
    (document,) = read(text)
    assert document.problems == ()
    assert document.value == [{"a": [1]}] * 500


def test_too_large_is_not_read() -> None:
    (document,) = read("[1, 2, 3]", limits=Limits(size=8))
    assert [problem.check for problem in document.problems] == ["too-large"]
    assert document.value is None
    assert document.broken
    assert document.locate(()) is None


def test_a_small_stack_is_enough() -> None:
    failures: list[BaseException] = []

    def work() -> None:
        try:
            for text in ("[" * 100_000, "- " * 50_000, "[" * 128 + "]" * 128, '{"a":' * 5000):
                read(text)
        except BaseException as error:
            failures.append(error)

    before = threading.stack_size(256 * 1024)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
    assert failures == []


def test_a_deep_caller_is_no_reason_to_fail() -> None:
    def call(levels: int) -> object:
        if levels:
            return call(levels - 1)
        return read("[" * 100 + "]" * 100)[0].problems

    assert call(700) == ()
