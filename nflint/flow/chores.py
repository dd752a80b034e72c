"""What looks like a step that nothing depends on, by its name: a notification, a cache to warm, a command that only
asks for a version."""

from __future__ import annotations

import re

from nflint.flow.migrations import is_migration, name_words
from nflint.flow.model import Node
from nflint.flow.tasks import action

_LONGEST = 2000

_CHORES = frozenset(
    """
    notify notifier notification notifications announce slack discord teams telegram mail mailer email webhook ping
    warm warmup warmer prewarm purge cdn cloudflare fastly cloudfront cache caches sitemap
    sentry datadog newrelic grafana honeycomb statsd telemetry metrics analytics marker annotate annotation
    nightly weekly report reports reporter reporting changelog
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)

# With these words a release may well depend on it, or the data.
_NEEDED = frozenset(
    """
    test tests e2e smoke check checks verify validate lint scan audit build deploy migrate seed
    backup restore import export load sync reindex setup init prepare
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)

_ASKING = re.compile(r"\s*[\w./-]+\s+(?:--version|-v|-V|version)\s*|\s*(?:echo|true|date|uptime|hostname)\b[^|&;<>`$]*")


def is_chore(node: Node) -> bool:
    """Whether a JobRun, or an Action that executes a command, looks as if nothing depends on it."""
    if node.kind == "Action":
        command = action(node)[2].get("command")
        return isinstance(command, str) and _ASKING.fullmatch(command[:_LONGEST]) is not None
    if node.kind != "JobRun" or is_migration(node):
        return False
    words = name_words(node)
    return not _CHORES.isdisjoint(words) and _NEEDED.isdisjoint(words)
