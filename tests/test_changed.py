"""`--changed` and `--exclude`: which of the found files are linted, with git as the judge."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from connector_lint.cli import main

if TYPE_CHECKING:
    from click.testing import Result

BAD = "connector: {name: A, base_url: 'http://a.example'}\n"


def git(*arguments: str, folder: Path | None = None) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "protocol.file.allow=always"]
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True).stdout


def write(*names: str, text: str = BAD) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def commit(message: str = "a") -> None:
    git("add", "--all")
    git("commit", "--quiet", "--allow-empty", "-m", message)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without commits, which is the working folder."""
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--quiet", "--initial-branch", "main")
    return folder


@pytest.fixture
def repository(empty: Path) -> Path:
    """One with a commit: `a.yaml`, `b.yaml`, `sub/c.yaml`, `sub/d.yaml`."""
    write("a.yaml", "b.yaml", "sub/c.yaml", "sub/d.yaml")
    commit()
    return empty


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["--format", "json", *arguments])


def linted(*arguments: str) -> list[str]:
    report: dict[str, Any] = json.loads(lint(*arguments).stdout)
    return [finding["path"] for finding in report["findings"]]


def refusal(*arguments: str) -> str:
    result = lint(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.strip().removeprefix("Error: ")


CHANGED = BAD + "# c\n"


@pytest.mark.usefixtures("repository")
def test_what_differs_from_the_last_commit() -> None:
    assert linted("--changed") == []
    write("b.yaml", text=CHANGED)
    write("sub/c.yaml", text=CHANGED)
    git("add", "sub/c.yaml")
    write("new folder/é.yaml", "ignored.yaml")
    write(".gitignore", text="ignored.yaml\n")
    assert linted("--changed") == ["b.yaml", "new folder/é.yaml", "sub/c.yaml"]
    assert linted("--changed", "sub") == ["sub/c.yaml"]
    assert linted("--changed", "a.yaml", "b.yaml") == ["b.yaml"]
    assert linted("--changed", "--exclude", "*.yaml", "--exclude", "!b.yaml") == ["b.yaml"]


@pytest.mark.usefixtures("repository")
def test_a_renamed_file_counts_under_its_new_name_and_a_deleted_one_does_not() -> None:
    git("mv", "a.yaml", "z.yaml")
    git("rm", "--quiet", "b.yaml")
    Path("sub/d.yaml").unlink()
    assert linted("--changed") == ["z.yaml"]


@pytest.mark.usefixtures("repository")
def test_what_is_staged_counts_though_it_was_taken_back_in_the_working_tree() -> None:
    write("a.yaml", text=CHANGED)
    git("add", "a.yaml")
    write("a.yaml")
    assert linted("--changed") == ["a.yaml"]


@pytest.mark.usefixtures("repository")
def test_since_the_history_left_another_branch() -> None:
    git("checkout", "--quiet", "-b", "topic")
    write("a.yaml", text=CHANGED)
    commit()
    write("b.yaml", text=CHANGED)
    git("checkout", "--quiet", "-b", "elsewhere", "main")
    write("sub/d.yaml", text=CHANGED)
    git("commit", "--quiet", "-m", "d", "sub/d.yaml")
    git("checkout", "--quiet", "topic")
    assert linted("--changed") == ["b.yaml"]
    assert linted("--changed=main") == ["a.yaml", "b.yaml"]
    assert linted("--changed=elsewhere") == ["a.yaml", "b.yaml"]
    assert linted("--changed=HEAD~1", "sub") == []


def test_without_commits_everything_has_changed(empty: Path) -> None:
    write("a.yaml", "b.yaml")
    git("add", "a.yaml")
    assert linted("--changed") == ["a.yaml", "b.yaml"]
    assert refusal("--changed=main").startswith("--changed=main: git knows no such commit")
    assert empty.is_dir()


def test_from_a_subfolder_and_in_a_worktree(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.yaml", "sub/c.yaml", text=CHANGED)
    monkeypatch.chdir("sub")
    assert linted("--changed") == ["c.yaml"]
    assert linted("--changed", "..") == ["../a.yaml", "../sub/c.yaml"]
    git("worktree", "add", "--quiet", str(repository.parent / "tree"))
    monkeypatch.chdir(repository.parent / "tree")
    assert linted("--changed") == []
    write("sub/d.yaml", text=CHANGED)
    assert linted("--changed") == ["sub/d.yaml"]


def test_the_files_of_a_submodule_are_its_own_affair(repository: Path, tmp_path: Path) -> None:
    git("clone", "--quiet", str(repository), str(tmp_path / "other"))
    git("submodule", "--quiet", "add", str(tmp_path / "other"), "module")
    commit()
    write("module/a.yaml", text=CHANGED)
    assert linted("--changed") == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.usefixtures("repository")
def test_a_link_counts_as_itself_or_as_its_target() -> None:
    Path("link.yaml").symlink_to("a.yaml")
    commit()
    assert linted("--changed", "link.yaml") == []
    write("a.yaml", text=CHANGED)
    assert linted("--changed", "link.yaml") == ["link.yaml"]
    assert linted("--changed") == ["a.yaml"]


@pytest.mark.usefixtures("repository")
def test_a_value_only_follows_an_equals_sign() -> None:
    write("sub/c.yaml", text=CHANGED)
    assert (
        linted("--changed", "sub")
        == linted("--changed=HEAD", "sub")
        == linted("--changed", "--", "sub")
        == ["sub/c.yaml"]
    )
    write("--changed", text=BAD)
    assert linted("--", "--changed") == ["--changed"]


@pytest.mark.parametrize("ref", ["nowhere", "", "--output=pwned", "-h", "HEAD:a.yaml", "a\x1b[31mb"])
def test_an_unknown_commit_is_named(repository: Path, ref: str) -> None:
    shown = ref.replace("\x1b", "\\x1b")
    assert refusal(f"--changed={ref}") == (
        f"--changed={shown}: git knows no such commit; "
        "in a shallow clone, fetch more of the history first (fetch-depth: 0)"
    )
    assert not (repository / "pwned").exists()


@pytest.mark.usefixtures("repository")
def test_histories_without_a_common_commit() -> None:
    git("checkout", "--quiet", "--orphan", "other")
    commit("b")
    assert refusal("--changed=main") == (
        "--changed=main: it has no commit in common with what is checked out; "
        "in a shallow clone, fetch more of the history first (fetch-depth: 0)"
    )


def test_a_shallow_clone_tells_to_fetch_more(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git("checkout", "--quiet", "-b", "topic")
    write("a.yaml", text=CHANGED)
    commit()
    git("clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{repository}", str(tmp_path / "shallow"))
    monkeypatch.chdir(tmp_path / "shallow")
    assert refusal("--changed=origin/main").endswith("fetch more of the history first (fetch-depth: 0)")


def test_outside_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal("--changed").startswith("--changed needs the working tree of a git repository: ")


@pytest.mark.usefixtures("repository")
def test_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refusal("--changed") == "--changed needs git, which is not installed"


@pytest.mark.skipif(os.name == "nt", reason="the programs are shell scripts")
@pytest.mark.usefixtures("repository")
def test_nothing_that_the_repository_names_is_run(tmp_path: Path) -> None:
    spy = tmp_path / "spy"
    spy.write_text(f"#!/bin/sh\ntouch '{tmp_path}/ran'\ncat\n", encoding="utf-8")
    spy.chmod(0o755)
    write(".gitattributes", text="*.yaml filter=a=b diff=spy\n* filter=x.y diff=spy\n")
    commit()
    for key in ("core.fsmonitor", "diff.external", "diff.spy.textconv", "filter.a=b.clean", "filter.x.y.process",
                "filter.x.y.clean", "diff.spy.command", "core.pager", "core.sshCommand"):  # fmt: skip
        git("config", key, str(spy))
    git("config", "filter.x.y.required", "true")
    write("a.yaml", text=BAD.replace("A", "B"))  # of equal length, so that git must compare what is in them
    moment = Path(".git/index").stat()
    os.utime("a.yaml", ns=(moment.st_mtime_ns, moment.st_mtime_ns))
    assert linted("--changed") == ["a.yaml"]
    assert linted("--changed=HEAD") == ["a.yaml"]
    assert not (tmp_path / "ran").exists()
    subprocess.run(["git", "diff"], capture_output=True, check=False)  # git itself would have run them
    assert (tmp_path / "ran").exists()


@pytest.mark.usefixtures("repository")
def test_excludes_hold_in_a_search_and_with_force_exclude_for_what_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert linted("--exclude", "sub/") == ["a.yaml", "b.yaml"]
    assert linted("--exclude", "/a.yaml", "--exclude", "c.*") == ["b.yaml", "sub/d.yaml"]
    assert linted("--exclude", "*.yaml", "--exclude", "!d.yaml") == ["sub/d.yaml"]
    assert linted("--exclude", "sub/", "sub") == ["sub/c.yaml", "sub/d.yaml"]
    assert linted("--exclude", "sub/", "sub/c.yaml", "a.yaml") == ["a.yaml", "sub/c.yaml"]
    assert linted("--force-exclude", "--exclude", "sub/", "sub/c.yaml", "a.yaml", "sub") == ["a.yaml"]
    assert linted("--force-exclude", "--exclude", "sub/", "--exclude", "!c.yaml", "sub/c.yaml") == []
    monkeypatch.chdir("sub")
    assert linted("--exclude", "c.yaml", "..") == ["../a.yaml", "../b.yaml", "../sub/d.yaml"]
    assert linted("--exclude", "/a.yaml", "..") == ["../a.yaml", "../b.yaml", "../sub/c.yaml", "../sub/d.yaml"]


@pytest.mark.usefixtures("repository")
def test_excludes_are_not_taken_back_by_a_gitignore() -> None:
    write(".gitignore", text="!a.yaml\n")
    assert linted("--exclude", "a.yaml") == ["b.yaml", "sub/c.yaml", "sub/d.yaml"]


@pytest.mark.parametrize("pattern", ["!", "*" * 9])
def test_an_exclude_that_is_no_pattern(pattern: str) -> None:
    assert refusal("--exclude", pattern) == (
        f"Invalid value for '--exclude': {pattern!r} is no pattern as in a .gitignore, or has too many stars"
    )


@pytest.mark.usefixtures("repository")
def test_a_tree_without_changes_is_said_to_have_none() -> None:
    result = lint("--changed")
    assert (result.exit_code, result.stderr) == (0, "no YAML file has changed\n")
