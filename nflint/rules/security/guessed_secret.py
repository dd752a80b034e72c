"""The rule `guessed-secret`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.credentials import Credentials
from nflint.rule import rule


@rule("NF704", Severity.WARNING, since="0.1.0")
def guessed_secret(credentials: Credentials) -> Iterator[Finding]:
    """A random value stands in the file under the name of a secret.

    Reported when the last word of the name is one such as `PASSWORD`, `TOKEN`, `SECRET`, `KEY` or `SALT`, and the value
    has no blanks and looks as if a generator had made it:

    * 32 or more hexadecimal digits, with an entropy of at least 3 bits a character;
    * 20 or more letters in both cases, digits and `+/=_-~`, with an entropy of at least 3.5 bits a character, where the
      sort of character changes at 45 of 100 places or more (in random text at 62, in words far less often);
    * 24 or more small letters, or capitals, and digits of the same entropy, changing at 25 of 100 places;
    * for passwords also 10 or more characters with small letters, capitals, digits and signs other than `.`, `_`, `-`.

    Names of public keys, of what is compiled into pages (`NEXT_PUBLIC_...`, `VITE_...`), UUIDs, paths, URLs,
    expressions and what stands in for a value are left alone. The value is never printed.

    Source: the guide "Release", arguments: "You should not include any secrets, such as API keys, passwords".

    Bad:

        arguments: {SESSION_SECRET: q7Rk2vX9mB4tZ8pL3nW6cY1d}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: sessions, runtimeEnvironment: {SESSION_SECRET: "${args.SESSION_SECRET}"}}
                condition: success

    Good:

        arguments: {SESSION_SECRET: "${fn.randomSecret(32)}"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: sessions, runtimeEnvironment: {SESSION_SECRET: "${args.SESSION_SECRET}"}}
                condition: success
    """
    for found in credentials.of("guess"):
        message = f"by the name '{found.name}' this is a secret, and it is written here in plain text"
        yield Finding(found.place, message, found.advice)
