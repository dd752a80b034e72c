"""Makes release flows to measure with: realistic, valid, the same for the same seed, on request with one mistake each.

    python benchmarks/generate.py FOLDER --count 1000 [--broken] [--yaml]

A typical flow is about 4 KB of JSON with twelve nodes and two nested workflows. Running and timing the linters is
the business of `run.py`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

Node = dict[str, Any]

_SHOPS = ("acme", "globex", "initech", "umbrella", "hooli", "stark")
_SERVICES = ("api", "web", "worker", "gateway", "billing", "search", "mailer", "assets")
_ADDONS = ("orders-db", "users-db", "cache", "events-queue", "sessions")
_COMMANDS = ("npm run migrate", "python manage.py migrate --noinput", "bundle exec rake db:migrate", "bin/migrate up")
_FLAT = 60
_BRANCHES = (["main"], ["main", "release/*"], ["develop", "feature/*"], ["production"])


def flow(seed: int) -> Node:
    """A release flow as a team would write it: valid under the contract, and nothing for any rule to find."""
    chance = random.Random(seed)
    owner = chance.choice(_SHOPS)
    services = chance.sample(_SERVICES, k=3)
    steps = [
        _build(chance, services[0]),
        _backup(chance, "backup"),
        _migration(chance, services[0]),
        {"kind": "Workflow", "spec": {"type": "parallel", "steps": _releases(chance, services, owner)}},
        {"kind": "Workflow", "spec": {"type": "sequential", "steps": _checks(chance, services)}},
        _message(chance, owner, services[0]),
    ]
    return _envelope(chance, owner, steps)


def large_flow(nodes: int, seed: int = 0) -> Node:
    """A valid release flow of `nodes` nodes, the root included, in sequential workflows of twenty steps each."""
    chance = random.Random(seed)
    makers: tuple[Callable[[int], Node], ...] = (
        lambda number: _build(chance, f"build-{number}"),
        lambda number: _backup(chance, f"backup-{number}"),
        lambda number: _release(chance, "registry", f"svc-{number}", "acme"),
        lambda number: _job(f"job-{number}", "bin/task --channel ${args.CHANNEL}"),
        lambda number: _await_service(f"svc-{number}"),
        lambda number: _message(chance, "acme", None),
    )
    steps: list[Node] = []
    made = 1
    while made < nodes:
        inner = [makers[number % len(makers)](number) for number in range(made + 1, min(made + 20, nodes) + 1)]
        made += len(inner)
        if made < nodes:
            steps.append({"kind": "Workflow", "spec": {"type": "sequential", "steps": inner}})
            made += 1
        else:
            steps.extend(inner)
    return _envelope(chance, "acme", steps)


def broken_flow(seed: int) -> Node:
    """The flow of the same seed with one mistake that any validator of the contract can see."""
    value = flow(seed)
    _MISTAKES[seed % len(_MISTAKES)](value)
    return value


def node_count(value: Any) -> int:
    """How many nodes the flow or node `value` holds, its root included."""
    if "apiVersion" in value:
        return node_count(value["spec"])
    return 1 + sum(node_count(step) for step in value["spec"].get("steps", ()))


def render(value: Node) -> str:
    """The JSON text of a document as people write it: indented, what is short and flat on one line."""
    return f"{_pretty(value, 0)}\n"


def _pretty(value: Any, depth: int) -> str:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    flat = json.dumps(value)
    if not inner or (len(flat) <= _FLAT and not any(isinstance(item, (dict, list)) for item in inner)):
        return flat
    indent = "  " * (depth + 1)
    names = [f"{json.dumps(key)}: " for key in value] if isinstance(value, dict) else [""] * len(inner)
    lines = [f"{indent}{name}{_pretty(item, depth + 1)}" for name, item in zip(names, inner, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, ",\n".join(lines), f"{'  ' * depth}{closing}"])


def write_flows(folder: Path, count: int, make: Callable[[int], Node], suffix: str = ".json") -> list[Path]:
    """Writes `count` documents of `make`, seeded from 0, to `folder` and gives their paths; `.yaml` needs PyYAML."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for seed in range(count):
        path = folder / f"release-flow-{seed:05}{suffix}"
        path.write_text(_text(make(seed), suffix), encoding="utf-8")
        paths.append(path)
    return paths


def _text(value: Node, suffix: str) -> str:
    if suffix == ".json":
        return render(value)
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False))


def _envelope(chance: random.Random, owner: str, steps: list[Node]) -> Node:
    repository = {"vcsService": "github", "accountLogin": owner, "repoUrl": f"https://github.com/{owner}/shop"}
    return {
        "$schema": "https://api.northflank.com/v1/schemas/release-flow",
        "apiVersion": "v1.2",
        "arguments": {"IMAGE_TAG": "", "CHANNEL": "stable", "SKIP_BACKUP": "false"},
        "triggers": [
            {
                "ref": "source",
                **repository,
                "branchRestrictions": chance.choice(_BRANCHES),
                "pathIgnoreRules": ["docs/", "*.md", "/northflank/"],
                "ciIgnoreFlagsEnabled": True,
                "ciIgnoreFlags": ["[skip ci]", "[skip nf]"],
            }
        ],
        "options": {"concurrencyPolicy": "queue"},
        "gitops": {**repository, "branch": "main", "filePath": "/northflank/release-flow.json"},
        "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": steps}},
    }


