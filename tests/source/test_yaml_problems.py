"""Every problem a YAML text can have, at its place."""

from __future__ import annotations

import pytest
from marked_text import unmark

from nflint.source.document import Limits, read

SYNTAX = [
    ("reference in a flow mapping", "a: ‹{›b: «${args.x}»}", "'${args.x}' stands without quotes between brackets"),
    ("reference in a flow list", "a: ‹[›1, «${x}»]", "'${x}' stands without quotes between brackets"),
    ("template before text", "a: «{{ x }}-foo»\n", "'{{ x }}' stands without quotes before other text"),
    ("tab", "a:\n«\t»b: 1", "a tab cannot indent YAML"),
    ("tab behind a value", "a: 1\n«\t»b: 2", "a tab cannot indent YAML"),
    ("tab in a block", "a: >\n«\t»x", "a tab cannot indent YAML"),
    ("two colons", "a: b«:» c", "a second ':' stands in the line"),
    ("quotes before a colon", 'a: "${x}"«:» y', "a second ':' stands in the line"),
    ("indented key", "a: 1\n b«:» 2", "a key cannot stand here"),
    ("key below text", "foo\nbar«:» 1", "a key cannot stand here"),
    ("key too long", "x: 1\n«" + "k" * 1100 + ": 1»", "a key cannot have more than 1024 characters"),
    ("string not closed", 'a: «"foo»\nb: 1\n', "the string is not closed"),
    ("single quotes not closed", "a: «'foo»\nb: 1\n", "the string is not closed"),
    ("list not closed", "a: ‹[›1, 2\nb«:» 3", "expected ',' or ']', found ':'"),
    ("mapping not closed", "a: ‹{›b: 1\nc«:» 2\n", "expected ',' or '}', found ':'"),
    ("list not closed at the end", "a: ‹[›\n1,\n2\n«»", "expected ',' or ']'"),
    ("missing comma", 'a: ‹{›"b" «1»}', "expected ',' or '}', found '1'"),
    ("two commas", "a: [1,«,»2]", "expected a value, found ','"),
    ("bracket too many", "a: «]»", "expected a value, found ']'"),
    ("at sign", "a: «@foo»", "a value cannot start with '@' unless it is quoted"),
    ("backtick", "a: «`x`»", "a value cannot start with '`' unless it is quoted"),
    ("per cent", "a: «%x»", "a value cannot start with '%' unless it is quoted"),
    ("glob", "a: «*.js»", "a value cannot start with '*' unless it is quoted"),
    ("ampersand", "a: «&» b", "a value cannot start with '&' unless it is quoted"),
    ("key without colon", "a: 1\n«b»\nc: 2", "expected ':' after 'b'"),
    ("unknown escape", 'a: "x«\\d»"', "'\\d' is not an escape in YAML"),
    ("short escape", 'a: "«\\u»12"', "'\\u' is not an escape in YAML"),
    ("text behind quotes", 'a: "x" «y»', "found 'y' after the closing quote"),
    ("quotes inside quotes", 'a: "say "«hi""»', "found 'hi\"\"' after the closing quote"),
    ("wrong indentation", "a:\n  b: 1\n «c:» 2", "expected a key, found 'c:'"),
    ("item among keys", "a: 1\n«-» b", "found a list item among the keys of a mapping"),
    ("key among items", "- a\n«b:» 1", "expected '- ' for the next item of the list, found 'b:'"),
    ("question mark beside its key", "a: &x «?» b", "a '?' key cannot stand here"),
    ("list beside its key", "a: «-» b", "a list cannot start here"),
    ("text beside a block", "a: |«foo»\n  x", "expected the text of a '|' block on the next line"),
    ("second value", "{a: 1}\n---\n[b] «x»\n", "found 'x' after the end of the value"),
    ("unknown handle", "«!x!y» z", "the tag '!x!y' is not known"),
    ("bad tag", "a: «!<x» 1", "the tag is not written as YAML writes one"),
    ("version of YAML", "«%YAML 3.0»\n--- a", "the directive is not one that YAML readers know"),
    ("two versions", "%YAML 1.1\n«%YAML 1.1»\n--- a", "the directive is not one that YAML readers know"),
    ("alias without anchor", "a: «*x»", "the alias '*x' has no anchor"),
    ("merging a number", "a: 1\n<<: «2»", "'<<' can only merge mappings"),
    ("tag and value", "a: «!!int x»", "'x' is not a value for the tag '!!int'"),
    ("17 directives", "%TAG !a! b\n" * 16 + "«%»TAG !c! d\n--- a", "the text has more than 16 directives"),
]


