"""The reports that every format has to render: of bad examples, of nasty texts and names, many findings, and none."""

from __future__ import annotations

from pathlib import Path

from nflint.diagnostic import (
    Diagnostic,
    Edit,
    Excerpt,
    LintedFile,
    Region,
    RelatedRegion,
    Report,
    Severity,
    TextFix,
    merge,
)
from nflint.lint import lint, lint_value

BAD = Path(__file__).resolve().parents[2] / "examples" / "bad"

# A credential of a known form, put together here so that no scanner takes this file for a leak.
SECRET = "ghp_" + "Z9y8X7w6V5u4" * 3

NASTY_PATH = "a b/100%:,'\"<&>\n::error::\U0001f600\x1b[31m\ud800/flow.yaml"
NASTY = """\
apiVersion: v1.2
"\U0001f600o\\e[1mptons\\u2028<&>]]>": {}
spec: {kind: Workflow, spec: {type: "p\U0001f600"}}
"""
LEAKING = f"""\
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - {{kind: Message, spec: {{type: SLACK, webhook: "{SECRET}", "{SECRET}": 1}}}}
"""


def diagnostic(**given: object) -> Diagnostic:
    """A diagnostic that holds `given`."""
    usual = Diagnostic(
        code="NF102",
        rule="unknown-key",
        severity=Severity.WARNING,
        message="unknown key 'optons' in the document, Northflank drops it without a word",
        hint="did you mean 'options'?",
        path="flow.yaml",
        pointer="/optons",
        region=Region(2, 1, 2, 7),
        url="https://nflint.dev/rules/unknown-key",
    )
    return usual._replace(**given)  # type: ignore[arg-type]


def many(count: int) -> Report:
    """A report of `count` diagnostics of all severities in ten files."""
    found = [
        diagnostic(
            path=f"flows/{number % 10}.yaml",
            region=Region(number + 1, 3, number + 1, 9),
            severity=Severity(number % 3 + 1),
            pointer=f"/steps/{number}/optons",
        )
        for number in range(count)
    ]
    return Report(tuple(found), tuple(LintedFile(f"flows/{number}.yaml", "release-flow") for number in range(10)))


def mending() -> Report:
    """A report of diagnostics with fixes and a related place, in a line with characters of several bytes."""
    line = "\u00fc\U0001f600 optons: {}"
    here = diagnostic(
        region=Region(2, 4, 2, 10),
        related=(RelatedRegion("'options' is this one", "/options", Region(1, 1, 1, 8)),),
        fix=TextFix("rename the key", (Edit(Region(2, 4, 2, 10), "options"),), safe=False),
    )
    edits = (Edit(Region(4, 1, 5, 1), ""), Edit(Region(7, 1, 7, 1), "a: 1\n"))
    elsewhere = diagnostic(region=Region(4, 1, 6, 2), fix=TextFix("move it", edits, safe=True))
    excerpts = {here: Excerpt(line, 0, "options: {}"), elsewhere: Excerpt("optons:", 0, "")}
    return Report((here, elsewhere), (LintedFile("flow.yaml", "release-flow"),), excerpts=excerpts)


REPORTS: dict[str, Report] = {
    "bad": merge(lint(path.read_bytes(), name=f"examples/bad/{path.name}") for path in sorted(BAD.iterdir())),
    "nasty": lint(NASTY, name=NASTY_PATH),
    "leaking": lint(LEAKING, name="flow.yaml"),
    "without text": lint_value({"apiVersion": "v2", "spec": {"kind": "Workflow"}}, kind="release-flow"),
    "plugin": Report((diagnostic(code="SHOP1", rule="custom/no-friday", url=""),), (LintedFile("flow.yaml", None),)),
    "mending": mending(),
    "many": many(5_000),
    "unread": Report(failures=("a b.yaml: permission denied", "b\x1b[1m\n.yaml: no such file or folder")),
    "clean": lint((BAD.parent / "good" / "release-flow.json").read_bytes(), name="flow.json"),
    "nothing": Report(),
}
