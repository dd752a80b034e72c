"""No picture shows a credential, wherever it stands."""

from __future__ import annotations

import json

import graph_flows
import pytest
from click.testing import CliRunner

from nflint.cli import cli
from nflint.redaction import without_credentials

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
URL = f"https://user:{TOKEN}@github.com/acme/shop"


def leaking() -> dict[str, object]:
    build = graph_flows.build(TOKEN, skipNodeExecution=f"${{fn.eq(args.X, '{TOKEN}')}}")
    steps = [
        build,
        graph_flows.release(TOKEN, TOKEN),
        graph_flows.step("JobRun", None, {"jobId": "${args.API_TOKEN}"}),
        graph_flows.step(TOKEN, None, {"name": TOKEN}, timeoutDuration=TOKEN, condition=TOKEN),
    ]
    return graph_flows.flow(
        graph_flows.workflow("sequential", *steps),
        triggers=[{"ref": TOKEN, "repoUrl": URL, "branchRestrictions": [TOKEN]}],
        arguments={"API_TOKEN": "not-for-everyone", "X": TOKEN},
    )


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_no_credential_is_drawn(form: str) -> None:
    answer = CliRunner().invoke(cli, ["graph", "-", "--format", form], input=json.dumps(leaking()))
    assert answer.exit_code == 0
    assert "a1B2c3D4" not in answer.output
    assert "not-for-everyone" not in answer.output
    assert "JobRun" in answer.output


def test_a_value_without_credentials_is_as_it_was() -> None:
    value = graph_flows.nested()
    assert without_credentials(value) == value


def test_credentials_are_covered_at_their_place() -> None:
    assert without_credentials({"a": [URL, {"b": f"x {TOKEN} y"}], "args": {"API_TOKEN": {"deep": "value"}}}) == {
        "a": ["https://user:***@github.com/acme/shop", {"b": "x *** y"}],
        "args": {"API_TOKEN": "***"},
    }
