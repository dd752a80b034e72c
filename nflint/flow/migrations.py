"""What looks like a migration of a database, by the names and the command of a node that runs something."""

from __future__ import annotations

import re
from functools import lru_cache

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
    e2e report reports notify post after cleanup contract finalize backfill
    asset assets file files image images media bucket s3 cache search index elasticsearch opensearch es
    dns domain traffic
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)

# Migrations by these names come after a release on purpose: the old version still needs what they change, or they
# take hours. In a command such a word may be anything.
_LATE = frozenset({"data", "background", "batched", "batch", "deferred", "async", "online", "drop", "drops", "remove"})


def is_migration(node: Node) -> bool:
    """Whether a JobRun, or an Action that executes a command, looks like the migration of a database."""
    return _names_migration("\n".join(_texts(node)))


@lru_cache(maxsize=512)
def _names_migration(text: str) -> bool:
    """Whether names and a command are those of a migration."""
    # Several rules ask this of the same job.
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


def is_late(node: Node) -> bool:
    """Whether the names of a migration say that it comes after the release."""
    return not _LATE.isdisjoint(name_words(node))


# Jobs that change the rows of a database, whatever else they are called.
_ROWS = frozenset(
    """
    seed seeds seeder seeding anonymise anonymize anonymiser anonymizer anonymisation anonymization
    pseudonymise pseudonymize sanitise sanitize sanitiser sanitizer scrub scrubber obfuscate
    """.split()  # noqa: SIM905 - a list of thirty strings is harder to read
)


def changes_rows(node: Node) -> bool:
    """Whether the name of the job that a JobRun runs says that it changes what is in a database, or its tables."""
    if is_migration(node):
        return True
    words = name_words(node) if node.kind == "JobRun" else frozenset()
    return not _ROWS.isdisjoint(words) and _OTHERWISE.isdisjoint(words)


def name_words(node: Node) -> frozenset[str]:
    """The words, in lower case, of the ref of a node and of the name of the job that it runs."""
    names = [text[:_LONGEST] for text in (node.ref, node.spec.get("jobId")) if isinstance(text, str)]
    return _words("\n".join(names))


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    """The words of names and commands in lower case: `dbMigrate`, `db-migrate` and `db:migrate` have two."""
    # Several rules ask this of the same job.
    return frozenset(map(str.lower, _WORD.findall(text)))


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
    elif node.kind == "Action" and node.spec.get("kind") in ("Job", "Service"):
        _, type_, data = action(node)
        if type_ == "execute":
            found = [node.ref, data.get("command")]
    return [text[:_LONGEST] for text in found if isinstance(text, str)]
