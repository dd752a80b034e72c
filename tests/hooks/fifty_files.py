"""A repository as users have them: fifty JSON and YAML files, of which a dozen are Northflank's, under all sorts of
names; some have mistakes that can be mended, one has one that a configuration knows of."""

from __future__ import annotations

import json
from pathlib import Path

CLEAN = """\
{
  "apiVersion": "v1.2",
  "spec": {
    "kind": "Workflow",
    "spec": {
      "type": "sequential",
      "steps": [
        { "kind": "JobRun", "spec": { "jobId": "migrate" }, "condition": "success" }
      ]
    }
  }
}
"""
CLEAN_YAML = """\
# Ours: the order matters.
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: JobRun   # waits for the database
        spec: { jobId: migrate }
        condition: success
"""
OLD = """\
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - { kind: JobRun, spec: { jobId: "${refs.gone.id}" }, condition: success }
"""
CONFIG = """\
ignore:
  - { rule: undefined-ref, files: old/flow.yaml, reason: it is never run again }
"""
_SKIPPED = '"condition": "success", "skipNodeExecution": true }'

# Each beside what it is when it is mended.
MENDED: dict[str, tuple[str, str]] = {
    "release-flow.json": (
        CLEAN.replace('"condition": "success" }', _SKIPPED),
        CLEAN.replace('"condition": "success" }', _SKIPPED.replace("true", '"true"')),
    ),
    "flows/of mine/Release Flow.json": (
        CLEAN.replace('"v1.2"', '"v1"').replace("\n", "\r\n"),
        CLEAN.replace("\n", "\r\n"),
    ),
    ".northflank/prod.yml": (CLEAN_YAML.replace("v1.2", "v1"), CLEAN_YAML),
    "iac.json": (CLEAN.replace('"success" }\n', '"success" },\n'), CLEAN),
}
FLOWS: dict[str, str] = {
    "northflank.json": CLEAN,
    "services/shop/prod-release.json": CLEAN,
    "services/shop/Northflank.yaml": CLEAN_YAML,
    "runbook-workflow.json": CLEAN.replace("\n", ""),
    "deploy/übergabe.yml": CLEAN_YAML,
    "written/as yaml.json": CLEAN_YAML,
    "old/flow.yaml": OLD,
    **{name: before for name, (before, _) in MENDED.items()},
}
OTHERS: dict[str, str] = {
    ".nflint.yaml": CONFIG,
    "package.json": '{"name": "shop", "scripts": {"release": "northflank run"}}\n',
    "tsconfig.json": '{\n  // comments and trailing commas are fine here\n  "compilerOptions": {},\n}\n',
    "compose.yaml": "services: { web: { image: nginx } }\n",
    ".github/workflows/ci.yml": "on: [push, workflow_dispatch]\njobs: {}\n",
    "chart/templates/service.yaml": "{{- if .Values.enabled }}\nkind: Service\n{{- end }}\n",
    "data/many.yaml": "--- 1\n--- [2]\n",
    "data/broken.json": '{"a": \n',
    "data/empty.json": "",
    "data/with a space.json": "[1, 2]\n",
    **{f"data/rows/{number:02}.json": json.dumps({"row": number}) + "\n" for number in range(15)},
    **{f"k8s/{number:02}/deployment.yaml": f"kind: Deployment\nreplicas: {number}\n" for number in range(14)},
}


def lay_out(folder: Path) -> None:
    """Writes the fifty files."""
    files = {**FLOWS, **OTHERS}
    assert len(files) == 50
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode())


def contents(folder: Path) -> dict[str, str]:
    """The fifty files as they are now."""
    return {name: (folder / name).read_bytes().decode() for name in (*FLOWS, *OTHERS)}
