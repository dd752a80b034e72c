"""The rule `password-in-url`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.credentials import Credentials
from nflint.rule import rule


@rule("NF702", Severity.WARNING, since="0.1.0")
def password_in_url(credentials: Credentials) -> Iterator[Finding]:
    """A URL or a connection string holds a password.

    Everybody who can read the file can log in; besides, addresses end up in logs more often than anything else.
    Reported are `scheme://user:password@host`, the parameter `password` of a URL such as `jdbc:...?password=...`, and
    `Server=...;Password=...;`. Silent on passwords that are expressions or variables, that stand in for one
    (`<password>`, `PASSWORD`, `xxxx`), that everybody knows (`postgres:postgres`, `guest`), and on hosts that nobody
    else can reach, `localhost` and those with `example` in the name, such as `db.example.com`. The password is never
    printed.

    Source: the guide "Release", arguments: "You should not include any secrets, such as API keys, passwords".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec:
                  jobId: migrate
                  runtimeEnvironment: {DATABASE: "postgres://shop:mellon-and-more@db.shop.internal:5432/shop"}
                condition: success

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec:
                  jobId: migrate
                  runtimeEnvironment: {DATABASE: "${{secrets.shop.values.DATABASE}}"}
                condition: success
    """
    for found in credentials.of("password"):
        yield Finding(found.place, f"{found.what} is written here in plain text", found.advice)