@pytest.mark.parametrize(("marked", "message"), [row[1:] for row in SYNTAX], ids=[row[0] for row in SYNTAX])
def test_one_mistake_is_one_syntax_error(marked: str, message: str) -> None:
    text, spans, related = unmark(marked)
    documents = read(text)
    found = [problem for document in documents for problem in document.problems if problem.check != "several-documents"]
    assert [(problem.check, problem.message) for problem in found] == [("syntax-error", message)]
    assert [problem.span for problem in found] == spans
    assert [span for span, _ in found[0].related] == related
    assert found[0].hint
    assert documents[-1].broken
    assert documents[-1].format == "yaml"


OTHER = [
    ("duplicate key", "‹a›: 1\n«a»: 2", "duplicate-key", "the key 'a' is given twice", {"a": 2}),
    ("duplicate quoted key", "‹a›: 1\n«'a'»: 2", "duplicate-key", "the key 'a' is given twice", {"a": 2}),
    ("duplicate behind a merge", "<<: {b: 3}\n‹b›: 4\n«b»: 5", "duplicate-key", "the key 'b' is given twice", {"b": 5}),
    (
        "infinity",
        "a: «.inf»",
        "non-finite-number",
        "'.inf' is not a finite number and is sent as null",
        {"a": float("inf")},
    ),
    (
        "negative infinity",
        "a: «-.INF»",
        "non-finite-number",
        "'-.INF' is not a finite number and is sent as null",
        {"a": float("-inf")},
    ),
    (
        "many digits",
        "a: «9007199254740993»",
        "imprecise-number",
        "'9007199254740993' has more digits than a number keeps and is read as 9007199254740992",
        {"a": 9007199254740993},
    ),
    ("octal", "a: «012»", "surprising-scalar", "'012' is read as the number 10", {"a": 10}),
    (
        "YAML 1.2 octal",
        "a: «0o17»",
        "surprising-scalar",
        "'0o17' is text here and an octal number to YAML 1.2 readers",
        {"a": "0o17"},
    ),
    ("minutes", "a: «1:30»", "surprising-scalar", "'1:30' is read as the number 90", {"a": 90}),
    (
        "minutes with a point",
        "a: «190:20:30.15»",
        "surprising-scalar",
        "'190:20:30.15' is read as the number 685230.15",
        {"a": 685230.15},
    ),
    ("exponent", "a: «1e3»", "surprising-scalar", "'1e3' is read as the number 1000", {"a": 1000.0}),
    (
        "hash that is a number",
        "a: «1234e567»",
        "surprising-scalar",
        "'1234e567' is read as the number Infinity",
        {"a": float("inf")},
    ),
    ("underscores", "a: «1_000»", "surprising-scalar", "'1_000' is read as the number 1000", {"a": 1000}),
    (
        "date",
        "a: «2024-01-02»",
        "surprising-scalar",
        "'2024-01-02' is read as a point in time and sent as '2024-01-02T00:00:00.000Z'",
        {"a": "2024-01-02T00:00:00.000Z"},
    ),
    ("yes", "a: «yes»", "ambiguous-word", "'yes' is text here and a boolean to YAML 1.1 readers", {"a": "yes"}),
    ("Off", "- «Off»", "ambiguous-word", "'Off' is text here and a boolean to YAML 1.1 readers", ["Off"]),
    ("n", "- «n»", "ambiguous-word", "'n' is text here and a boolean to YAML 1.1 readers", ["n"]),
    ("on as a key", "«on»: 1", "ambiguous-word", "'on' is text here and a boolean to YAML 1.1 readers", {"on": 1}),
    ("number as a key", "«1»: a", "non-string-key", "the key '1' is not text", {"1": "a"}),
    ("fraction as a key", "«1.5»: a", "non-string-key", "the key '1.5' is not text", {"1.5": "a"}),
    ("null as a key", "«null»: a", "non-string-key", "the key 'null' is not text", {"null": "a"}),
    ("nothing as a key", "«~»: a", "non-string-key", "the key 'null' is not text", {"null": "a"}),
    ("true as a key", "«True»: a", "non-string-key", "the key 'true' is not text", {"true": "a"}),
    ("octal as a key", "«010»: a", "surprising-scalar", "'010' is read as the number 8", {"8": "a"}),
    (
        "template",
        "a: {«{ x }»}",
        "non-string-key",
        "the key is a mapping, as of a template without quotes",
        {"a": {"[object Object]": None}},
    ),
    (
        "list as a key",
        "«[a, b]»: 1",
        "non-string-key",
        "the key is a list, as of a template without quotes",
        {"a,b": 1},
    ),
    ("tag", "a: «!Ref» b", "unknown-tag", "the tag '!Ref' has no meaning in a template", {"a": "b"}),
    (
        "tag behind an anchor",
        "a: &x «!Ref» b",
        "unknown-tag",
        "the tag '!Ref' has no meaning in a template",
        {"a": "b"},
    ),
    (
        "tag of a mapping",
        "a: «!foo»\n  b: 1",
        "unknown-tag",
        "the tag '!foo' has no meaning in a template",
        {"a": {"b": 1}},
    ),
    (
        "Python tag",
        "a: «!!python/object:x» {b: 1}",
        "unknown-tag",
        "the tag '!!python/object:x' has no meaning in a template",
        {"a": {"b": 1}},
    ),
    ("binary", "a: «!!binary» aGk=", "unknown-tag", "the tag '!!binary' has no meaning in a template", {"a": "aGk="}),
    (
        "merge",
        "a: &x {b: 1}\nc:\n  «<<»: *x\n",
        "merge-key",
        "not every YAML reader knows the merge key '<<'",
        {"a": {"b": 1}, "c": {"b": 1}},
    ),
    ("control character", "a: b«\0»c", "control-character", "the text has the control character U+0000", {"a": "b c"}),
    (
        "control character behind",
        "a: b\n«\x01»\n",
        "control-character",
        "the text has the control character U+0001",
        {"a": "b"},
    ),
    ("delete", "a: b«\x7f»c", "control-character", "the text has the control character U+007F", {"a": "b\x7fc"}),
    (
        "half a character",
        "a: b«\ud800»c",
        "lone-surrogate",
        "the surrogate U+D800 stands alone, which is not a character",
        {"a": "b\ud800c"},
    ),
    (
        "half an escape",
        'a: «"x\\ud800"»',
        "lone-surrogate",
        "the surrogate U+D800 stands alone, which is not a character",
        {"a": "x\ud800"},
    ),
    ("empty", "«»", "empty-document", "the document is empty", None),
    ("blanks", "«»\n \n", "empty-document", "the document is empty", None),
    ("comments only", "«»# a\n# b\n", "empty-document", "the document is empty", None),
    ("start only", "«»---\n", "empty-document", "the document is empty", None),
]


