"""Entries come into the list `ignore` of a configuration, and everything else in its text stays as it is."""

from __future__ import annotations

from typing import Any, Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nflint.entries import with_ignores
from nflint.source.document import read, read_toml
from nflint.source.text import BOM

ENTRIES = [{"rule": "x", "at": "/a"}, {"rule": "z"}]
BLOCK = "  - rule: x\n    at: /a\n  - rule: z\n"
FLOW = "{rule: x, at: /a}, {rule: z}"
JSON = '{"rule": "x", "at": "/a"}, {"rule": "z"}'

# text before and after, «…» around what is new
YAML = [
    ("", f"ignore:\n{BLOCK}"),
    ("# note\n", f"# note\nignore:\n{BLOCK}"),
    ("# note", f"# note\nignore:\n{BLOCK}"),
    ("---\n", f"---\nignore:\n{BLOCK}"),
    ("---", f"---\nignore:\n{BLOCK}"),
    ("a: 1\n", f"a: 1\nignore:\n{BLOCK}"),
    ("a: 1", f"a: 1\nignore:\n{BLOCK}"),
    ("a: |\n  x\n\n# note\n", f"a: |\n  x\n\n# note\nignore:\n{BLOCK}"),
    ("--- # note\na: 1\n... # end\n", f"--- # note\na: 1\nignore:\n{BLOCK}... # end\n"),
    ("---\n...\n", f"---\nignore:\n{BLOCK}...\n"),
    ("  a: 1\n", "  a: 1\n  ignore:\n    - rule: x\n      at: /a\n    - rule: z\n"),
    # a block list
    ("ignore:\n  - a\n", f"ignore:\n  - a\n{BLOCK}"),
    ("ignore:\n  - a", f"ignore:\n  - a\n{BLOCK}"),
    ("ignore:\n- a # one\n\n# of b\nb: 1\n", "ignore:\n- a # one\n- rule: x\n  at: /a\n- rule: z\n\n# of b\nb: 1\n"),
    ("ignore:\n  - a\n    # of a\n  # end\nb: 1\n", f"ignore:\n  - a\n    # of a\n{BLOCK}  # end\nb: 1\n"),
    ("ignore:\n  - rule: a\n    at: |\n      x\nb: 1\n", f"ignore:\n  - rule: a\n    at: |\n      x\n{BLOCK}b: 1\n"),
    ("ignore:\n  -   rule: a\n", "ignore:\n  -   rule: a\n  -   rule: x\n      at: /a\n  -   rule: z\n"),
    ("ignore:\n  - &a {rule: a}\nb: *a\n", f"ignore:\n  - &a {{rule: a}}\n{BLOCK}b: *a\n"),
    ("ignore:\n  -\n    rule: a\n", f"ignore:\n  -\n    rule: a\n{BLOCK}"),
    ('"ignore":\n  - [1,\n  2] # two\n', f'"ignore":\n  - [1,\n  2] # two\n{BLOCK}'),
    # a list in brackets
    ("ignore: [a, b] # all\nb: 1\n", f"ignore: [a, b, {FLOW}] # all\nb: 1\n"),
    ("ignore: [a,]\n", f"ignore: [a, {FLOW},]\n"),
    ("ignore: [a,\n  b]", f"ignore: [a,\n  b, {FLOW}]"),
    ("ignore: [\n  a,\n  b # ]\n]\n", "ignore: [\n  a,\n  b, # ]\n  {rule: x, at: /a},\n  {rule: z}\n]\n"),
    ("ignore: [\n    a, # , ]\n  ]\n", "ignore: [\n    a, # , ]\n    {rule: x, at: /a},\n    {rule: z},\n  ]\n"),
    ("ignore: [\n  a # , ]\n]\n", "ignore: [\n  a, # , ]\n  {rule: x, at: /a},\n  {rule: z}\n]\n"),
    ("ignore: [ # none\n]\n", "ignore: [ # none\n  {rule: x, at: /a},\n  {rule: z}\n]\n"),
    # what is no list yet
    ("ignore: [] # none\nb: 1\n", f"ignore: # none\n{BLOCK}b: 1\n"),
    ("ignore:", f"ignore:\n{BLOCK}"),
    ("ignore: # none\n# of b\nb: 1\n", f"ignore: # none\n{BLOCK}# of b\nb: 1\n"),
    ("b: 1\nignore: ~", f"b: 1\nignore:\n{BLOCK}"),
    ("ignore: null # none\n", f"ignore: # none\n{BLOCK}"),
    ("ignore: 'a' # one\nb: 1\n", f"ignore: # one\n  - 'a'\n{BLOCK}b: 1\n"),
    # a configuration in braces
    ("{}", f'{{"ignore": [{JSON}]}}'),
    ("{a: 1}\n", f"{{a: 1, ignore: [{FLOW}]}}\n"),
    ("{a: 1, ignore: [b]}\n", f"{{a: 1, ignore: [b, {FLOW}]}}\n"),
    ("{ignore: a}\n", f"{{ignore: [a, {FLOW}]}}\n"),
    ('{\n  "ignore": null\n}\n', f'{{\n  "ignore": [{JSON}]\n}}\n'),
    ('{\n  "a": 1\n}\n', f'{{\n  "a": 1,\n  "ignore": [{JSON}]\n}}\n'),
    ('{"ignore": [\n]}\n', '{"ignore": [\n  {"rule": "x", "at": "/a"},\n  {"rule": "z"}\n]}\n'),
]  # fmt: skip

