"""What looks like a migration of a database, and what only sounds like one."""

from __future__ import annotations

from typing import Any

import pytest

from nflint.flow.migrations import is_migration
from nflint.flow.model import Node, build_flow


def node_of(kind: str, spec: object, ref: str | None = None) -> Node:
    step = {"kind": kind, "ref": ref, "spec": spec}
    return build_flow({"spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [step]}}}).nodes[1]


def job(job_id: object = "tasks", *, ref: str | None = None, **docker: object) -> Node:
    return node_of("JobRun", {"jobId": job_id, "deployment": {"docker": docker}}, ref)


def command(text: object, kind: str = "Service", type_: str = "execute") -> Node:
    return node_of("Action", {"kind": kind, "spec": {"type": type_, "data": {"command": text}}})


MIGRATIONS: dict[str, Node] = {
    "a job": job("migrate"),
    "a job with other words": job("orders-db-migrations-production"),
    "a reference to one": job("${refs.migrateJob.id}"),
    "a ref": job(ref="run-migrations"),
    "a ref in camel case": job(ref="dbMigrate"),
    "a ref in capitals": job(ref="DB_MIGRATE"),
    "rails": job(customCommand="bin/rails db:migrate"),
    "django": job(customCommand="python manage.py migrate --noinput"),
    "prisma": job(customEntrypoint="npx", customCommand="prisma migrate deploy"),
    "alembic": job(customCommand="alembic upgrade head"),
    "dbmate": job(customCommand="dbmate up"),
    "a command in a service": command("npm run db:migrate"),
    "a command in a job": command("flyway migrate", kind="Job"),
}

OTHERS: dict[str, Node] = {
    "a job": job("smoke-tests"),
    "a word in a word": job("immigration-report"),
    "a look at one": job(customCommand="npx prisma migrate status"),
    "a check": job("check-migrations"),
    "the way back": job(customCommand="knex migrate:rollback"),
    "after the release": job("post-deploy-migrations"),
    "files": job("migrate-assets"),
    "alembic without an upgrade": job(customCommand="alembic history"),
    "no text": job(["migrate"], customCommand={"migrate": 1}),
    "a restart": command("migrate", type_="restart"),
    "an addon": command("migrate", kind="Addon"),
    "another kind": node_of("Build", {"id": "migrate"}, "migrate"),
}


@pytest.mark.parametrize("node", MIGRATIONS.values(), ids=MIGRATIONS)
def test_a_migration(node: Node) -> None:
    assert is_migration(node)


@pytest.mark.parametrize("node", OTHERS.values(), ids=OTHERS)
def test_no_migration(node: Node) -> None:
    assert not is_migration(node)


@pytest.mark.parametrize("spec", [None, [], "migrate", {"deployment": "migrate"}, {"spec": {"data": "migrate"}}])
def test_any_value_is_read(spec: Any) -> None:
    assert not is_migration(node_of("JobRun", spec))
    assert not is_migration(node_of("Action", spec))
