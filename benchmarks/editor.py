"""Times the language server as an editor does: key presses in, completions and diagnostics out.

    python benchmarks/editor.py [--rounds 500] [--edits 10000] [--cpu] [--server "PYTHON -m nflint lsp"]

A real server process is driven over its standard input and output. After each key press, an insertion or a deletion
somewhere in the document, two things are timed: how long it takes until completion at that place is answered, and how
long until the diagnostics of the document as it is now are there. `README.md` has the figures and what they mean.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generate import broken_flow, flow, large_flow, render

Message = dict[str, Any]

# Nodes of a flow of about 100 KB.
_NODES = 258
_BOUNDS = {"4 KB": 10.0, "100 KB": 50.0}
_KEYS = ['"', "{", "}", ",", ":", "a", " ", "\n", "$", "${refs.", "]", "[", "x"]


class Server:
    """A language server process, and the requests to it."""

    def __init__(self, command: list[str]) -> None:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self._number = 0
        capabilities = {
            "textDocument": {
                "diagnostic": {},
                "completion": {"completionItem": {"snippetSupport": True}},
                "hover": {"contentFormat": ["markdown"]},
            }
        }
        self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": capabilities})
        self.tell("initialized", {})

    def tell(self, method: str, parameters: Any) -> None:
        """Sends what has no answer."""
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, parameters: Any) -> Any:
        """Sends a request and waits for its answer."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = self._receive()
            if answer.get("id") == self._number and "method" not in answer:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer.get("result")

    def memory(self) -> float:
        """The resident memory in megabytes, as Linux counts it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))

    def close(self) -> None:
        """Ends the server as an editor does."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        self.process.wait(10)

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.process.stdin
        assert stream is not None
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _receive(self) -> Message:
        stream = self.process.stdout
        assert stream is not None
        length = 0
        while line := stream.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise RuntimeError("the server has ended")
        found: Message = json.loads(stream.read(length))
        return found


@dataclass(slots=True)
class Page:
    """A document that is open in the server, as the editor knows it."""

    server: Server
    uri: str
    text: str
    version: int = 1

    def open(self) -> None:
        """Opens it."""
        language = "yaml" if self.uri.endswith("yaml") else "json"
        item = {"uri": self.uri, "languageId": language, "version": 1, "text": self.text}
        self.server.tell("textDocument/didOpen", {"textDocument": item})

    def edit(self, start: int, end: int, new: str) -> Message:
        """Changes a stretch, and gives the position behind what was put in."""
        change = {"range": {"start": self.position(start), "end": self.position(end)}, "text": new}
        self.text = self.text[:start] + new + self.text[end:]
        self.version += 1
        identifier = {"uri": self.uri, "version": self.version}
        self.server.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
        return {"textDocument": {"uri": self.uri}, "position": self.position(start + len(new))}

    def position(self, offset: int) -> Message:
        """The position of an offset; the documents have one line end and no character beyond the first plane."""
        before = self.text[:offset]
        return {"line": before.count("\n"), "character": offset - (before.rfind("\n") + 1)}

    def close(self) -> None:
        """Closes it."""
        self.server.tell("textDocument/didClose", {"textDocument": {"uri": self.uri}})