ITEMS = '{ rule = "x", at = "/a" }, { rule = "z" }'
LINES = '  { rule = "x", at = "/a" },\n  { rule = "z" },\n'
TABLES = '\n[[tool.nflint.ignore]]\nrule = "x"\nat = "/a"\n\n[[tool.nflint.ignore]]\nrule = "z"\n'
LIST = f"ignore = [\n{LINES}]\n"
TABLE = "[tool.nflint]\n"
FIRST = "[[tool.nflint.ignore]]\n"
TOML = [
    ("", f"{TABLE}{LIST}"),
    ("[a]\nb = 1", f"[a]\nb = 1\n\n{TABLE}{LIST}"),
    ("[tool.nflint.rules]\na = 1\n", f"[tool.nflint.rules]\na = 1\n\n{TABLE}{LIST}"),
    (f"{TABLE}a = 1 # one\n\n# of b\n[b]\n", f"{TABLE}a = 1 # one\n{LIST}\n# of b\n[b]\n"),
    ("[tool.nflint]", f"{TABLE}{LIST}"),
    (f"{TABLE}[b]\n", f"{TABLE}{LIST}[b]\n"),
    (f"{TABLE}a = [\n  1,\n]\n\n[tool.nflint.b]\n", f"{TABLE}a = [\n  1,\n]\n{LIST}\n[tool.nflint.b]\n"),
    ("[tool.nflint.b]\nc = 1\n[tool.nflint]\na.b = 1\n", f"[tool.nflint.b]\nc = 1\n[tool.nflint]\na.b = 1\n{LIST}"),
    ("[tool]\nnflint.a = 1\nb = 1\n", f"[tool]\nnflint.a = 1\nnflint.ignore = [\n{LINES}]\nb = 1\n"),
    ("tool.nflint.a = 1\nb = 1\n", f"tool.nflint.a = 1\ntool.nflint.ignore = [\n{LINES}]\nb = 1\n"),
    ("[tool]\nnflint = { a.b = 1 }\n", f"[tool]\nnflint = {{ a.b = 1, ignore = [{ITEMS}] }}\n"),
    ("[tool]\nnflint = {}\n", f"[tool]\nnflint = {{ignore = [{ITEMS}]}}\n"),
    # a list
    (f'{TABLE}ignore = ["a"] # one\n', f'{TABLE}ignore = ["a", {ITEMS}] # one\n'),
    ("tool.nflint.ignore = ['a',] # one\n", f"tool.nflint.ignore = ['a', {ITEMS},] # one\n"),
    (f'{TABLE}ignore = [\n  "a", # ]\n  # b\n]\nb = 1\n', f'{TABLE}ignore = [\n  "a", # ]\n  # b\n{LINES}]\nb = 1\n'),
    (f'{TABLE}ignore = [\n  "a" # ,\n]\n', f'{TABLE}ignore = [\n  "a", # ,\n' + LINES[:-2] + "\n]\n"),
    (f'{TABLE}ignore = [\n  "a",\n  ["b"]]', f'{TABLE}ignore = [\n  "a",\n  ["b"], {ITEMS}]'),
    (f"{TABLE}ignore = []\n", f"{TABLE}{LIST}"),
    (f'{TABLE}ignore = "a" # one\n', f'{TABLE}ignore = [\n  "a",\n{LINES}] # one\n'),
    # an array of tables
    ("[[tool.nflint.ignore]]\nrule = 'a' # one\n", f"[[tool.nflint.ignore]]\nrule = 'a' # one\n{TABLES}"),
    ("[[tool.nflint.ignore]]", f"[[tool.nflint.ignore]]\n{TABLES}"),
    ("[[tool.nflint.ignore]]\na = 1\n\n# of b\n[b]\n", f"[[tool.nflint.ignore]]\na = 1\n{TABLES}\n# of b\n[b]\n"),
    (f"{FIRST}[tool.nflint.ignore.a]\n[c]\n", f"{FIRST}[tool.nflint.ignore.a]\n{TABLES}[c]\n"),
]  # fmt: skip

