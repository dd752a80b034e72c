"""TOML documents: their values, where each value and key stands, and what is wrong with a text."""

from __future__ import annotations

import random
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nflint.source.document import Document, Limits, read_toml
from nflint.source.pointer import Pointer, value_at
from nflint.source.text import BOM, Span
from nflint.source.toml_library import TOMLDecodeError, loads
from tests.source.marked_text import unmark

# text with «…» around the value and ‹…› around its key, pointer, value
PLACES: list[tuple[str, Pointer, object]] = [
    ("‹a› = «1»\n", ("a",), 1),
    ("‹a›=«-1_000»", ("a",), -1000),
    ("‹a› = «0xff» # note\n", ("a",), 255),
    ("‹a› = «1.5e3»\r\nb = 1\r\n", ("a",), 1500.0),
    ("# note\n\n  ‹a› = «true»\n", ("a",), True),
    ('‹a› = «"x # no note"»\n', ("a",), "x # no note"),
    ('‹a› = «"x \\"]\\u00e9"»\n', ("a",), 'x "]é'),
    ("‹a› = «'x\\'» # note\n", ("a",), "x\\"),
    ('‹a› = «"""\nx "" \\""" \\\n   y"""""» # note\n', ("a",), 'x "" """ y""'),
    ("‹a› = «'''\nx '' \\ y'''''»\n", ("a",), "x '' \\ y''"),
    ('‹a› = «""""""»\n', ("a",), ""),
    ("‹a› = «''''''»\nb = ''''a'''", ("a",), ""),
    ("‹a› = «1979-05-27 07:32:00.5Z»\n", ("a",), "1979-05-27 07:32:00.5Z"),
    ("‹a› = «1979-05-27» # 07:32\n", ("a",), "1979-05-27"),
    ("a = [«07:32:00», 1]\n", ("a", 0), "07:32:00"),
    ("‹a› = «[]»\n", ("a",), []),
    ("‹a› = «[ # ]\n  1, # one\n  2,\n]» # note\n", ("a",), [1, 2]),
    ("a = [ # ]\r\n  1, # one\r\n  «2»,\r\n]\r\n", ("a", 1), 2),
    ("a = [[1, 2], «[3]»]\n", ("a", 1), [3]),
    ("a = [[1, 2], [«3»]]\n", ("a", 1, 0), 3),
    ("‹a› = «{}»\n", ("a",), {}),
    ('‹a› = «{ b = 1, c.d = "}" }»\n', ("a",), {"b": 1, "c": {"d": "}"}}),
    ('a = { b = 1, c.‹d› = «"}"» }\n', ("a", "c", "d"), "}"),
    ('a = { b = 1, «‹c›.d» = "}" }\n', ("a", "c"), {"d": "}"}),
    ("a = [{ b = 1 }, { ‹b› = «2» }]\n", ("a", 1, "b"), 2),
    ('‹"a.b"› = «1»\n', ("a.b",), 1),
    ("‹'a\"b'› = «1»\n", ('a"b',), 1),
    ('‹"a\\tb"› = «1»\n', ("a\tb",), 1),
    ("‹1› = «1»\n", ("1",), 1),
    ("a . ‹b›  = «1»\n", ("a", "b"), 1),
    ("«‹a› . b»  = 1\na.c = 2\n", ("a",), {"b": 1, "c": 2}),
    ("a.b = 1\na.‹c› = «2»\n", ("a", "c"), 2),
    ("[a]\n‹b› = «1»\n", ("a", "b"), 1),
    ("«[‹a›]» # note\nb = 1\n", ("a",), {"b": 1}),
    ("«[ a . ‹b› ]»\n", ("a", "b"), {}),
    ("«[‹a›.b]»\n", ("a",), {"b": {}}),
    ("[a.b]\nc = 1\n«[‹a›]»\nd = 1\n", ("a",), {"b": {"c": 1}, "d": 1}),
    ("[a.b]\n‹c› = «1»\n[a]\nd = 1\n", ("a", "b", "c"), 1),
    ("[a]\n[b]\n[a.c]\n‹d› = «1»\n", ("a", "c", "d"), 1),
    ("[a]\nb.c = 1\n[a.d]\n", ("a",), {"b": {"c": 1}, "d": {}}),
    ("[[a]]\n‹b› = «1»\n[[a]]\nb = 2\n", ("a", 0, "b"), 1),
    ("[[a]]\nb = 1\n[[a]]\n‹b› = «2»\n", ("a", 1, "b"), 2),
    ("[[a]]\nb = 1\n«[[a]]»\nb = 2\n", ("a", 1), {"b": 2}),
    ("«[[‹a›]]»\nb = 1\n[[a]]\nb = 2\n", ("a",), [{"b": 1}, {"b": 2}]),
    ("[[a]]\n[a.b]\n[[a]]\n[a.b]\n‹c› = «1»\n", ("a", 1, "b", "c"), 1),
    ("[[a]]\n[[a.b]]\n[[a.b]]\n‹c› = «1»\n", ("a", 0, "b", 1, "c"), 1),
    ("«a = 1\n»", (), {"a": 1}),
    ("«»", (), {}),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "pointer", "value"), PLACES)
