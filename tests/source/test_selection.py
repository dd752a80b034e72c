"""JSON or YAML is chosen by what a text holds, and JSON needs no YAML library."""

from __future__ import annotations

import subprocess
import sys

import pytest

from nflint.source.document import read

FORMATS = [
    ('{"a": 1}', "json", {"a": 1}),
    (" \r\n\t[1]", "json", [1]),
    ('"a"', "json", "a"),
    ("-1.5e3", "json", -1500.0),
    ("true\n", "json", True),
    ("null", "json", None),
    ('// note\n/* more */ {"a": 1}', "json", {"a": 1}),
    ('{"a": 1, b: 2}', "json", {"a": 1, "b": 2}),
    ("{'a': 1}", "json", {"a": 1}),
    ('{"a": foo}', "json", {"a": "foo"}),
    ('{a": 1}', "json", {"a": 1}),
    ('{a: 1 "b": 2}', "json", {"a": 1, "b": 2}),
    ("[1, 2,]", "json", [1, 2]),
    ("[true, false", "json", [True, False]),
    ("// only a note", "json", None),
    ("{a: 1}", "yaml", {"a": 1}),
    ("{\n  a: 1,\n  b: [c, d],\n}\n", "yaml", {"a": 1, "b": ["c", "d"]}),
    ("[a, b]", "yaml", ["a", "b"]),
    ("[{a: b}]", "yaml", [{"a": "b"}]),
    ("{ # note\n  a: 1, # more\n  # and more\n  b: 2 }\n", "yaml", {"a": 1, "b": 2}),
    ('{ # note of a\n  "a": 1 }\n', "json", {"a": 1}),
    ('{ # "a"\n  # b\n  a: 1 }\n', "yaml", {"a": 1}),
    ('"a": 1\n"b": 2\n', "yaml", {"a": 1, "b": 2}),
    ("a: 1", "yaml", {"a": 1}),
    ("- 1", "yaml", [1]),
    ('# note\n{"a": 1}', "yaml", {"a": 1}),
    ('---\n{"a": 1}', "yaml", {"a": 1}),
    ("1.2.3", "yaml", "1.2.3"),
    ("text", "yaml", "text"),
    ("truer", "yaml", "truer"),
    ("", "yaml", None),
]


@pytest.mark.parametrize(("text", "form", "value"), FORMATS)
def test_the_format_is_chosen_by_content(text: str, form: str, value: object) -> None:
    (document,) = read(text)
    assert (document.format, document.value) == (form, value)


@pytest.mark.parametrize("text", ['{"a": "b"}', '{"a": 1,}', "['x']", "", "12"])
def test_json_is_read_without_the_yaml_library(text: str) -> None:
    program = (
        "import sys\n"
        "from nflint.source.document import read\n"
        f"document = read({text!r})[0]\n"
        "document.locate(())\n"
        "sys.exit('yaml' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