CASES = [*(("yaml", *case) for case in YAML), *(("toml", *case) for case in TOML)]


@pytest.mark.parametrize(("form", "before", "after"), CASES)
def test_entries_come_behind_what_is_there(form: Literal["yaml", "toml"], before: str, after: str) -> None:
    assert with_ignores(before, form, ENTRIES) == after
    assert with_ignores(before, form, []) == before


@pytest.mark.parametrize(("form", "before", "after"), [case for case in CASES if "\n" in case[1]])
def test_lines_end_as_they_do_in_the_text(form: Literal["yaml", "toml"], before: str, after: str) -> None:
    windows = with_ignores(BOM + before.replace("\n", "\r\n"), form, ENTRIES)
    assert windows == BOM + after.replace("\n", "\r\n")


REFUSED = [
    ("yaml", "a: [", "the text cannot be read"),
    ("yaml", "- a\n", "the configuration is not made of keys and values"),
    ("yaml", "ignore: 1\n", "'ignore' is not a list"),
    ("yaml", "ignore: {a: 1}\n", "'ignore' is not a list"),
    ("yaml", "a: 1\n---\nb: 1\n", "the text has several documents"),
    ("yaml", "ignore: |\n  a\n", "it is not written in the line of its key"),
    ("yaml", "a: &a [b]\nignore: *a\n", "it is not written as a list of its own"),
    ("yaml", "ignore: &a [b]\na: *a\n", "the rest of the text would change its meaning"),
    ("yaml", "ignore:\n  - |+\n    a\n\nb: 1\n", "the rest of the text would change its meaning"),
    ("yaml", "a: |\n  b", "the rest of the text would change its meaning"),
    ("yaml", "null\n", "the rest of the text would change its meaning"),
    ("toml", "a = ", "the text cannot be read"),
    ("toml", "tool = 1\n", "the configuration is not made of keys and values"),
    ("toml", "[tool.nflint.ignore]\n", "'ignore' is not a list"),
    ("toml", "[[tool.nflint]]\n", "the configuration is not made of keys and values"),
    ("toml", "tool = { nflint.a = 1 }\n", "the rest of the text would change its meaning"),
]