def test_where_a_value_and_its_key_stand(marked: str, pointer: Pointer, value: object) -> None:
    text, spans, keys = unmark(marked)
    document = read_toml(text)
    assert document.problems == ()
    assert value_at(document.value, pointer) == value
    location = document.locate(pointer)
    assert location is not None
    if spans:
        assert location.value == spans[0]
    if keys:
        assert location.key == keys[0]
        assert document.key_slice(pointer, 0, len(str(pointer[-1])))
    for span in (*spans, *keys):
        assert document.pointer_at(span)[: len(pointer)] == pointer


SLICES = [
    ('a = "x ${b} y"', "${b}", "${b}"),
    ("a = 'x ${b} y'", "${b}", "${b}"),
    ('a = "x\\t\\u00e9${b}\\U0001F600"', "é$", "\\u00e9$"),
    ('a = "\\"${b}\\\\"', '"$', '\\"$'),
    ("a = 2024-01-02", "-01", "-01"),
    ('a = """x ${b}"""', "${b}", '"""x ${b}"""'),
    ("a = '''x ${b}'''", "${b}", "'''x ${b}'''"),
]


@pytest.mark.parametrize(("text", "part", "source"), SLICES)
def test_a_part_of_a_value(text: str, part: str, source: str) -> None:
    document = read_toml(text)
    value = value_at(document.value, ("a",))
    start = value.index(part)
    span = document.slice(("a",), start, start + len(part))
    assert text[span.start : span.end] == source


