"""A flow for the tables of these tests, in JSON and in YAML, with a place for a case and with a mark for the cursor."""

from __future__ import annotations

from nflint.language import Completion
from nflint.language.writing import plain

JSON = """{
  "apiVersion": "v1.2",
  "arguments": { "TAG": "x", "REGION": "eu" },
  "triggers": [
    { "ref": "git", "vcsService": "github", "repoUrl": "https://github.com/acme/shop" }
  ],
  "spec": {
    "kind": "Workflow",
    "spec": {
      "type": "sequential",
      "steps": [
        { "kind": "Build", "ref": "build", "spec": { "id": "shop", "type": "service" } },
        { "kind": "JobRun", "ref": "migrate", "spec": { "jobId": "migrate" } },
        STEP
        { "kind": "Message", "ref": "later", "spec": { "kind": "SLACK", "spec": { "message": "done" } } }
      ]
    }
  }
}
"""

YAML = """apiVersion: v1.2
arguments:
  TAG: x
  REGION: eu
triggers:
  - ref: git
    vcsService: github
    repoUrl: https://github.com/acme/shop
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Build
        ref: build
        spec:
          id: shop
          type: service
      - kind: JobRun
        ref: migrate
        spec:
          jobId: migrate
STEP
      - kind: Message
        ref: later
        spec:
          kind: SLACK
          spec:
            message: done
"""


def in_json(step: str) -> str:
    """The JSON flow with `step` as the third one of four; the comma is the case's own."""
    return JSON.replace("STEP", step)


def in_yaml(step: str) -> str:
    """The YAML flow with `step` as the third one of four, its dash in column 6."""
    return YAML.replace("STEP", step)


def unmark(marked: str) -> tuple[str, int]:
    """A text without the last `|`, and the offset at which that stood."""
    before, _, after = marked.rpartition("|")
    return before + after, len(before)


def chosen(text: str, completion: Completion) -> str:
    """The text with the completion in it and nothing filled in, lines indented as editors do it."""
    insert = plain(completion.insert) if completion.is_snippet else completion.insert
    start, end = completion.span
    line = text[max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1 : start]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    before = text[:start]
    for span, put_in in sorted(completion.also, reverse=True):
        assert span.end <= start
        before = before[: span.start] + put_in + before[span.end :]
    return before + insert.replace("\n", f"\n{indent}") + text[end:]
