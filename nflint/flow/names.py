"""Which names an expression can write, and what people call the place where arguments are declared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

USABLE = re.compile(r"[\w-]+")
"""What can stand between two dots of an expression (guide "Release": `${refs.<reference-name>.<property>}`)."""

_MISNAMED = ("args", "argument", "arg", "variables", "vars", "parameters", "params", "inputs")


def misnamed_arguments(fields: Mapping[str, Any]) -> str | None:
    """The key of a flow that holds arguments and is not called `arguments`, when there is none that is."""
    if "arguments" in fields:
        return None
    return next((key for key in _MISNAMED if isinstance(fields.get(key), dict)), None)
