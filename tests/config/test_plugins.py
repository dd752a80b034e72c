"""Rules of others: the example of the documentation, in Python and on the command line, and plugins that fail."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import nflint
from nflint.cli import cli
from nflint.rule import Rule

PAGE = Path(__file__).resolve().parents[2] / "docs" / "custom-rules.md"
FLOW = """\
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - { kind: JobRun, condition: success, spec: { jobId: migrate } }
      - { kind: JobRun, condition: success, spec: { jobId: seed, billing: { deploymentPlan: nf-compute-20 } } }
"""
TOLD = "JobRun at step 1 does not say on which plan it runs"


def shown(what: str) -> str:
    """The block of the page below the mark."""
    found = re.search(rf"<!-- {what} -->\n```\w+\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example's files."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "our_rules.py").write_text(shown("plugin"), "utf-8")
    (tmp_path / ".nflint.yaml").write_text(shown("configuration"), "utf-8")
    (tmp_path / "flow.yaml").write_text(FLOW, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_works_in_python(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(project / "tools"))
    names: dict[str, object] = {"text": FLOW}
    exec(shown("library"), names)
    report = names["report"]
    sys.modules.pop("our_rules")
    assert isinstance(report, nflint.Report)
    [diagnostic] = report.diagnostics
    assert (diagnostic.code, diagnostic.rule, diagnostic.message) == ("SHOP1", "custom/job-without-plan", TOLD)
    assert (diagnostic.region.line, diagnostic.severity, diagnostic.url) == (7, nflint.Severity.WARNING, "")


def test_the_example_works_on_the_command_line(project: Path) -> None:
    result = CliRunner().invoke(cli, ["check", "--allow-plugins", "flow.yaml"])
    assert f"flow.yaml:7:45: error[SHOP1] {TOLD}\n" in result.stdout
    assert result.exit_code == 1


def test_without_leave_nothing_is_run(project: Path) -> None:
    (project / "tools" / "our_rules.py").write_text("raise SystemExit('run')", "utf-8")
    result = CliRunner().invoke(cli, ["check", "flow.yaml"])
    assert result.exit_code == 0
    assert (
        ".nflint.yaml: the rules in 'tools/our_rules.py' are left out, --allow-plugins runs that code" in result.stderr
    )


@pytest.mark.parametrize("name", ["SHOP1", "custom/job-without-plan"])
def test_a_comment_for_a_rule_of_a_plugin_rests_without_it(project: Path, name: str) -> None:
    line = "      - { kind: JobRun, condition: success, spec: { jobId: migrate } }"
    (project / "flow.yaml").write_text(FLOW.replace(line, f"{line}  # nflint: ignore[{name}]"), "utf-8")
    assert CliRunner().invoke(cli, ["check", "flow.yaml"]).exit_code == 0
    result = CliRunner().invoke(cli, ["check", "--allow-plugins", "flow.yaml"])
    assert (result.exit_code, "1 ignored" in result.stdout) == (0, True)


def test_rules_of_plugins_can_be_ignored_and_are_checked_for(project: Path) -> None:
    config = project / ".nflint.yaml"
    config.write_text(shown("configuration") + "ignore: [{rule: custom/job-without-plan, files: flow.yaml}]\n", "utf-8")
    assert CliRunner().invoke(cli, ["check", "--allow-plugins", "flow.yaml"]).exit_code == 0
    config.write_text(shown("configuration") + "ignore: [custom/job-without-plans]\n", "utf-8")
    result = CliRunner().invoke(cli, ["check", "--allow-plugins", "flow.yaml"])
    assert result.exit_code == 2
    assert "there is no rule or group 'custom/job-without-plans'" in result.stderr
    assert "did you mean 'custom/job-without-plan'?" in result.stderr


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import nothing_of_that_name", "it failed with ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("x = 1", "it defines no rules"),
        ("raise SystemExit(3)", "it failed with SystemExit: 3"),
        (None, "there is no such Python file"),
    ],
)
def test_a_plugin_that_fails_is_told_in_one_line(project: Path, code: str | None, message: str) -> None:
    path = project / "tools" / "our_rules.py"
    path.unlink() if code is None else path.write_text(code, "utf-8")
    result = CliRunner().invoke(cli, ["check", "--allow-plugins", "flow.yaml"])
    assert result.exit_code == 2
    assert f"the plugin 'tools/our_rules.py' cannot be loaded: {message}" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_rule_that_crashes_is_one_diagnostic() -> None:
    def crash(flow: object) -> object:
        raise ZeroDivisionError("division by zero")

    rule = Rule("X1", "custom/crash", "custom", nflint.Severity.INFO, "", "1.0.0", "Flow", crash)  # type: ignore[arg-type]
    [diagnostic] = nflint.lint(FLOW, extra_rules=[rule]).diagnostics
    assert diagnostic.rule == "internal-error"
    assert "the rule 'custom/crash' failed with ZeroDivisionError" in diagnostic.message
    assert diagnostic.hint == "mend the rule: it has to take any value, whatever stands in the document"