@pytest.mark.parametrize(("form", "text", "reason"), REFUSED)
def test_what_cannot_be_extended_is_left_to_the_user(form: Literal["yaml", "toml"], text: str, reason: str) -> None:
    with pytest.raises(
        ValueError, match=r"^the list 'ignore' could not be extended and must be written by hand"
    ) as error:
        with_ignores(text, form, ENTRIES)
    assert str(error.value).endswith(reason)


QUOTING = [
    # a text, and how it is written in block and in flow style
    ("unused-argument", "unused-argument", "unused-argument"),
    ("/spec/steps/2", "/spec/steps/2", "/spec/steps/2"),
    ("flows/*.json", "flows/*.json", "flows/*.json"),
    ("2024-release.json", "2024-release.json", "2024-release.json"),
    ("two words, and more", "two words, and more", "'two words, and more'"),
    ("it's", "it's", "it's"),
    ("a:b", "a:b", "'a:b'"),
    ("é", "é", "é"),
    ("**/*.json", "'**/*.json'", "'**/*.json'"),
    ("[a].json", "'[a].json'", "'[a].json'"),
    ("a: 'b'", "'a: ''b'''", "'a: ''b'''"),
    ("a #b", "'a #b'", "'a #b'"),
    ("", "''", "''"),
    (" a", "' a'", "' a'"),
    ("yes", "'yes'", "'yes'"),
    ("null", "'null'", "'null'"),
    ("True", "'True'", "'True'"),
    ("1_000", "'1_000'", "'1_000'"),
    ("1e3", "'1e3'", "'1e3'"),
    ("0o17", "'0o17'", "'0o17'"),
    ("1:30", "'1:30'", "'1:30'"),
    ("2024-01-02", "'2024-01-02'", "'2024-01-02'"),
    (".inf", "'.inf'", "'.inf'"),
    ("=", "'='", "'='"),
    ("<<", "'<<'", "'<<'"),
    ("a\nb\x85", '"a\\nb\\u0085"', '"a\\nb\\u0085"'),
]


@pytest.mark.parametrize(("text", "block", "flow"), QUOTING)
def test_quotes_stand_only_where_yaml_would_read_something_else(text: str, block: str, flow: str) -> None:
    entry = [{"rule": text}]
    for before, after in (("", f"ignore:\n  - rule: {block}\n"), ("ignore: [a]", f"ignore: [a, {{rule: {flow}}}]")):
        assert with_ignores(before, "yaml", entry) == after
        assert yaml.safe_load(after)["ignore"][-1] == entry[0]


def test_text_that_toml_does_not_take_as_it_is_has_escapes() -> None:
    after = with_ignores("", "toml", [{"a b": 'x"\\\n\x7f\u2028é'}])
    assert after == '[tool.nflint]\nignore = [\n  { "a b" = "x\\"\\\\\\n\\u007f\\u2028é" },\n]\n'


@pytest.mark.parametrize("form", ["yaml", "toml"])
def test_half_a_character_cannot_be_written(form: Literal["yaml", "toml"]) -> None:
    with pytest.raises(ValueError, match="by hand"):
        with_ignores("", form, [{"rule": "\ud800"}])


comments = st.sampled_from(["", " # note, ]", " #"])
words = st.text("ab-:#'\"\\ [],{}*&!?0.eyn\n\té\U0001f600", max_size=6)
entries = st.lists(st.dictionaries(words, words, min_size=1, max_size=3), min_size=1, max_size=3)


@st.composite
def lists(draw: st.DrawFn, assign: str, items: st.SearchStrategy[str], empties: list[str]) -> str:
    """The key with a list in brackets, on one line or on several."""
    given = draw(st.lists(items, max_size=3))
    if not given:
        return f"ignore{assign}{draw(st.sampled_from(empties))}{draw(comments)}\n"
    comma = draw(st.sampled_from(["", ","]))
    if draw(st.booleans()):
        return f"ignore{assign}[{', '.join(given)}{comma}]{draw(comments)}\n"
    lines = [f"  {item},{draw(comments)}\n" for item in given[:-1]]
    last = f"  {given[-1]}{comma}{draw(comments)}\n"
    return f"ignore{assign}[{draw(comments)}\n{''.join(lines)}{last}{draw(st.sampled_from(['', ' # end', '']))}\n]\n"


