"""Every rule there is, found by folder: `rules/<family>/<name>.py` holds the rule of that name and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

from nflint.rule import Rule


@lru_cache(maxsize=1)
def model_rules() -> tuple[Rule, ...]:
    """The rules that read a model, by code."""
    found: list[Rule] = []
    for family in _names(__path__, ""):
        package = import_module(f"{__name__}.{family}")
        for name in _names(package.__path__, ".py"):
            found.append(getattr(import_module(f"{package.__name__}.{name}"), name))
    return tuple(sorted(found, key=lambda rule: rule.code))


def _names(folders: Iterable[str], suffix: str) -> list[str]:
    """The packages (no suffix) or modules in the folders of a package."""
    try:
        # `pkgutil` imports `inspect`, which takes as long as all rules.
        entries = {entry for folder in folders for entry in os.listdir(folder)}  # noqa: PTH208
    except OSError:  # A package in an archive.
        import pkgutil

        return sorted(module.name for module in pkgutil.iter_modules(list(folders)) if module.ispkg == (not suffix))
    if suffix:
        return sorted(entry.removesuffix(suffix) for entry in entries if entry.endswith(suffix) and entry[0] != "_")
    return sorted(entry for entry in entries if "." not in entry and entry[0] != "_")


@lru_cache(maxsize=1)
def all_rules() -> tuple[Rule, ...]:
    """Every rule, the checks of the text and of the contract included, by code."""
    from nflint.rules.contract_checks import CONTRACT_CHECKS
    from nflint.rules.own_checks import OWN_CHECKS
    from nflint.rules.text_checks import TEXT_CHECKS

    return tuple(sorted((*TEXT_CHECKS, *OWN_CHECKS, *CONTRACT_CHECKS, *model_rules()), key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def rules_by_name() -> dict[str, Rule]:
    """Every rule under its name. Treat the mapping as frozen."""
    return {rule.name: rule for rule in all_rules()}
