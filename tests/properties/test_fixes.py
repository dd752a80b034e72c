"""Fixing converges, is idempotent and never tells more than before: over generated, damaged and real documents."""

from __future__ import annotations

import json
import random
from functools import lru_cache
from pathlib import Path

import pytest
from damage import damaged
from fix_promises import keep_fix_promises
from hypothesis import given, settings
from hypothesis import strategies as st
from schema_documents import any_document, mutated

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SUFFIXES = (".json", ".yaml", ".yml")
# Documents that are longer are lint for lint as slow as they are long, and hold the same mistakes.
LONGEST = 20_000

thorough = settings(max_examples=100, deadline=None, derandomize=True)
seeds = st.integers(0, 2**32)


@lru_cache(maxsize=1)
def originals() -> tuple[str, ...]:
    """The documents of the rules, most of which have something to fix."""
    paths = sorted((ROOT / "tests").glob("rules/*/bad*"))
    return tuple(path.read_text("utf-8") for path in paths if path.suffix in SUFFIXES)


@given(seeds, st.booleans())
@thorough
def test_damaged_documents_get_better(seed: int, unsafe: bool) -> None:
    source = random.Random(seed)
    texts = [source.choice(originals()) for _ in range(2)]
    keep_fix_promises(damaged(texts, source), unsafe=unsafe, kind=source.choice((None, "release-flow")))


@given(seeds, st.booleans())
@thorough
def test_generated_documents_get_better(seed: int, unsafe: bool) -> None:
    source = random.Random(seed)
    kind, value = any_document(source)
    text = json.dumps(mutated(value, source), indent=source.choice((None, 2)))
    keep_fix_promises(text, unsafe=unsafe, kind=kind)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the documents of others are not there")
def test_real_documents_get_better() -> None:
    paths = sorted(path for path in CORPUS.glob("*/*") if path.suffix in SUFFIXES and path.stat().st_size < LONGEST)
    for path in paths:
        keep_fix_promises(path.read_bytes(), unsafe=True, name=path.name)
