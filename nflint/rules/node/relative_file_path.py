"""The rule `relative-file-path`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.files import files
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF511", Severity.ERROR, since="0.1.0", about=("runtimeFiles", "buildFiles"), fix="unsafe")
def relative_file_path(flow: Flow) -> Iterator[Finding]:
    """A file for a build or a job run has a path that is not absolute.

    The files in `runtimeFiles` and `buildFiles` are named by where they are put, from the root on.

    Source: the JavaScript client of Northflank, run job, `runtimeFiles`: "File path must be absolute".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: report, runtimeFiles: {app/config.json: {data: e30=, encoding: utf-8}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: report, runtimeFiles: {/app/config.json: {data: e30=, encoding: utf-8}}}
    """
    for file in files(flow):
        if file.has_path and not file.name.startswith("/") and "${" not in file.name:
            path = file.name.removeprefix("./")
            hint = f"write the whole path from the root on, such as '/{path}'" if path else "write the path of the file"
            # From which folder it was meant is not known.
            place = Place(file.pointer, "key", 0, len(file.name) - len(path))
            fix = Fix.write(place, "/", safe=False, title=f"write '/{path}'") if path.strip(".") == path != "" else None
            yield Finding(Place(file.pointer, "key"), f"the path '{file.name}' is not absolute", hint, fix=fix)
