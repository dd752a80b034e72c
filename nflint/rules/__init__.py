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
    return tuple(sorted((rule for family in families() for rule in rules_of(family)), key=lambda rule: rule.code))


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """The families of the rules that read a model: the folders here."""
    return tuple(_names(__path__, ""))


@lru_cache(maxsize=32)
def rules_of(family: str) -> tuple[Rule, ...]:
    """The rules of one family; a document needs no more of them than can have to say anything of it."""
    package = import_module(f"{__name__}.{family}")
    modules = [import_module(f"{package.__name__}.{name}") for name in _names(package.__path__, ".py")]
    return tuple(getattr(module, module.__name__.rpartition(".")[2]) for module in modules)


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