MISTAKES = [
    ("a = «»", "expected a value, found the end of the text"),
    ("a =«»\nb = 1", "expected a value, found the end of the line"),
    ("a = «foo»\n", "expected a value, found 'foo'"),
    ("a = [1,\n«b» = 2", "expected a value, found 'b'"),
    ("b = 1\r\na = «foo»\r\n", "expected a value, found 'foo'"),
    ("a = «[»1, [2],\n", "the list is not closed"),
    ("a = «{» b = 1, c = [2]", "the inline table is not closed"),
    ("a = [1 «2»]", "expected ',' or ']', found '2'"),
    ("a = { b = 1 «c» = 2 }", "expected ',' or '}', found 'c'"),
    ('a = «"»x\nb = "y"', "the string is not closed"),
    ('a = «"»x\r\nb = "y"\r\n', "the string is not closed"),
    ("a = [\n  'x',\n  «'»y,\n]", "the string is not closed"),
    ('a = «"""»x\nb = "y"', "the string is not closed"),
    ("a = «'''»x\nb = 'y'", "the string is not closed"),
    ('a = "x«\\q»"', "'\\q' is no escape in TOML"),
    ('a = "«\\u12»"', "'\\u12' is no escape in TOML"),
    ('a = "«\\ud800»x"', "'\\ud800' is no escape in TOML"),
    ('a = "x«\1»"', "the character U+0001 must not stand here"),
    ("# «\1»", "the character U+0001 must not stand here"),
    ("a«»", "expected '=' after the key, found the end of the text"),
    ("a «b» = 1", "expected '=' after the key, found 'b'"),
    ("a = 1 «b» = 2", "expected the end of the line, found 'b'"),
    ("a = 1\n-«»", "expected '=' after the key, found the end of the text"),
    ("«*» = 1", "expected a key or the header of a table, found '*'"),
    ("a.«*» = 1", "expected a key, found '*'"),
    ("[a«»", "expected ']', found the end of the text"),
    ("[[a«]»\nb = 1", "expected ']]', found ']'"),
    ("‹a› = 1\n«a» = 2", "the key 'a' is given twice"),
    ("[x]\n‹a› = 1\n«a» = [\n  { b = 1 }\n]\n", "the key 'a' is given twice"),
    ("a = { ‹b› = 1, c = 2, «b» = { d = 1 } }", "the key 'b' is given twice"),
    ("[‹a›]\n[b]\n[«a»]\n", "the table 'a' is given twice"),
    ("[x.‹a›]\nb = 1\n[[«x.a»]]\n", "the key 'x.a' is given twice"),
    ("a = 1\n[«a.b»]\n", "the key 'a.b' belongs to a value that is complete already"),
    ("a = { b = 1 }\n«a.c» = 1\n", "the key 'a.c' belongs to a value that is complete already"),
    ("a = «9223372036854775808»\n", "the number has more than the 64 bits of TOML"),
    ("a = [«0x8000000000000001»]\n", "the number has more than the 64 bits of TOML"),
    ("a = " + "«1»" + "1" * 5000, "the number has more than the 64 bits of TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), MISTAKES)
def test_what_is_wrong_with_a_text(marked: str, message: str) -> None:
    text, spans, related = unmark(marked)
    document = read_toml(text)
    (problem,) = document.problems
    assert document.broken
    assert (problem.check, problem.message) == ("syntax-error", message)
    assert problem.span == spans[0]
    assert [span for span, _ in problem.related] == (related if "twice" in message else [])
    assert problem.hint


@pytest.mark.parametrize(("opener", "at"), [("[", 4 + 127), ("{a = ", 4 + 127 * 5)])
def test_a_value_too_deep_is_one_problem(opener: str, at: int) -> None:
    (problem,) = read_toml("a = " + opener * 100_000).problems
    assert (problem.check, problem.span) == ("too-deep", Span(at, at + 1))


@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]"])
def test_a_key_of_too_many_parts_is_one_problem(form: str) -> None:
    (problem,) = read_toml(form.format(".".join("a" * 100_000))).problems
    assert problem.check == "too-deep"


def test_the_depth_counts_tables_and_lists() -> None:
    assert read_toml("a = " + "[" * 127 + "]" * 127).problems == ()
    assert read_toml(f"[{'.'.join('a' * 127)}]\nb = 1").problems == ()
    assert read_toml(f"[{'.'.join('a' * 127)}]\nb = []").broken
    assert read_toml("[a.a]\na = [1]", Limits(depth=4)).problems == ()
    assert read_toml("[[a.a]]\na = [1]", Limits(depth=4)).broken


def test_a_text_that_is_too_large() -> None:
    document = read_toml("a = 1", Limits(size=4))
    assert [problem.check for problem in document.problems] == ["too-large"]
    assert (document.format, document.broken, document.value) == ("toml", True, None)


def test_offsets_count_from_behind_a_byte_order_mark() -> None:
    document = read_toml(f"{BOM}a = 1")
    assert document.problems == ()
    assert document.locate(("a",)) == (Span(4, 5), Span(0, 1))


SAMPLE = """\
# settings
title = "x" # note
[tool.nflint]
"rules" = { unused-argument = "off", 'a.b'.c = ["x", 'y', { z = 1 }] }
ignore = [
  { rule = "undefined-ref", files = 'flows/*.json' }, # why
  "x",
]
text = \"\"\"
  several "lines" \\
  \\u00e9\"\"\"
other = '''
  ' ''
'''
[[tool.nflint.more]]
when = 1979-05-27T07:32:00Z
[[tool.nflint.more]]
when = 07:32:00
size = -1.5e3
[tool.nflint.more.inner]
deep.er = [[], [[1, 0x1f], inf]]
"""


def check(document: Document) -> None:
    """What holds for every document, whatever its text."""
    length = len(document.text.content)
    assert document.broken == bool(document.problems)
    for problem in document.problems:
        assert 0 <= problem.span.start <= problem.span.end <= length
        assert problem.message
        document.pointer_at(problem.span)


def test_no_beginning_of_a_text_raises() -> None:
    assert read_toml(SAMPLE).problems == ()
    for end in range(len(SAMPLE)):
        check(read_toml(SAMPLE[:end]))
        check(read_toml(SAMPLE[end:]))


def test_no_damage_raises() -> None:
    chance = random.Random(1)
    for _ in range(1000):
        text = list(SAMPLE)
        for _ in range(chance.randrange(1, 4)):
            at = chance.randrange(len(text))
            text[at : at + chance.randrange(3)] = chance.choices("[]{}\"'=.,#\\\n\r ab1\0é", k=chance.randrange(3))
        check(read_toml("".join(text)))


PIECES = ("[", "]", "{", "}", '"', "'", '"""', "'''", "=", ".", ",", "#", "\n", "\r\n", " ", "a", "b = 1\n", "[a]\n",
          "[[a]]\n", "1", "\\", "\\u", "-", ":", "inf", "2024-01-02", "07:00:00", "\ud800", "\r", "\0")  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_no_text_raises_and_the_library_decides(text: str) -> None:
    document = read_toml(text)
    check(document)
    try:
        loads(text)
    except TOMLDecodeError:
        assert document.problems
    else:
        assert not document.problems
        check_places(document)


moments = st.one_of(st.dates(), st.times(), st.datetimes())
strings = st.text(st.sampled_from("ab '\"\\\n\té#[]{}=,.\U0001f600"), max_size=6)
numbers = st.one_of(st.integers(-(2**63), 2**63 - 1), st.floats(allow_nan=False))
values = st.recursive(
    st.one_of(st.booleans(), numbers, strings, moments),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(strings, inner, max_size=3)),
    max_leaves=8,
)


