"""From the paths of a command line to what is linted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from connector_lint.errors import ConfigError
from connector_lint.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = (".yaml", ".yml")
_NEVER_SEARCHED = frozenset((".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__"))


@dataclass(frozen=True, slots=True)
class Ignores:
    """The `.gitignore` files that hold in a folder, outermost first, each with the folder it stands in."""

    specs: tuple[tuple[Path, GitIgnoreSpec], ...] = ()

    def within(self, folder: Path) -> Ignores:
        """What holds in a folder below: its own `.gitignore` is added, unreadable ones are passed over."""
        try:
            lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return self
        return Ignores((*self.specs, (folder, GitIgnoreSpec.from_lines(lines))))

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether git would pass a path over; the innermost file with a word on it decides."""
        for folder, spec in reversed(self.specs):
            relative = path.relative_to(folder).as_posix() + ("/" if is_folder else "")
            included = spec.check_file(relative).include
            if included is not None:
                return included
        return False


def discover(paths: Iterable[str], *, force_exclude: bool) -> list[FileSource]:
    """The files that the paths stand for: sorted, each once. A folder is searched for YAML files.

    What git ignores is passed over in a search, and with `force_exclude` also where it is named.
    Raises ConfigError for paths that do not exist.
    """
    named = [Path(path) for path in paths]
    missing = [path for path in named if not os.path.lexists(path)]
    if missing:
        raise ConfigError("no such file or folder: " + ", ".join(str(path) for path in missing))
    found: dict[Path, FileSource] = {}
    for path in named:
        sources = _search(path) if path.is_dir() else _named(path, force_exclude=force_exclude)
        for source in sources:
            known = found.setdefault(source.file.resolve(), source)
            if known.blueprints_only and not source.blueprints_only:
                found[source.file.resolve()] = source
    return sorted(found.values(), key=lambda source: source.path)


def is_ignored(path: Path) -> bool:
    """Whether git would pass over a path, or over one of the folders it stands in."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are named
    ignores = Ignores()
    for folder, below in pairwise([*_repository_folders(path.parent), path]):
        ignores = ignores.within(folder)
        if ignores.ignores(below, is_folder=below is not path):
            return True
    return False


def _named(path: Path, *, force_exclude: bool) -> Iterator[FileSource]:
    if not (force_exclude and is_ignored(path)):
        yield FileSource(_shown(path), path, force_exclude)


def _search(folder: Path) -> Iterator[FileSource]:
    root = folder.resolve()
    pending = [(folder, _ignores_of(root))]
    while pending:
        current, ignores = pending.pop()
        for entry in _entries(current):
            path = current / entry.name
            real = root / path.relative_to(folder)
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in _NEVER_SEARCHED and not ignores.ignores(real, is_folder=True):
                    pending.append((path, ignores.within(real)))
            elif _is_searched_for(path, root) and not ignores.ignores(real, is_folder=False):
                yield FileSource(_shown(path), path, blueprints_only=True)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_searched_for(path: Path, root: Path) -> bool:
    """Whether a path is a YAML file, a regular one, in the folder being searched, links resolved."""
    try:
        return (
            path.suffix.lower() in SUFFIXES
            and path.is_file()
            and (not path.is_symlink() or path.resolve().is_relative_to(root))
        )
    except OSError:
        return False


def _ignores_of(folder: Path) -> Ignores:
    """The `.gitignore` files that hold for what stands in a folder."""
    ignores = Ignores()
    for above in _repository_folders(folder):
        ignores = ignores.within(above)
    return ignores


def _repository_folders(folder: Path) -> list[Path]:
    """The folders from the repository's root down to this one; outside of a repository this one alone."""
    folders = [folder, *folder.parents]
    for count, above in enumerate(folders, 1):
        if (above / ".git").exists():
            return folders[:count][::-1]
    return [folder]


def _shown(path: Path) -> str:
    """A path as reports show it: relative where it was given so, `/` between folders."""
    return os.path.normpath(path).replace(os.sep, "/")
