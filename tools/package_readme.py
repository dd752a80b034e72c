"""Gives the package a README whose links and pictures lead somewhere: PyPI shows it without the files beside it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

REPOSITORY = "nflint/nflint"

_TARGET = re.compile(r"(?P<picture>!?)(?P<text>\[[^\]]*\]\()(?![a-z]+:|#)(?P<path>[^)\s]+)\)")


def absolute(text: str, version: str) -> str:
    """`text`, of Markdown, with the links and pictures that are relative to it at their address in this version.

    >>> absolute("[a](docs/a.md#b) ![c](d.svg) [e](https://example.org)", "1.0")
    '[a](https://github.com/nflint/nflint/blob/v1.0/docs/a.md#b) \
![c](https://raw.githubusercontent.com/nflint/nflint/v1.0/d.svg) [e](https://example.org)'
    """

    def replaced(found: re.Match[str]) -> str:
        page, file = f"https://github.com/{REPOSITORY}/blob", f"https://raw.githubusercontent.com/{REPOSITORY}"
        return f"{found['picture']}{found['text']}{file if found['picture'] else page}/v{version}/{found['path']})"

    return _TARGET.sub(replaced, text)


class PackageReadme(MetadataHookInterface):
    """Called by hatchling, which asks for a class."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Puts the README into the metadata of the package."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, metadata["version"])}
