"""The server as a process: how it begins and ends, what it does about what no editor should send, and that nothing but
the protocol is on its output.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from wire import ROOT, Wire

FLOW = '{"apiVersion": "v9", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}'
URI = "file:///flows/release-flow.json"


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    """A server in a folder of its own."""
    wire = Wire(tmp_path)
    yield wire
    for stream in (wire.process.stdin, wire.process.stdout, wire.process.stderr):
        assert stream is not None
        stream.close()
    wire.process.kill()
    wire.process.wait(20)


def test_it_ends_with_success_when_it_is_told_to(wire: Wire) -> None:
    wire.begin()
    wire.open(URI, FLOW)
    assert wire.end() == 0
    assert wire.errors() == ""


def test_what_takes_a_while_is_told_when_it_is_asked_for(wire: Wire) -> None:
    resolving = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": True}
    code_action = {**resolving, "resolveSupport": {"properties": ["edit"]}}
    wire.begin(capabilities={"textDocument": {"codeAction": code_action}})
    wire.open(URI, FLOW.replace("v9", "v1"))
    here = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    asked = {"textDocument": {"uri": URI}, "range": here, "context": {"diagnostics": [], "triggerKind": 2}}
    [action] = wire.ask("textDocument/codeAction", asked)["result"]
    assert "edit" not in action
    resolved = wire.ask("codeAction/resolve", action)["result"]
    [edit] = resolved.pop("edit")["changes"][URI]
    assert (resolved, edit["newText"]) == (action, ".2")
    wire.tell(
        "textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": [{"text": FLOW}]}
    )
    assert wire.ask("codeAction/resolve", action)["error"]["code"] == -32801
    for stranger in ({"title": "x"}, {"title": "x", "kind": "source.fixAll.nflint", "data": [1]}):
        assert wire.ask("codeAction/resolve", stranger)["result"] == stranger


def test_a_name_that_is_refused_is_no_error_of_the_server(wire: Wire) -> None:
    wire.begin()
    wire.open(URI, FLOW)
    asked = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}, "newName": "x"}
    assert wire.ask("textDocument/rename", asked)["error"]["code"] == -32803
    wire.ask("textDocument/foldingRange", {"textDocument": {"uri": URI}})
    assert "window/logMessage" not in {one.get("method") for one in wire.told}


def folder_of(tmp_path: Path, name: str) -> dict[str, str]:
    (tmp_path / name / "flows").mkdir(parents=True)
    return {"uri": (tmp_path / name).as_uri(), "name": name}


def test_each_of_several_folders_has_a_configuration_of_its_own(wire: Wire, tmp_path: Path) -> None:
    folders = [folder_of(tmp_path, name) for name in ("one", "two")]
    literals = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}
    edits = {"documentChanges": True, "resourceOperations": ["create"]}
    capabilities = {"textDocument": {"codeAction": literals}, "workspace": {"workspaceEdit": edits}}
    wire.begin(capabilities=capabilities, workspaceFolders=folders)
    folders.append(folder_of(tmp_path, "three"))
    wire.tell("workspace/didChangeWorkspaceFolders", {"event": {"added": folders[2:], "removed": folders[:1]}})
    for folder, where in zip(folders, ("one/flows", "two", "three"), strict=True):
        uri = f"{folder['uri']}/flows/release-flow.json"
        wire.open(uri, FLOW)
        here = {"start": {"line": 0, "character": 16}, "end": {"line": 0, "character": 16}}
        asked = {"textDocument": {"uri": uri}, "range": here, "context": {"diagnostics": []}}
        [action] = [one for one in wire.ask("textDocument/codeAction", asked)["result"] if "Ignore" in one["title"]]
        assert action["edit"]["documentChanges"][0]["uri"] == (tmp_path / where / ".nflint.yaml").as_uri()


def test_what_was_said_of_a_configuration_that_is_gone_is_taken_back(wire: Wire, tmp_path: Path) -> None:
    config = tmp_path / ".nflint.yaml"
    config.write_text("ignore: [nosuch]\n", "utf-8")
    wire.begin(capabilities={"textDocument": {"diagnostic": {}}})
    uri = (tmp_path / "release-flow.json").as_uri()
    wire.open(uri, FLOW)
    wire.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    config.unlink()
    wire.tell("workspace/didChangeWatchedFiles", {"changes": [{"uri": config.as_uri(), "type": 3}]})
    wire.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    told = [one["params"] for one in wire.told if one["method"] == "textDocument/publishDiagnostics"]
    assert [len(one["diagnostics"]) for one in told if one["uri"] == config.as_uri()] == [1, 0]


@pytest.mark.parametrize("position", [{"line": -1, "character": 0}, {"line": "a", "character": 0}, {}, None])
def test_a_request_that_cannot_be_read_is_answered(wire: Wire, position: object) -> None:
    wire.begin()
    wire.open(URI, FLOW)
    answer = wire.ask("textDocument/hover", {"textDocument": {"uri": URI}, "position": position})
    assert answer["error"]["code"] == -32602
    assert wire.ask("textDocument/foldingRange", {"textDocument": {"uri": URI}})["result"] == []


@pytest.mark.parametrize("told", [True, False])
def test_it_ends_when_the_editor_is_gone(wire: Wire, told: bool) -> None:
    wire.begin()
    wire.open(URI, FLOW)
    if told:
        wire.tell("exit", None)
    assert wire.end(shutdown=False) == 1
    assert "Traceback" not in wire.errors()


def test_it_ends_although_it_is_still_at_work(wire: Wire) -> None:
    wire.begin()
    wire.open(URI, "{" * 3_000_000)
    assert wire.end() == 0


# What compiled code calls, as a map does the hash of a key, may not lose its thread: that takes the process down.
BUSY = '''\
import pathlib, time
from rpds import HashTrieMap
from nflint.diagnostic import Severity
from nflint.flow.model import Flow
from nflint.rule import rule

class Key:
    def __hash__(self):
        pathlib.Path("begun").touch()
        for _ in range(60_000):
            time.sleep(0.001)
        return 1

@rule("BUSY1", Severity.ERROR, since="1.0.0")
def busy(flow: Flow):
    """Takes a minute."""
    HashTrieMap().insert(Key(), 1)
    return iter(())

RULES = (busy,)
'''


def test_it_ends_in_order_although_compiled_code_is_at_work(wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(BUSY, "utf-8")
    (tmp_path / ".nflint.yaml").write_text("plugins: [busy.py]\n", "utf-8")
    wire.begin(initializationOptions={"allowPlugins": True})
    wire.open((tmp_path / "release-flow.json").as_uri(), FLOW)
    until = time.monotonic() + 60
    while not (tmp_path / "begun").exists():
        assert time.monotonic() < until, "the rule was not run"
        time.sleep(0.01)
    assert wire.end() == 0
    assert wire.errors() == ""


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    # A finder that knows no pygls, as on a machine where it is not installed.
    program = (
        "import sys\n"
        "class Missing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('pygls', 'lsprotocol'): raise ModuleNotFoundError(name)\n"
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, package=None: None if name == 'pygls' else found(name, package)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "sys.argv = ['nflint', 'lsp', '--stdio']\n"
        "from nflint.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert "pip install 'nflint[lsp]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


NOISY = """\
import os, subprocess, sys
print("a plugin prints")
os.write(1, b"it writes\\n")
subprocess.run([sys.executable, "-c", "print('and what it starts prints')"])
RULES = ()
"""


def test_what_is_printed_does_not_get_into_the_protocol(wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "noisy.py").write_text(NOISY, "utf-8")
    (tmp_path / ".nflint.yaml").write_text("plugins: [noisy.py]\n", "utf-8")
    wire.begin(initializationOptions={"allowPlugins": True})
    wire.open((tmp_path / "release-flow.json").as_uri(), FLOW)
    assert wire.wait_for("textDocument/publishDiagnostics")["diagnostics"]
    assert wire.end() == 0
    errors = wire.errors()
    for words in ("a plugin prints", "it writes", "and what it starts prints"):
        assert words in errors


def test_plugins_do_not_run_unless_the_editor_says_so(wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "noisy.py").write_text(NOISY, "utf-8")
    (tmp_path / ".nflint.yaml").write_text("plugins: [noisy.py]\n", "utf-8")
    wire.begin()
    wire.tell("workspace/didChangeConfiguration", {"settings": {"nflint": {"allowPlugins": True}}})
    wire.open((tmp_path / "release-flow.json").as_uri(), FLOW)
    assert wire.wait_for("textDocument/publishDiagnostics")["diagnostics"]
    assert wire.end() == 0
    assert "prints" not in wire.errors()


def place(line: int = 0, character: int = 0, uri: str = URI) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


REQUESTS: dict[str, dict[str, Any]] = {
    "textDocument/hover": {},
    "textDocument/completion": {},
    "textDocument/signatureHelp": {},
    "textDocument/definition": {},
    "textDocument/references": {"context": {"includeDeclaration": True}},
    "textDocument/documentHighlight": {},
    "textDocument/prepareRename": {},
    "textDocument/rename": {"newName": "x"},
    "textDocument/documentSymbol": {},
    "textDocument/foldingRange": {},
    "textDocument/codeLens": {},
    "textDocument/codeAction": {
        "range": {"start": {"line": 9_999, "character": 0}, "end": {"line": 0, "character": 9_999}},
        "context": {"diagnostics": []},
    },
    "textDocument/diagnostic": {},
}


TEXTS = (FLOW, "", "{", "\ufeff{", "\0", "a: &a [*a]\n", "\ud83d", "- - - {{", '"\r\r\n\u2028')


def test_any_place_in_any_text_is_answered(wire: Wire) -> None:
    wire.begin()
    for text, (method, more) in product(TEXTS, REQUESTS.items()):
        wire.open(URI, text)
        for line, character in ((0, 0), (0, 1), (0, 2**31 - 1), (2**31 - 1, 2**31 - 1)):
            answer = wire.ask(method, {**place(line, character), **more})
            if method != "textDocument/rename":  # Which says why there is nothing to rename.
                assert "error" not in answer, (text, method, answer)
    assert wire.end() == 0
    failures = [one["params"]["message"] for one in wire.told if one.get("method") == "window/logMessage"]
    assert not [message for message in failures if "failed" in message]


def test_what_was_never_opened_has_no_answer(wire: Wire) -> None:
    wire.begin()
    for uri in ("file:///never/opened.json", "untitled:x", "", "\0", "file://[", "http://x/y"):
        for method, more in REQUESTS.items():
            result = wire.ask(method, {**place(uri=uri), **more})["result"]
            assert result is None or result["items"] == []
        change = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [{"text": "x"}]}
        wire.tell("textDocument/didChange", change)
        wire.tell("textDocument/didClose", {"textDocument": {"uri": uri}})
        wire.tell("textDocument/didSave", {"textDocument": {"uri": uri}})
    assert wire.end() == 0


def test_what_is_no_message_is_passed_over(wire: Wire) -> None:
    wire.begin()
    wire.open(URI, FLOW)
    wire.send_bytes(b"{")
    wire.send_bytes(b"\xff\xfe")
    wire.send_bytes(b"[" * 100_000)
    wire.send([])
    wire.send({"jsonrpc": "2.0"})
    wire.send({"jsonrpc": "1.0", "id": 1, "method": "x"})
    wire.send({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {"textDocument": 1}})
    wire.send({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": None})
    wire.send({"jsonrpc": "2.0", "id": 9_999, "result": {"nobody": "asked"}})
    wire.send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 12_345}})
    bad = [{"range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}]
    wire.tell("textDocument/didChange", {"textDocument": {"uri": URI, "version": 2}, "contentChanges": bad})
    assert wire.ask("nflint/noSuchMethod", {})["error"]["code"] == -32601
    assert wire.ask("workspace/executeCommand", {"command": "rm"})["error"]
    assert wire.ask("textDocument/diagnostic", place())["result"]["items"]
    assert wire.end() == 0


@pytest.mark.parametrize("options", [None, ["x"], {"select": {"a": 1}, "config": "\0"}])
def test_any_options_are_taken(wire: Wire, options: object, tmp_path: Path) -> None:
    wire.begin(initializationOptions=options)
    wire.open((tmp_path / "release-flow.json").as_uri(), FLOW)
    assert wire.wait_for("textDocument/publishDiagnostics")["diagnostics"]
    assert wire.end() == 0


def test_a_page_is_shown_and_no_other_address(wire: Wire) -> None:
    wire.begin()
    for address in ("file:///etc/passwd", "https://example.org/", 1, None):
        wire.ask("workspace/executeCommand", {"command": "nflint.explain", "arguments": [address]})
    page = "https://nflint.dev/rules/api-version"
    assert "error" not in wire.ask("workspace/executeCommand", {"command": "nflint.explain", "arguments": [page]})
    # The request to the editor may come before the answer to its own or behind it.
    if not any(one.get("method") == "window/showDocument" for one in wire.told):
        wire.wait_for("window/showDocument")
    shown = [one["params"]["uri"] for one in wire.told if one.get("method") == "window/showDocument"]
    assert shown == [page]
    assert wire.end() == 0
