"""Holds the patterns to JavaScript, and the schemas' own to the page's language and to linear time.

The verdicts stand in pattern_dialects.json and come from node.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import regex
from automata import Attack, Automaton, Machine, attacks, backtracking_steps, difference
from hypothesis import given, settings
from hypothesis import strategies as st

from nflint.contract import patterns
from nflint.contract.ecma import LENGTH_LIMIT, NESTING_LIMIT, SIZE_LIMIT
from nflint.contract.patterns import (
    PatternError,
    Verdict,
    code_units,
    compile_accept,
    compile_explain,
    translate,
)
from nflint.contract.translation import translation

HERE = Path(__file__).parent
SCHEMAS = HERE.parents[1] / "schemas"
ROWS: list[tuple[str, str, bool | str]] = [
    tuple(row) for row in json.loads((HERE / "pattern_dialects.json").read_text(encoding="utf-8"))["rows"]
]
REFUSED = sorted({pattern for pattern, _, verdict in ROWS if verdict == "refused"})
TOLD = [
    (pattern, [(subject, verdict) for _, subject, verdict in rows])
    for pattern, rows in itertools.groupby(ROWS, key=lambda row: row[0])
    if pattern not in REFUSED
]


def engine_verdicts(pattern: str, subject: str) -> dict[str, bool]:
    """What each engine says to the translation, `re` and both versions of `regex`."""
    made = translation(pattern)
    units = code_units(subject) if made.counts_units else subject
    return {
        "re": re.search(made.text, units) is not None,
        "regex V0": regex.search(made.text, units, flags=regex.VERSION0) is not None,
        "regex V1": regex.search(made.text, units, flags=regex.VERSION1) is not None,
    }


@pytest.mark.parametrize(("pattern", "rows"), TOLD, ids=[ascii(pattern) for pattern, _ in TOLD])
def test_verdicts_are_those_of_javascript(pattern: str, rows: list[tuple[str, bool]]) -> None:
    accept, explain = compile_accept(pattern), compile_explain(pattern)
    for subject, verdict in rows:
        assert (accept(subject) is not None) is verdict, subject
        assert bool(accept(subject)) is verdict, subject
        assert explain(subject) is (Verdict.MATCH if verdict else Verdict.NO_MATCH), subject
        assert set(engine_verdicts(pattern, subject).values()) == {verdict}, subject


@pytest.mark.parametrize("pattern", REFUSED, ids=ascii)
def test_what_javascript_refuses_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        translate(pattern)
    assert 0 <= caught.value.offset <= len(pattern)
    assert caught.value.pattern == pattern
    assert str(caught.value) == f"{caught.value.reason}, at offset {caught.value.offset}"


def test_the_table_tells_the_dialects_apart() -> None:
    def raw(pattern: str, subject: str) -> bool | str:
        try:
            return re.search(pattern, subject) is not None
        except re.error:
            return "refused"

    with pytest.warns(FutureWarning):
        wrong = [row for row in ROWS if raw(row[0], row[1]) != row[2]]
    assert len(ROWS) >= 120
    assert len(wrong) >= 120


@pytest.mark.skipif(shutil.which("node") is None, reason="node, which the verdicts come from, is not on the PATH")
def test_node_still_gives_the_stored_verdicts() -> None:
    script = HERE / "regenerate_pattern_dialects.mjs"
    done = subprocess.run(["node", script, "--check"], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("pattern", "offset", "reason"),
    [
        (r"(a)\1", 3, "a backreference, which cannot be carried over"),
        (r"\2(a)(b)", 0, "a backreference, which cannot be carried over"),
        (r"(?<n>a)\k<n>", 7, "a named backreference, which cannot be carried over"),
        (r"(?:(?<n>a)|(?<n>b))", 11, 'a second group of the name "n"'),
        (r"(?<\u0061>a)", 0, "an escape in a group name, which cannot be carried over"),
        ("a[😀]", 2, "a character beyond U+FFFF in a class, where it counts as two"),
        ("(?<=a+)b", 0, "a lookbehind without a fixed width, which cannot be carried over"),
        ("(?<!a|bc)b", 0, "a lookbehind without a fixed width, which cannot be carried over"),
        ("x(a", 1, "a group that is never closed"),
        ("a)", 1, "a closing parenthesis without its opening one"),
        ("ab[c", 2, "a class that is never closed"),
        ("a++", 2, "nothing to repeat"),
        ("[b-a]", 1, "a range out of order in a class"),
        ("a{3,2}", 1, "numbers out of order in a repetition"),
        ("(?i)a", 0, "a kind of group that JavaScript does not know"),
        ("(?<1>a)", 0, "a group name that is not an identifier"),
        ("ab\\", 2, "a backslash at the end"),
        (f"a{{{SIZE_LIMIT}}}", 0, f"more than {SIZE_LIMIT} parts with all repetitions written out"),
        ("(?:(?:){1000}){1000}", 0, f"more than {SIZE_LIMIT} parts with all repetitions written out"),
        ("(" * 20 + "a" + ")+" * 20, 0, f"more than {SIZE_LIMIT} parts with all repetitions written out"),
        ("(" * (NESTING_LIMIT + 1), NESTING_LIMIT, f"more than {NESTING_LIMIT} groups inside one another"),
        ("a" * (LENGTH_LIMIT + 1), LENGTH_LIMIT, f"a pattern of more than {LENGTH_LIMIT} characters"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_a_refusal_says_where_and_why(pattern: str, offset: int, reason: str) -> None:
    with pytest.raises(PatternError) as caught:
        translate(pattern)
    assert (caught.value.offset, caught.value.reason) == (offset, reason)


@pytest.mark.parametrize(
    ("pattern", "subject", "verdict"),
    [
        ("^.$", "😀", True),
        ("^[^a]$", "😀", True),
        ("^[😀-😂]$", "😁", True),
        (r"^\u{1F600}$", "😀", True),
        (r"^\ud83d\ude00$", "😀", True),
        (r"^\$\{\-?\/$", "${/", None),
        (r"^[\-\/]$", "-", True),
        (r"\-", "-", None),
        (r"\_", "_", None),
        ("{", "{", None),
        ("]", "]", None),
        (r"\07", "\x07", None),
        (r"[\w-z]", "-", None),
        ("(?=a)*b", "b", None),
        (r"\p{L}", "a", None),
        (r"\u{110000}", "a", None),
        (r"\c1", "a", None),
    ],
)
def test_with_the_unicode_flag(pattern: str, subject: str, verdict: bool | None) -> None:
    if verdict is None:
        with pytest.raises(PatternError):
            translate(pattern, unicode=True)
    else:
        text = translate(pattern, unicode=True)
        assert (re.search(text, subject) is not None) is verdict
        assert (regex.search(text, subject, flags=regex.VERSION1) is not None) is verdict


def test_the_largest_patterns_that_are_read_compile() -> None:
    for pattern in (
        "(" * NESTING_LIMIT + ")" * NESTING_LIMIT,
        "(?:a|b" * NESTING_LIMIT + ")*" * NESTING_LIMIT,
    ):
        assert compile_accept(pattern)("")
        assert compile_explain(pattern)("")
    assert compile_accept("a" * LENGTH_LIMIT)("a" * LENGTH_LIMIT)


def test_a_search_that_takes_too_long_is_a_verdict_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIMEOUT", 0.01)
    verdict = compile_explain("a[a-c]*[d-f]")("a" * 200_000)
    assert verdict is Verdict.TIMEOUT
    assert not verdict
    assert Verdict.MATCH
    assert not Verdict.NO_MATCH


def test_the_accepting_side_does_without_the_regex_package() -> None:
    code = (
        "import sys; from nflint.contract.patterns import compile_accept; "
        "assert compile_accept('^a$')('a'); assert 'regex' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


# --- Random patterns ---

_LITERALS = st.sampled_from([*"abc01_-&~|#,:=<>!é\n /", "&&", "--", "||", "~~"]).map(
    lambda text: text.replace("|", "\\|")
)
_ESCAPES = st.sampled_from([*(f"\\{char}" for char in "dDwWsSnrtfv0-/.[]z"), r"\cJ", r"\x41", r"\u00e9", r"\b", r"\B"])
_MEMBERS = st.one_of(
    st.sampled_from([*"abc01_&~|[^-(){}*+?.$#é\n", "a-c", "0-9", "[:alpha:]"]),
    _ESCAPES.filter(lambda t: t != r"\B"),
)
_CLASSES = st.builds(
    lambda start, members: f"{start}{''.join(members)}]",
    st.sampled_from(["[", "[^"]),
    st.lists(_MEMBERS, max_size=4),
)
_ATOMS = st.one_of(_LITERALS, _ESCAPES, _CLASSES, st.sampled_from([".", "^", "$"]))
_COUNTS = st.sampled_from(["", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,}", "{0,2}", "{,3}", "{"])
_OPENINGS = st.sampled_from(["(", "(?:", "(?=", "(?!"])


def _grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds(lambda opening, body, count: f"{opening}{body}){count}", _OPENINGS, inner, _COUNTS),
        st.builds(lambda one, two: f"{one}|{two}", inner, inner),
        st.lists(inner, max_size=3).map("".join),
    )


PATTERNS = st.recursive(st.builds(str.__add__, _ATOMS, _COUNTS), _grow, max_leaves=8)
SUBJECTS = st.text(st.sampled_from("aabbc01_-&~|[]{},#é\n\r\u2028 /A\x85\ufeff😀"), max_size=6)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(pattern=PATTERNS, subjects=st.lists(SUBJECTS, min_size=1, max_size=4))
def test_both_engines_agree_on_any_translation(pattern: str, subjects: list[str]) -> None:
    try:
        accept, explain = compile_accept(pattern), compile_explain(pattern)
    except PatternError:
        return
    for subject in subjects:
        verdicts = set(engine_verdicts(pattern, subject).values())
        assert verdicts == {bool(accept(subject))} == {bool(explain(subject))}


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    pattern=st.one_of(st.text(max_size=20), st.text(st.sampled_from("ab01\\[]^-(){}|?*+.$<>=!:,kKuxcdP"), max_size=20))
)
def test_any_text_is_translated_or_refused(pattern: str) -> None:
    for unicode in (False, True):
        try:
            text = translate(pattern, unicode=unicode)
        except PatternError:
            continue
        re.compile(text)
        regex.compile(text, regex.VERSION0)
        regex.compile(text, regex.VERSION1)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(subject=st.text(st.sampled_from("${}ab\n"), max_size=14))
@pytest.mark.parametrize(
    "pattern", [r"\$\{[^\n]*\}", r"ab[^b]*ab", r"aa[ab]*aab", r"\$[^{]*\{\}", r"\{[\n]*\}", r"a[]*b"]
)
def test_the_linear_search_of_enclosed_runs_is_that_of_the_engine(pattern: str, subject: str) -> None:
    assert bool(compile_accept(pattern)(subject)) is (re.search(translate(pattern), subject) is not None)
    assert bool(compile_explain(pattern)(subject)) is (re.search(translate(pattern), subject) is not None)


# --- The schemas' patterns ---


def _said(value: Any) -> Iterator[tuple[str, str]]:
    """Each pattern of a schema or a revision, with the note beside it that holds the page's own."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield value["pattern"], value.get("$comment", "")
        if str(value.get("pointer", "")).endswith("/pattern") and isinstance(value.get("value"), str):
            yield value["value"], value.get("note", "")
    if isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _said(inner)


