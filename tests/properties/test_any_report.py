"""What holds for the report about any text, any bytes and any value."""

from __future__ import annotations

import json
import random
from typing import Any

from damage import PIECES, damaged
from hypothesis import example, given, settings
from hypothesis import strategies as st
from promises import is_renderable, is_sorted, keep_promises
from schema_documents import any_document, mutated

from nflint import lint, lint_value
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS

exhaustive = settings(max_examples=400, deadline=None, derandomize=True)
thorough = settings(max_examples=150, deadline=None, derandomize=True)

kinds = st.sampled_from([None, *KINDS])
revisions = st.sampled_from(REVISIONS)
seeds = st.integers(0, 2**32)
texts = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))

# As a caller of the library may hold them: none of it has to have a form in JSON.
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), st.binary(max_size=3), st.dates()
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.one_of(st.text(max_size=6), st.integers(), st.none(), st.just("spec")), inner, max_size=4),
    ),
    max_leaves=12,
)


def made(seed: int) -> tuple[str, Any]:
    """A document of this seed and its kind; half of them have mistakes."""
    source = random.Random(seed)
    kind, value = any_document(source)
    return kind, value if source.random() < 0.5 else mutated(value, source)


@given(texts, kinds, revisions)
@example("", "release-flow", "current")
@example("\ufeff", "run", "founding")
@exhaustive
def test_any_text_gives_a_report(text: str, kind: Any, contract: Any) -> None:
    keep_promises(text, lint(text, kind=kind, contract=contract))


@given(st.binary(max_size=60), kinds)
@example(b"\xff\xfe{\x00}\x00", None)
@example(b"\xef\xbb\xbf\xef\xbb\xbf{}", "release-flow")
@exhaustive
def test_any_bytes_give_a_report(data: bytes, kind: Any) -> None:
    keep_promises(data, lint(data, kind=kind))


@given(seeds, revisions)
@thorough
def test_damaged_documents_give_a_report(seed: int, contract: Any) -> None:
    source = random.Random(seed)
    documents = [json.dumps(made(number)[1], indent=2) for number in (seed, seed + 1)]
    text = damaged(documents, source)
    keep_promises(text, lint(text, kind=source.choice((None, "release-flow", "run")), contract=contract))


@given(seeds)
@thorough
def test_every_mistake_stands_where_its_pointer_says(seed: int) -> None:
    kind, value = made(seed)
    text = json.dumps(value, indent=2, ensure_ascii=seed % 2 == 0)
    keep_promises(text, lint(text, kind=kind))


@given(values, kinds)
@exhaustive
def test_any_value_gives_a_report_without_positions(value: object, kind: Any) -> None:
    report = lint_value(value, kind=kind)
    is_sorted(report)
    is_renderable(report)
    assert all(set(_numbers(found.region)) == {0} for found in report.diagnostics)


def _numbers(region: Any) -> tuple[int, int, int, int]:
    return region.line, region.column, region.end_line, region.end_column


@given(seeds)
@thorough
def test_what_is_linted_is_not_changed(seed: int) -> None:
    kind, value = made(seed)
    before = json.dumps(value)
    lint_value(value, kind=kind)
    assert json.dumps(value) == before
