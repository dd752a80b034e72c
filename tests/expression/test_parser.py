"""What the parser reads, case by case, and what it says of what it cannot read.

`parser_cases.txt` holds the cases. Below each text, `~` marks an expression, with its form and what was read of it, and
`^` marks a mistake. `⏎` stands for the end of a line. `pytest tests/expression --update-goldens` writes the marks anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path as File
from typing import NamedTuple

import pytest

from nflint.expression.parser import LONGEST, MOST_MISTAKES, closed, parse
from nflint.expression.printing import number, source, written
from nflint.expression.tree import Call, Constant, Expression, Mistake, Path, Raw, Segment, Value

CASES = File(__file__).with_name("parser_cases.txt")
CORPUS = File(__file__).resolve().parents[3] / "shared" / "corpus" / "docs"
# Of OpenTofu, and of templates of another page: neither is Northflank's.
NOT_ENGINE = ("${aws_", "${ADDON.", "${LINK.")


class Case(NamedTuple):
    section: str
    text: str
    block: str


def cases() -> list[Case]:
    found, section = [], ""
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        if block.startswith("## "):
            section = block.strip()[3:]
        elif not block.startswith("#"):
            found.append(Case(section, block.split("\n", 1)[0].replace("⏎", "\n"), block.rstrip("\n")))
    return found


def shown(value: Value | None) -> str:
    if isinstance(value, Raw):
        return f"<{value.form} {value.source}>"
    if isinstance(value, Call):
        return f"{'.'.join(value.callee.names)}({', '.join(shown(argument) for argument in value.arguments)})"
    return "nothing" if value is None else source(value)


def marked(text: str) -> str:
    lines = [text.replace("\n", "⏎")]
    for expression in parse(text):
        length = expression.end - expression.start
        value = shown(expression.value).replace("\n", "⏎")
        lines.append(f"{' ' * expression.start}{'~' * length} {expression.form}: {value}")
        for mistake in expression.mistakes:
            doubt = ", not documented" if mistake.doubtful else ""
            indent = " " * mistake.start
            lines.append(f"{indent}{'^' * (mistake.end - mistake.start)} {mistake.kind}{doubt}: {mistake.message}")
            lines.append(f"{indent}  hint: {mistake.hint}")
    return "\n".join(lines)


def mistakes(text: str) -> list[Mistake]:
    return [mistake for expression in parse(text) for mistake in expression.mistakes]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text)
def test_cases(case: Case, update_goldens: bool) -> None:
    if update_goldens:
        whole = CASES.read_text(encoding="utf-8")
        CASES.write_text(
            f"\n{whole}\n".replace(f"\n{case.block}\n", f"\n{marked(case.text)}\n")[1:-1], encoding="utf-8"
        )
    else:
        assert marked(case.text) == case.block


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text)
def test_a_case_has_as_many_mistakes_as_its_section_says(case: Case) -> None:
    allowed = {"Read without a mistake": (0, 0), "One mistake each": (1, 1), "Several mistakes": (2, 9)}
    least, most = allowed.get(case.section, (0, 9))
    assert least <= len(mistakes(case.text)) <= most


def test_every_text_stands_once() -> None:
    texts = [case.text for case in cases()]
    assert len(texts) == len(set(texts))
    assert sum(case.section == "One mistake each" for case in cases()) >= 60


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.text)
def test_messages_follow_the_house_style(case: Case) -> None:
    for mistake in mistakes(case.text):
        assert mistake.message == mistake.message.strip().rstrip(".") or mistake.message.endswith("..'")
        assert mistake.message[0].islower() or mistake.message[0] in "'0123456789"
        assert mistake.hint
        assert len(mistake.message) < 120
        assert len(mistake.hint) < 140


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", False),
        ("plain", False),
        ("${args.X}", True),
        (" ${args.X}", False),
        ("${args.X}${args.Y}", False),
        ("${args.X", True),
        ("\\${args.X}", False),
        ("${NAME}", True),
    ],
)
def test_closed_is_the_one_expression_a_text_consists_of(text: str, read: bool) -> None:
    expression = closed(parse(text), text)
    assert (expression is not None) == read
    assert expression is None or (expression.start, expression.end) == (0, len(text))


@pytest.mark.parametrize("backslashes", range(8))
def test_an_odd_number_of_backslashes_escapes(backslashes: int) -> None:
    text = "\\" * backslashes + "${args.X}"
    assert [expression.start for expression in parse(text)] == ([] if backslashes % 2 else [backslashes])


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\u2028", "\u2029"])
def test_an_expression_ends_with_its_line(end: str) -> None:
    broken, good = parse(f"${{fn.eq(args.X,{end}'y')}} ${{args.Z}}")
    assert [mistake.kind for mistake in broken.mistakes] == ["unclosed"]
    assert broken.mistakes[0].hint == "write the whole expression on one line"
    assert good.mistakes == ()


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ("''", ""),
        ("'}'", "}"),
        ("'a, b) }'", "a, b) }"),
        ('"it\'s"', "it's"),
        (r"'it\'s'", "it's"),
        (r"'a\\'", "a\\"),
        (r"'\${x}'", r"\${x}"),
        (r"'a\nb\u0041'", "a\nbA"),
        ("0", 0),
        ("-12", -12),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000),
        ("9007199254740993", 9007199254740992),
        ("1e999", float("inf")),
        ("true", True),
        ("false", False),
    ],
)
def test_literals_have_their_value(literal: str, value: object) -> None:
    (expression,) = parse(f"${{fn.f({literal})}}")
    assert isinstance(expression.value, Call)
    (argument,) = expression.value.arguments
    assert isinstance(argument, Constant)
    assert argument.value == value
    assert isinstance(argument.value, bool) == isinstance(value, bool)
    assert (argument.start, argument.end) == (7, 7 + len(literal))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-2.5, "-2.5"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1.5e-7, "1.5e-7"),
        (0.000001, "0.000001"),
        (2**53 + 1, "9007199254740992"),
        (0.1 + 0.2, "0.30000000000000004"),
        (10**400, "Infinity"),
        (float("-inf"), "-Infinity"),
        (float("nan"), "NaN"),
    ],
)
def test_numbers_are_written_as_in_javascript(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("${ args.X }", "${args.X}"),
        ('${fn.eq( args.X,"it\'s" ,1.50)}', "${fn.eq(args.X, 'it\\'s', 1.5)}"),
        ("${{ secrets.db.values.URL }}", "${{secrets.db.values.URL}}"),
        ("${fn.filter(refs.a.list, (item) => item.x )}", "${fn.filter(refs.a.list, (item) => item.x)}"),
        ("${refs.api.ports[0].dns}", "${refs.api.ports.0.dns}"),
        ("${NAME}", "${NAME}"),
        ("${}", "${}"),
    ],
)
def test_expressions_are_written_in_one_way(text: str, canonical: str) -> None:
    assert written(parse(text)[0]) == canonical


def test_odd_names_are_written_in_brackets() -> None:
    path = Path(0, 0, (Segment(0, 0, "refs"), Segment(0, 0, "my build"), Segment(0, 0, "it's")))
    assert source(path) == "refs['my build'][\"it's\"]"
    (expression,) = parse(f"${{{source(path)}}}")
    assert isinstance(expression.value, Path)
    assert expression.value.names == path.names


def test_length_is_a_mistake_of_its_own() -> None:
    longest = f"${{fn.f('{'x' * (LONGEST - 11)}')}}"
    assert len(longest) == LONGEST
    assert mistakes(longest) == []
    (mistake,) = mistakes(longest.replace("x", "xx", 1))
    assert (mistake.kind, mistake.start, mistake.end) == ("too-long", 0, 2)
    assert [one.kind for one in mistakes("${args.X " + "x" * LONGEST)] == ["unclosed"]


def test_mistakes_of_one_expression_are_counted() -> None:
    (expression,) = parse(f"${{fn.f({'1 2, ' * 50}1)}}")
    assert len(expression.mistakes) == MOST_MISTAKES
    assert isinstance(expression.value, Call)
    assert len(expression.value.arguments) == 101


def test_the_same_text_is_read_once() -> None:
    assert parse("${args.SAME} twice") is parse("${args.SAME} twice")


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def documented() -> Iterator[tuple[str, Expression]]:
    for file in sorted(CORPUS.iterdir()):
        text = file.read_text(encoding="utf-8")
        for string in strings(json.loads(text)) if file.suffix == ".json" else [text]:
            for expression in parse(string):
                if not string[expression.start :].startswith(NOT_ENGINE):
                    yield f"{file.name}: {string[expression.start : expression.end]}", expression


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the documentation's examples are kept outside of the project")
def test_documented_examples_have_no_mistake() -> None:
    examples = dict(documented())
    assert len(examples) > 80
    assert {text: expression.mistakes for text, expression in examples.items() if expression.mistakes} == {}
