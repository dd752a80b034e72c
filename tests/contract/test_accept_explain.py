"""The two readings of the schemas give one verdict, and it is that of plain jsonschema.

`accept` is the fast reading, `explain` the one with reasons; the third is jsonschema's own validator over the same
strict schemas, where only patterns (ECMA-262) and the format are the project's.
"""

from __future__ import annotations

import json
import random
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from nflint.contract import accept as accept_module
from nflint.contract import catalogue
from nflint.contract.accept import accept
from nflint.contract.detect import KINDS
from nflint.contract.explain import explain
from nflint.contract.patterns import translate
from nflint.contract.timestamps import is_date_time

TESTS = Path(__file__).resolve().parents[1]
SCHEMAS = TESTS.parent / "schemas"
CORPUS = TESTS.parents[1] / "shared" / "corpus"
ORIGIN = "https://nflint.dev/schemas/"

sys.path.append(str(TESTS / "properties"))

from schema_documents import document, mutated  # noqa: E402 - the path comes first

NAMES = sorted(path.relative_to(SCHEMAS).as_posix() for path in SCHEMAS.rglob("*.schema.json"))
ANNOTATIONS = {"title", "description", "$comment", "default", "examples", "$id", "$defs"}
NOTES = {catalogue.FORBIDDEN, catalogue.NARROWED, catalogue.TOLERATED}

FORMATS = FormatChecker(formats=())
FORMATS.checks("date-time")(lambda value: not isinstance(value, str) or is_date_time(value))

Schema = Any


