"""`nflint check --changed-since REV` in real repositories: what is linted, and what git cannot tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from nflint.cli import cli

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

# Each file that is linted is told by its mistake.
BAD = "apiVersion: v2\nspec: {kind: Workflow, spec: {type: sequential, steps: [{kind: JobRun, spec: {jobId: job}}]}}\n"
_IDENTITY = (
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@b.c",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "protocol.file.allow=always",
)


def git(folder: Path, *arguments: str) -> str:
    run = subprocess.run(
        ["git", *_IDENTITY, *arguments], cwd=folder, check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return run.stdout.strip()


def write(folder: Path, *names: str, text: str = BAD) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "change")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose branch `topic` begins at the last commit of `main`."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    write(folder, "a.yaml", "b.yaml", "sub/c.yaml", "sub/deep/d d.yaml", "other/e.yaml")
    write(folder, ".gitignore", text="ignored.yaml\n")
    commit(folder)
    git(folder, "checkout", "-qb", "topic")
    monkeypatch.chdir(folder)
    return folder


def check(*arguments: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of the command."""
    result = CliRunner().invoke(cli, ["check", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def linted(*arguments: str, since: str = "main") -> set[str]:
    """The files that the command lints."""
    status, output, errors = check("--format", "concise", "--changed-since", since, *arguments)
    assert errors == ""
    assert status == bool(output)
    return {line.partition(":")[0] for line in output.splitlines()}


def test_nothing_has_changed(repository: Path) -> None:
    assert linted() == set()
    assert check("--changed-since", "main") == (0, "no changed Northflank documents found, 5 files unchanged\n", "")


def test_committed_staged_unstaged_and_untracked_files_have_changed(repository: Path) -> None:
    write(repository, "a.yaml", text=BAD + "# changed\n")
    commit(repository)
    write(repository, "b.yaml", text=BAD + "# changed\n")
    git(repository, "add", "b.yaml")
    write(repository, "sub/c.yaml", text=BAD + "# changed\n")
    write(repository, "new folder/\u00fc n.yaml")
    write(repository, "ignored.yaml")
    assert linted() == {"a.yaml", "b.yaml", "sub/c.yaml", "new folder/\u00fc n.yaml"}
    _, output, _ = check("--changed-since", "main", "--quiet", "--statistics")
    assert output.startswith("4  error[NF110]")


def test_what_is_as_it_was_has_not_changed(repository: Path) -> None:
    write(repository, "a.yaml", text=BAD + "# changed\n")
    commit(repository)
    write(repository, "a.yaml")
    assert linted() == set()


def test_a_renamed_file_has_changed_and_a_removed_one_is_passed_over(repository: Path) -> None:
    git(repository, "mv", "a.yaml", "renamed.yaml")
    git(repository, "rm", "-q", "b.yaml")
    commit(repository)
    shutil.rmtree(repository / "sub")
    assert linted() == {"renamed.yaml"}
    assert linted("b.yaml", "renamed.yaml", "sub/c.yaml", "sub/deep") == {"renamed.yaml"}
    status, _, errors = check("--changed-since", "main", "never-there.yaml")
    assert (status, errors) == (2, "nflint: never-there.yaml: no such file or folder\n")


def test_what_has_changed_on_the_other_side_does_not_count(repository: Path) -> None:
    write(repository, "a.yaml", text=BAD + "# topic\n")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    write(repository, "b.yaml", text=BAD + "# main\n")
    commit(repository)
    git(repository, "checkout", "-q", "topic")
    assert linted() == {"a.yaml"}


@pytest.mark.parametrize("revision", ["main", "HEAD~1", "main^{commit}", "refs/heads/main", "v1"])
def test_any_name_of_a_commit_will_do(repository: Path, revision: str) -> None:
    git(repository, "tag", "-a", "v1", "-m", "one")
    write(repository, "a.yaml", text=BAD + "# changed\n")
    commit(repository)
    assert linted(since=revision) == {"a.yaml"}


def test_paths_choose_among_what_has_changed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.yaml", "sub/c.yaml", "sub/deep/d d.yaml"):
        write(repository, name, text=BAD + "# changed\n")
    assert linted("sub") == {"sub/c.yaml", "sub/deep/d d.yaml"}
    assert linted("a.yaml", "b.yaml") == {"a.yaml"}
    assert linted("sub/**/*.yaml") == {"sub/c.yaml", "sub/deep/d d.yaml"}
    monkeypatch.chdir(repository / "sub")
    assert linted() == {"c.yaml", "deep/d d.yaml"}
    assert linted("..") == {"../a.yaml", "../sub/c.yaml", "../sub/deep/d d.yaml"}
    monkeypatch.chdir(repository.parent)
    assert linted("repository") == {
        "repository/a.yaml",
        "repository/sub/c.yaml",
        "repository/sub/deep/d d.yaml",
    }


def test_a_changed_configuration_means_all_its_documents(repository: Path) -> None:
    write(repository, "sub/.nflint.yaml", text="select: [all]\n")
    assert linted() == {"sub/c.yaml", "sub/deep/d d.yaml"}
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    assert linted(since="topic") == set()
    (repository / "sub" / ".nflint.yaml").unlink()
    assert linted(since="topic") == {"sub/c.yaml", "sub/deep/d d.yaml"}


def test_a_changed_plugin_means_all_documents_of_its_configuration(repository: Path) -> None:
    write(repository, ".nflint.yaml", text="plugins: [rules.py]\n")
    write(repository, "rules.py", text="")
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    write(repository, "rules.py", text="# changed\n")
    everything = {"a.yaml", "b.yaml", "sub/c.yaml", "sub/deep/d d.yaml", "other/e.yaml"}
    _, output, _ = check("--format", "concise", "--changed-since", "topic")
    assert {line.partition(":")[0] for line in output.splitlines()} == everything


def test_a_changed_flow_means_all_requests(repository: Path) -> None:
    write(repository, "flow.yaml", text=BAD.replace("v2", "v1.2"))
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    arguments = ("--flow", "flow.yaml", "a.yaml", "b.yaml")
    assert linted(*arguments, since="topic") == set()
    write(repository, "flow.yaml", text=BAD.replace("v2", "v1.2") + "# changed\n")
    assert linted(*arguments, since="topic") == {"a.yaml", "b.yaml"}
    write(repository.parent, "flow.yaml", text=BAD.replace("v2", "v1.2"))
    assert linted("--flow", "../flow.yaml", "a.yaml", since="topic") == set()


def test_entries_are_not_told_as_unused_where_not_all_was_linted(repository: Path) -> None:
    entries = "ignore: [{rule: unknown-key, files: '**/*.yaml'}, {rule: unknown-key, files: ./a.yaml}]\n"
    write(repository, ".nflint.yaml", text=entries)
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    write(repository, "a.yaml", text=BAD + "# changed\n")
    assert "'**/*.yaml'" in check("--format", "concise")[1]
    _, output, _ = check("--format", "concise", "--changed-since", "topic")
    assert "'**/*.yaml'" not in output
    # All of this one was.
    assert "in './a.yaml', so there is nothing to ignore" in output


def test_in_a_hook_the_variables_of_git_do_not_mislead(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = repository.parent / "elsewhere"
    elsewhere.mkdir()
    git(elsewhere, "init", "-q")
    write(repository, "a.yaml", text=BAD + "# changed\n")
    git(repository, "add", "-A")
    monkeypatch.setenv("GIT_DIR", os.fspath(elsewhere / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", os.fspath(elsewhere / ".git" / "index"))
    assert linted() == {"a.yaml"}


def test_the_hook_of_a_commit_lints_what_is_committed(repository: Path) -> None:
    write(repository, "a.yaml", text=BAD + "# changed\n")
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    # What comes before a command in a hook is the environment that git gives it.
    root = Path(__file__).resolve().parents[2]
    command = f"PYTHONPATH='{root}' '{sys.executable}' -m nflint check --changed-since HEAD --format concise . >&2"
    hook.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    hook.chmod(0o755)
    run = subprocess.run(
        ["git", *_IDENTITY, "commit", "-qam", "x"], cwd=repository, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert {line.partition(":")[0] for line in run.stderr.splitlines()} == {"a.yaml"}


def test_in_a_linked_worktree(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = repository.parent / "tree"
    git(repository, "worktree", "add", "-q", "-b", "third", os.fspath(tree), "main")
    write(tree, "b.yaml", text=BAD + "# changed\n")
    monkeypatch.chdir(tree)
    assert linted() == {"b.yaml"}


def test_a_submodule_counts_as_one(repository: Path) -> None:
    library = repository.parent / "library"
    library.mkdir()
    git(library, "init", "-q", "-b", "main")
    write(library, "x.yaml", "y.yaml")
    commit(library)
    git(repository, "submodule", "add", "-q", os.fspath(library), "library")
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    assert linted(since="topic") == set()
    write(repository, "library/x.yaml", text=BAD + "# changed\n")
    assert linted(since="topic") == {"library/x.yaml", "library/y.yaml"}


def test_links_change_with_what_they_lead_to(repository: Path) -> None:
    (repository / "link.yaml").symlink_to("a.yaml")
    commit(repository)
    git(repository, "checkout", "-qb", "later")
    assert linted(since="topic") == set()
    write(repository, "a.yaml", text=BAD + "# changed\n")
    assert linted(since="topic") == {"a.yaml", "link.yaml"}


def test_a_folder_that_is_reached_by_a_link(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.parent / "by-link").symlink_to(repository / "sub")
    write(repository, "sub/c.yaml", text=BAD + "# changed\n")
    monkeypatch.chdir(repository.parent)
    assert linted("by-link") == {"by-link/c.yaml"}


def test_settings_of_the_user_change_nothing(repository: Path) -> None:
    for setting in ("diff.relative true", "diff.noprefix true", "diff.renames copies", "core.quotePath true"):
        git(repository, "config", *setting.split())
    git(repository, "config", "diff.external", "false")
    git(repository, "config", "core.fsmonitor", "touch ran #")
    write(repository, "sub/c.yaml", text=BAD + "# changed\n")
    write(repository, "\u00fc.yaml")
    assert linted() == {"sub/c.yaml", "\u00fc.yaml"}
    assert not (repository / "ran").exists()


def test_a_shallow_clone_says_what_to_fetch(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, "a.yaml", text=BAD + "# changed\n")
    commit(repository)
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "--depth", "1", "-b", "topic", f"file://{repository}", "clone")
    monkeypatch.chdir(clone)
    status, output, errors = check("--changed-since", "origin/main")
    assert (status, output) == (2, "")
    assert errors.startswith("nflint: there is no revision 'origin/main' in '")
    assert "'fetch-depth: 0' for actions/checkout" in errors
    # With both ends of the branch, and not what is between them.
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    status, output, errors = check("--changed-since", "origin/main")
    assert (status, output) == (2, "")
    assert "does not go back to where it parted from 'origin/main', fetch it first" in errors
    git(clone, "fetch", "-q", "--unshallow", "origin")
    assert linted(since="origin/main") == {"a.yaml"}


@pytest.mark.parametrize(
    "revision", ["nope", "--output=stolen", "-h", "", "main..topic", "HEAD:a.yaml", "a\nb", "@{9}"]
)
def test_what_is_no_commit(repository: Path, revision: str) -> None:
    status, output, errors = check("--changed-since", revision)
    assert (status, output) == (2, "")
    assert "there is no revision '" in errors
    assert len(errors.splitlines()) == 1
    assert not (repository / "stolen").exists()


def test_histories_without_a_common_commit(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "lonely")
    status, _, errors = check("--changed-since", "main")
    assert status == 2
    assert "has no commit yet" in errors
    write(repository, "a.yaml", text=BAD + "# changed\n")
    commit(repository)
    status, _, errors = check("--changed-since", "main")
    assert status == 2
    assert "the two have no commit in common" in errors


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.fspath(repository))
    status, _, errors = check("--changed-since", "main")
    assert (status, errors) == (2, "nflint: git cannot be run\n")
