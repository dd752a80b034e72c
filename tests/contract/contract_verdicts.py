"""What a report says about the contract alone; what rules think of the sample values does not matter to its tests."""

from __future__ import annotations

from nflint.diagnostic import Report, Severity
from nflint.rules.contract_checks import CONTRACT_CHECKS

Told = tuple[Severity, str, str]

# That a value is an expression at all, which the contract leaves to the rule.
_CHECKS = frozenset({check.name for check in CONTRACT_CHECKS} | {"unclosed-expression"})


def of_contract(report: Report) -> list[Told]:
    """The severity, check and pointer of all that the contract has to say."""
    found = [diagnostic for diagnostic in report.diagnostics if diagnostic.rule in _CHECKS]
    return [(diagnostic.severity, diagnostic.rule, diagnostic.pointer) for diagnostic in found]
