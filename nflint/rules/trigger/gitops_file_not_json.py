"""The rule `gitops-file-not-json`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF405", Severity.WARNING, since="0.1.0", about=("gitops",))
def gitops_file_not_json(flow: Flow) -> Iterator[Finding]:
    """The file that GitOps keeps in step with the flow is not a `.json` file.

    Northflank writes the flow to `gitops.filePath` and reads it back, as JSON, whatever the file is called. Under
    any other name editors, formatters and people take it for something else: YAML in it is refused, and what
    stood there is replaced by JSON on the next save.

    Source: the reference page "Update release flow", `gitops.filePath`: "If using an existing file, it should be
    in JSON format."

    Bad:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /northflank/release-flow.yaml

    Good:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /northflank/release-flow.json
    """
    path = flow.gitops.fields.get("filePath") if flow.gitops else None
    if flow.gitops is None or not isinstance(path, str) or not path.startswith("/"):
        return
    # A path that ends with a slash names no file at all, which the contract has to say, and of one that ends with `..`
    # `dotted-gitops-path` speaks.
    name = posixpath.basename(path)
    if name.strip(".") and not name.lower().endswith(".json"):
        yield Finding(
            Place((*flow.gitops.pointer, "filePath"), start=len(path) - len(name), end=len(path)),
            f"gitops keeps JSON in this file, but '{name}' does not end in '.json'",
            f"use a file such as '{posixpath.splitext(path)[0]}.json'",
        )