@st.composite
def blocks(draw: st.DrawFn) -> str:
    around = draw(st.sampled_from(["", "  ", "    "]))
    items = draw(
        st.lists(st.sampled_from(["a", "'b'", "{rule: c}", f"rule: d\n{around}  at: /d"]), min_size=1, max_size=3)
    )
    return f"ignore:{draw(comments)}\n" + "".join(f"{around}- {item}{draw(comments)}\n" for item in items)


others = st.lists(st.sampled_from(["# note\n", "\n"]), max_size=2).map("".join)
yaml_items = st.sampled_from(["a", "'b, ]'", "{rule: c}", '"d #"', "[e]"])
yaml_keys = st.sampled_from(["a: 1\n", "b:\n  - c\n", "b: {c: d} # note\n", "b: |\n  c\n", "b:\n", "b: &x [c]\n"])
toml_items = st.sampled_from(['"a"', "'b, ]'", "{ rule = 'c' }", '"d #"', "['e']"])
toml_keys = st.sampled_from(["a = 1\n", "b = [\n  'c'\n]\n", "b.c = 1 # note\n", 'b = """\n[c]\n"""\n'])
ignores = {
    "yaml": st.one_of(st.just(""), blocks(), lists(": ", yaml_items, ["[]", "", "null", "a", "'b'", "[\n]"])),
    "toml": st.one_of(
        st.just(""),
        lists(" = ", toml_items, ["[]", "'a'", "[\n]"]),
        st.just("[[tool.nflint.ignore]]\nrule = 'a'\n"),
    ),
}


@st.composite
def configurations(draw: st.DrawFn, form: str) -> str:
    """A text with the list somewhere in it."""
    keys = yaml_keys if form == "yaml" else toml_keys
    before = "" if form == "yaml" else draw(st.sampled_from(["", "[project]\nname = 'a'\n\n"])) + "[tool.nflint]\n"
    after = (
        draw(st.one_of(st.just(""), keys.map(lambda key: "x" + key.replace("&x", "&y"))))
        if form == "yaml"
        else "[z]\ny = 1\n"
    )
    parts = [draw(others), before, draw(st.one_of(st.just(""), keys)), draw(others), draw(ignores[form])]
    text = "".join([*parts, draw(others), after, draw(others)])
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


def table_of(form: str, text: str) -> dict[str, Any]:
    """The configuration in a text."""
    value: Any = read_toml(text).value["tool"]["nflint"] if form == "toml" else read(text)[0].value
    return value or {}


def is_within(part: str, whole: str) -> bool:
    """Whether the characters of `part` stand in `whole` in their order."""
    rest = iter(whole)
    return all(char in rest for char in part)


@pytest.mark.parametrize("form", ["yaml", "toml"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_else_changes(form: Literal["yaml", "toml"], data: st.DataObject) -> None:
    text = data.draw(configurations(form))
    added = data.draw(entries)
    result = with_ignores(text, form, added)
    before, after = table_of(form, text), table_of(form, result)
    given = before.pop("ignore", None) or []
    has_items = isinstance(given, list) and given != []
    assert after.pop("ignore") == [*([given] if isinstance(given, str) else given), *added]
    assert after == before
    # What is no list with items yet may get another place behind its key.
    lines = text.splitlines(keepends=True)
    assert is_within("".join(line for line in lines if has_items or line[:6] != "ignore"), result)
    if form == "yaml" and read(text)[0].format == "yaml":
        assert yaml.safe_load(result)["ignore"][-len(added) :] == added