def presses(text: str, count: int, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """Edits, each followed by the one that takes it back: a character put in or taken out anywhere, and, as people do
    more often, at the end of a value."""
    values = [index for index in range(1, len(text) - 1) if text[index] in '":,']
    for number in range(count):
        at = chance.choice(values) if number % 2 else chance.randrange(len(text))
        if number % 3:
            key = chance.choice(_KEYS)
            yield at, at, key
            yield at, at + len(key), ""
        else:
            yield at, at + 1, ""
            yield at, at, text[at]


def documents() -> Iterator[tuple[str, str, str]]:
    """The documents: the size, what is in them, and the text."""
    small, large = render(flow(1)), render(large_flow(_NODES))
    yield "4 KB", "clean.json", small
    yield "4 KB", "one-mistake.json", render(broken_flow(12))
    yield "4 KB", "clean.yaml", _yaml(small)
    yield "100 KB", "clean.json", large
    yield "100 KB", "one-mistake.json", large.replace("timeoutDuration", "timeoutDuraton", 1)
    yield "100 KB", "forty-mistakes.json", large.replace("backupType", "backupTyp")
    yield "100 KB", "clean.yaml", _yaml(render(large_flow(_NODES * 3 // 2)))


def _yaml(text: str) -> str:
    import yaml

    return str(yaml.safe_dump(json.loads(text), sort_keys=False))


def measure(page: Page, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each key press to completion, and to the diagnostics that are true after it."""
    completions, diagnostics = [], []
    original = page.text
    for start, end, new in presses(page.text, rounds // 2, random.Random(rounds)):
        begin = time.perf_counter()
        where = page.edit(start, end, new)
        page.server.ask("textDocument/completion", where)
        completions.append((time.perf_counter() - begin) * 1_000)
        page.server.ask("textDocument/diagnostic", {"textDocument": {"uri": page.uri}})
        diagnostics.append((time.perf_counter() - begin) * 1_000)
    assert page.text == original
    return completions, diagnostics


def measure_inside(uri: str, text: str, rounds: int) -> tuple[list[float], list[float]]:
    """The same in this process and without the protocol: milliseconds that are computed, whatever else the machine
    does meanwhile."""
    from lsprotocol import types

    from nflint.lsp import handlers
    from nflint.lsp.capabilities import Client
    from nflint.lsp.documents import changed, opened
    from nflint.lsp.positions import range_at
    from nflint.lsp.session import Session
    from nflint.lsp.warming import warm_up

    warm_up()
    session = Session()
    session.client = Client(snippets=True, markdown=True, pulls=True)
    document = opened(types.TextDocumentItem(uri, "json", 1, text))
    identifier = types.TextDocumentIdentifier(uri)
    completions, diagnostics = [], []
    for number, (start, end, new) in enumerate(presses(text, rounds // 2 + 10, random.Random(rounds))):
        change = types.TextDocumentContentChangePartial(text=new, range=range_at(document.text, start, end, "utf-16"))
        begin = time.thread_time()
        document = changed(document, number, [change], "utf-16")
        session.documents[uri] = document
        where = range_at(document.text, start, start + len(new), "utf-16").end
        handlers.completion(session, types.CompletionParams(identifier, where))
        between = time.thread_time()
        session.lint(document, session.held(document))
        if number >= 20:
            completions.append((between - begin) * 1_000)
            diagnostics.append((time.thread_time() - begin) * 1_000)
    return completions, diagnostics


def row(size: str, name: str, text: str, times: tuple[list[float], list[float]]) -> str:
    """A line of the table."""
    cells = [f"{size} {name}", f"{len(text):,}"]
    for measured in times:
        ordered = sorted(measured)
        share = ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]
        missed = " **missed**" if share > _BOUNDS[size] else ""
        cells.append(f"{statistics.median(ordered):.1f} / {share:.1f}{missed} / {ordered[-1]:.1f}")
    return f"| {' | '.join(cells)} |"


def memory(server: Server, edits: int) -> Iterator[str]:
    """The memory of the server on the way through so many edits of a 4 KB flow."""
    page = Page(server, "file:///memory/release-flow.json", render(broken_flow(12)))
    page.open()
    for number, (start, end, new) in enumerate(presses(page.text, edits // 2, random.Random(1))):
        if number % max(1, edits // 5) == 0:
            yield f"| {number:,} | {server.memory():.1f} MB |"
        where = page.edit(start, end, new)
        if number % 2:
            server.ask("textDocument/completion", where)
        server.ask("textDocument/diagnostic", {"textDocument": {"uri": page.uri}})
    yield f"| {edits:,} | {server.memory():.1f} MB |"
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the language server.")
    parser.add_argument("--rounds", type=int, default=500, help="key presses in each document (default 500)")
    parser.add_argument("--edits", type=int, default=10_000, help="edits for the memory (default 10000)")
    parser.add_argument("--cpu", action="store_true", help="count what is computed, without the protocol")
    parser.add_argument("--server", default=f"{shlex.quote(sys.executable)} -m nflint lsp", help="the command")
    options = parser.parse_args()
    server = Server(shlex.split(options.server))
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    print("| document | characters | completion, p50 / p99 / max ms | diagnostics, p50 / p99 / max ms |")  # noqa: T201
    print("|---|---:|---:|---:|")  # noqa: T201
    for size, name, text in documents():
        uri = f"file:///{size.replace(' ', '')}/release-flow-{name}"
        if options.cpu:
            print(row(size, name, text, measure_inside(uri, text, options.rounds)), flush=True)  # noqa: T201
            continue
        page = Page(server, uri, text)
        page.open()
        measure(page, 20)  # The first ones fill caches.
        print(row(size, name, text, measure(page, options.rounds)), flush=True)  # noqa: T201
        page.close()
    print("\n| edits | memory |\n|---|---:|")  # noqa: T201
    for line in memory(server, options.edits):
        print(line, flush=True)  # noqa: T201
    server.close()


if __name__ == "__main__":
    main()
