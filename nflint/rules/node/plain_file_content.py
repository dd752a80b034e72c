"""The rule `plain-file-content`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.files import files
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_LINE_ENDS = str.maketrans("", "", "\r\n")
# What looks like an expression without its braces is the business of other rules.
_MEANT = ("args.", "refs.", "secrets.", "fn.")


@rule("NF512", Severity.WARNING, since="0.1.0", about=("runtimeFiles", "buildFiles", "dockerSecretMounts"))
def plain_file_content(flow: Flow) -> Iterator[Finding]:
    """The content of a file is neither base64 nor an expression.

    `data` is decoded before the file is mounted, and plain text comes out as something else, or is refused. Text is
    only reported where it cannot be base64.

    Source: the guide "Infrastructure as code", secret file encoding: "secret files should be provided as a
    base64-encoded string".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: seed, runtimeFiles: {/app/seed.txt: {data: "three rows, please", encoding: utf-8}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: seed, runtimeFiles: {/app/seed.txt: {data: dGhyZWUgcm93cw==, encoding: utf-8}}}
    """
    for file in files(flow):
        data = text(mapping(file.content).get("data"))
        if data is None or "${" in data or any(begin in data for begin in _MEANT):
            continue
        if not _is_base64(data.strip().translate(_LINE_ENDS)):
            yield Finding(
                Place((*file.pointer, "data")),
                f"the content of '{file.name}' is not base64",
                "encode the content, or pass an argument through '${fn.toBase64(args.CONTENT)}'",
            )


def _is_base64(data: str) -> bool:
    return _BASE64.fullmatch(data) is not None and len(data.rstrip("=")) % 4 != 1
