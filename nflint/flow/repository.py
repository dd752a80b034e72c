"""What the address of a Git repository says: the host that it is on, and which of two addresses are the same."""

from __future__ import annotations

from typing import NamedTuple

_SCHEMES = ("https://", "http://")


class Repository(NamedTuple):
    """A repository by its address, in lower case, without `www.` and a closing `.git`: equal when it is the same."""

    host: str
    path: str


def repository(url: object) -> Repository | None:
    """The repository at `url`, None where that is no text."""
    if not isinstance(url, str):
        return None
    rest = url.lower()
    for scheme in _SCHEMES:
        rest = rest.removeprefix(scheme)
    host, _, path = rest.removeprefix("www.").partition("/")
    return Repository(host, path.removesuffix(".git"))
