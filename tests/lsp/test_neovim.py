"""A real editor without a screen: Neovim opens a bad flow, shows the diagnostics, applies an action and saves."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

ROOT = Path(__file__).resolve().parents[2]
NEOVIM = shutil.which("nvim")


def version() -> tuple[int, ...]:
    """The version of Neovim; empty where there is none."""
    if NEOVIM is None:
        return ()
    answer = subprocess.run([NEOVIM, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"NVIM v(\d+)\.(\d+)", answer)
    return tuple(map(int, found.groups())) if found else ()


pytestmark = [
    pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed"),
    pytest.mark.skipif(NEOVIM is not None and version() < (0, 7), reason="Neovim is older than 0.7"),
    pytest.mark.skipif(sys.platform == "win32", reason="the wrapper that starts the server is a shell script"),
]

# Waits for diagnostics, applies the action whose title is asked for, saves, and writes down what it saw.
SCRIPT = """
local path, title, seen = os.getenv("FLOW"), os.getenv("TITLE"), {}

local function diagnostics()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, { code = one.code or one.user_data.lsp.code, line = one.lnum, column = one.col,
      end_column = one.end_col, severity = one.severity, message = one.message })
  end
  return found
end

local function actions(client, buffer)
  local last = vim.api.nvim_buf_line_count(buffer)
  local parameters = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = { line = 0, character = 0 }, ["end"] = { line = last, character = 0 } },
    context = { diagnostics = {} },
  }
  local answer = client.request_sync("textDocument/codeAction", parameters, 20000, buffer)
  return answer and answer.result or {}
end

local ok, problem = pcall(function()
  vim.cmd("edit " .. vim.fn.fnameescape(path))
  vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  seen.before = diagnostics()
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.get_active_clients()[1]
  seen.titles = {}
  for _, action in ipairs(actions(client, buffer)) do
    table.insert(seen.titles, action.title)
    local wanted = action.title == title or (title == "preferred" and action.isPreferred)
    if wanted and not seen.applied then
      vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
      seen.applied = true
    end
  end
  vim.cmd("silent! wall")
  vim.wait(20000, function() return #vim.diagnostic.get(buffer) < #seen.before end, 20)
  vim.api.nvim_set_current_buf(buffer)
  seen.after = diagnostics()
end)
seen.problem = ok and vim.NIL or tostring(problem)
local file = io.open(os.getenv("SEEN"), "w")
file:write(vim.json and vim.json.encode(seen) or vim.fn.json_encode(seen))
file:close()
vim.cmd("qall!")
"""


def snippet() -> str:
    """What the documentation tells people with this Neovim to write into their configuration."""
    page = (ROOT / "docs" / "editors.md").read_text("utf-8")
    mark = "0.11" if version() >= (0, 11) else "0.7"
    found = re.search(rf"<!-- neovim {re.escape(mark)} -->\n```lua\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def edit(folder: Path, name: str, title: str) -> dict[str, Any]:
    """Has Neovim open the file in the folder, apply the action and save; gives what it saw."""
    programs = folder / "programs"
    programs.mkdir()
    command = programs / "nflint"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nflint "$@"\n', "utf-8")
    command.chmod(0o755)
    (programs / "init.lua").write_text(f"vim.cmd('filetype on')\n{snippet()}", "utf-8")
    (programs / "script.lua").write_text(SCRIPT, "utf-8")
    work = folder / "work"
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.fspath(ROOT),
        "HOME": os.fspath(folder),
        "XDG_STATE_HOME": os.fspath(folder / "state"),
        "XDG_CACHE_HOME": os.fspath(folder / "cache"),
        "FLOW": os.fspath(work / name),
        "TITLE": title,
        "SEEN": os.fspath(folder / "seen.json"),
    }
    assert NEOVIM is not None
    arguments = ["--headless", "-u", os.fspath(programs / "init.lua"), "-i", "NONE", "-n"]
    done = subprocess.run(
        [NEOVIM, *arguments, "-c", f"luafile {programs / 'script.lua'}"],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (folder / "seen.json").exists(), done.stderr
    seen: dict[str, Any] = json.loads((folder / "seen.json").read_text("utf-8"))
    assert seen["problem"] is None, (seen["problem"], done.stderr)
    return seen


# Astral characters before the mistake, so that a wrong unit of columns would be seen.
YAML = """\
apiVersion: v1.2
arguments: {"\U0001f600 OLD": "1"}
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Message
        spec:
          kind: SLACK
          spec: {integrationInternalId: team, message: "\U0001f600\U0001f600 ${args.NEW}"}
"""

JSON = """\
{
  "apiVersion": "v1.2",
  "spec": {
    "kind": "Workflow",
    "spec": {
      "type": "sequential",
      "steps": [
        {
          "kind": "Message",
          "spec": {"kind": "SLACK", "spec": {"integrationInternalId": "team", "message": "${args.NEW}"}}
        }
      ]
    }
  }
}
"""


def test_a_comment_in_yaml(tmp_path: Path) -> None:
    flow = tmp_path / "work" / "release-flow.yaml"
    flow.parent.mkdir()
    flow.write_text(YAML, "utf-8")
    seen = edit(tmp_path, flow.name, "Ignore undeclared-argument here with a comment")
    [found] = [one for one in seen["before"] if one["code"] == "NF220"]
    line = YAML.splitlines()[found["line"]]
    before = line.encode("utf-8")[: found["column"]].decode("utf-8")
    assert before.endswith("${args."), before
    assert seen["applied"]
    comment = "  # nflint: ignore[undeclared-argument]"
    assert flow.read_text("utf-8") == YAML.replace('${args.NEW}"}', f'${{args.NEW}}"}}{comment}')
    assert "NF220" not in {one["code"] for one in seen["after"]}


def test_an_entry_for_json(tmp_path: Path) -> None:
    flow = tmp_path / "work" / "release-flow.json"
    flow.parent.mkdir()
    flow.write_text(JSON, "utf-8")
    seen = edit(tmp_path, flow.name, "Ignore undeclared-argument here in the configuration")
    assert "NF220" in {one["code"] for one in seen["before"]}
    assert seen["applied"]
    assert flow.read_text("utf-8") == JSON
    entry = (tmp_path / "work" / ".nflint.yaml").read_text("utf-8")
    assert "rule: undeclared-argument" in entry
    assert "files: ./release-flow.json" in entry
    assert "NF220" not in {one["code"] for one in seen["after"]}


@pytest.mark.parametrize("name", ["release-flow.json", "release-flow.yaml"])
def test_a_fix_is_applied_and_saved(tmp_path: Path, name: str) -> None:
    mistake = '"skipNodeExecution": false, ' if name.endswith("json") else "skipNodeExecution: false\n        "
    text = JSON if name.endswith("json") else YAML
    start = text.index('"kind": "Message"' if name.endswith("json") else "kind: Message")
    text = f"{text[:start]}{mistake}{text[start:]}"
    flow = tmp_path / "work" / name
    flow.parent.mkdir()
    flow.write_text(text, "utf-8")
    seen = edit(tmp_path, name, "preferred")
    assert seen["applied"]
    assert flow.read_text("utf-8") == text.replace("false", '"false"')
    assert len(seen["after"]) < len(seen["before"])
