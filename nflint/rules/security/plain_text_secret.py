"""The rule `plain-text-secret`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.credentials import Credentials
from nflint.rule import rule


@rule("NF701", Severity.WARNING, since="0.1.0")
def plain_text_secret(credentials: Credentials) -> Iterator[Finding]:
    """A token or a private key is written in the file.

    Everybody who can read the file, or the repository it is kept in, can use the credential, also after it has been
    removed from the latest commit: renew it. Northflank keeps arguments that are given as overrides, and global
    secrets, encrypted and out of the file.

    Reported are private keys, also as files in Base64, and what has the exact form of a token or key of a known
    provider, such as GitHub, GitLab, AWS, Slack, Stripe, OpenAI or Northflank itself; passwords in commands, as
    `PGPASSWORD=... psql` and `curl -u user:...` take them, what looks random after `Bearer`, and logins of registries.
    Silent on expressions and on what stands in for a value, such as `<token>` or `xxxx`. Keys that are made to be
    public are left alone. The value itself is never printed.

    Source: the guide "Release", arguments: "You should not include any secrets, such as API keys, passwords".

    Bad:

        arguments: {REGISTRY_TOKEN: ghp_a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4e5F6}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: publish, runtimeEnvironment: {NODE_AUTH: "${args.REGISTRY_TOKEN}"}}
                condition: success

    Good:

        arguments: {REGISTRY_TOKEN: ""}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: publish, runtimeEnvironment: {NODE_AUTH: "${args.REGISTRY_TOKEN}"}}
                condition: success
    """
    for found in credentials.of("key"):
        yield Finding(found.place, f"{found.what} is written here in plain text", found.advice)
