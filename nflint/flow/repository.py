"""What the address of a Git repository says: the host that it is on, and which of two addresses are the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_SCHEMES = ("https://", "http://")

# A repository there has two parts in its path; on GitLab it may have more, but no part is called like its pages.
_PAGES = {
    "github.com": frozenset(
        {"tree", "blob", "commit", "commits", "branches", "tags", "releases", "pull", "pulls", "issues", "actions"}
    ),
    "gitlab.com": frozenset({"tree", "blob", "commits"}),
    "bitbucket.org": frozenset({"src", "branch", "branches", "commits", "pull-requests"}),
}

# To others the contract has something to say.
_ADDRESS = re.compile(r"(?:https://)?[A-Za-z0-9.-]+(?:/[A-Za-z0-9._-]{2,})+")

# Deeper than that nobody keeps a repository.
_MOST_PARTS = 30


class Repository(NamedTuple):
    """A repository by its address, in lower case, without `www.` and a closing `.git`: equal when it is the same."""

    host: str
    path: str


def repository(url: object) -> Repository | None:
    """The repository at `url`, None where that is no text."""
    return _repository(url) if isinstance(url, str) else None


@lru_cache(maxsize=256)
def _repository(url: str) -> Repository:
    # Most flows of a team are about the same few.
    rest = url.lower()
    for scheme in _SCHEMES:
        rest = rest.removeprefix(scheme)
    host, _, path = rest.removeprefix("www.").partition("/")
    return Repository(host, path.removesuffix(".git"))


def page(url: object) -> int | None:
    """Where in `url` the repository's own address ends, if it leads to a page in a repository; None if it does not."""
    found = repository(url)
    if found is None or not isinstance(url, str) or found.host not in _PAGES or not _ADDRESS.fullmatch(url):
        return None
    parts = found.path.split("/", _MOST_PARTS)
    index = next((at for at, part in enumerate(parts) if at > 1 and part in _PAGES[found.host]), None)
    if index is None:
        return None
    before = "/".join(parts[:index])
    return url.lower().index(f"/{before}/") + len(before) + 1
