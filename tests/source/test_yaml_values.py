"""What YAML means: the values of js-yaml 3 (each was checked against js-yaml 3.14), and where they stand."""

from __future__ import annotations

import pytest

from nflint.source.document import read

SCALARS = [
    ("", None),
    ("~", None),
    ("NULL", None),
    ("nUll", "nUll"),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("False", False),
    ("yes", "yes"),
    ("Y", "Y"),
    ("on", "on"),
    ("0", 0),
    ("-0", 0),
    ("00", 0),
    ("012", 10),
    ("-012", -10),
    ("08", "08"),
    ("0_7", 7),
    ("0_", "0_"),
    ("0o17", "0o17"),
    ("0b11", 3),
    ("0b", "0b"),
    ("+0x1F", 31),
    ("0x", "0x"),
    ("+3", 3),
    ("1_000", 1000),
    ("1__2", 12),
    ("1_", "1_"),
    ("_1", "_1"),
    ("1:30", 90),
    ("-1:30", -90),
    ("1:60", "1:60"),
    ("01:30", "01:30"),
    ("190:20:30", 685230),
    ("190:20:30.15", 685230.15),
    ("1.", 1.0),
    (".5", 0.5),
    ("-.5", "-.5"),
    ("._", "._"),
    ("1e3", 1000.0),
    ("12e03", 12000.0),
    ("1E5", 100000.0),
    ("0e5", 0.0),
    ("1.2.3", "1.2.3"),
    ("1,2", "1,2"),
    (".inf", float("inf")),
    ("-.INF", float("-inf")),
    ("1e400", float("inf")),
    ("9" * 5000, float("inf")),
    ("-0x" + "f" * 5000, float("-inf")),
    ("1" + ":1" * 500, float("inf")),
    ("=", "="),
    ("<<", "<<"),
    ("2024-01-02", "2024-01-02T00:00:00.000Z"),
    ("2024-1-2", "2024-1-2"),
    ("0001-01-01", "1901-01-01T00:00:00.000Z"),
    ("2023-02-31", "2023-03-03T00:00:00.000Z"),
    ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05.000Z"),
    ("2024-1-2 3:04:05.5 -05:30", "2024-01-02T08:34:05.500Z"),
    ("2024-01-02t03:04:05.123456+1", "2024-01-02T02:04:05.123Z"),
    ("!!str 12", "12"),
    ("! 12", "12"),
    ('!!int "3"', 3),
    ("!!float 1", 1.0),
    ("!!bool true", True),
    ("!!null ~", None),
    ("!!timestamp 2001-01-01", "2001-01-01T00:00:00.000Z"),
    ("'it''s'", "it's"),
    ('"a\\x41\\u00e9\\U0001F600\\ud83d\\ude00\\e"', "aAé\U0001f600\U0001f600\x1b"),
    ("'\\ud800'", "\\ud800"),
    ("\\ud800", "\\ud800"),
    ("|\n    x\n     y\n", "x\n y\n"),
    ("|-\n    x\n", "x"),
    (">\n    x\n    y\n\n    z\n", "x y\nz\n"),
    (">+\n    x\n", "x\n\n"),
    ("a\n    b", "a b"),
    ('"a\n    b\\ud83d\\ude00"', "a b\U0001f600"),
    ("x\u2028y", "x\u2028y"),
    ("'x\x85y'", "x\x85y"),
]


@pytest.mark.parametrize(("source", "value"), SCALARS)
def test_scalars_mean_what_js_yaml_says(source: str, value: object) -> None:
    (document,) = read(f"a: {source}\n")
    assert document.value == {"a": value}
    assert isinstance(document.value, dict)
    assert type(document.value["a"]) is type(value)
    assert not document.broken


