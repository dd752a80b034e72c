"""Every problem a JSON text can have: one mistake is one problem at its place, and the rest is still read."""

from __future__ import annotations

import pytest
from marked_text import unmark

from nflint.source.document import read

NAN = float("nan")
INF = float("inf")

SYNTAX = [
    # commas and colons
    ("missing comma in an object", '{"a": 1«» "b": 2}', "expected ',' or '}'", {"a": 1, "b": 2}),
    ("missing comma in a list", "[1«» 2]", "expected ',' or ']'", [1, 2]),
    ("missing comma on a line", '{\n  "a": "x"«»\n  "b": 2\n}', "expected ',' or '}'", {"a": "x", "b": 2}),
    ("missing comma behind an object", '[{"a": 1}«» {"b": 2}]', "expected ',' or ']'", [{"a": 1}, {"b": 2}]),
    ("two commas in a list", "[1,«,» 2]", "expected a value, found ','", [1, 2]),
    ("many commas are one mistake", "[1,«, , ,» 2]", "expected a value, found ','", [1, 2]),
    ("two commas in an object", '{"a": 1,«,» "b": 2}', "expected a key, found ','", {"a": 1, "b": 2}),
    ("comma first", '{«,» "a": 1}', "expected a key, found ','", {"a": 1}),
    ("semicolon", '{"a": 1«;» "b": 2}', "expected ',', found ';'", {"a": 1, "b": 2}),
    ("missing colon", '{"a"«» 1, "b": 2}', "expected ':' after the key 'a'", {"a": 1, "b": 2}),
    ("equals sign", '{"a" «=» 1}', "expected ':' after the key 'a', found '='", {"a": 1}),
    ("arrow", '{"a" «=>» 1}', "expected ':' after the key 'a', found '=>'", {"a": 1}),
    ("two colons", '{"a": «:» 1}', "expected a value, found ':'", {"a": 1}),
    ("missing value", '{«"a":», "b": 2}', "the value of 'a' is missing", {"a": None, "b": 2}),
    ("missing last value", '{"b": 2, «"a":» }', "the value of 'a' is missing", {"a": None, "b": 2}),
    ("missing colon and value", '{«"a"», "b": 2}', "the value of 'a' is missing", {"a": None, "b": 2}),
    ("missing key", '{«:» 1, "b": 2}', "expected a key, found ':'", {"b": 2}),
    (
        "value and colon",
        '{"a": 1 «:» 2, "b": 3}',
        "found ':' after a value",
        {"a": 1, "b": 3},
    ),
    # quotes
    ("single quotes", "{\"a\": «'x'»}", "a JSON string stands in double quotes", {"a": "x"}),
    ("single quotes for a key", "{«'a'»: 1}", "a JSON string stands in double quotes", {"a": 1}),
    (
        "single quotes, quotes inside",
        "[«'say \"hi\", it\\'s'»]",
        "a JSON string stands in double quotes",
        ['say "hi", it\'s'],
    ),
    (
        "single quotes inside single quotes",
        "[«'a(b, 'c')'», 1]",
        "a JSON string stands in double quotes",
        ["a(b, 'c')", 1],
    ),
    ("key without quotes", '{"x": 1, «a»: 1}', "the key 'a' is not in quotes", {"x": 1, "a": 1}),
    ("key of two words", '{"x": 1, «my key»: 1}', "the key 'my key' is not in quotes", {"x": 1, "my key": 1}),
    ("key without its first quote", '{«a"»: 1}', "the key 'a' is not in quotes", {"a": 1}),
    ("key without its last quote", '{«"a»: 1, "b": 2}', "the key is not closed", {"a": 1, "b": 2}),
    ("key alone", '{"x": 1, «foo»}', "expected a key and its value, found 'foo'", {"x": 1}),
    (
        "value without quotes",
        '{"a": «foo bar», "b": 2}',
        "the value 'foo bar' is not in quotes",
        {"a": "foo bar", "b": 2},
    ),
    (
        "reference without quotes",
        '{"b": «${args.x}», "c": 1}',
        "the value '${args.x}' is not in quotes",
        {"b": "${args.x}", "c": 1},
    ),
    (
        "template without quotes",
        '{"b": «{{ x }}», "c": 1}',
        "the value '{{ x }}' is not in quotes",
        {"b": "{{ x }}", "c": 1},
    ),
    (
        "URL without quotes",
        '{"b": «https://x.y/z», "c": 1}',
        "the value 'https://x.y/z' is not in quotes",
        {"b": "https://x.y/z", "c": 1},
    ),
    (
        "value without its first quote",
        '{"a": «foo"», "b": 2}',
        "the opening quote of 'foo' is missing",
        {"a": "foo", "b": 2},
    ),
    (
        "value without its last quote",
        '{"a": «"foo», "b": 2}',
        "the string is not closed on its line",
        {"a": "foo", "b": 2},
    ),
    (
        "value not closed on its line",
        '{"a": «"foo»,\n "b": 2}',
        "the string is not closed on its line",
        {"a": "foo", "b": 2},
    ),
    ("value not closed, CR LF", '{"a": «"foo»\r\n}', "the string is not closed on its line", {"a": "foo"}),
    ("string not closed at the end", '{"a": «"foo»}', "the string is not closed on its line", {"a": "foo"}),
    ("string not closed, then nothing", '["x", «"foo»', "the string is not closed on its line", ["x", "foo"]),
    ("reference not closed", '{"a": «"${x}»\n}', "the string is not closed on its line", {"a": "${x}"}),
    (
        "quotes inside",
        '{"a": "say «"»hi" now", "b": 1}',
        "a quote inside a string needs a backslash",
        {"a": 'say "hi" now', "b": 1},
    ),
    ("line break in a string", '{"a": "x«\n»y", "b": 1}', "a string cannot hold a line break", {"a": "x\ny", "b": 1}),
    (
        "two line breaks in a string",
        '{"a": "x«\n»y\nz", "b": 1}',
        "a string cannot hold a line break",
        {"a": "x\ny\nz", "b": 1},
    ),
    ("CR LF in a string", '["x«\r\n»y"]', "a string cannot hold a line break", ["x\r\ny"]),
    ("unknown escape", '["a«\\d»b", 1]', "'\\d' is not an escape in JSON", ["a\\db", 1]),
    ("short escape", '["«\\u»12"]', "'\\u' is not an escape in JSON", ["\\u12"]),
    # words and numbers of others
    ("Python's True", '{"a": «True»}', "'True' is not a word of JSON", {"a": True}),
    ("Python's None", "[1, «None»]", "'None' is not a word of JSON", [1, None]),
    ("undefined", '{"a": «undefined»}', "'undefined' is not a word of JSON", {"a": None}),
    ("leading zero", "[«012»]", "'012' is not written as JSON writes a number", [12]),
    ("plus sign", "[1, «+1»]", "'+1' is not written as JSON writes a number", [1, 1]),
    ("no digit before the point", "[1, «.5»]", "'.5' is not written as JSON writes a number", [1, 0.5]),
    ("no digit behind the point", "[«1.»]", "'1.' is not written as JSON writes a number", [1.0]),
    ("hexadecimal", "[«0x1F»]", "the value '0x1F' is not in quotes", ["0x1F"]),
    ("stray character", '[1, «"»', "the string is not closed on its line", [1, ""]),
    ("dots in an object", '{"a": 1, «...»}', "'...' stands for something left out", {"a": 1}),
    ("dots between keys", '{"a": 1, «...», "b": 2}', "'...' stands for something left out", {"a": 1, "b": 2}),
    ("dots in a list", "[1, «…»]", "'…' stands for something left out", [1]),
    ("dots as a value", '{"a": «...», "b": 2}', "'...' stands for something left out", {"a": None, "b": 2}),
    ("no-break space", '{«\xa0»"a": 1}', "U+00A0 is not a blank in JSON", {"a": 1}),
    ("mark inside", '{"a":«\ufeff» 1}', "U+FEFF is not a blank in JSON", {"a": 1}),
    ("comment not closed", '{"a": 1} «/*» x', "the comment is not closed", {"a": 1}),
    # brackets
    ("missing }", '‹{›"a": 1«»', "'}' is missing", {"a": 1}),
    ("missing ]", '{"a": ‹[›1, 2«»', "']' is missing", {"a": [1, 2]}),
    (
        "missing } told by indentation",
        '{\n  "a": ‹{›\n    "x": 1,\n  "b": 2«»\n}\n',
        "'}' is missing",
        {"a": {"x": 1, "b": 2}},
    ),
    ("missing ] before }", '{"a": ‹[›1, 2«}»', "expected ']', found '}'", {"a": [1, 2]}),
    ("wrong bracket", '{"a": ‹[›1, 2«}», "b": 3}', "expected ']', found '}'", {"a": [1, 2], "b": 3}),
    (
        "missing [",
        '{"a": {"x": 1}, «{»"y": 2}], "b": 3}',
        "expected a key in double quotes, found '{'",
        {"a": {"x": 1}, "b": 3},
    ),
    ("missing {", '{"a":«» "x": 1}, "b": 3}', "expected a value before the key 'x'", {"a": {"x": 1}, "b": 3}),
    ("missing { in a list", '{"a": ‹[›«"x"»: 1}], "b": 3}', "found the key 'x' in a list", {"a": [{"x": 1}], "b": 3}),
    (
        "missing ] before a key",
        '{"a": ‹[›"p"«», "x": 1, "b": 3}',
        "expected ']' before the key 'x'",
        {"a": ["p"], "x": 1, "b": 3},
    ),
    ("bracket too many", '{"a": 1}«}»', "found '}' after the end of the value", {"a": 1}),
    ("text behind", '{"a": 1} «x y»\nz', "found 'x y' after the end of the value", {"a": 1}),
    ("two values", '{"a": 1}\n«{"b": 2}»', "found '{\"b\": 2}' after the end of the value", {"a": 1}),
]


