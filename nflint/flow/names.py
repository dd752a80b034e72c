"""Which names an expression can write."""

from __future__ import annotations

import re

USABLE = re.compile(r"[\w-]+")
"""What can stand between two dots of an expression (guide "Release": `${refs.<reference-name>.<property>}`)."""
