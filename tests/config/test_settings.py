"""Which rules are on and how grave they are: the more specific word holds, and of two equal ones "ignore"."""

from __future__ import annotations

import pytest

from nflint.diagnostic import Severity
from nflint.extra import check_extra
from nflint.rule import Rule
from nflint.rules import all_rules, rules_by_name
from nflint.settings import FAMILIES, GROUPS, UNREADABLE, Selection, Settings

OPINION = Rule("ACME1", "custom/opinion", "custom", Severity.INFO, "", "1.0.0", "Flow", lambda flow: iter(()), "strict")
CAUTION = OPINION._replace(code="ACME2", name="custom/caution", group="all")

LATER = rules_by_name()["later-ref"]
SYNTAX = rules_by_name()["syntax-error"]


def test_groups_and_families_are_those_that_rules_have() -> None:
    assert {rule.group for rule in all_rules()} <= set(GROUPS)
    assert {rule.family for rule in all_rules()} <= set(FAMILIES)
    assert set(rules_by_name()) >= UNREADABLE
    names = {name for rule in all_rules() for name in (rule.name, rule.code)}
    assert not names & {*GROUPS, *FAMILIES}


@pytest.mark.parametrize(
    ("select", "ignore", "rule", "expected"),
    [
        ("recommended", "", LATER, True),
        ("recommended", "", OPINION, False),
        ("strict", "", OPINION, True),
        ("strict", "", LATER, True),
        ("strict", "", CAUTION, False),
        ("all", "", CAUTION, True),
        ("reference", "", LATER, True),
        ("order", "", LATER, False),
        ("custom", "", CAUTION, True),
        ("later-ref", "", LATER, True),
        ("NF203", "", LATER, True),
        ("recommended", "later-ref", LATER, False),
        ("recommended", "NF203", LATER, False),
        ("recommended", "reference", LATER, False),
        ("later-ref", "reference", LATER, True),
        ("reference", "all", LATER, True),
        ("all", "recommended", OPINION, True),
        ("later-ref", "later-ref", LATER, False),
        ("security", "", SYNTAX, True),
        ("security", "document", SYNTAX, True),
        ("security", "syntax-error", SYNTAX, False),
        ("", "", LATER, False),
    ],
)
def test_a_rule_is_on_or_off(select: str, ignore: str, rule: Rule, expected: bool) -> None:
    selection = Selection(frozenset(select.split()), frozenset(ignore.split()))
    assert selection.has(rule) is expected


def test_the_severity_that_is_set_for_the_narrowest_group_holds() -> None:
    settings = Settings(severities={"all": Severity.INFO, "reference": Severity.WARNING, "later-ref": Severity.ERROR})
    assert settings.severity(LATER, None) is Severity.ERROR
    assert settings.severity(rules_by_name()["self-ref"], None) is Severity.WARNING
    assert settings.severity(SYNTAX, None) is Severity.INFO
    assert Settings().severity(LATER, Severity.INFO) is Severity.INFO
    assert Settings().severity(LATER, None) is LATER.severity


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([OPINION, OPINION], "there are two rules 'custom/opinion'"),
        ([OPINION, CAUTION._replace(code="ACME1")], "there are two rules 'ACME1'"),
        ([OPINION._replace(code="NF999")], "the rule 'custom/opinion' has the code 'NF999': write one like 'ACME1'"),
        ([OPINION._replace(code="x")], "the rule 'custom/opinion' has the code 'x': write one like 'ACME1'"),
        ([OPINION._replace(name="later-ref")], "there are two rules 'later-ref'"),
        ([OPINION._replace(check=None)], "is no rule"),
        (["later-ref"], "'later-ref' is no rule: make it with the decorator nflint.rule.rule"),
    ],
)
def test_rules_of_others_must_not_get_in_the_way(rules: list[Rule], message: str) -> None:
    with pytest.raises(ValueError, match=message.replace("(", r"\(")):
        check_extra(rules, all_rules())
