"""From the paths of a command line to what is linted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.errors import ConfigError
from connector_lint.gitignore import Ignores, exclude_lists, ignores_of, is_ignored
from connector_lint.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    # For a folder, links resolved: the lists of patterns that hold in it, each with the folder it is relative to.
    ExcludesOf: TypeAlias = Callable[[Path], Iterable[tuple[Path, Sequence[str]]]]

SUFFIXES = (".yaml", ".yml")
_MOST_NAMED = 5
_NEVER_SEARCHED = frozenset((".git", ".hg", ".jj", ".svn", ".nox", ".tox", ".venv", "node_modules", "__pycache__"))


def _no_excludes(_folder: Path) -> tuple[()]:
    return ()


def discover(paths: Iterable[str], *, force_exclude: bool, excludes_of: ExcludesOf = _no_excludes) -> list[FileSource]:
    """The files that the paths stand for: sorted, each once. A folder is searched for YAML files.

    What git ignores or `excludes_of` excludes is passed over in a search, and with `force_exclude` also where it is
    named. Raises ConfigError for paths that do not exist, and for folders that may not be listed.
    """
    named = list(paths)
    missing = [path or "''" for path in named if not os.path.lexists(path)]
    if missing:
        more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
        raise ConfigError("no such file or folder: " + ", ".join(missing[:_MOST_NAMED]) + more)
    sources: list[FileSource] = []
    for path in map(Path, named):
        find = _search if os.path.isdir(path) else _named  # noqa: PTH112 - Path.is_dir raises where it may not look
        found_here = find(path, force_exclude=force_exclude, excludes_of=excludes_of)
        sources += sorted(found_here, key=lambda source: source.path)
    found: dict[object, FileSource] = {}
    # A file that was named is linted, one that has several names is called by the first that is no link.
    for source in sorted(sources, key=lambda source: (source.blueprints_only, source.file.is_symlink())):
        found.setdefault(_identity(source.file), source)
    return sorted(found.values(), key=lambda source: source.path)


def _identity(file: Path) -> tuple[str, int, int]:
    """Equal for two names of one file, also where they differ in upper and lower case and the system does not care."""
    real = os.path.realpath(file)
    try:
        status = os.stat(real)  # noqa: PTH116 - a string already
    except OSError:
        return real, 0, 0
    return real.casefold(), status.st_dev, status.st_ino


def is_excluded(path: Path, excludes_of: ExcludesOf) -> bool:
    """Whether an exclude holds for a path, or for one of the folders it stands in."""
    real = Path(os.path.realpath(path.parent), path.name)
    lists = exclude_lists(excludes_of(real.parent))
    return any(_is_in(each, real, is_folder=os.path.isdir(path)) for each in lists)  # noqa: PTH112 - as below


def _is_in(excludes: Ignores, real: Path, *, is_folder: bool) -> bool:
    above = any(excludes.ignores(folder, is_folder=True) for folder in reversed(real.parents))
    return above or excludes.ignores(real, is_folder=is_folder)


def _named(path: Path, *, force_exclude: bool, excludes_of: ExcludesOf) -> Iterator[FileSource]:
    if not (force_exclude and (is_ignored(path) or is_excluded(path, excludes_of))):
        yield FileSource(_shown(path), path, force_exclude)


def _search(folder: Path, *, force_exclude: bool, excludes_of: ExcludesOf) -> Iterator[FileSource]:
    root = Path(os.path.realpath(folder))
    was_ignored = is_ignored(root)  # and is searched all the same, for it was named
    if force_exclude and (was_ignored or is_excluded(root, excludes_of)):
        return
    pending = [(folder, root, Ignores().within(root) if was_ignored else ignores_of(root))]
    while pending:
        current, real, ignores = pending.pop()
        excludes = [each for each in exclude_lists(excludes_of(real)) if not _is_in(each, root, is_folder=True)]
        for entry in _entries(current, may_fail=current is not folder):
            is_folder = entry.is_dir(follow_symlinks=False)
            path = current / entry.name
            if not (is_folder or _is_searched_for(path, root)) or (is_folder and entry.name in _NEVER_SEARCHED):
                continue
            inner = real / entry.name
            if any(each.ignores(inner, is_folder=is_folder) for each in (ignores, *excludes)):
                continue
            if is_folder:
                pending.append((path, inner, ignores.within(inner)))
            else:
                yield FileSource(_shown(path), path, blueprints_only=True)


def _entries(folder: Path, *, may_fail: bool) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        if may_fail:
            return []
        raise ConfigError(f"cannot list the folder {folder}: {error.strerror or type(error).__name__}") from error


def _is_searched_for(path: Path, root: Path) -> bool:
    """Whether a path is a YAML file, a regular one, in the folder being searched, links resolved."""
    if path.suffix.lower() not in SUFFIXES or not os.path.isfile(path):  # noqa: PTH113 - as above
        return False
    return not path.is_symlink() or Path(os.path.realpath(path)).is_relative_to(root)


def _shown(path: Path) -> str:
    """A path as reports show it: relative where it was given so, `/` between folders."""
    return os.path.normpath(path).replace(os.sep, "/")
