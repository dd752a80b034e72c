"""Says why a string does not have the form its field asks for, in words, and what to write instead.

Each field with a typical mistake has its own adviser; for the others the offending character is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from nflint.contract.words import field_name, show
from nflint.diagnostic import Fix, Place, Pointer, Rewrite

Matches = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Advice:
    """A message with its hint, the characters of the string that it is about (None for all of them), and the fix that
    the hint speaks of."""

    message: str
    hint: str
    start: int | None = None
    end: int | None = None
    fix: Fix | None = None


def advise(pointer: Pointer, value: str, matches: Matches, words: str) -> Advice:
    """The advice about `value`, the string at `pointer`, which `matches` refuses.

    `words` describes the form in words, for example "letters, digits and hyphens".
    """
    field = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    name = field_name(pointer)
    expression = value.find("${")
    if expression >= 0:
        return Advice(f"{name} takes no expression", "write the value itself", expression, len(value))
    adviser = _ADVISERS.get(field)
    if adviser is not None:
        advice = adviser(value, matches)
        if advice is not None:
            return _placed(advice, pointer)
    return _placed(_offender(name, value, matches, words), pointer)


def _placed(advice: Advice, pointer: Pointer) -> Advice:
    """The advice with its fix for the string at `pointer`: those who advise know the string alone."""
    return advice if advice.fix is None else replace(advice, fix=advice.fix.below(pointer))


def _spelt(value: str, better: str, matches: Matches, *, safe: bool = True) -> Fix | None:
    """The fix that makes `better` of the string, if nothing is wrong with that."""
    return Fix.respell((), value, better, safe=safe) if matches(better) else None


def _offender(name: str, value: str, matches: Matches, words: str) -> Advice:
    """Advice for a form that is made of characters: the first that must not be where it is."""
    hint = f"use {words}" if words else ""
    if not value:
        return Advice(f"{name} is empty", "give it a value, or remove it")
    if value != value.strip() and matches(value.strip()):
        inner = value.find(value.strip())
        start, end = (0, inner) if inner else (len(value.rstrip()), len(value))
        fix = Fix.keep((), value, inner, len(value.rstrip()), f"write {show(value.strip())}", safe=True)
        return Advice(f"{name} has a space at its edge", f"write {show(value.strip())}", start, end, fix)
    # Where plain letters fit, a character is judged alone; else only the one whose removal mends the whole.
    free = matches("aaa")
    for index, character in enumerate(value[:500]):
        if character.isascii() and character.isalnum():
            continue
        if not matches(f"a{character}a") if free else matches(value.replace(character, "a")):
            if character.isalpha():
                hint = hint.replace("letters", "the letters a to z", 1)
            return Advice(f"{_character(character)} is not allowed in {name}", hint, index, index + 1)
    if matches(f"a{value[1:]}"):
        return Advice(f"{name} must not begin with {_character(value[0])}", hint, 0, 1)
    if matches(f"{value[:-1]}a"):
        last = len(value) - 1
        return Advice(f"{name} must not end with {_character(value[-1])}", hint, last, last + 1)
    doubled = _DOUBLED.search(value)
    if doubled:
        twice = "two spaces" if doubled[1] == " " else f"two {_character(doubled[1])}"
        return Advice(f"{name} must not have {twice} in a row", hint, doubled.start(), doubled.end())
    return Advice(f"{show(value)} does not have the form of {name}", hint)


def _character(character: str) -> str:
    if character == " ":
        return "a space"
    if character == "\n":
        return "a line break"
    return show(character)


_DOUBLED = re.compile(r"([^a-zA-Z0-9])\1")
_SCP_URL = re.compile(r"(?:ssh://)?(?:[\w.-]+@)([\w.-]+)(?::\d+)?[:/]([\w./-]+)\Z", re.ASCII)
_STRANGER = re.compile(r"[^a-zA-Z0-9._/-]")
_SSH_HOSTS = ("ssh.", "altssh.", "vs-ssh.")
_LONGEST_URL = 200
_REPOSITORY = "write it like 'https://github.com/acme/shop'"


def _repo_url(value: str, matches: Matches) -> Advice | None:
    """What is wrong with the address of a repository; of its parts the first."""
    return _scheme(value, matches) or _host(value, matches)


def _scheme(value: str, matches: Matches) -> Advice | None:
    ssh = _SCP_URL.match(value)
    if ssh and "://" not in value.removeprefix("ssh://"):
        https = f"https://{ssh[1]}/{ssh[2].strip('/')}"
        message = "'repoUrl' is an SSH address, Northflank wants an https URL"
        return Advice(message, _mended(https, matches), fix=_https(value, ssh, https) if matches(https) else None)
    if value.startswith("http://"):
        https = f"https://{value[7:]}"
        fix = Fix.write(Place((), start=0, end=4), "https", safe=True) if matches(https) else None
        return Advice("'repoUrl' must use https", _mended(https, matches), 0, 7, fix)
    scheme = re.match(r"[a-zA-Z][a-zA-Z+.-]*://", value)
    if scheme and scheme[0] != "https://":
        return Advice(f"'repoUrl' must be an https URL, not '{scheme[0]}'", _REPOSITORY, 0, scheme.end())
    return None


def _host(value: str, matches: Matches) -> Advice | None:
    start = len("https://") if value.startswith("https://") else 0
    host, _, path = value[start:].partition("/")
    if "@" in host:
        plain = _mended(f"https://{host.rpartition('@')[2]}/{path}", matches)
        return Advice(
            "'repoUrl' must not hold a user name or token",
            f"{plain}, the account is chosen by 'accountLogin'",
            start,
            start + host.rindex("@") + 1,
            _without(value, start, start + host.rindex("@") + 1, "the user name or token", matches),
        )
    if ":" in host:
        colon = host.index(":")
        hint = _mended(f"https://{host[:colon]}/{path}", matches)
        fix = _without(value, start + colon, start + len(host), "the port", matches)
        return Advice("'repoUrl' must not name a port", hint, start + colon, start + len(host), fix)
    if not path.strip("/"):
        return Advice("'repoUrl' names no repository, only a host", _REPOSITORY)
    plain = value.rstrip("/")
    if plain != value and matches(plain):
        fix = Fix.respell((), value, plain, safe=True)
        return Advice("'repoUrl' must not end with '/'", f"write '{plain}'", len(plain), len(value), fix)
    if "." not in host:
        return Advice("'repoUrl' has no host name with a dot", _REPOSITORY, start, start + len(host))
    stranger = _STRANGER.search(value, start)
    if stranger:
        message = f"{_character(stranger[0])} is not allowed in 'repoUrl'"
        return Advice(message, _REPOSITORY, stranger.start(), stranger.end())
    return _short_segment(value, start + len(host) + 1)


def _https(value: str, ssh: re.Match[str], https: str) -> Fix | None:
    """An SSH address as a URL; some hosts have another name, and other paths, where they are asked by SSH."""
    if ssh[1].lower().startswith(_SSH_HOSTS):
        return None
    path = value.index(ssh[2].strip("/"), ssh.end(1))
    before = Rewrite(Place((), start=0, end=ssh.start(1)), "https://")
    between = Rewrite(Place((), start=ssh.end(1), end=path), "/")
    after = Rewrite(Place((), start=path + len(ssh[2].strip("/")), end=len(value)), "")
    changes = (before, between, after) if after.place.start != after.place.end else (before, between)
    # Where a port is named, what else listens on that host is a guess; `github.com-work` is the name of a host in
    # somebody's configuration of SSH only.
    safe = not value[ssh.end(1) : path].strip(":/") and ssh[1].rpartition(".")[2].isalpha()
    return Fix(f"write '{https}'", changes, safe=safe)


def _without(value: str, start: int, end: int, what: str, matches: Matches) -> Fix | None:
    better = value[:start] + value[end:]
    if not matches(better):
        return None
    return Fix.write(Place((), start=start, end=end), "", safe=False, title=f"remove {what}")


def _mended(url: str, matches: Matches) -> str:
    return f"write '{url}'" if len(url) < _LONGEST_URL and matches(url) else _REPOSITORY


def _short_segment(value: str, start: int) -> Advice | None:
    for segment in re.finditer(r"[^/]*", value[start:]):
        if len(segment[0]) == 1:
            return Advice(
                f"'{segment[0]}' is too short, every part of 'repoUrl' has at least two characters",
                _REPOSITORY,
                start + segment.start(),
                start + segment.end(),
            )
    return None


_GLOB = re.compile(r"\[[^\[\]]{0,40}\]|\{[^{}]{0,40}\}|[?\[\]{}@^$|\\]+")


def _branch_rule(value: str, matches: Matches) -> Advice | None:
    found = next((found for found in _GLOB.finditer(value) if not matches(found[0])), None)
    if found is None:
        return None
    return Advice(
        f"'{found[0]}' is not allowed in a branch rule, the only wildcard is '*'",
        "write a rule such as 'release/*'",
        found.start(),
        found.end(),
    )


def _path(field: str) -> Callable[[str, Matches], Advice | None]:
    def adviser(value: str, matches: Matches) -> Advice | None:
        is_inside = ".." not in value.replace("\\", "/").split("/")
        if "\\" in value:
            at, fix = value.index("\\"), _spelt(value, _rooted(value), matches, safe=is_inside)
            return Advice(f"'{field}' must use '/' between folders", f"write '{_rooted(value)}'", at, at + 1, fix)
        if not value.startswith("/"):
            example = _rooted(value)
            hint = f"write '{example}'" if matches(example) else "begin with '/', the root of the repository"
            fix = _spelt(value, example, matches) if is_inside else None
            return Advice(f"'{field}' must begin with '/'", hint, 0, min(len(value), 1) or None, fix)
        if "//" in value:
            at = value.index("//")
            fix = Fix.write(Place((), start=at, end=at + 2), "/", safe=True, title="remove one '/'")
            return Advice(f"'{field}' must not have two '/' in a row", "remove one of them", at, at + 2, fix)
        if value.endswith("/"):
            return Advice(
                f"'{field}' must name a file, not a folder", "add the name of the file", len(value) - 1, len(value)
            )
        return None

    return adviser


def _rooted(value: str) -> str:
    plain = value.replace("\\", "/")
    while plain.startswith("./"):
        plain = plain[2:]
    return f"/{'' if plain == '.' else plain.lstrip('/')}"


def _image_path(value: str, matches: Matches) -> Advice | None:
    for mark, what in ((":", "tag"), ("@", "digest")):
        if value.endswith(mark):
            hint = f"add the {what} after '{mark}', as in 'nginx:1.27' or 'nginx@sha256:...'"
            return Advice(f"'imagePath' has an empty {what}", hint, len(value) - 1, len(value))
    if value and matches(f"{value}:1"):
        return Advice(
            "'imagePath' names no tag and no digest", f"add the version, for example '{value}:1.27' or '@sha256:...'"
        )
    return None


def _run_name(value: str, matches: Matches) -> Advice | None:
    if value and not (value[0].isascii() and value[0].isalpha()):
        return Advice(
            f"'name' must begin with a letter, not with {_character(value[0])}",
            "use letters and digits with single hyphens or blanks between, a letter first",
            0,
            1,
        )
    return None


_ADVISERS: dict[str, Callable[[str, Matches], Advice | None]] = {
    "repoUrl": _repo_url,
    "branchRestrictions": _branch_rule,
    "prRestrictions": _branch_rule,
    "filePath": _path("filePath"),
    "dockerFilePath": _path("dockerFilePath"),
    "dockerWorkDir": _path("dockerWorkDir"),
    "imagePath": _image_path,
    "name": _run_name,
}
