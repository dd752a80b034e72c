"""What looks like a migration of a database, by the names and the command of a node that runs something."""

from __future__ import annotations

import re

from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.tasks import action

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+")
_LONGEST = 2000

_MIGRATION = frozenset({"migrate", "migrates", "migration", "migrations", "migrator"})

# Programs that migrate with a word that says nothing by itself.
_PROGRAMS = {"alembic": "upgrade", "liquibase": "update", "goose": "up", "dbmate": "up"}

# With these words it looks at a migration, takes it back, cleans up after the release on purpose, or moves no tables.
_OTHERWISE = frozenset(
    """
    status check dry verify validate plan info list show test tests lint rollback down revert undo
    post after cleanup contract finalize backfill
    asset assets file files image images media bucket s3 cache search index dns domain
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)


def is_migration(node: Node) -> bool:
    """Whether a JobRun, or an Action that executes a command, looks like the migration of a database."""
    text = "\n".join(_texts(node))
    written = text.lower()
    # Looking for letters is much faster than reading words, which most nodes have none of.
    if "migrat" not in written and not any(program in written for program in _PROGRAMS):
        return False
    known = _words(text)
    if not _OTHERWISE.isdisjoint(known):
        return False
    return not _MIGRATION.isdisjoint(known) or any(
        program in known and word in known for program, word in _PROGRAMS.items()
    )


def _words(text: str) -> set[str]:
    """The words of names and commands in lower case: `dbMigrate`, `db-migrate` and `db:migrate` have two."""
    return set(map(str.lower, _WORD.findall(text)))


def _texts(node: Node) -> list[str]:
    """The texts that tell what a node runs, as far as they are read."""
    found: list[object] = []
    if node.kind == "JobRun":
        deployment = mapping(node.spec.get("deployment"))
        found = [node.ref, node.spec.get("jobId")]
        for key in ("docker", "buildpack"):
            part = deployment.get(key)
            if isinstance(part, dict):
                found += [part.get("customCommand"), part.get("customEntrypoint"), part.get("customProcess")]
    elif node.kind == "Action":
        kind, type_, data = action(node)
        if kind in ("Job", "Service") and type_ == "execute":
            found = [node.ref, data.get("command")]
    return [text[:_LONGEST] for text in found if isinstance(text, str)]
