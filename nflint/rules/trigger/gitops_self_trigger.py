"""The rule `gitops-self-trigger`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.branches import BRANCHES, branch_rules
from nflint.flow.model import Flow, Trigger
from nflint.flow.paths import is_allow_list, match, path_rules
from nflint.flow.repository import repository
from nflint.rule import rule

# No Git host takes longer names, and each is looked through for every rule.
_LONGEST = 4_096


@rule("NF429", Severity.INFO, since="0.1.0", group="strict", about=("gitops",))
def gitops_self_trigger(flow: Flow) -> Iterator[Finding]:
    """A change of the flow itself starts a run, since a trigger watches its GitOps file.

    With GitOps a flow that is saved at Northflank is committed to its file, and to a trigger on the same branch that
    is a push like any other: correcting a message in the flow releases the application. Silent where path rules
    leave the file out, or may do so.

    Source: the guide "Release", GitOps: "changes will be propagated to the other platform automatically".

    Bad:

        gitops:
          {vcsService: github, repoUrl: "https://github.com/acme/api", branch: main, filePath: /release-flow.json}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]

    Good:

        gitops:
          {vcsService: github, repoUrl: "https://github.com/acme/api", branch: main, filePath: /release-flow.json}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [/release-flow.json]
    """
    gitops = flow.gitops
    file = gitops.fields.get("filePath") if gitops else None
    kept = gitops.fields.get("repoUrl") if gitops else None
    branch = gitops.fields.get("branch") if gitops else None
    if gitops is None or not isinstance(kept, str) or not isinstance(file, str) or not isinstance(branch, str):
        return
    if max(len(branch), len(file)) > _LONGEST:
        return
    for trigger in flow.triggers:
        url = trigger.fields.get("repoUrl")
        if (url != kept and repository(url) != repository(kept)) or not _starts(trigger, branch, file):
            continue
        allowed = is_allow_list(trigger)
        yield Finding(
            trigger.place,
            f"a change of the flow itself starts a run: this trigger watches '{branch}', where gitops keeps it",
            f"leave '{file}' out of the allowed paths" if allowed else f"add '{file}' to 'pathIgnoreRules'",
            (Related(Place((*gitops.pointer, "filePath")), "the flow is kept here"),),
        )


def _starts(trigger: Trigger, branch: str, file: str) -> bool:
    """Whether a commit of `file` to `branch` certainly fits the trigger."""
    branches = branch_rules(trigger, BRANCHES) if trigger.automatic else []
    if not any(rule.matches(branch) and rule.usable for rule in branches):
        return False
    return match(path_rules(trigger), file) is is_allow_list(trigger)