# The schemas of the configuration have no page.
OWN = {"config.schema.json", "selector.schema.json"}
SAID = sorted(
    {
        pair
        for file in SCHEMAS.rglob("*.json")
        if file.name not in OWN
        for pair in _said(json.loads(file.read_text(encoding="utf-8")))
    }
)
SHIPPED = sorted({pattern for pattern, _ in SAID})
MEASURED = (
    Attack("", "${", ""),
    Attack("", "a", ""),
    Attack("", "a", "!"),
    Attack("www", ".aa", ""),
    Attack("", "a.", ""),
    Attack("", "-a", ""),
    Attack("", "-a", "!"),
    Attack("", "/a", ""),
    Attack("/?", "a", "!"),
    Attack("", "1,", ""),
    Attack("https://a.", "a.", "/"),
    Attack("${", "$a", ""),
    Attack("", "a\n", "${"),
)
STEP_LIMIT = 200_000


def is_linear(pattern: str) -> bool:
    """Whether twice the subject costs a backtracking engine no more than about twice the steps."""
    automaton = Automaton(pattern)
    for attack in (*MEASURED, *attacks(pattern)):
        once, twice = (backtracking_steps(automaton, attack.subject(n), STEP_LIMIT) for n in (100, 200))
        if twice >= STEP_LIMIT or twice > 2.6 * once:
            return False
    return True