KEYS = [
    ("1: x", "1"),
    ("1.0: x", "1"),
    (".5: x", "0.5"),
    ("1e3: x", "1000"),
    ("1e21: x", "1e+21"),
    ("1e-7: x", "1e-7"),
    ("123456789012345678901: x", "123456789012345680000"),
    ("-1.5e+300: x", "-1.5e+300"),
    (".inf: x", "Infinity"),
    ("~: x", "null"),
    ("TRUE: x", "true"),
    ("yes: x", "yes"),
    ("{a: 1}: x", "[object Object]"),
    ("[a, {b: c}, ~, 1]: x", "a,[object Object],,1"),
    ("? a b\n: x", "a b"),
    ("'<<': x", "<<"),
]


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_keys_are_strings_as_in_js_yaml(text: str, key: str) -> None:
    (document,) = read(text)
    assert document.value == {key: "x"}


MERGES = [
    ("a: 1\n<<: {a: 2, b: 3}\nb: 4", {"a": 1, "b": 4}),
    ("<<: [{a: 1}, {a: 2, b: 2}]\nc: 3", {"a": 1, "b": 2, "c": 3}),
    ("x: &x {a: 1}\nz:\n  <<: *x\n  b: 2", {"x": {"a": 1}, "z": {"a": 1, "b": 2}}),
    ("- &x {a: 1}\n- &y\n  <<: *x\n  b: 2\n- <<: *y", [{"a": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}]),
]


@pytest.mark.parametrize(("text", "value"), MERGES)
def test_merge_keys_are_applied(text: str, value: object) -> None:
    (document,) = read(text)
    assert document.value == value
    assert {problem.check for problem in document.problems} == {"merge-key"}


def spans(text: str) -> dict[str, tuple[str | None, str]]:
    """The source of each key and value of the first document, by pointer."""
    document = read(text)[0]
    found: dict[str, tuple[str | None, str]] = {}
    pending: list[tuple[tuple[str | int, ...], object]] = [((), document.value)]
    while pending:
        pointer, value = pending.pop()
        location = document.locate(pointer)
        assert location is not None
        key = location.key and document.text.content[location.key.start : location.key.end]
        source = document.text.content[location.value.start : location.value.end]
        found["/".join(map(str, pointer))] = (key, source)
        if isinstance(value, dict):
            pending.extend(((*pointer, name), item) for name, item in value.items())
        elif isinstance(value, list):
            pending.extend(((*pointer, place), item) for place, item in enumerate(value))
    return found


def test_places_leave_out_what_is_not_theirs() -> None:
    text = "# head\na: &x !!str one # note\nb:\n  - 'two'\n\n  - c: |\n      three\n\n\n# tail\nd: {e: [1, 2]}\n"
    assert spans(text) == {
        "": (None, text[7:-1]),
        "a": ("a", "one"),
        "b": ("b", "- 'two'\n\n  - c: |\n      three"),
        "b/0": (None, "'two'"),
        "b/1": (None, "c: |\n      three"),
        "b/1/c": ("c", "|\n      three"),
        "d": ("d", "{e: [1, 2]}"),
        "d/e": ("e", "[1, 2]"),
        "d/e/0": (None, "1"),
        "d/e/1": (None, "2"),
    }


def test_places_of_empty_values_have_no_width() -> None:
    assert spans("a:\nb:\n  -\n  - x\n") == {
        "": (None, "a:\nb:\n  -\n  - x"),
        "a": ("a", ""),
        "b": ("b", "-\n  - x"),
        "b/0": (None, ""),
        "b/1": (None, "x"),
    }


def test_the_place_of_an_alias_is_its_own_and_what_is_inside_stands_at_the_anchor() -> None:
    text = "a: &x\n  k: 1\nb: *x\nc:\n  <<: *x\n"
    found = spans(text)
    assert found["b"] == ("b", "*x")
    document = read(text)[0]
    assert document.locate(("b", "k")) == document.locate(("a", "k"))
    assert document.locate(("c", "k")) == document.locate(("a", "k"))


def test_lines_end_where_editors_end_them() -> None:
    (document,) = read("a: x\u2028y\r\nb: 1\rc: 2\n")
    location = document.locate(("c",))
    assert location is not None
    assert location.key is not None
    assert document.text.position(location.key.start) == (3, 1)
