"""What holds for a document: the configuration nearest to its file and the baseline, read again when they change."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint import baseline
from connector_lint.config_file import NAMES, shown
from connector_lint.configs import Scope
from connector_lint.discover import is_excluded
from connector_lint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from connector_lint.baseline_file import Entry
    from connector_lint.config import Config
    from connector_lint.configs import Configs

_UNSAVED = "<unsaved>"


@dataclass(frozen=True)
class FileSettings:
    """What holds for a document. `path` is what findings call its file; `known` are old findings, under `old_name`."""

    path: str
    config: Config
    excluded: bool
    known: Mapping[Entry, int] = field(default_factory=dict, repr=False)
    old_name: str = ""


class WorkspaceConfig:
    """Finds what holds for documents. What is wrong with a file is told once, and what held before goes on holding.

    `make` reads the configuration anew, `given` is a baseline that holds for all, `tell` shows a line to the user.
    `folders` are those that are open, absolute: a path is called as seen from its own.
    """

    def __init__(self, make: Callable[[], Configs], given: Path | None, tell: Callable[[str], None]) -> None:
        self._make, self._tell, self._given = make, tell, given
        self.folders: set[Path] = set()
        self._configs: Configs | None = None
        self._scopes: dict[Path, Scope] = {}  # the last good ones
        self._baselines: dict[Path, Mapping[Entry, int]] = {}
        self._told: dict[Path, str] = {}
        self._found: dict[Path | None, FileSettings] = {}
        self._fresh: set[Path | None] = set()  # those of them that need not be read again
        self._stamps: dict[Path | None, dict[Path, object]] = {}

    @property
    def names(self) -> set[str]:
        """The names of the files that were read, or would be if they were there."""
        return {*NAMES, *(file.name for stamps in self._stamps.values() for file in stamps)}

    def reload(self) -> None:
        """Read all files again when they are next asked for."""
        self._configs = None
        self._fresh.clear()

    def of(self, file: Path | None) -> FileSettings:
        """What holds for a file, an absolute path, or for a document that is in none: the same object until it changes.

        While something is wrong, all is read again each time: nobody knows which file the remedy will be in.
        """
        stamps = self._stamps.get(file, {})
        if self._told or any(_stamp(path) != stamp for path, stamp in stamps.items()):
            self.reload()
        if file not in self._fresh:
            found = self._read(file)
            if found != self._found.get(file):
                self._found[file] = found
            self._fresh.add(file)
        return self._found[file]

    def _read(self, file: Path | None) -> FileSettings:
        tops = [top for top in self.folders if file is None or file.is_relative_to(top)]
        top = max(tops, key=lambda top: (len(top.parts), top), default=None)
        folder = file.parent if file else top or Path.cwd()
        scope, above = self._scope(folder), self._scope(top or folder)
        old = self._given or scope.baseline or above.baseline
        read = [*_read_for(folder, scope), *_read_for(top or folder, above), *([old] if old else [])]
        self._stamps[file] = {path: _stamp(path) for path in read}
        if file is None:
            return FileSettings(_UNSAVED, scope.config_of(folder / _UNSAVED), excluded=False)
        path = file.relative_to(top) if top else file
        excluded = file.name in NAMES or is_excluded(file, lambda _: scope.excludes)
        known = self._known(old) if old else {}
        name = baseline.namer(os.path.realpath(old.parent))(str(file)) if known and old else ""
        return FileSettings(path.as_posix(), scope.config_of(file), excluded, known, name)

    def _scope(self, folder: Path) -> Scope:
        try:
            self._configs = self._configs or self._make()
            self._scopes[folder] = self._configs.scope(folder)
        except ConfigError as error:
            self._tell_once(folder, str(error))
        else:
            self._told.pop(folder, None)
        return self._scopes.get(folder) or Scope(folder, {})

    def _known(self, file: Path) -> Mapping[Entry, int]:
        try:
            chosen = baseline.chosen(Path(shown(file)), None, ())
            self._baselines[file] = baseline.renamed(chosen) if chosen else {}
        except ConfigError as error:
            self._tell_once(file, str(error))
        else:
            self._told.pop(file, None)
        return self._baselines.get(file, {})

    def _tell_once(self, about: Path, message: str) -> None:
        if message not in self._told.values():
            self._tell(message)
        self._told[about] = message


def _read_for(folder: Path, scope: Scope) -> list[Path]:
    """The files that were read, or looked for, to know what holds in a folder."""
    above = [each for each in (folder, *folder.parents) if each.is_relative_to(scope.folder)]
    named = {setting.config.file for setting in scope.settings.values() if setting.config}
    return [*(each / name for each in above for name in NAMES), *sorted(named)]


def _stamp(file: Path) -> object:
    """What changes when a file does; None where there is none."""
    try:
        status = file.stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