def _build(chance: random.Random, name: str) -> Node:
    spec: Node = {
        "id": f"{name}-builder",
        "type": "service",
        "branch": "${refs.source.branch}",
        "sha": "${refs.source.sha}",
    }
    if chance.random() < 0.5:
        spec["reuseExistingBuilds"] = True
    return {"kind": "Build", "ref": f"build-{name}", "spec": spec, "condition": "success"}


def _backup(chance: random.Random, ref: str) -> Node:
    return {
        "kind": "AddonBackup",
        "ref": ref,
        "spec": {
            "addonId": chance.choice(_ADDONS),
            "backupType": "dump",
            "compressionType": chance.choice(("gz", "zstd")),
        },
        "condition": "success",
        "skipNodeExecution": "${args.SKIP_BACKUP}",
    }


def _job(name: str, command: str, deployment: Node | None = None) -> Node:
    return {
        "kind": "JobRun",
        "ref": f"run-{name}",
        "spec": {
            "jobId": name,
            "deployment": {
                "docker": {"configType": "customCommand", "customCommand": command},
                **({"internal": deployment} if deployment else {}),
            },
        },
        "condition": "success",
    }


def _migration(chance: random.Random, service: str) -> Node:
    deployment = {"id": f"{service}-builder", "buildId": f"${{refs.build-{service}.id}}"}
    return _job(f"migrate-{service}", chance.choice(_COMMANDS), deployment)


def _release(chance: random.Random, kind: str, service: str, owner: str) -> Node:
    origins: dict[str, Node] = {
        "build": {
            "id": f"{service}-builder",
            "branch": "${refs.source.branch}",
            "build": f"${{refs.build-{service}.id}}",
        },
        "registry": {
            "imagePath": f"ghcr.io/{owner}/{service}:${{args.IMAGE_TAG}}",
            "credentials": "ghcr",
        },
    }
    return {
        "kind": "Release",
        "ref": f"release-{service}",
        "spec": {"type": kind, "origin": origins[kind], "target": {"id": service, "type": "service"}},
        "condition": "running",
        "timeoutDuration": chance.choice((300, 600, 900)),
    }


def _releases(chance: random.Random, services: list[str], owner: str) -> list[Node]:
    return [_release(chance, "build", services[0], owner), _release(chance, "registry", services[1], owner)]


def _checks(chance: random.Random, services: list[str]) -> list[Node]:
    restart = {"type": "restart", "data": {"serviceId": services[2], "timeoutDuration": 300}, "condition": "running"}
    checks = [
        _await_service(services[0]),
        {"kind": "Action", "spec": {"kind": "Service", "spec": restart}},
        _job("smoke-tests", "npm run smoke -- --channel ${args.CHANNEL}"),
    ]
    if chance.random() < 0.3:
        checks.insert(1, {"kind": "Approval", "spec": {"amount": 1}})
    return checks


def _await_service(service: str) -> Node:
    condition = {"type": "running", "data": {"serviceId": service, "timeoutDuration": 600}}
    return {"kind": "Condition", "spec": {"kind": "Service", "spec": condition}}


def _message(chance: random.Random, owner: str, built: str | None) -> Node:
    what = f"${{refs.build-{built}.branch}}" if built else "${refs.source.branch}"
    text = f"{chance.choice(('Released', 'Shipped', 'Deployed'))} {what} to production"
    return {
        "kind": "Message",
        "spec": {"kind": "SLACK", "spec": {"integrationInternalId": f"team-{owner}", "message": text}},
    }


def _rename(parent: Node, key: str, new: str) -> None:
    parent[new] = parent.pop(key)


def _steps(value: Node) -> list[Node]:
    return list(value["spec"]["spec"]["steps"])


def _first_release(value: Node) -> Node:
    release: Node = _steps(value)[3]["spec"]["steps"][0]
    return release


# Step 0 is the build, 1 the backup, 2 the migration, 3 the releases, 4 the checks, 5 the message.
_MISTAKES: tuple[Callable[[Node], None], ...] = (
    lambda value: _rename(value["options"], "concurrencyPolicy", "concurencyPolicy"),
    lambda value: value["options"].update(concurrencyPolicy="Forbid"),
    lambda value: value["gitops"].pop("filePath"),
    lambda value: value["gitops"].update(filePath="northflank/release-flow.json"),
    lambda value: value["triggers"][0].update(repoUrl="git@github.com:acme/shop.git"),
    lambda value: value["triggers"][0].update(ciIgnoreFlagsEnabled="true"),
    lambda value: _steps(value)[0].update(kind="Biuld"),
    lambda value: _steps(value)[0]["spec"].pop("type"),
    lambda value: _steps(value)[2].update(skipNodeExecution=False),
    lambda value: _steps(value)[1]["spec"].update(backupType="full"),
    lambda value: _steps(value)[2]["spec"]["deployment"]["docker"].pop("customCommand"),
    lambda value: _first_release(value).update(timeoutDuration=600_000),
    lambda value: _first_release(value).update(condition="success"),
    lambda value: _first_release(value)["spec"].pop("target"),
    lambda value: _rename(_first_release(value), "condition", "conditon"),
    lambda value: _steps(value)[5]["spec"].update(kind="Slack"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write release flows to measure with.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1_000, help="how many (default 1000)")
    parser.add_argument("--broken", action="store_true", help="put one mistake into each")
    parser.add_argument("--yaml", action="store_true", help="write YAML instead of JSON")
    options = parser.parse_args()
    make = broken_flow if options.broken else flow
    paths = write_flows(options.folder, options.count, make, ".yaml" if options.yaml else ".json")
    print(f"{len(paths)} release flows in {options.folder}")  # noqa: T201


if __name__ == "__main__":
    main()
