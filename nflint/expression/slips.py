"""What people write who think of another language: its operators, and the functions that do the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OPERATORS: Mapping[str, str] = MappingProxyType(
    {
        "==": "fn.eq({a}, {b})",
        "===": "fn.eq({a}, {b})",
        "=": "fn.eq({a}, {b})",
        "eq": "fn.eq({a}, {b})",
        "is": "fn.eq({a}, {b})",
        "!=": "fn.neq({a}, {b})",
        "!==": "fn.neq({a}, {b})",
        "&&": "fn.and({a}, {b})",
        "and": "fn.and({a}, {b})",
        "||": "fn.or({a}, {b}) for true or false, fn.if({a}, {a}, {b}) for a default",
        "or": "fn.or({a}, {b}) for true or false, fn.if({a}, {a}, {b}) for a default",
        "??": "fn.if({a}, {a}, {b}) for a default",
        ":-": "fn.if({a}, {a}, {b}) for a default",
        "?": "fn.if({a}, then, else)",
        ":": "fn.if(condition, then, else)",
        "!": "fn.not({b})",
        "not": "fn.not({b})",
        "+": "fn.add({a}, {b}) for numbers; text is written side by side, as in 'v${{args.TAG}}'",
        "-": "fn.subtract({a}, {b})",
        "*": "fn.multiply({a}, {b})",
        "/": "fn.divide({a}, {b})",
        "%": "fn.remainder({a}, {b})",
        "**": "fn.exp({a}, {b})",
        ">": "fn.gt({a}, {b})",
        "<": "fn.lt({a}, {b})",
        ">=": "fn.gte({a}, {b})",
        "<=": "fn.lte({a}, {b})",
        "|": "fn.NAME({a}); functions are called, not piped into",
    }
)
"""Operators, with what to call for the operands `{a}` and `{b}`."""
