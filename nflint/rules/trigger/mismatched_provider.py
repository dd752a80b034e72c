"""The rule `mismatched-provider`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.repository import repository
from nflint.rule import rule

_PROVIDERS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "bitbucket.org": "bitbucket",
    "dev.azure.com": "azure",
}
_KNOWN = frozenset({*_PROVIDERS.values(), "self-hosted"})


@rule("NF410", Severity.WARNING, since="0.1.0", about=("repoUrl",), fix="unsafe")
def mismatched_provider(flow: Flow) -> Iterator[Finding]:
    """The repository is on the host of another Git provider than the one that is named.

    Northflank asks the provider in `vcsService` for the repository, with an account that is linked there. A
    repository of another one it does not find. Known are the hosts of GitHub, GitLab, Bitbucket and Azure DevOps;
    about others nothing is said.

    Source: the reference page "Update release flow", `vcsService`: "The VCS provider to use."

    Bad:

        triggers:
          - ref: app
            vcsService: gitlab
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for access in flow.accesses:
        service, url = access.fields.get("vcsService"), access.fields.get("repoUrl")
        if not isinstance(service, str) or service not in _KNOWN or not isinstance(url, str):
            continue
        found = repository(url)
        if found is None or _PROVIDERS.get(found.host) == service:
            continue
        if service == "self-hosted" and "selfHostedVcsId" not in access.fields:
            continue  # That has to be mended first.
        actual = "azure" if found.host.endswith(".visualstudio.com") else _PROVIDERS.get(found.host, service)
        where = "your self-hosted provider" if service == "self-hosted" else f"'{service}'"
        if actual != service:
            pointer = (*access.pointer, "vcsService")
            # Beside 'self-hosted' there is more that says which provider is meant.
            fix = Fix.replace(pointer, service, actual, safe=False) if service != "self-hosted" else None
            yield Finding(
                Place(pointer),
                f"the Git provider is '{service}', but the repository is on '{found.host}'",
                f"write '{actual}', or the address of the repository at {where}",
                (Related(Place((*access.pointer, "repoUrl")), "the repository is named here"),),
                fix=fix,
            )
