"""Writes YAML that every reader takes for the same values."""

from __future__ import annotations

import re
from typing import Any

import yaml

from nflint.report.escapes import ODD

# Numbers as YAML 1.2 and JavaScript read them: of these PyYAML, which reads YAML 1.1, leaves `1e3` without quotes.
_NUMBER = re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$")


class _Dumper(yaml.SafeDumper):
    """With quotes around all texts that would be read as numbers."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = '"' if ODD.search(value) else "'" if _NUMBER.match(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def dump(value: Any) -> str:
    """`value`, of the types that JSON has, as YAML; what is not plain text is escaped."""
    odd = _holds_odd(value)
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=not odd, width=120))


def _holds_odd(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_odd(key) or _holds_odd(item) for key, item in value.items())
    if isinstance(value, list):
        return any(map(_holds_odd, value))
    return isinstance(value, str) and ODD.search(value) is not None
