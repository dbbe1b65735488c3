"""What git ignores, with git as the judge."""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from connector_lint.discover import discover
from connector_lint.gitignore import is_ignored

FILES = """
    a.yaml b.yaml build/a.yaml build/b.yaml sub/a.yaml sub/build/a.yaml sub/deep/a.yaml sub/deep/b.yaml .h/a.yaml
    #a.yaml !a.yaml [a].yaml a*.yaml a\\b.yaml -.yaml sub/a/b/a/a.yaml
""".split()
LINES = """
    a.yaml *.yaml build build/ /build sub/build sub/** **/deep deep/* /a.yaml !a.yaml !sub/ !/sub/deep/a.yaml sub/*
    !sub/build * !*/ !*.yaml ?.yaml [ab].yaml [!a].yaml [^a].yaml \\!a.yaml \\#a.yaml #a.yaml **/build/** a.yaml/ /sub/
    ** /** sub !build/a.yaml .* !.h/ sub/**/a.yaml [a-b].yaml *a* /* !/build / ! \\ a\\ [ []
    a\\*.yaml [\\[]a* *[*]* a***.yaml [:alpha:].yaml [[:nothing:]].yaml a/**/a sub/**/**/a.yaml
""".split()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with files to ignore, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    subprocess.run(["git", "init", "--quiet"], check=True)
    for name in FILES:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    return tmp_path


def kept_by_git() -> list[str]:
    command = ["git", "ls-files", "-z", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout
    return sorted(name for name in os.fsdecode(listed).split("\0") if name.endswith(".yaml"))


def kept_by_us() -> list[str]:
    found = [source.path for source in discover(["."], force_exclude=False)]
    assert [name for name in FILES if not is_ignored(Path(name))] == [name for name in FILES if name in found]
    return found


@pytest.mark.usefixtures("folder")
def test_git_agrees_on_every_pattern() -> None:
    for line in LINES:
        for lines in ([line], ["*.yaml", f"!{line}"]):
            Path(".gitignore").write_text("\n".join(lines), encoding="utf-8")
            assert kept_by_us() == kept_by_git(), lines


@pytest.mark.usefixtures("folder")
def test_git_agrees_on_patterns_together_in_nested_folders() -> None:
    generator = random.Random(11)
    for _ in range(60):
        for name, most in ((".gitignore", 4), ("sub/.gitignore", 2), ("sub/deep/.gitignore", 1)):
            lines = [generator.choice(LINES) for _ in range(generator.randint(0, most))]
            Path(name).write_text("\n".join(lines), encoding="utf-8")
        assert kept_by_us() == kept_by_git()


@pytest.mark.parametrize(
    "written",
    [b"\xef\xbb\xbfa.yaml\n", b"a.yaml\r\nsub/\r\n", b"a.yaml   \n", b"\n\n  \n# a comment\na.yaml", b"\xff.yaml\na.yaml"],
    ids=["byte-order mark", "CRLF", "trailing blanks", "comments", "not UTF-8"],
)  # fmt: skip
@pytest.mark.usefixtures("folder")
def test_git_agrees_on_ways_of_writing(written: bytes) -> None:
    Path(os.fsdecode(b"\xff.yaml")).touch()
    Path(".gitignore").write_bytes(written)
    assert "a.yaml" not in kept_by_us()
    assert kept_by_us() == kept_by_git()


NO_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")


@pytest.mark.parametrize("kind", ["link", "folder", pytest.param("pipe", marks=NO_PIPES)])
def test_what_is_no_file_is_no_gitignore(folder: Path, kind: str) -> None:
    (folder / "patterns").write_text("*.yaml\n", encoding="utf-8")
    if kind == "link":
        (folder / ".gitignore").symlink_to("patterns")
    elif kind == "folder":
        (folder / ".gitignore").mkdir()
    else:
        os.mkfifo(folder / ".gitignore")
    assert kept_by_us() == sorted(FILES)


def test_it_holds_up_to_the_root_of_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".gitignore").write_text("a.yaml\n", encoding="utf-8")
    monkeypatch.chdir("sub/deep")
    assert [source.path for source in discover(["."], force_exclude=False)] == ["b.yaml"]
    (folder / "sub" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")  # as in a worktree or a submodule
    assert [source.path for source in discover(["."], force_exclude=False)] == ["a.yaml", "b.yaml"]


def test_outside_of_a_repository_it_holds_for_the_folder_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("sub/a.yaml", "sub/b.yaml"):
        (tmp_path / name).touch()
    (tmp_path / ".gitignore").write_text("a.yaml\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert [source.path for source in discover(["."], force_exclude=False)] == ["sub/b.yaml"]
    assert [source.path for source in discover(["sub"], force_exclude=False)] == ["sub/a.yaml", "sub/b.yaml"]
    assert not is_ignored(tmp_path / "sub" / "a.yaml")


def test_a_folder_that_is_ignored_is_searched_where_it_is_named(folder: Path) -> None:
    (folder / ".gitignore").write_text("build/\n", encoding="utf-8")
    (folder / "build" / ".gitignore").write_text("b.yaml\n", encoding="utf-8")
    assert [source.path for source in discover(["build"], force_exclude=False)] == ["build/a.yaml"]
    assert discover(["build"], force_exclude=True) == []


def test_patterns_made_to_take_long_are_passed_over(folder: Path) -> None:
    (folder / ".gitignore").write_text("*a" * 100 + "b\nb.yaml\n", encoding="utf-8")
    long = "a" * 240 + ".yaml"
    Path(long).touch()
    # git is no judge here: it does not come to an end
    assert [name for name in kept_by_us() if name in (long, "b.yaml", "a.yaml")] == ["a.yaml", long]
