"""The rule `dotted-gitops-path`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

_DOTS = re.compile(r"/(\.{1,2})(?=/|\Z)")


@rule("NF427", Severity.WARNING, since="0.1.0", about=("gitops",), fix="safe")
def dotted_gitops_path(flow: Flow) -> Iterator[Finding]:
    """The path of the GitOps file has a part `.` or `..`.

    The path begins at the root of the repository, and names in Git are plain: no commit holds a file at such a path.
    A later revision of the reference refuses it.

    Source: the reference page "Update release flow", `gitops.filePath`: "The file path in the repository."

    Bad:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /./northflank/release-flow.json

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
    found = _DOTS.search(path)
    if found:
        straight = f"/{posixpath.normpath(path).lstrip('/')}"
        pointer = (*flow.gitops.pointer, "filePath")
        is_file = path.rpartition("/")[2].strip(".") != ""
        yield Finding(
            Place(pointer, start=found.start(1), end=found.end(1)),
            f"no file in a repository has '{found[1]}' in its path",
            f"write '{straight}'" if is_file else "write the path of a file, such as '/northflank/release-flow.json'",
            fix=Fix.respell(pointer, path, straight, safe=".." not in path.split("/")) if is_file else None,
        )
