"""The rule `impossible-gitops-branch`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.branches import flaw
from nflint.flow.model import Flow
from nflint.rule import rule

_REFUSED = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|@\{")


@rule("NF428", Severity.WARNING, since="0.1.0", about=("gitops",), fix="safe")
def impossible_gitops_branch(flow: Flow) -> Iterator[Finding]:
    """The GitOps branch has a name that no branch can have.

    The flow is kept in step with a file on one branch, so a pattern such as `*` names none, nor does what Git does
    not take for a name. `refs/heads/` and `origin/` are what Git puts before a name in other places.

    Source: the reference page "Update release flow", `gitops.branch`: "The name of the branch to use."

    Bad:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/api
          branch: refs/heads/main
          filePath: /release-flow.json

    Good:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /release-flow.json
    """
    branch = flow.gitops.fields.get("branch") if flow.gitops else None
    if flow.gitops is None or not isinstance(branch, str) or "${" in branch:
        return
    here = (*flow.gitops.pointer, "branch")
    hint = "write the name of one branch, such as 'main'"
    sign = _REFUSED.search(branch)
    found = flaw(branch)
    if sign and branch.strip():
        what = "space" if sign[0] == " " else f"'{sign[0]}'" if sign[0].isprintable() else "control character"
        reason = f"there is no {what} in a branch's name"
        yield Finding(Place(here, start=sign.start(), end=sign.end()), f"gitops finds no such branch: {reason}", hint)
    elif found:
        place = Place(here) if found.start == found.end else Place(here, start=found.start, end=found.end)
        hint = f"write '{found.better}'" if found.better else hint
        fix = Fix.respell(here, branch, found.better, safe=found.is_named) if found.better else None
        yield Finding(place, f"gitops finds no such branch: {found.reason}", hint, fix=fix)
