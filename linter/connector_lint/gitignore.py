"""What git passes over: the user's excludes, the repository's own, and the `.gitignore` files from its root down.

Only patterns count: a tracked file that matches one is passed over too, though git would go on tracking it.
"""

from __future__ import annotations

import codecs
import os
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec, RegexPattern

from connector_lint.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST = 256 * 1024
# A pattern becomes a regular expression, which each star makes slower on long names. People need three or four.
_MOST_STARS = 8
_FOLDER_MARK = "ps_d"  # pathspec's group for the `/` behind a folder
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\\\Z")


@dataclass(frozen=True, slots=True)
class Ignores:
    """The lists of patterns that hold in a folder, weakest first, each with the folder it is relative to."""

    files: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def within(self, folder: Path) -> Ignores:
        """What holds in a folder below: its own `.gitignore` is added, unless unreadable or a link (as in git)."""
        file = folder / ".gitignore"
        return self if os.path.islink(file) else self.with_file(file, folder)  # noqa: PTH114 - may raise

    def with_file(self, file: Path, folder: Path) -> Ignores:
        """What holds where a file of patterns relative to a folder is added, unless it is unreadable."""
        try:
            if not file.is_file():
                return self
            with file.open("rb") as stream:
                lines = stream.read(_LONGEST).removeprefix(codecs.BOM_UTF8).decode("latin-1").split("\n")
        except (OSError, ValueError):  # a ValueError: the path holds a NUL
            return self
        return Ignores((*self.files, (folder, _spec(tuple(map(_trimmed, lines))))))

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a path is passed over, its folders being none that are; the last and innermost word decides."""
        for folder, spec in reversed(self.files):
            if path == folder or not path.is_relative_to(folder):
                continue
            relative = _as_bytes(path.relative_to(folder).as_posix()) + ("/" if is_folder else "")
            for pattern in reversed(spec.patterns):
                if _matches(pattern, relative):
                    return bool(pattern.include)
        return False


def _trimmed(line: str) -> str:
    """A line as git reads it: blanks at its end do not count, and tabs do, which pathspec would strip."""
    line = line.removesuffix("\r")
    kept = line.rstrip(" ")
    if len(line) > len(kept) and _ESCAPED.search(kept):
        return kept[:-1] + "[ ]"
    written = kept.rstrip()
    return written + "".join(f"[{blank}]" for blank in kept[len(written) :])


@lru_cache(maxsize=256)
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    """The patterns of a `.gitignore`. A line that is none, or would take too long to match, is passed over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return GitIgnoreSpec.from_lines(line for line in lines if is_pattern(line))


def is_pattern(line: str) -> bool:
    """Whether a line is a pattern, a comment or blank, and takes no long time to match."""
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return line.count("*") <= _MOST_STARS


def _matches(pattern: RegexPattern, path: str) -> bool:
    """Whether a pattern matches a path itself; pathspec lets one that matches a folder match all that is in it.

    A folder's path ends with `/`. In git a folder that is included again does not take along what is in it.
    """
    found = pattern.regex.search(path) if pattern.regex else None
    if not found:
        return False
    whole = found.end() == len(path)
    if found.groupdict().get(_FOLDER_MARK) is None:
        return not (whole and path.endswith("/"))  # `a/**` is what is in `a`, and not `a`
    return whole or (found.re.pattern == f"(?P<{_FOLDER_MARK}>/)" and path.endswith("/"))  # `*/` is each folder


def _as_bytes(text: str) -> str:
    """A text in which each character is one byte: that is what `?` and a class stand for in git."""
    return os.fsencode(text).decode("latin-1")


def exclude_lists(lists: Iterable[tuple[Path, Sequence[str]]]) -> list[Ignores]:
    """Lists of patterns, each with the folder it is relative to, of which any one passes over what it matches."""
    return [Ignores(((folder, _spec(tuple(map(_as_bytes, patterns)))),)) for folder, patterns in lists]


def is_ignored(path: Path) -> bool:
    """Whether git would pass over a path, or over one of the folders it stands in."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are named
    ignores = _of_repository(repository_folders(path.parent)[0])
    for folder, below in pairwise([*repository_folders(path.parent), path]):
        ignores = ignores.within(folder)
        if ignores.ignores(below, is_folder=below is not path or os.path.isdir(path)):  # noqa: PTH112 - as below
            return True
    return False


def ignores_of(folder: Path) -> Ignores:
    """The `.gitignore` files that hold for what stands in a folder."""
    folders = repository_folders(folder)
    ignores = _of_repository(folders[0])
    for above in folders:
        ignores = ignores.within(above)
    return ignores


def _of_repository(root: Path) -> Ignores:
    """What holds in all of a repository: the user's excludes, and stronger the repository's `info/exclude`."""
    shared = _git_folder(root)
    if shared is None:
        return Ignores()
    ignores = Ignores().with_file(_excludes_file(root), root)
    return ignores.with_file(shared / "info" / "exclude", root)


def _git_folder(root: Path) -> Path | None:
    """Where a repository is kept: `.git`, or for a worktree or a submodule where that file says."""
    git = root / ".git"
    if not os.path.exists(git):  # noqa: PTH110 - Path.exists raises where it may not look
        return None
    if os.path.isdir(git):  # noqa: PTH112 - as above
        return git
    git = root / _first_line(git).removeprefix("gitdir:").strip()
    return git / _first_line(git / "commondir")


def _first_line(file: Path) -> str:
    try:
        if not file.is_file():  # a pipe may never say anything
            return ""
        with file.open(encoding="utf-8", errors="surrogateescape") as stream:
            return stream.readline(_LONGEST).rstrip("\r\n")
    except (OSError, ValueError):
        return ""


@lru_cache(maxsize=64)  # git's start costs as much as linting a file, and a hook names hundreds of files
def _excludes_file(root: Path) -> Path:
    """The file of excludes for all of a user's repositories: as git's configuration has it, or the default place."""
    git = Git(root, without=("GIT_DIR", "GIT_COMMON_DIR"))  # git sets them where it runs a hook
    try:
        configured = git.output("config", "--type=path", "--get", "-z", "core.excludesFile")
    except OSError:  # git is not installed: its default holds
        configured = None
    if configured is not None:
        return root / os.fsdecode(configured.rstrip(b"\0"))
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111 - Path raises without home
    return Path(home, "git", "ignore")


def repository_folders(folder: Path) -> list[Path]:
    """The folders from the repository's root down to this one; outside of a repository this one alone."""
    folders = [folder, *folder.parents]
    for count, above in enumerate(folders, 1):
        if os.path.exists(above / ".git"):  # noqa: PTH110 - Path.exists raises where it may not look
            return folders[:count][::-1]
    return [folder]
