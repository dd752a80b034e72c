"""What every rule keeps to: codes, names, documentation whose examples are true, and the words of messages."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import documented_examples
import pytest

from nflint.config import build_config
from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.vocabulary import build_vocabulary
from nflint.lint import lint, lint_value
from nflint.rule import Rule
from nflint.rules import all_rules, model_rules
from nflint.rules.contract_checks import CONTRACT_CHECKS
from nflint.rules.own_checks import OWN_CHECKS
from nflint.rules.text_checks import TEXT_CHECKS
from nflint.source.document import read

FIXTURES = Path(__file__).parent

# The areas of codes, by the family of a rule.
AREAS = {
    "document": "NF0",
    "contract": "NF1",
    "reference": "NF2",
    "expression": "NF3",
    "trigger": "NF4",
    "node": "NF5",
    "order": "NF6",
    "security": "NF7",
    "run": "NF8",
    "request": "NF8",
    "teardown": "NF9",
}

_DEEP = 200
_DOUBLINGS = 24

# Checks whose mistake cannot be shown on a page, each with a text that has it.
UNPRINTABLE: dict[str, bytes] = {
    "invalid-encoding": '{"arguments": {"CITY": "Köln"}}'.encode("latin-1"),
    "byte-order-mark": '\ufeff{"arguments": {}}'.encode(),
    "control-character": b'{"arguments": {"NAME": "a\x00b"}}',
    "alias-limit": "\n".join(
        ["a0: &a0 [x, x]", *(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]" for level in range(1, _DOUBLINGS))]
    ).encode(),
    "too-deep": b"[" * _DEEP + b"]" * _DEEP,
    "too-large": b'{"arguments": {"NAME": "' + b"a" * 10_000_001 + b'"}}',
    "empty-document": b"# nothing yet\n",
}
# Raised by a defect of nflint and by nothing that could stand in a document.
NOT_SHOWN = {*UNPRINTABLE, "internal-error"}

# Every rule counts for the examples of every other one, but for this.
OTHERS = frozenset(rule.name for rule in all_rules()) - {"newer-value"}

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
each_shown_rule = pytest.mark.parametrize(
    "rule", [rule for rule in all_rules() if rule.name not in NOT_SHOWN], ids=lambda rule: rule.name
)


def raised(rule: Rule, block: str) -> list[str]:
    """The rule of each diagnostic, of whatever severity, for `block`, an example of `rule`."""
    if rule in TEXT_CHECKS:
        # What a snippet is part of is the business of the two checks that ask just that.
        about_kind = rule.name in ("foreign-document", "unsupported-document")
        report = lint(block, kind=None if about_kind else "release-flow")
        names = {check.name for check in TEXT_CHECKS}
        return [found.rule for found in report.diagnostics if found.rule in names]
    kind = documented_examples.kind_of(rule)
    if rule in OWN_CHECKS:
        return [found.rule for found in lint(documented_examples.whole(block, kind), kind=kind).diagnostics]
    shown = documented_examples.example(rule, "Flow:")
    flow = documented_examples.whole(shown, "release-flow") if shown else None
    config = build_config({"select": ["all"]}, "", "", rules=all_rules())
    report = lint(documented_examples.whole(block, kind), kind=kind, flow=flow, config=config)
    # That a value is newer than the founding page is no fault of an example.
    return [found.rule for found in report.diagnostics if found.rule in (rule.name, *OTHERS)]


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in all_rules()}) == len(all_rules())
    assert len({rule.name for rule in all_rules()}) == len(all_rules())


@each_rule
def test_the_code_belongs_to_the_area_of_the_family(rule: Rule) -> None:
    assert re.fullmatch(r"NF\d{3}", rule.code)
    assert rule.code.startswith(AREAS[rule.family])


@each_rule
def test_the_name_names_a_defect(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.name)
    assert not rule.name.startswith(("no-", "check-", "valid-"))


@pytest.mark.parametrize("rule", model_rules(), ids=lambda rule: rule.name)
def test_file_function_and_fixture_folder_have_the_name_of_the_rule(rule: Rule) -> None:
    assert rule.check is not None
    path = Path(inspect.getfile(rule.check))
    assert path.stem == rule.check.__name__ == rule.name.replace("-", "_")
    assert path.parent.name == rule.family
    assert (FIXTURES / rule.name).is_dir()


@pytest.mark.parametrize("rule", model_rules(), ids=lambda rule: rule.name)
def test_a_rule_reads_one_model_and_yields_findings(rule: Rule) -> None:
    assert rule.check is not None
    assert inspect.isgeneratorfunction(rule.check)
    assert list(rule.check.__annotations__.values()) == [rule.reads, "Iterator[Finding]"]


@each_rule
def test_the_documentation_begins_with_one_short_sentence(rule: Rule) -> None:
    first, _, rest = rule.documentation.partition("\n")
    assert first.endswith(".")
    assert len(first) <= 120
    assert not rest or rest.startswith("\n")
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)


@pytest.mark.parametrize("rule", model_rules(), ids=lambda rule: rule.name)
def test_the_documentation_of_a_rule_on_a_model_names_its_source(rule: Rule) -> None:
    assert "\n\nSource: the " in rule.documentation


@each_shown_rule
def test_the_bad_example_raises_exactly_this_rule_once(rule: Rule) -> None:
    block = documented_examples.example(rule, "Bad:")
    assert block is not None
    assert raised(rule, block) == [rule.name]


@each_shown_rule
def test_the_good_example_raises_nothing(rule: Rule) -> None:
    block = documented_examples.example(rule, "Good:")
    assert block is not None
    assert raised(rule, block) == []


@pytest.mark.parametrize("kind", sorted(documented_examples.SKELETONS))
def test_the_documents_around_the_examples_are_clean(kind: str) -> None:
    report = lint_value(documented_examples.SKELETONS[kind])
    assert [(file.kind, report.diagnostics) for file in report.files] == [(kind, ())]


@pytest.mark.parametrize("name", sorted(UNPRINTABLE))
def test_a_check_that_no_page_can_show_is_raised(name: str) -> None:
    report = lint(UNPRINTABLE[name], kind="release-flow")
    checks = {check.name for check in TEXT_CHECKS}
    assert {found.rule for found in report.diagnostics} & checks == {name}


def test_the_flows_of_the_examples_are_clean() -> None:
    shown = {rule.name: documented_examples.example(rule, "Flow:") for rule in model_rules() if rule.reads == "Launch"}
    assert shown
    for name, flow in shown.items():
        assert flow is not None, name
        report = lint(documented_examples.whole(flow, "release-flow"), kind="release-flow")
        found = {found.rule for found in report.diagnostics if found.severity >= Severity.WARNING}
        # What only a request can give is not declared in the flow.
        assert found <= {"undeclared-argument"}, name


def test_only_checks_that_cannot_be_shown_lack_examples() -> None:
    lacking = {rule.name for rule in all_rules() if documented_examples.example(rule, "Bad:") is None}
    assert lacking == NOT_SHOWN


def test_every_rule_is_a_check_of_text_or_contract_or_reads_a_model() -> None:
    assert {*TEXT_CHECKS, *OWN_CHECKS, *CONTRACT_CHECKS, *model_rules()} == {*all_rules()}
    assert all(rule.reads is None and rule.check is None for rule in (*TEXT_CHECKS, *OWN_CHECKS, *CONTRACT_CHECKS))
    assert all(rule.reads is not None and rule.check is not None for rule in model_rules())


def test_what_a_rule_says_of_others_is_of_rules_that_there_are() -> None:
    names = {rule.name for rule in all_rules()}
    for rule in all_rules():
        assert rule.explains | rule.explains_inside <= names
        assert not {rule.name} & (rule.explains | rule.explains_inside)


def test_a_rule_finds_nothing_where_none_of_its_words_is() -> None:
    # Without the words it is not even asked, so what it would have found must be nothing.
    asked = [
        rule._replace(name=f"custom/{rule.name}", code=f"X{rule.code[2:]}", family="custom", group="recommended")
        for rule in model_rules()
        if rule.about
    ]
    assert len(asked) > 90
    unfiltered = [rule._replace(about=frozenset()) for rule in asked]
    for path in (path for path in FIXTURES.glob("*/*") if path.suffix in (".json", ".yaml")):
        content = path.read_bytes()
        words = build_vocabulary(read(path.read_text("utf-8"))[0].value).words
        found = {found.rule for found in lint(content, name=path.name, extra_rules=unfiltered).diagnostics}
        assert not found & {rule.name for rule in asked if words.isdisjoint(rule.about)}, path


def test_the_families_that_are_left_unread_read_what_is_said_of_them() -> None:
    read_by = sys.modules["nflint.findings"]._READ_BY
    for family, models in read_by.items():
        assert {rule.reads for rule in model_rules() if rule.family == family} <= models
    assert {rule.family for rule in model_rules() if rule.reads in ("Run", "RunRequest", "Launch")} <= set(read_by)


def test_a_crash_in_a_rule_is_one_diagnostic_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(flow: Flow) -> Iterator[Finding]:
        yield Finding(Place(("spec",)), "found before the crash")
        raise ZeroDivisionError("division by zero")

    findings = sys.modules["nflint.findings"]
    own = findings.rules_of

    def crash_first(family: str) -> tuple[Rule, ...]:
        return tuple(
            rule._replace(check=broken, about=frozenset()) if rule.name == "duplicate-ref" else rule
            for rule in own(family)
        )

    monkeypatch.setattr(findings, "rules_of", crash_first)
    for cached in ("_checks", "_needed", "_words_of_rules"):
        monkeypatch.setattr(findings, cached, getattr(findings, cached).__wrapped__)
    flow = {
        **documented_examples.SKELETONS["release-flow"],
        "options": {"concurrencyPolicy": "Forbid"},
        "gitops": {
            "vcsService": "self-hosted",
            "repoUrl": "https://git.example.com/acme/shop",
            "branch": "main",
            "filePath": "/release-flow.json",
        },
    }
    report = lint_value(flow)
    assert sorted(found.rule for found in report.diagnostics) == [
        "duplicate-ref",
        "internal-error",
        "self-hosted-vcs-without-id",
        "unknown-value",
    ]
    crash = next(found for found in report.diagnostics if found.rule == "internal-error")
    assert crash.message == "the rule 'duplicate-ref' failed with ZeroDivisionError: division by zero"
    assert crash.severity is Severity.ERROR
    assert crash.pointer == ""
