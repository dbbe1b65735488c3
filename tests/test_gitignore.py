"""What git ignores, with git as the judge.

Not tried, for git and its documentation disagree, or pathspec lacks it: `a**` in a longer pattern, `a/**/`, a `/` or an
escape within a class, classes with names (`[[:alpha:]]`).
"""

from __future__ import annotations

import os
import random
import subprocess
from pathlib import Path

import pytest

from connector_lint import gitignore
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


STEPS = ["a", "b", "ab", "build", "x.yaml", "a b", "c ", "#x", "!x", "[a]", "a*", "a\\b", "é", "A", ".h"]
GLOBS = [
    "*", "**", "?", "a*", "*.yaml", "[ab]", "[!a]", "[^a]*", "[a-c]", "[]a]", "\\#x", "\\!x", "\\[a\\]", "a\\*", "a\\ b",
    "x.y?ml", "*b*", "c\\ ", "a\\\\b", "**a", "[!-b]",
]  # fmt: skip
ENDS = ["\n"] * 6 + ["\r\n", "\n\n", "\n# c\n", "\n \n"]


def a_line(generator: random.Random) -> str:
    segments = [generator.choice([*STEPS, *GLOBS, *GLOBS]) for _ in range(generator.choice((1, 1, 1, 2, 2, 3)))]
    start = generator.choice(("", "", "", "/")) if generator.random() > 0.06 else "\\"
    folders_only = generator.random() < 0.25 and (segments[-1] != "**" or len(segments) == 1)
    blanks = generator.choice(("", "", "", "", "", "", "", " ", "  ", "\\ ", "\t", " \t"))
    negation = generator.choice(("", "", "!"))
    return negation + start + "/".join(segments) + "/" * folders_only + blanks


def a_file(generator: random.Random) -> bytes:
    lines = [a_line(generator) + generator.choice(ENDS) for _ in range(generator.randint(0, 4))]
    return (generator.choice(("", "", "\ufeff")) + "".join(lines)).encode()


def ignored_by_git(paths: list[str]) -> set[str]:
    command = ["git", "check-ignore", "--no-index", "-z", "--stdin"]
    given = b"\0".join(map(os.fsencode, paths))
    listed = subprocess.run(command, input=given, capture_output=True, check=False).stdout
    return set(os.fsdecode(listed).split("\0")) - {""}


@pytest.fixture
def user_excludes(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The default file of excludes of a user who has no other configuration."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    gitignore._excludes_file.cache_clear()
    (home / "git").mkdir()
    return home / "git" / "ignore"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.usefixtures("folder")
def test_git_agrees_on_generated_patterns(seed: int, user_excludes: Path) -> None:
    generator = random.Random(seed)
    for _ in range(60):
        path = Path(*(generator.choice(STEPS) for _ in range(generator.choice((1, 2, 2, 3)))))
        if not any(above.is_file() for above in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    paths = sorted(str(path) for path in Path().rglob("*") if ".git" not in path.parts and path.name != ".gitignore")
    folders = [Path(path) for path in paths if Path(path).is_dir()]
    decided = 0
    for _ in range(60):
        nested = [folder / ".gitignore" for folder in generator.sample(folders, 2)]
        files = [Path(".gitignore"), Path(".git/info/exclude"), user_excludes, *nested]
        written = {file: a_file(generator) for file in files}
        for file, text in written.items():
            file.write_bytes(text)
        expected = ignored_by_git(paths)
        assert {path for path in paths if is_ignored(Path(path))} == expected, written
        decided += 0 < len(expected) < len(paths)
        for file in nested:
            file.unlink()
    assert decided > 30


def test_excludes_of_the_user_and_the_repository(folder: Path, user_excludes: Path) -> None:
    user_excludes.write_text("a.yaml\n/b.yaml\n", encoding="utf-8")
    assert "b.yaml" not in kept_by_us()
    assert kept_by_us() == kept_by_git()
    (folder / ".git" / "info" / "exclude").write_text("!sub/a.yaml\n[[]a].yaml\n", encoding="utf-8")
    assert {"sub/a.yaml"} == {name for name in kept_by_us() if name.endswith("/a.yaml")} - {"sub/deep/a.yaml"}
    assert kept_by_us() == kept_by_git()
    (folder / ".gitignore").write_text("!b.yaml\nsub/\n", encoding="utf-8")
    assert "b.yaml" in kept_by_us()
    assert kept_by_us() == kept_by_git()


@pytest.mark.usefixtures("user_excludes")
def test_the_users_excludes_stand_where_git_is_told(folder: Path) -> None:
    (folder / "mine").write_text("b.yaml\n", encoding="utf-8")
    subprocess.run(["git", "config", "core.excludesFile", "mine"], check=True)
    assert "b.yaml" not in kept_by_us()
    assert kept_by_us() == kept_by_git()


@pytest.mark.usefixtures("folder")
def test_without_git_the_default_place_holds(user_excludes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user_excludes.write_text("b.yaml\n", encoding="utf-8")
    expected = kept_by_git()
    monkeypatch.setenv("PATH", "")
    assert kept_by_us() == expected
    assert "b.yaml" not in expected


def test_worktrees_share_the_excludes_of_their_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git" / "info" / "exclude").write_text("b.yaml\n", encoding="utf-8")
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *identity, "commit", "--quiet", "--allow-empty", "-m", "a"], check=True)
    subprocess.run(["git", "worktree", "add", "--quiet", "tree"], check=True, capture_output=True)
    monkeypatch.chdir("tree")
    for name in ("a.yaml", "b.yaml"):
        Path(name).touch()
    assert [source.path for source in discover(["."], force_exclude=False)] == ["a.yaml"] == kept_by_git()