def test_the_schemas_have_patterns() -> None:
    assert len(SHIPPED) >= 10


@pytest.mark.parametrize(("pattern", "note"), SAID)
def test_a_schema_takes_what_the_page_takes(pattern: str, note: str) -> None:
    assert note.startswith("page: ")
    assert difference(pattern, note.removeprefix("page: ")) is None


@pytest.mark.parametrize("pattern", SHIPPED)
def test_a_schema_pattern_is_linear(pattern: str) -> None:
    assert is_linear(pattern)


@pytest.mark.parametrize("pattern", SHIPPED)
def test_attacks_on_a_schema_pattern_are_decided_rightly(pattern: str) -> None:
    accept, explain, machine = compile_accept(pattern), compile_explain(pattern), Machine(Automaton(pattern))
    for attack in (*MEASURED, *attacks(pattern)):
        subject = attack.subject(2_000)
        verdict = machine.accepts(subject)
        assert bool(accept(subject)) is verdict, attack
        assert explain(subject) is (Verdict.MATCH if verdict else Verdict.NO_MATCH), attack


@pytest.mark.parametrize("pattern", SHIPPED)
def test_a_schema_pattern_may_be_read_with_or_without_the_unicode_flag(pattern: str) -> None:
    assert translate(pattern) == translate(pattern, unicode=True)