@st.composite
def toml_texts(draw: st.DrawFn) -> str:
    """A text of statements and headers; not each one is TOML, since a key may come twice."""
    lines: list[str] = []
    for _ in range(draw(st.integers(0, 6))):
        key = draw(st.sampled_from(["{}", "x.{}", " {} . y "])).format(quoted(draw, draw(strings)))
        kind = draw(st.sampled_from(["{0} = {1}", "{0} = {1}", "[{0}]", "[[{0}]]", "", "# {1!r}"]))
        lines.append(kind.format(key, written(draw, draw(values))) + draw(st.sampled_from(["", " # [x"])))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def quoted(draw: st.DrawFn, text: str) -> str:
    """A string in one of the kinds of quotes that can hold it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    kinds = [f'"{escaped}"']
    if not set(text) & {"'", "\n"}:
        kinds.append(f"'{text}'")
    if text and set(text) <= set("ab"):
        kinds.append(text)
    return draw(st.sampled_from(kinds))


def written(draw: st.DrawFn, value: object) -> str:
    """A value in one of the ways to write it."""
    gap = draw(st.sampled_from(["", " ", "\n", " # ]\n  "]))
    if isinstance(value, dict):
        pairs = [f"{quoted(draw, key)} = {written(draw, item)}" for key, item in value.items()]
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + gap + "".join(f"{written(draw, item)},{gap}" for item in value) + "]"
    if isinstance(value, date | time):
        return value.isoformat() if not isinstance(value, datetime) else value.isoformat(draw(st.sampled_from("T ")))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and draw(st.booleans()):
        body = value.replace("\\", "\\\\").replace('""', '"\\"')
        return f'"""\n{body}"""'
    return quoted(draw, value) if isinstance(value, str) else repr(value)


def check_places(document: Document) -> None:
    """Each value stands where its place is: what is written there is read as the same value. The place of a table is
    its header or dotted key."""
    text = document.text.content
    pending: list[tuple[Pointer, object]] = [((), document.value)]
    while pending:
        pointer, value = pending.pop()
        location = document.locate(pointer)
        assert location is not None
        source = text[location.value.start : location.value.end]
        is_named = location.key is not None and location.value.start <= location.key.start
        if pointer and not is_named and not (isinstance(value, dict) and source[0] == "["):
            assert read_toml(f"x = {source}").value == {"x": value}
        if location.key is not None:
            (key,) = loads(f"{text[location.key.start : location.key.end]} = 1")
            assert key == pointer[-1]
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        pending.extend(((*pointer, step), item) for step, item in inside)


@settings(max_examples=300, deadline=None)
@given(toml_texts())
def test_each_value_stands_where_its_place_is(text: str) -> None:
    document = read_toml(text)
    check(document)
    if not document.problems:
        check_places(document)
