"""Puts the entry of the hook into a `.pre-commit-config.yaml` that exists, and leaves everything else as it is."""

from __future__ import annotations

from typing import Any

from nflint.entries.edits import inserted
from nflint.entries.yaml_list import behind_items
from nflint.source.document import Document, read
from nflint.source.splices import indentation, spliced
from nflint.source.text import BOM
from nflint.starters import HOOK

IDS = frozenset({"nflint", "nflint-fix"})


def with_hook(text: str) -> str:
    """`text` with the entry behind the others of its list `repos`, written as they are; the text itself where it has
    one of nflint's hooks already.

    Raises `ValueError`, which says why, where the entry must be put in by hand.

    >>> print(with_hook("repos:\\n- repo: local\\n  hooks: []\\n"), end="")  # doctest: +ELLIPSIS
    repos:
    - repo: local
      hooks: []
    - repo: https://github.com/nflint/nflint
      rev: v...
      hooks:
      - id: nflint
    """
    if text.startswith(BOM):
        return BOM + with_hook(text[1:])
    document = _document(text)
    repos = _repos(document)
    if any(hook.get("id") in IDS for repo in repos for hook in _objects(repo.get("hooks"))):
        return text
    root, whole = document.locate(()), document.locate(("repos",))
    first, last = document.locate(("repos", 0)), document.locate(("repos", len(repos) - 1))
    if root is None or whole is None or first is None or last is None:
        raise ValueError("its list 'repos' is written elsewhere")
    place = behind_items(text, whole.value.start, first.value, last.value)
    if place is None:
        raise ValueError("its list 'repos' is not written with a dash for each entry")
    deeper = len(place.around) - len(indentation(text, root.value.start))
    result = spliced(text, [inserted(text, place.at, _lines(place.around, f"-{place.gap}", " " * deeper))])
    value: Any = document.value
    # The edit knows how such lists are written, and not what else the text does.
    if _document(result).value != {**value, "repos": [*repos, *_repos(_document(HOOK))]}:
        raise ValueError("the rest of it would change its meaning")
    return result


def _lines(around: str, dash: str, deeper: str) -> list[str]:
    """The entry with its dashes as far in, and what follows them as far behind, as those of its neighbours."""
    key = around + " " * len(dash)
    _, repo, rev, hooks, hook = HOOK.splitlines()
    return [
        f"{around}{dash}{repo.lstrip(' -')}",
        f"{key}{rev.lstrip()}",
        f"{key}{hooks.lstrip()}",
        f"{key}{deeper}{dash}{hook.lstrip(' -')}",
    ]


def _document(text: str) -> Document:
    documents = read(text)
    if len(documents) != 1 or documents[0].broken or documents[0].format != "yaml":
        raise ValueError("it cannot be read as one YAML document")
    return documents[0]


def _repos(document: Document) -> list[dict[str, Any]]:
    repos = document.value.get("repos") if isinstance(document.value, dict) else None
    if not isinstance(repos, list) or not repos or _objects(repos) != repos:
        raise ValueError("it has no list 'repos' with entries")
    return repos


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