def test_each_twin_takes_what_its_schema_pattern_takes() -> None:
    for shipped, twin in patterns._TWINS.items():
        assert shipped in SHIPPED
        assert difference(shipped, twin) is None
        assert patterns._enclosed(translation(twin).tree) is not None


@pytest.mark.parametrize(
    ("one", "other", "subject"),
    [
        ("^a+$", "^aa*$", None),
        ("^a*$", "^a+$", ""),
        ("a", "^a", "!a"),
        ("^(?:ab|a)$", "^ab?$", None),
        ("^(?:a|b){2,3}$", "^[ab][ab][ab]$", "aa"),
        (r"\$\{.*\}", r"\$\{[^\n]*\}", "${\r}"),
        ("(?:^a|b)$", "^(?:a|b)$", "!b"),
        ("$", "^", None),
        ("^$", "", "!"),
    ],
)
def test_the_proof_finds_a_difference(one: str, other: str, subject: str | None) -> None:
    found = difference(one, other)
    assert (found is None) is (subject is None)
    if found is not None and subject is not None:
        assert len(found) == len(subject)
        assert bool(compile_accept(one)(found)) is not bool(compile_accept(other)(found))


@pytest.mark.parametrize(
    "pattern",
    [
        r".*\${.*}.*",
        r"\$\{[^\n\r\u2028\u2029]*\}",
        r"^(https:\/\/)?((www(\.[a-zA-Z0-9\-]{2,})+\.)?[a-zA-Z0-9\-]{2,})(\.([a-zA-Z0-9\-]{2,}))+(\/([a-zA-Z0-9\-._]{2,}))+?$",
        r"^(?:(?:https?:\/\/)?([a-zA-Z0-9\-]+\.[a-zA-Z0-9\.\-]+)(\/v1)?)?(?:\/)?([a-zA-Z/-9\.\-_]+)(?:\:([a-zA-Z/-9\.\-_\:]+)|\@([a-zA-Z/-9\.\-_\:]+))$",
        "^[a-zA-Z](?:-?[a-zA-Z0-9]+)*$",
    ],
)
def test_the_page_has_patterns_that_are_not_linear(pattern: str) -> None:
    assert not is_linear(pattern)
