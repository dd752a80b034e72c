"""Which characters of a document are written as escapes, whatever the format."""

from __future__ import annotations

import re

ODD = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Those that no encoding has, and those that some readers take for the end of a line."""
