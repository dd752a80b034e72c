"""Reads scenario files, lays out their folders and runs their commands; the format is in `scenarios/README.md`."""

from __future__ import annotations

import codecs
import io
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nflint import __version__
from nflint.cli import main

FOLDER = Path(__file__).parent / "scenarios"
DOCUMENTS = Path(__file__).parent / "documents"

_EXPECTATIONS = ("status", "stdout", "stdout has", "stderr", "stderr has", "contents")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Direction:
    """A line `=== WORD REST` and the lines below it."""

    word: str
    rest: str
    body: str

    def __str__(self) -> str:
        return f"=== {self.word} {self.rest}".rstrip() + f"\n{self.body}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Step:
    """A command with what it reads and what is expected of it."""

    command: str
    stdin: bytes
    expected: list[Direction] = field(default_factory=list)


def directions(text: str) -> list[Direction]:
    """The directions of a scenario file, in order."""
    found = []
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        word, _, rest = head.partition(" ")
        if rest == "has":
            word, rest = f"{word} has", ""
        found.append(Direction(word, rest, body))
    return found


def lay_out(parts: list[Direction], folder: Path) -> dict[str, str]:
    """Makes the files that the directions ask for, below `folder`, and gives the environment."""
    environment = {}
    for part in parts:
        if part.word == "env":
            name, _, value = part.rest.partition("=")
            environment[name] = value
        elif part.word in ("file", "bytes", "copy", "folder", "link", "pipe", "repository"):
            _make(part, folder)
    return environment


def _make(part: Direction, folder: Path) -> None:
    source, _, target = part.rest.partition(" as " if part.word == "copy" else " to ")
    path = folder / _unescaped(target if part.word == "copy" else source)
    path.parent.mkdir(parents=True, exist_ok=True)
    if part.word == "file":
        path.write_text(part.body, encoding="utf-8")
    elif part.word == "bytes":
        path.write_bytes(codecs.escape_decode(part.body.removesuffix("\n").encode())[0])
    elif part.word == "copy":
        path.write_bytes((DOCUMENTS / source).read_bytes())
    elif part.word == "folder":
        path.mkdir(exist_ok=True)
    elif part.word == "link":
        path.symlink_to(target)
    elif part.word == "pipe":
        os.mkfifo(path)
    else:
        subprocess.run(["git", "init", "-q", str(path)], check=True)


def _unescaped(name: str) -> str:
    return name.encode().decode("unicode_escape") if "\\" in name else name


def steps(parts: list[Direction]) -> Iterator[Step]:
    """The commands of a scenario with their expectations."""
    stdin = b""
    step: Step | None = None
    for part in parts:
        if part.word == "stdin":
            stdin = part.body.encode() if part.rest == "-" else (DOCUMENTS / part.rest).read_bytes()
        elif part.word == "run":
            if step is not None:
                yield step
            step, stdin = Step(part.rest, stdin), b""
        elif part.word in _EXPECTATIONS:
            assert step is not None, "an expectation before the first command"
            step.expected.append(part)
    assert step is not None, "no command"
    yield step


def run(step: Step, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    """Runs the command in this process, with streams as a pipe gives them."""
    streams = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for name in ("stdout", "stderr")}
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(step.stdin), encoding="utf-8"))
        for name, stream in streams.items():
            patch.setattr(f"sys.{name}", stream)
        patch.setattr("sys.argv", [_unescaped(word) for word in shlex.split(step.command)])
        with pytest.raises(SystemExit) as exit_:
            main()
    for stream in streams.values():
        stream.flush()
    stdout, stderr = (visible(stream.buffer.getvalue().decode()) for stream in streams.values())
    return Outcome(int(exit_.value.code or 0), stdout, stderr)


def visible(text: str) -> str:
    """`text` as scenarios write it."""
    text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return text.replace(__version__, "<version>")


def updated(text: str, outcomes: list[Outcome], folder: Path) -> str:
    """The scenario with what came out in the place of what was expected."""
    kept: list[Direction] = []
    pending = iter(outcomes)
    for part in directions(text):
        if part.word in ("status", "stdout", "stderr"):
            continue
        if part.word == "contents":
            kept.append(Direction("contents", part.rest, visible((folder / part.rest).read_text("utf-8"))))
            continue
        kept.append(part)
        if part.word == "run":
            loose = {other.word for other in _followers(text, part)}
            kept.extend(_expectations(next(pending), loose))
    return "".join(str(part) for part in kept)


def _followers(text: str, run: Direction) -> Iterator[Direction]:
    parts = directions(text)
    for part in parts[parts.index(run) + 1 :]:
        if part.word == "run":
            return
        yield part


def _expectations(outcome: Outcome, loose: set[str]) -> Iterator[Direction]:
    if outcome.status:
        yield Direction("status", str(outcome.status), "")
    for name, text in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
        if text and f"{name} has" not in loose:
            yield Direction(name, "", text)
