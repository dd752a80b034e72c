"""The generated translations are those of today's schemas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from nflint.contract.patterns import compile_accept
from nflint.contract.searches import search_for
from nflint.contract.translations import ENCLOSED, TRANSLATIONS

TOOL = Path(__file__).parents[2] / "tools" / "generate_translations.py"


def test_the_file_is_current() -> None:
    checked = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_a_translated_pattern_searches_like_one_that_is_translated_now() -> None:
    subjects = ("", "a", "a-b", "a--b", "main\n", "/a/b", "${args.X}", "${args.X", "https://github.com/acme/shop", "é")
    for pattern in (*TRANSLATIONS, *ENCLOSED):
        for subject in subjects:
            assert bool(search_for(pattern)(subject)) == bool(compile_accept(pattern)(subject)), (pattern, subject)


def test_a_pattern_that_no_schema_has_is_translated_when_it_is_asked_for() -> None:
    assert search_for(r"^\d$")("٥") is None
    assert search_for(r"^\d$")("5")
