"""The checks that are made while a text is read: their codes, names, severities and documentation.

The checks themselves are in `nflint.source`, which knows only their names, and in `nflint.lint`.
"""

from __future__ import annotations

from nflint.diagnostic import Severity
from nflint.rule import Rule, dedent
from nflint.rules.mended_checks import MENDED

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def _check(code: str, name: str, severity: Severity, documentation: str) -> Rule:
    return Rule(code, name, "document", severity, dedent(documentation), "0.1.0", fix=MENDED.get(name))


TEXT_CHECKS = (
    _check(
        "NF001",
        "syntax-error",
        _ERROR,
        """The text is neither JSON nor YAML.

        What was expected is said at the place where reading stopped making sense. Whatever can still be read
        is linted too, except that nothing is said to be missing.

        Bad:

            {"apiVersion": "v1.2" "spec": {}}

        Good:

            {"apiVersion": "v1.2", "spec": {}}
        """,
    ),
    _check(
        "NF002",
        "duplicate-key",
        _ERROR,
        """The same key is given twice in one object.

        A JSON reader keeps the last one and drops the others without a word; a YAML reader such as the one
        behind Northflank's command line refuses the file.

        Bad:

            {"kind": "Build", "kind": "JobRun"}

        Good:

            {"kind": "JobRun"}
        """,
    ),
    _check(
        "NF003",
        "json-comment",
        _ERROR,
        """A JSON text has a comment.

        Northflank reads release flows as plain JSON, which has no comments. The rest of the text is linted as if
        the comment were not there.

        Bad:

            {
              // which version of the template language
              "apiVersion": "v1.2"
            }

        Good:

            {"apiVersion": "v1.2"}
        """,
    ),
    _check(
        "NF004",
        "trailing-comma",
        _ERROR,
        """A JSON list or object ends with a comma.

        Plain JSON, which Northflank wants, has no comma after the last item.

        Bad:

            ["main",]

        Good:

            ["main"]
        """,
    ),
    _check(
        "NF005",
        "non-finite-number",
        _ERROR,
        """A number is not a number or has no end: NaN, Infinity, `.inf`, 1e400.

        JSON has no way to write such a value; on its way to Northflank it is refused or becomes `null`.

        Bad:

            {"timeoutDuration": NaN}

        Good:

            {"timeoutDuration": 600}
        """,
    ),
    _check(
        "NF006",
        "imprecise-number",
        _WARNING,
        """A number has more digits than Northflank keeps.

        Northflank reads numbers as 64-bit floating point, like every JavaScript program: whole numbers beyond
        2^53 and numbers with more than 17 digits come out as their nearest neighbour.

        Bad:

            {"arguments": {"ACCOUNT": 12345678901234567890}}

        Good:

            {"arguments": {"ACCOUNT": "12345678901234567890"}}
        """,
    ),
    _check(
        "NF007",
        "invalid-encoding",
        _ERROR,
        """The bytes of a file are not UTF-8.

        Both JSON and Northflank's tools ask for UTF-8. A file in UTF-16, as some Windows editors save it, or in
        an older 8-bit encoding cannot be read there.
        """,
    ),
    _check(
        "NF008",
        "byte-order-mark",
        _ERROR,
        """The text begins with a byte order mark.

        Some editors put this invisible character at the start of UTF-8 files. JSON parsers, Northflank's among
        them, refuse it. Save the file as "UTF-8" instead of "UTF-8 with BOM".
        """,
    ),
    _check(
        "NF009",
        "control-character",
        _ERROR,
        """The text holds a control character that neither JSON nor YAML allows, such as NUL.

        In a JSON string such a character has to be written as an escape: `\\u0000`.
        """,
    ),
    _check(
        "NF010",
        "lone-surrogate",
        _WARNING,
        """A string holds half of a surrogate pair.

        `\\ud83d` alone is no character: it cannot be stored as UTF-8 and turns into a replacement character on the
        way. Both halves together, `\\ud83d\\ude80`, make one character.

        Bad:

            {"arguments": {"ICON": "\\ud83d"}}

        Good:

            {"arguments": {"ICON": "\\ud83d\\ude80"}}
        """,
    ),
    _check(
        "NF011",
        "surprising-scalar",
        _WARNING,
        """A YAML value is read as something else than it looks like.

        By the rules of YAML 1.1, which Northflank's command line follows, `012` is the octal number 10, `1:30` is
        90, `2024-01-02` a date and `1e3` the number 1000. Put quotes around what is meant as text.

        Bad:

            arguments:
              VERSION: 012

        Good:

            arguments:
              VERSION: "012"
        """,
    ),
    _check(
        "NF012",
        "ambiguous-word",
        _INFO,
        """A plain YAML word is text for some readers and a boolean for others.

        Northflank's command line reads `yes`, `no`, `on` and `off` as text; other YAML 1.1 readers make `true` or
        `false` of them. Quotes, or `true` and `false`, leave no doubt.

        Bad:

            arguments:
              DEBUG: no

        Good:

            arguments:
              DEBUG: "no"
        """,
    ),
    _check(
        "NF013",
        "non-string-key",
        _WARNING,
        """A YAML key is not a string.

        JSON knows only strings as keys, so a number, a boolean or null becomes text, and a list or an object the
        text `[object Object]`: that is what an unquoted `{{ ... }}` placeholder turns into.

        Bad:

            arguments:
              8080: web

        Good:

            arguments:
              "8080": web
        """,
    ),
    _check(
        "NF014",
        "unknown-tag",
        _ERROR,
        """A YAML tag such as `!Ref` or `!!python/object` has no meaning here.

        Northflank's reader knows the tags of plain YAML only and refuses the file.

        Bad:

            arguments:
              IMAGE: !Ref Image

        Good:

            arguments:
              IMAGE: ${args.IMAGE}
        """,
    ),
    _check(
        "NF015",
        "merge-key",
        _INFO,
        """A YAML merge key (`<<`) copies another mapping.

        Northflank's command line understands it, YAML 1.2 readers do not, and GitOps writes the flow back as JSON
        without it. The merged keys are linted as if they were written out.

        Bad:

            arguments:
              <<: {REGION: europe-west}
              STAGE: production

        Good:

            arguments: {REGION: europe-west, STAGE: production}
        """,
    ),
    _check(
        "NF016",
        "recursive-alias",
        _ERROR,
        """A YAML alias stands inside the very value it stands for.

        Such a value has no end and cannot be written as JSON.

        Bad:

            arguments: &all
              SELF: *all

        Good:

            arguments:
              SELF: all
        """,
    ),
    _check(
        "NF017",
        "alias-limit",
        _ERROR,
        """The aliases of a YAML text stand for more values than nflint is ready to look at.

        A few hundred bytes of nested aliases can stand for thousands of millions of values. What lies beyond the
        limit is not linted.
        """,
    ),
    _check(
        "NF018",
        "too-deep",
        _ERROR,
        """Values are nested deeper than 128 levels.

        No release flow is, and readers fail on such texts in ways of their own. What lies deeper is not linted.
        """,
    ),
    _check(
        "NF019",
        "too-large",
        _ERROR,
        """The text is longer than nflint reads: 10 million characters.

        A release flow of two thousand nodes has about one million.
        """,
    ),
    _check(
        "NF020",
        "empty-document",
        _ERROR,
        """The text holds nothing but blanks and comments.""",
    ),
    _check(
        "NF021",
        "several-documents",
        _WARNING,
        """A YAML text holds more than one document.

        Each is linted, but Northflank's reader takes files with a single document only. Often the cause is a
        `---` too many at the end.

        Bad:

            arguments: {STAGE: staging}
            ---
            arguments: {STAGE: production}

        Good:

            arguments: {STAGE: production}
        """,
    ),
    _check(
        "NF022",
        "foreign-document",
        _WARNING,
        """The file is not a Northflank document, although it is called or treated like one.

        Many files named `northflank.json` or `northflank.yaml` are in a format that somebody made up, or in that
        of another tool. Northflank cannot read them.

        Bad:

            services:
              web: {image: "acme/shop:1.2", replicas: 2}

        Good:

            {"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}
        """,
    ),
    _check(
        "NF023",
        "unsupported-document",
        _INFO,
        """The document is of a kind of which nflint checks expressions and order, but not the keys.

        Team templates, preview environments and workflows share many nodes with release flows, but have others
        besides. Their expressions, what they wait for and the secrets in them are checked like those of a release
        flow. They are recognised by `$schema`, by their keys and by the kinds of their nodes; `--as` overrides.

        Bad:

            apiVersion: v1.2
            name: shop
            spec:
              kind: Workflow
              spec: {type: sequential, steps: [{kind: Project, spec: {name: shop, region: europe-west}}]}

        Good:

            {"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}
        """,
    ),
    _check(
        "NF024",
        "internal-error",
        _ERROR,
        """A rule of nflint failed; the others went on.

        This is a defect of nflint. The message names the rule; a report with the document that caused it helps.
        """,
    ),
)
