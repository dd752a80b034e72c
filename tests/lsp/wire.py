"""A server process and the bare messages to and from it, for what no client library would send."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Seconds that a whole conversation may take.
_PATIENCE = 120


class Wire:
    """The two ends of a server process."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nflint", "lsp"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        # Who waits for what never comes is told so.
        self._watch = threading.Timer(_PATIENCE, self.process.kill)
        self._watch.daemon = True
        self._watch.start()
        self.told: list[dict[str, Any]] = []
        self._number = 0

    def begin(self, **parameters: Any) -> Any:
        """Starts the conversation."""
        answer = self.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}, **parameters})
        self.tell("initialized", {})
        return answer

    def tell(self, method: str, parameters: Any) -> None:
        """Sends what has no answer."""
        self.send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def ask(self, method: str, parameters: Any) -> Any:
        """Sends a request and gives its answer, the whole message; what else is told on the way is kept in `told`."""
        self._number += 1
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters})
        while True:
            message = self.receive()
            if message.get("id") == self._number and "method" not in message:
                return message
            self.told.append(message)

    def wait_for(self, method: str) -> Any:
        """The parameters of the next message of that method."""
        while True:
            message = self.receive()
            self.told.append(message)
            if message.get("method") == method:
                return message["params"]

    def send(self, message: object) -> None:
        """Sends any JSON value as one message."""
        self.send_bytes(json.dumps(message).encode())

    def send_bytes(self, body: bytes) -> None:
        """Sends a body, whatever it holds."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """The next message, which nothing else may stand around."""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline():
            if line == b"\r\n":
                break
            name, colon, value = line.partition(b":")
            assert colon, line
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        body = self.process.stdout.read(length)
        message: dict[str, Any] = json.loads(body)
        assert message["jsonrpc"] == "2.0"
        return message

    def open(self, uri: str, text: str, version: int = 1) -> None:
        """Opens a document."""
        item = {"uri": uri, "languageId": "json", "version": version, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": item})

    def end(self, *, shutdown: bool = True) -> int:
        """Ends the server as an editor does, and gives its exit status."""
        if shutdown:
            assert self.ask("shutdown", None)["result"] is None
            self.tell("exit", None)
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._watch.cancel()
        return self.process.wait(20)

    def errors(self) -> str:
        """What it has printed beside the protocol, when it has ended."""
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()