@pytest.mark.parametrize(
    ("marked", "check", "message", "value"), [row[1:] for row in OTHER], ids=[row[0] for row in OTHER]
)
def test_a_problem_that_leaves_the_value_whole(marked: str, check: str, message: str, value: object) -> None:
    text, spans, related = unmark(marked)
    (document,) = read(text)
    found = [problem for problem in document.problems if check == "merge-key" or problem.check != "merge-key"]
    assert [(problem.check, problem.message) for problem in found] == [(check, message)]
    assert [problem.span for problem in found] == spans
    assert [span for span, _ in found[0].related] == related
    assert found[0].hint
    assert document.value == value
    assert not document.broken
    assert document.format == "yaml"


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, {c: d}]\n",
        "a: true\nb: False\nc: ~\nd: null\ne:\n",
        "a: 'yes'\nb: \"on\"\n",
        "a: 0x1F\nb: 1.5\nc: -3\nd: 1.5e+3\n",
        "a: ${args.x}\nb: '{{ x }}'\n",
        "a: b # c\n# d\n",
        "a: =\nb: 08\nc: 1.2.3\n",
        'a: "\\ud83d\\ude00"\n',
        "a: 1\n...\n",
        "--- # start\na: 1\n",
        "a: &x 1\nb: *x\nc: &x 2\nd: *x\n",
        "a: x\u2028y\u2029z\x85w\n",
        '"a": 1\n"b": c\n',
        "{a: 1, b: [c]}",
    ],
)
def test_ordinary_yaml_has_no_problems(text: str) -> None:
    (document,) = read(text)
    assert document.problems == ()
    assert document.format == "yaml"
    assert not document.broken


