"""What the rules find in real documents, with all rules on: every finding was read, and is in a list.

The documents belong to others and are run against where they are there; `reviewed.txt` holds a line for each finding:
the document, the pointer, the rule, and what was thought of it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from nflint import lint
from nflint.config import build_config
from nflint.diagnostic import Diagnostic, Severity
from nflint.rules import all_rules, rules_by_name

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
REVIEWED = Path(__file__).with_name("reviewed.txt")
PAGE = ROOT / "docs" / "corpus.md"
VERDICTS = ("right", "given", "wrong")

FAMILIES = frozenset(rule.name for rule in all_rules() if rule.family in ("reference", "expression")) | {"unfit-value"}

# It says of each document of another kind what it is, and nothing of what is in it.
NOT_LISTED = {"unsupported-document"}
ALL = build_config({"select": ["all"]}, "", "", rules=all_rules())

# What people have written, found and mended, as their histories tell; and one rule that finds it.
KNOWN_MISTAKES = {
    "real/125": ("undefined-ref", "builder"),
    "real/021": ("undefined-ref", "noteline-db"),
    "real/017": ("later-ref", "parse-dmarc"),
    "real/011": ("unclosed-expression", "mw-admin-pass"),
    "real/067": ("unknown-output", "connectionString"),
    "real/095": ("unknown-output", "data"),
    "real/119": ("misnamed-arguments", "args"),
    "real/079": ("object-argument", "previewId"),
    "real/009": ("undeclared-argument", "ADMIN_EMAIL"),
    "real/031": ("unknown-root", "ADDON"),
    "history/h141": ("unknown-output", "host"),
    "history/h145": ("undefined-ref", "n8n"),
    "history/h189": ("undefined-ref", "apiservice"),
    "history/h193": ("parallel-ref", "iac-experiment-api-service-deploy"),
    "history/h205": ("later-ref", "database"),
    "history/h209": ("later-ref", "database"),
    "history/h213": ("later-ref", "public-wiki"),
    "history/h265": ("later-ref", "app"),
    "history/h273": ("undefined-ref", "migrate"),
    "history/h293": ("unknown-output", "spec"),
    "history/h321": ("unknown-root", "secret"),
    "history/h337": ("later-ref", "buildService"),
}

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the documents of others are not here")


@lru_cache(maxsize=1)
def found() -> tuple[tuple[str, Diagnostic], ...]:
    """All that the rules say of the real documents, each with the short name of its document."""
    paths = sorted(path for folder in ("real", "history") for path in (CORPUS / folder).iterdir())
    return tuple(
        (f"{path.parent.name}/{path.name.partition('__')[0]}", diagnostic)
        for path in paths
        for diagnostic in lint(path.read_bytes(), name=path.name, config=ALL).diagnostics
        if diagnostic.rule not in NOT_LISTED
    )


def reviewed() -> list[tuple[str, str, str, str]]:
    """The document, pointer, rule and verdict of every finding that was read."""
    lines = REVIEWED.read_text("utf-8").splitlines()
    return [(fields[0], fields[1], fields[2], fields[3]) for line in lines if (fields := line.split("\t"))]


@needs_corpus
def test_every_finding_was_read() -> None:
    told = Counter((document, diagnostic.pointer, diagnostic.rule) for document, diagnostic in found())
    assert told == Counter(entry[:3] for entry in reviewed())


def test_of_twenty_findings_of_a_rule_at_most_one_is_wrong() -> None:
    severities = {rule.name: rule.severity for rule in all_rules()}
    read = Counter(rule for *_, rule, _ in reviewed())
    wrong = Counter(rule for *_, rule, verdict in reviewed() if verdict == "wrong")
    assert [rule for rule in wrong if severities[rule] > Severity.INFO and wrong[rule] * 20 > read[rule]] == []


def test_no_error_is_a_false_one() -> None:
    severities = {rule.name: rule.severity for rule in all_rules()}
    assert {verdict for *_, verdict in reviewed()} <= set(VERDICTS)
    assert [entry for entry in reviewed() if entry[3] != "right" and severities[entry[2]] is Severity.ERROR] == []


@needs_corpus
@pytest.mark.parametrize("document", KNOWN_MISTAKES)
def test_known_mistakes_are_found(document: str) -> None:
    rule, word = KNOWN_MISTAKES[document]
    messages = [one.message for name, one in found() if name == document and one.rule == rule]
    assert any(word in message for message in messages), messages


@needs_corpus
def test_files_that_northflank_wrote_give_no_other_errors() -> None:
    with (CORPUS / "index.tsv").open(encoding="utf-8") as index:
        written = [row["file"] for row in csv.DictReader(index, delimiter="\t") if row["author"] == "bot"]
    paths = [CORPUS / name for name in written if (CORPUS / name).is_file()]
    assert len(paths) > 30
    errors = [
        (path.name, diagnostic.rule)
        for path in paths
        for diagnostic in lint(path.read_bytes(), name=path.name).diagnostics
        if diagnostic.severity is Severity.ERROR and diagnostic.rule not in FAMILIES
    ]
    assert errors == []


@needs_corpus
def test_examples_of_the_documentation_give_what_the_page_says() -> None:
    told = Counter(
        (diagnostic.rule, diagnostic.severity.label)
        for path in sorted((CORPUS / "docs").glob("*.json"))
        for diagnostic in lint(path.read_bytes(), name=path.name, config=ALL).diagnostics
        if rules_by_name()[diagnostic.rule].reads is not None
    )
    rows = re.findall(
        r"^\| \[([a-z-]+)\]\(rules/\1\.md\) \| (error|warning|info) \| (\d+) \|", PAGE.read_text("utf-8"), re.M
    )
    assert told == Counter({(rule, severity): int(count) for rule, severity, count in rows})
    assert "error" not in {severity for _, severity in told}


def test_the_page_has_the_tally_of_the_list() -> None:
    tally = Counter((rule, verdict) for _, _, rule, verdict in reviewed())
    rows = re.findall(
        r"^\| \[([a-z-]+)\]\(rules/\1\.md\) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE.read_text("utf-8"), re.M
    )
    shown = {
        (rule, verdict): int(count) for rule, *counts in rows for verdict, count in zip(VERDICTS, counts, strict=True)
    }
    assert {key: count for key, count in shown.items() if count} == dict(tally)