@pytest.mark.parametrize(("marked", "message", "value"), [row[1:] for row in SYNTAX], ids=[row[0] for row in SYNTAX])
def test_one_mistake_is_one_syntax_error(marked: str, message: str, value: object) -> None:
    text, spans, related = unmark(marked)
    (document,) = read(text)
    assert [(problem.check, problem.message) for problem in document.problems] == [("syntax-error", message)]
    (problem,) = document.problems
    assert [problem.span] == spans
    assert [span for span, _ in problem.related] == related
    assert problem.hint
    assert document.value == value
    assert document.broken
    assert document.format == "json"


OTHER = [
    ("duplicate key", '{‹"a"›: 1, «"a"»: 2}', "duplicate-key", "the key 'a' is given twice", {"a": 2}),
    ("duplicate key by escape", '{‹"a"›: 1, «"\\u0061"»: 2}', "duplicate-key", "the key 'a' is given twice", {"a": 2}),
    ("comment of a line", '{"a": 1 «// one»\n}', "json-comment", "JSON has no comments", {"a": 1}),
    ("comment before all", '«// one»\n{"a": 1}', "json-comment", "JSON has no comments", {"a": 1}),
    ("comment in a block", '{«/* a\nb */» "a": 1}', "json-comment", "JSON has no comments", {"a": 1}),
    ("comment of a shell", '{ «# one»\n"a": 1}', "json-comment", "JSON has no comments", {"a": 1}),
    (
        "comma at the end of an object",
        '{"a": 1«,»\n}',
        "trailing-comma",
        "a comma must not stand before '}' in JSON",
        {"a": 1},
    ),
    ("comma at the end of a list", "[1«,» ]", "trailing-comma", "a comma must not stand before ']' in JSON", [1]),
    ("infinite", "[«Infinity»]", "non-finite-number", "'Infinity' is not a number in JSON", [INF]),
    ("negative infinite", "[«-Infinity»]", "non-finite-number", "'-Infinity' is not a number in JSON", [-INF]),
    (
        "too large for a double",
        "[«1e400»]",
        "non-finite-number",
        "'1e400' is not a finite number and is sent as null",
        [INF],
    ),
    (
        "too many digits for Python",
        "[«" + "9" * 5000 + "»]",
        "non-finite-number",
        f"'{'9' * 37}...' is not a finite number and is sent as null",
        [INF],
    ),
    (
        "integer beyond 2^53",
        "[«9007199254740993»]",
        "imprecise-number",
        "'9007199254740993' has more digits than a number keeps and is read as 9007199254740992",
        [9007199254740993],
    ),
    (
        "fraction of 18 digits",
        "[«0.123456789012345678»]",
        "imprecise-number",
        "'0.123456789012345678' has more digits than a number keeps and is read as 0.12345678901234568",
        [0.12345678901234568],
    ),
    (
        "too small",
        "[«1e-400»]",
        "imprecise-number",
        "'1e-400' has more digits than a number keeps and is read as 0",
        [0.0],
    ),
    (
        "tab in a string",
        '["a«\t»b"]',
        "control-character",
        "a string cannot hold the control character U+0009",
        ["a\tb"],
    ),
    (
        "NUL in a string",
        '["a«\0»b"]',
        "control-character",
        "a string cannot hold the control character U+0000",
        ["a\0b"],
    ),
    ("NUL outside", '{"a": 1}«\0»', "control-character", "the text has the control character U+0000", {"a": 1}),
    (
        "high half alone",
        '["«\\ud800»x"]',
        "lone-surrogate",
        "the surrogate U+D800 stands alone, which is not a character",
        ["\ud800x"],
    ),
    (
        "low half alone",
        '["\\ud83d\\ude00«\\ude00»"]',
        "lone-surrogate",
        "the surrogate U+DE00 stands alone, which is not a character",
        ["\U0001f600\ude00"],
    ),
    (
        "half behind a half",
        '["«\\ud83d»\\ud83d\\ude00"]',
        "lone-surrogate",
        "the surrogate U+D83D stands alone, which is not a character",
        ["\ud83d\U0001f600"],
    ),
    (
        "half as character",
        '["«\ud800»"]',
        "lone-surrogate",
        "the surrogate U+D800 stands alone, which is not a character",
        ["\ud800"],
    ),
    (
        "half in a key",
        '{"«\\udc00»": 1}',
        "lone-surrogate",
        "the surrogate U+DC00 stands alone, which is not a character",
        {"\udc00": 1},
    ),
]