def test_an_alias_of_what_it_is_inside_of_is_refused() -> None:
    text, spans, _ = unmark("a: &x\n  b: «*x»\n  c: 1\n")
    (document,) = read(text)
    assert [(problem.check, problem.span) for problem in document.problems] == [("recursive-alias", spans[0])]
    assert document.value == {"a": {"b": None, "c": 1}}
    assert document.broken


def test_aliases_of_aliases_are_counted() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (document,) = read("\n".join(lines))
    assert [problem.check for problem in document.problems] == ["alias-limit"]
    assert document.broken


def test_the_limit_of_aliases_is_exact() -> None:
    text = "a: &a [1, 2]\nb: [*a, *a]\n"
    assert read(text, limits=Limits(alias_nodes=6))[0].problems == ()
    (document,) = read(text, limits=Limits(alias_nodes=5))
    assert [problem.check for problem in document.problems] == ["alias-limit"]
    assert document.value == {"a": [1, 2], "b": [[1, 2], None]}


def test_an_alias_does_not_lead_beyond_the_depth() -> None:
    (document,) = read("a: &a [[1]]\nb: [[*a]]\n", limits=Limits(depth=4))
    assert [problem.check for problem in document.problems] == ["too-deep"]
    assert document.value == {"a": [[1]], "b": [[None]]}


def test_merging_what_was_merged_twice_ends() -> None:
    lines = ["a0: &a0 {x: 1}"]
    lines += [f"a{n}: &a{n}\n  <<: [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    (document,) = read("\n".join(lines))
    assert {problem.check for problem in document.problems} == {"merge-key", "alias-limit"}
    assert isinstance(document.value, dict)
    assert document.value["a9"] == {"x": 1}


def test_several_documents() -> None:
    text, spans, _ = unmark("a: 1\n«---»\nb: 2\n---\nc: 3\n")
    first, second, third = read(text)
    assert (first.value, second.value, third.value) == ({"a": 1}, {"b": 2}, {"c": 3})
    assert first.problems == third.problems == ()
    assert [(problem.check, problem.span) for problem in second.problems] == [("several-documents", spans[0])]
    assert second.text.content[second.span.start : second.span.end].startswith("---")


def test_a_final_document_mark_starts_an_empty_document() -> None:
    first, second = read("a: 1\n---\n")
    assert first.problems == ()
    assert [problem.check for problem in second.problems] == ["several-documents"]
    assert second.value is None


def test_an_error_keeps_the_documents_before_it() -> None:
    first, second = read("a: 1\n---\nb: [2\n")
    assert (first.value, first.broken, first.problems) == ({"a": 1}, False, ())
    assert [problem.check for problem in second.problems] == ["several-documents", "syntax-error"]
    assert (second.value, second.broken) == ({"b": [2]}, True)


def test_text_behind_a_document_belongs_to_it() -> None:
    text, spans, _ = unmark("'b' «x»\n")
    (document,) = read(text)
    assert [problem.span for problem in document.problems] == spans
    assert document.value == "b"
    assert document.broken


def test_what_stands_before_an_error_is_kept() -> None:
    (document,) = read("a: 1\nb:\n  - x\n  - {c: d\ne: 1\n")
    assert document.value == {"a": 1, "b": ["x", {"c": "d e"}]}
    assert document.broken


def test_very_many_documents_are_not_all_read() -> None:
    documents = read("---\na: 1\n" * 1500)
    assert len(documents) == 1000
    assert [problem.check for problem in documents[-1].problems] == ["too-large"]
    assert documents[-1].broken
