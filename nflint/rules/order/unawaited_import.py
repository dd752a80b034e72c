"""The rule `unawaited-import`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.databases import DataSteps
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule("NF604", Severity.WARNING, since="0.1.0", about=("AddonImport",), misses="condition")
def unawaited_import(waiting: Waiting) -> Iterator[Finding]:
    """An import is not awaited before a step that uses the data.

    An AddonImport node is done as soon as the import has started. The jobs, commands and releases after it find half
    of the data or none, and a backup of the addon saves that.

    Steps that use the addon without saying so, such as jobs and releases, are held for users of any addon. A Condition
    that waits for the import, or for the addon to run, is taken for a wait, and so is an Approval.

    Source: the guide "Infrastructure as code", import data: "By default, imports run asynchronously".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonImport, spec: {addonId: shop-db, importUrl: "https://dumps.example.com/shop.sql.gz"}}
              - {kind: JobRun, condition: success, spec: {jobId: anonymise}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: AddonImport
                condition: success
                spec: {addonId: shop-db, importUrl: "https://dumps.example.com/shop.sql.gz"}
              - {kind: JobRun, condition: success, spec: {jobId: anonymise}}
    """
    for progress in waiting.scopes:
        imports = progress.loose("import")
        data = DataSteps(progress) if imports else None
        for started in imports:
            steps = data.users(started) if data else []
            if steps:
                yield Finding(
                    Place((*started.pointer, "kind")),
                    f"nothing waits for {started.title} before {steps[0].title} starts",
                    "add 'condition: success' to the AddonImport, or a Condition that waits for it before that step",
                    progress.related(started, steps, "starts while the import may still be going on"),
                )