def plainly(schema: Schema) -> Schema:
    """A strict schema as standard JSON Schema: without notes, and with patterns that Python reads as ECMA-262."""
    if isinstance(schema, list):
        return [plainly(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if catalogue.FORBIDDEN in schema:
        return False
    return {
        keyword: translate(value) if keyword == "pattern" and isinstance(value, str) else plainly(value)
        for keyword, value in schema.items()
        if keyword not in NOTES
    }


@lru_cache(maxsize=1)
def registry() -> Registry[Any]:
    return Registry().with_resources(
        (ORIGIN + name, DRAFT202012.create_resource(plainly(catalogue.strict(name)))) for name in NAMES
    )


@lru_cache(maxsize=8)
def stock(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": ORIGIN + name}, registry=registry(), format_checker=FORMATS)


def agree(name: str, value: object) -> bool:
    """The verdict of all three, which have to be of one mind."""
    expected = stock(name).is_valid(value)
    assert accept(name, value) is expected, json.dumps(value)
    assert (not list(explain(name, value))) is expected, json.dumps(value)
    return expected


@pytest.mark.parametrize("kind", KINDS)
def test_valid_documents_are_accepted_by_all(kind: str) -> None:
    for seed in range(60):
        value = document(kind, random.Random(seed))
        assert agree(f"{kind}.schema.json", value), json.dumps(value)


@pytest.mark.parametrize("kind", KINDS)
def test_documents_with_mistakes_get_one_verdict(kind: str) -> None:
    verdicts = []
    for seed in range(250):
        source = random.Random(seed)
        verdicts.append(agree(f"{kind}.schema.json", mutated(document(kind, source), source)))
    assert 0.4 < verdicts.count(False) / len(verdicts) < 0.95


@pytest.mark.parametrize("kind", KINDS)
def test_documents_of_one_kind_get_one_verdict_as_another(kind: str) -> None:
    for seed in range(12):
        for other in KINDS:
            agree(f"{other}.schema.json", document(kind, random.Random(seed)))


@pytest.mark.parametrize("name", ["common/step", "common/teardown-step", "common/run-step", "common/root"])
def test_steps_get_one_verdict_on_their_own(name: str) -> None:
    for seed in range(100):
        source = random.Random(seed)
        step = document(name, source)
        assert agree(f"{name}.schema.json", step), json.dumps(step)
        agree(f"{name}.schema.json", mutated(step, source))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the documents of others are not beside this checkout")
def test_real_documents_get_one_verdict() -> None:
    seen = 0
    for path in sorted(CORPUS.rglob("*.json")):
        try:
            value = json.loads(path.read_bytes())
        except ValueError:
            continue
        seen += 1
        for kind in ("release-flow", "run", "run-request"):
            agree(f"{kind}.schema.json", value)
    assert seen > 100


# What the standard says of each keyword in use: a schema, values that it accepts and values that it refuses.
# Files that a case refers to.
FILES: dict[str, Schema] = {
    "cases/chain.schema.json": {"$ref": "link.schema.json#/$defs/first"},
    "cases/link.schema.json": {
        "$defs": {
            "first": {"$ref": "#/$defs/second~1third"},
            "second/third": {"$ref": "deeper/end.schema.json"},
            "tilde~name": {"type": "null"},
        }
    },
    "cases/deeper/end.schema.json": {"$ref": "../link.schema.json#/$defs/tilde~0name"},
}
CHOICE = [
    {"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"required": ["x"]}},
    {"if": {"properties": {"kind": {"const": "b"}}, "required": ["kind"]}, "then": {"properties": {"x": False}}},
]
CASES: dict[str, tuple[Schema, list[Any], list[Any]]] = {
    "true": ({"properties": {"a": True}}, [{"a": 1}, 3], []),
    "false": ({"properties": {"a": False}}, [{}, {"b": 1}, []], [{"a": 1}, {"a": None}]),
    "type object": ({"type": "object"}, [{}, {"a": 1}], [[], "{}", None, 0, False]),
    "type array": ({"type": "array"}, [[], [1]], [{}, "[]", None, 0]),
    "type string": ({"type": "string"}, ["", "1", "\U0001f680"], [1, None, True, [], {}]),
    "type boolean": ({"type": "boolean"}, [True, False], [0, 1, "true", None, 0.0, []]),
    "type null": ({"type": "null"}, [None], [0, False, "", "null", [], {}]),
    "type integer": (
        {"type": "integer"},
        [0, -1, 1.0, -0.0, 1e300, 10**400],
        [1.5, "1", True, False, None, [], float("inf"), float("nan")],
    ),
    "type number": ({"type": "number"}, [0, 1.5, -1e-9, 10**400], ["1.5", True, False, None, [1]]),
    "several types": ({"type": ["integer", "string"]}, [1, 1.0, "1"], [1.5, True, None, [], {}]),
    "enum of words": ({"enum": ["a", "${b}", ""]}, ["a", "${b}", ""], ["A", "a ", None, 0, False, [], ["a"], {}]),
    "enum of 0": ({"enum": [0]}, [0, 0.0, -0.0], [False, "0", None, "", []]),
    "enum of 1": ({"enum": [1]}, [1, 1.0], [True, "1", 2, [1]]),
    "enum of false": ({"enum": [False]}, [False], [0, 0.0, None, "", "false", []]),
    "enum of true": ({"enum": [True]}, [True], [1, 1.0, "true"]),
    "enum of many types": ({"enum": [6, "x", None, True]}, [6, 6.0, "x", None, True], [1, "6", "null", False, {}]),
    "const": ({"const": "x"}, ["x"], ["X", "", None, ["x"], 0]),
    "const null": ({"const": None}, [None], [0, False, "", {}]),
    "const 1": ({"const": 1}, [1, 1.0], [True, "1", 1.5]),
    "const false": ({"const": False}, [False], [0, None, ""]),
    "required": ({"required": ["a"]}, [{"a": None}, {"a": 1, "b": 2}, [], "a", 12, None], [{}, {"b": 1}, {"A": 1}]),
    "required twice": ({"required": ["a", "b"]}, [{"b": 1, "a": 2}], [{"a": 1}, {"b": 1}, {}]),
    "required nothing": ({"required": []}, [{}, {"a": 1}, 1], []),
    "required odd names": ({"required": ["", "a/b", "__proto__"]}, [{"": 1, "a/b": 1, "__proto__": 1}], [{}, {"": 1}]),
    "properties": (
        {"properties": {"a": {"type": "string"}, "b": {"type": "integer"}}},
        [{}, {"a": "", "b": 1}, {"c": []}, [], 12],
        [{"a": 1}, {"a": "", "b": "1"}, {"b": None}],
    ),
    "additionalProperties false": (
        {"properties": {"a": True}, "additionalProperties": False},
        [{}, {"a": 1}, [1], "text", None],
        [{"b": 1}, {"a": 1, "b": None}, {"": 0}],
    ),
    "additionalProperties alone": ({"additionalProperties": False}, [{}, [], 1], [{"a": 1}]),
    "additionalProperties schema": (
        {"properties": {"a": True}, "additionalProperties": {"type": "object", "required": ["x"]}},
        [{"a": 1}, {"b": {"x": 1}}, {}, 3],
        [{"b": {}}, {"b": 1}, {"b": {"x": 1}, "c": None}],
    ),
    "additionalProperties sees its own properties only": (
        {"allOf": [{"properties": {"a": True}}], "additionalProperties": {"type": "null"}},
        [{"a": None}, {}],
        [{"a": 1}],
    ),
    "items": ({"items": {"type": "integer"}}, [[], [1, 2.0], {}, "ab", None], [[1, "x"], [None], [[1]], [True]]),
    "items false": ({"items": False}, [[], {}], [[1], [None]]),
    "items in items": ({"items": {"items": {"type": "null"}}}, [[[None], []], [3]], [[[1]], [[None], [None, 0]]]),
    "minItems": ({"minItems": 1}, [[1], [None, None], {}, "", 0], [[]]),
    "anyOf": ({"anyOf": [{"type": "integer"}, {"minimum": 2}]}, [1, 2.5, 3, "text"], [1.5]),
    "anyOf of three": (
        {"anyOf": [{"type": "null"}, {"enum": ["a"]}, {"type": "array"}]},
        [None, "a", [1]],
        ["b", 0, {}, False],
    ),
    "anyOf beside type": (
        {"type": "string", "anyOf": [{"maxLength": 2}, {"minLength": 4}]},
        ["ab", "abcd"],
        ["abc", 1, None],
    ),
    "anyOf of expression and text": (
        {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"\$\{.*\}"}]},
        [3, "${a}", "x${a}y"],
        ["${a", "3", "{a}", None, 3.5],
    ),
    "anyOf with true": ({"anyOf": [True, False]}, [1, None, {}], []),
    "anyOf of false": ({"anyOf": [False, False]}, [], [1, None, {}]),
    "allOf": (
        {"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "string"}}}]},
        [{"a": "x"}, [], 1],
        [{}, {"a": 1}, {"b": "x"}],
    ),
    "allOf with the rest": ({"allOf": [{"minimum": 3}], "maximum": 5}, [3, 5, "x"], [2, 6]),
    "allOf that chooses": (
        {"allOf": CHOICE},
        [{}, {"kind": "a", "x": 1}, {"kind": "b"}, {"kind": "c"}, {"kind": 1}, {"kind": ["a"]}, [], "a", None],
        [{"kind": "a"}, {"kind": "b", "x": 1}],
    ),
    "allOf that chooses, and more": (
        {"allOf": [*CHOICE, {"required": ["y"]}]},
        [{"y": 1}, {"kind": "b", "y": 1}, 3],
        [{"kind": "a", "y": 1}, {"kind": "b"}, {"kind": "b", "x": 1, "y": 1}],
    ),
    "allOf that chooses by two properties": (
        {
            "allOf": [
                CHOICE[0],
                {"if": {"properties": {"sort": {"const": "a"}}, "required": ["sort"]}, "then": {"required": ["z"]}},
            ]
        },
        [{"kind": "a", "x": 1, "sort": "a", "z": 1}, {"sort": "b"}],
        [{"kind": "a", "x": 1, "sort": "a"}, {"sort": "a"}, {"kind": "a"}],
    ),
    "allOf that chooses one value twice": (
        {"allOf": [CHOICE[0], {**CHOICE[0], "then": {"required": ["z"]}}]},
        [{"kind": "a", "x": 1, "z": 1}, {"kind": "b"}],
        [{"kind": "a", "x": 1}, {"kind": "a", "z": 1}],
    ),
    "if that does not require its property": (
        {"allOf": [{"if": {"properties": {"kind": {"const": "a"}}}, "then": {"required": ["x"]}}]},
        [{"kind": "a", "x": 1}, {"kind": "b"}, {"x": 1}, "no object has no properties"],
        [{"kind": "a"}, {}],
    ),
    "if then else": (
        {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "null"}},
        ["ab", None],
        ["a", "", 1, [], {}],
    ),
    "if then": ({"if": {"type": "string"}, "then": {"minLength": 2}}, ["ab", 1, None, {}], ["a"]),
    "if else": ({"if": {"type": "null"}, "else": {"type": "object"}}, [None, {}], [1, "", []]),
    "if alone": ({"if": {"type": "null"}}, [None, 1, "x"], []),
    "then and else alone": ({"then": False, "else": False}, [None, 1, {}], []),
    "if true": ({"if": True, "then": {"const": "x"}, "else": False}, ["x"], ["y", None]),
    "if false": ({"if": False, "then": False, "else": {"const": "x"}}, ["x"], ["y", None]),
    "dependentSchemas": (
        {"dependentSchemas": {"a": {"properties": {"b": False}}, "c": {"required": ["d"]}}},
        [{}, {"a": 1}, {"b": 1}, {"c": 1, "d": 1}, {"a": 1, "c": 1, "d": 1}, ["a", "b"], "a"],
        [{"a": 1, "b": 1}, {"c": 1}, {"a": None, "b": None}],
    ),
    "dependentSchemas false": ({"dependentSchemas": {"a": False}}, [{}, {"b": 1}], [{"a": 1}]),
    "pattern is searched": ({"pattern": "a+"}, ["a", "xaay", "caab", 1, None, [], {}], ["", "b", "A"]),
    "pattern with anchors": ({"pattern": "^a*$"}, ["", "aaa", True], ["b", "ab", "a\n", "\na", "a\r\n"]),
    "pattern with classes": ({"pattern": r"^\d\s\w$"}, ["1 a", "1\u00a0_", "1\ufeffZ"], ["\u0661 a", "1 é", "12a"]),
    "pattern with Unicode": ({"pattern": "^[à-ÿ]\u4e2d$"}, ["é\u4e2d"], ["e\u4e2d", "é", "é\u4e2e", "e\u0301\u4e2d"]),
    "pattern with a dot": ({"pattern": "^a.b$"}, ["axb", "a\x85b"], ["a\nb", "a\rb", "a\u2028b", "ab"]),
    "minLength": ({"minLength": 2}, ["ab", "abc", "\U0001f680\U0001f680", 1, None, []], ["", "a", "\U0001f680"]),
    "maxLength": ({"maxLength": 2}, ["", "ab", "\U0001f680\U0001f680", 100, [1, 2, 3]], ["abc", "\U0001f680" * 3]),
    "length counts code points": ({"minLength": 2, "maxLength": 2}, ["e\u0301", "\U0001f680!"], ["é", "1\ufe0f\u20e3"]),
    "minimum": ({"minimum": 30}, [30, 30.0, 31, 1e300, 10**400, "1", None, True], [29, 29.999, -1e300, -(10**400)]),
    "minimum of a fraction": ({"minimum": 1.1}, [1.1, 2, "x"], [1, 1.09, 0.6, -2]),
    "minimum below zero": ({"minimum": -2}, [-2, -2.0, 0, "x"], [-2.0001, -3]),
    "maximum": ({"maximum": 3.0}, [2.6, 3, 3.0, -1, False, "x", None], [3.5, 4, 10**400]),
    "format date-time": (
        {"format": "date-time"},
        ["2021-01-01T12:00:00Z", "2021-01-01t12:00:00.5z", "2021-01-01T12:00:00+23:59", "1990-12-31T23:59:60Z", 3],
        [
            "", "2021-01-01", "2021-01-01 12:00:00Z", "2021-01-01T12:00:00", "2021-02-30T12:00:00Z", "12:00:00Z",
            "2021-01-01T24:00:00Z", "2021-01-01T12:00:00Z\n", "2021-01-01T12:00:00+24:00", "2021-1-1T12:00:00Z",
            "\u0662021-01-01T12:00:00Z", "x2021-01-01T12:00:00Z", "yesterday",
        ],
    ),
    "format that is not known": ({"format": "no-such-format"}, ["", "x", 1], []),
    "$ref": ({"$ref": "#/$defs/a", "$defs": {"a": {"type": "null"}}}, [None], [0, "", {}]),
    "$ref beside others": (
        {"$ref": "#/$defs/a", "maxLength": 2, "$defs": {"a": {"type": "string"}}},
        ["", "ab"],
        ["abc", 1],
    ),
    "$ref to a false schema": ({"$ref": "#/$defs/a", "$defs": {"a": False}}, [], [None, 1, {}]),
    "$ref through three files": ({"$ref": "chain.schema.json"}, [None], [0, "", {}, []]),
    "$ref as the name of a property": ({"properties": {"$ref": {"type": "string"}}}, [{"$ref": "a"}], [{"$ref": 2}]),
    "keywords as names of properties": (
        {"properties": {"required": {"type": "string"}, "properties": {"properties": {"type": {"const": 1}}}}},
        [{"required": "x", "properties": {"type": 1}}],
        [{"required": ["x"]}, {"properties": {"type": "object"}}],
    ),
}  # fmt: skip


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> tuple[str, list[Any], list[Any]]:
    """The name of a schema file that holds the case's schema, and the case's values."""
    title = request.param
    schema, accepted, refused = CASES[title]
    # Every case has a file of its own: what is compiled is kept by name.
    name = f"cases/{list(CASES).index(title)}.schema.json"
    files = {**FILES, name: schema}
    known = catalogue.strict
    monkeypatch.setattr(catalogue, "strict", lambda asked: files[asked] if asked in files else known(asked))
    return name, accepted, refused


@pytest.mark.parametrize("case", CASES, indirect=True)
def test_a_keyword_means_what_the_standard_says(case: tuple[str, list[Any], list[Any]]) -> None:
    name, accepted, refused = case
    files = {**FILES, name: catalogue.strict(name)}
    resources = [(ORIGIN + file, DRAFT202012.create_resource(plainly(schema))) for file, schema in files.items()]
    plain = Draft202012Validator(
        {"$ref": ORIGIN + name}, registry=Registry().with_resources(resources), format_checker=FORMATS
    )
    for values, expected in ((accepted, True), (refused, False)):
        for value in values:
            assert plain.is_valid(value) is expected, f"jsonschema: {value!r}"
            assert accept(name, value) is expected, f"accept: {value!r}"
            assert (not list(explain(name, value))) is expected, f"explain: {value!r}"


def keywords(schema: Schema) -> set[str]:
    """Every keyword in a schema, whatever it stands below."""
    found: set[str] = set()
    pending = [schema]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(here)
        elif isinstance(here, dict):
            for keyword, value in here.items():
                found.add(keyword)
                if keyword in ("properties", "$defs", "dependentSchemas"):
                    pending.extend(value.values())
                elif keyword not in ("enum", "const", "default", "examples"):
                    pending.append(value)
    return found


def test_every_keyword_in_use_has_a_case_and_is_read() -> None:
    in_use = set().union(*(keywords(catalogue.strict(name)) for name in NAMES)) - ANNOTATIONS - NOTES
    in_cases = set().union(*(keywords(schema) for schema, _, _ in CASES.values()))
    assert in_use <= in_cases
    assert in_use - {"then", "else", "properties", "required", "additionalProperties"} <= set(accept_module._KEYWORDS)
