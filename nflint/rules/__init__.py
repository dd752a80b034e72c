"""Every rule there is, found by folder: `rules/<family>/<name>.py` holds the rule of that name and nothing else."""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module

from nflint.rule import Rule


@lru_cache(maxsize=1)
def model_rules() -> tuple[Rule, ...]:
    """The rules that read a model, by code."""
    found: list[Rule] = []
    for family in pkgutil.iter_modules(__path__):
        if not family.ispkg:
            continue
        package = import_module(f"{__name__}.{family.name}")
        for module in pkgutil.iter_modules(package.__path__):
            found.append(getattr(import_module(f"{package.__name__}.{module.name}"), module.name))
    return tuple(sorted(found, key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule, the checks of the text and of the contract included, by code."""
    from nflint.rules.contract_checks import CONTRACT_CHECKS
    from nflint.rules.text_checks import TEXT_CHECKS

    return tuple(sorted((*TEXT_CHECKS, *CONTRACT_CHECKS, *model_rules()), key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def rules_by_name() -> dict[str, Rule]:
    """Every rule under its name. Treat the mapping as frozen."""
    return {rule.name: rule for rule in all_rules()}
