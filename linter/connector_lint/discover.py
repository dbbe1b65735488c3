"""From the paths of a command line to what is linted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.errors import ConfigError
from connector_lint.gitignore import Ignores, ignores_of, is_ignored
from connector_lint.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


SUFFIXES = (".yaml", ".yml")
_MOST_NAMED = 5
_NEVER_SEARCHED = frozenset((".git", ".hg", ".svn", ".venv", "node_modules", "__pycache__"))


def discover(paths: Iterable[str], *, force_exclude: bool) -> list[FileSource]:
    """The files that the paths stand for: sorted, each once. A folder is searched for YAML files.

    What git ignores is passed over in a search, and with `force_exclude` also where it is named.
    Raises ConfigError for paths that do not exist.
    """
    named = list(paths)
    missing = [path or "''" for path in named if not os.path.lexists(path)]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        raise ConfigError("no such file or folder: " + ", ".join(missing[:_MOST_NAMED]) + more)
    sources: list[FileSource] = []
    for path in map(Path, named):
        find = _search if os.path.isdir(path) else _named  # noqa: PTH112 - Path.is_dir raises where it may not look
        sources += sorted(find(path, force_exclude=force_exclude), key=lambda source: source.path)
    found: dict[str, FileSource] = {}
    # A file that was named is linted, one that has several names is called by the first that is no link.
    for source in sorted(sources, key=lambda source: (source.blueprints_only, source.file.is_symlink())):
        found.setdefault(os.path.realpath(source.file), source)
    return sorted(found.values(), key=lambda source: source.path)


def _named(path: Path, *, force_exclude: bool) -> Iterator[FileSource]:
    if not (force_exclude and is_ignored(path)):
        yield FileSource(_shown(path), path, force_exclude)


def _search(folder: Path, *, force_exclude: bool) -> Iterator[FileSource]:
    root = Path(os.path.realpath(folder))
    was_ignored = is_ignored(root)  # and is searched all the same, for it was named
    if was_ignored and force_exclude:
        return
    pending = [(folder, Ignores().within(root) if was_ignored else ignores_of(root))]
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
    if path.suffix.lower() not in SUFFIXES or not os.path.isfile(path):  # noqa: PTH113 - as above
        return False
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)


def _shown(path: Path) -> str:
    """A path as reports show it: relative where it was given so, `/` between folders."""
    return os.path.normpath(path).replace(os.sep, "/")
