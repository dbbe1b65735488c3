"""What git passes over: the `.gitignore` files of a folder and of those above it, up to the repository's root."""

from __future__ import annotations

import os
import re
import warnings
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pathspec import GitIgnoreSpec

_LONGEST = 256 * 1024
# A pattern becomes a regular expression, which each star makes slower on long names. People need three or four.
_MOST_STARS = 8


@dataclass(frozen=True, slots=True)
class Ignores:
    """The `.gitignore` files that hold in a folder, outermost first, each with the folder it stands in."""

    files: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def within(self, folder: Path) -> Ignores:
        """What holds in a folder below: its own `.gitignore` is added, unless unreadable or a link (as in git)."""
        file = folder / ".gitignore"
        try:
            if file.is_symlink() or not file.is_file():
                return self
            with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
                lines = re.split("\r?\n", stream.read(_LONGEST))
        except OSError:
            return self
        return Ignores((*self.files, (folder, _spec(lines))))

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a path is passed over, its folders being none that are; the last and innermost word decides."""
        for folder, spec in reversed(self.files):
            relative = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
            included = spec.check_file(relative).include
            if included is not None:
                return included
        return False


def _spec(lines: list[str]) -> GitIgnoreSpec:
    """The patterns of a `.gitignore`. A line that is none, or would take too long to match, is passed over."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return GitIgnoreSpec.from_lines(line for line in lines if line.count("*") <= _MOST_STARS and _is_pattern(line))


def _is_pattern(line: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def is_ignored(path: Path) -> bool:
    """Whether git would pass over a path, or over one of the folders it stands in."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are named
    ignores = Ignores()
    for folder, below in pairwise([*repository_folders(path.parent), path]):
        ignores = ignores.within(folder)
        if ignores.ignores(below, is_folder=below is not path or os.path.isdir(path)):  # noqa: PTH112 - as below
            return True
    return False


def ignores_of(folder: Path) -> Ignores:
    """The `.gitignore` files that hold for what stands in a folder."""
    ignores = Ignores()
    for above in repository_folders(folder):
        ignores = ignores.within(above)
    return ignores


def repository_folders(folder: Path) -> list[Path]:
    """The folders from the repository's root down to this one; outside of a repository this one alone."""
    folders = [folder, *folder.parents]
    for count, above in enumerate(folders, 1):
        if os.path.exists(above / ".git"):  # noqa: PTH110 - Path.exists raises where it may not look
            return folders[:count][::-1]
    return [folder]