@pytest.mark.parametrize(
    ("marked", "check", "message", "value"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER]
)
def test_a_problem_that_leaves_the_value_whole(marked: str, check: str, message: str, value: object) -> None:
    text, spans, related = unmark(marked)
    (document,) = read(text)
    assert [(problem.check, problem.message) for problem in document.problems] == [(check, message)]
    (problem,) = document.problems
    assert [problem.span] == spans
    assert [span for span, _ in problem.related] == related
    assert problem.hint
    assert document.value == value
    assert not document.broken


def test_not_a_number_is_kept_as_a_number() -> None:
    (document,) = read('{"a": NaN}')
    assert [problem.check for problem in document.problems] == ["non-finite-number"]
    assert isinstance(document.value, dict)
    assert document.value["a"] != document.value["a"]


@pytest.mark.parametrize(
    "text",
    [
        '["\\ud83d\\ude00", "\\u00e9"]',
        "[9007199254740992, 12345678901234567168, 1e300, 0.1, 100000000000000000000]",
        "[0.0, -0, 0e5, 0.30000000000000004]",
        '{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}',
        "[]",
        " {} ",
        '"text"',
        "12",
        "true",
        "null\n",
        '\n[ 1 ,\r\n\t"http://x.y/#z" ]',
    ],
)
def test_strict_json_has_no_problems(text: str) -> None:
    (document,) = read(text)
    assert document.problems == ()
    assert document.format == "json"
    assert not document.broken


def test_each_of_several_mistakes_is_found() -> None:
    text, spans, _ = unmark('{\n  «// why»\n  «\'a\'»: 1,\n  "b": [1«» 2],\n  "c": «True»«,»\n}')
    (document,) = read(text)
    assert [problem.span for problem in document.problems] == spans
    assert [problem.check for problem in document.problems] == [
        "json-comment",
        "syntax-error",
        "syntax-error",
        "syntax-error",
        "trailing-comma",
    ]
    assert document.value == {"a": 1, "b": [1, 2], "c": True}


def test_problems_are_kept_up_to_the_limit() -> None:
    (document,) = read("[" + "1 " * 500 + "]")
    assert len(document.problems) == 100
    assert document.broken


def test_comments_beyond_the_limit_do_not_stop_the_reader() -> None:
    (document,) = read("[" + "//\n" * 500 + "1]")
    assert len(document.problems) == 100
    assert document.value == [1]
    assert not document.broken
