"""The rule `web-page-as-repository`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.repository import page
from nflint.rule import rule


@rule("NF430", Severity.WARNING, since="0.1.0", about=("repoUrl",), fix="safe")
def web_page_as_repository(flow: Flow) -> Iterator[Finding]:
    """The address of a repository is that of a web page in it.

    What the browser shows for a branch, a folder or a file, such as `https://github.com/acme/api/tree/main`, is the
    address of a page. No repository is found there, so that the trigger never starts a run. Applies to all that name a
    repository on GitHub, GitLab or Bitbucket; of other hosts it is not known where the pages are.

    Source: the guide "Release", Git triggers: "A release flow will run when a commit is pushed" to the repository.

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api/tree/main
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for access in flow.accesses:
        url = access.fields.get("repoUrl")
        start = page(url)
        if isinstance(url, str) and start is not None:
            yield Finding(
                Place((*access.pointer, "repoUrl"), start=start, end=len(url)),
                "this is the address of a web page, there is no repository at it",
                f"write '{url[:start]}'",
                fix=Fix.respell((*access.pointer, "repoUrl"), url, url[:start], safe=True),
            )
