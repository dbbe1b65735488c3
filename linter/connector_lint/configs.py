"""Which configuration holds for which file: the nearest one upwards of it, or the one that was named."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.config_file import NAMES
from connector_lint.gitignore import repository_folders
from connector_lint.globs import globs
from connector_lint.registry import all_rules
from connector_lint.settings import Setting, Settings, entries, make_config, read_settings
from connector_lint.source import FileSource, Source

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from connector_lint.config import Config


@dataclass(frozen=True)
class Scope:
    """The settings that hold below a folder; the folder is absolute, and patterns are matched from it."""

    folder: Path
    settings: Settings

    @cached_property
    def config(self) -> Config:
        """What holds in all its files."""
        return make_config(self.settings)

    @cached_property
    def excludes(self) -> tuple[tuple[Path, tuple[str, ...]], ...]:
        """The patterns of what is left alone, with the folder that they are matched from, links resolved."""
        setting = self.settings.get(("exclude",))
        if not setting or not setting.value:
            return ()
        return ((Path(os.path.realpath(self._folder(setting))), tuple(setting.value)),)

    @property
    def style(self) -> str | None:
        """The form of the report, if one is given."""
        style: str | None = entries(self.settings).get("format")
        return style

    @property
    def baseline(self) -> Path | None:
        """The file of the baseline, if one is given."""
        setting = self.settings.get(("baseline",))
        return setting.config.file.parent / setting.value if setting and setting.config else None

    def config_of(self, file: Path) -> Config:
        """What holds in one file, an absolute path: `per-file-ignores` are added to what is ignored."""
        ignored = {name for folder, spec, names in self._ignores if _matches(folder, spec, file) for name in names}
        return replace(self.config, ignore=self.config.ignore | ignored) if ignored else self.config

    def _folder(self, setting: Setting) -> Path:
        """Where a pattern begins: in the folder of its file, or of the file that extends it where that is elsewhere."""
        folder = _absolute(setting.config.file).parent if setting.config else self.folder
        return folder if self.folder.is_relative_to(folder) else self.folder

    @cached_property
    def _ignores(self) -> list[tuple[Path, GitIgnoreSpec, frozenset[str]]]:
        """Categories stand for their rules here: what is said of a file beats a rule's name in `select`."""
        found = []
        for path, setting in self.settings.items():
            if path[0] == "per-file-ignores":
                names = {rule.id for rule in all_rules().values() if {rule.id, rule.category} & {*setting.value}}
                found.append((self._folder(setting), globs([path[1]]), frozenset(names)))
        return found


def _matches(folder: Path, spec: GitIgnoreSpec, file: Path) -> bool:
    return file.is_relative_to(folder) and spec.match_file(file.relative_to(folder).as_posix())


class Configs:
    """Finds the configuration of each file; each file of settings is read once. All methods raise ConfigError.

    `given` is what the command line says, and wins. `named` is the one file that holds everywhere; with
    `use_files` false none does.
    """

    def __init__(self, given: Settings | None = None, *, named: Path | None = None, use_files: bool = True) -> None:
        self._given = given or {}
        self._everywhere: Scope | None = None
        if named is not None:
            settings = read_settings(named) or {}
            self._everywhere = Scope(_absolute(named).parent, settings | self._given)
        elif not use_files:
            self._everywhere = Scope(Path.cwd(), self._given)
        self._known: dict[Path, Scope] = {}

    @property
    def files(self) -> list[Path]:
        """The files whose settings hold for what was asked about so far, shared ones among them."""
        scopes = [self._everywhere] if self._everywhere else self._known.values()
        return sorted(
            {setting.config.file for scope in scopes for setting in scope.settings.values() if setting.config}
        )

    def of(self, source: Source) -> Config:
        """What holds for a source."""
        file = _absolute(source.file if isinstance(source, FileSource) else Path(source.path))
        return self.scope(file.parent).config_of(file)

    def scope(self, folder: Path) -> Scope:
        """The settings that hold for the files in a folder."""
        if self._everywhere:
            return self._everywhere
        folder = _absolute(folder)
        passed: list[Path] = []
        scope: Scope | None = None
        for above in (folder, *folder.parents):
            if scope := self._known.get(above):
                break
            passed.append(above)
            if (scope := self._own(above)) or os.path.exists(above / ".git"):  # noqa: PTH110 - Path.exists raises where it may not look
                break
        scope = scope or Scope(passed[-1], self._given)
        self._known |= dict.fromkeys(passed, scope)
        return scope

    def _own(self, folder: Path) -> Scope | None:
        """The settings that stand in a folder."""
        for name in NAMES:
            file = folder / name
            if os.path.lexists(file) and (name != NAMES[1] or os.path.isfile(file)):  # noqa: PTH113 - as above
                settings = read_settings(file, optional=True, within=_repository(folder))
                if settings is not None:
                    return Scope(folder, settings | self._given)
        return None


def _repository(folder: Path) -> Path:
    """What a file that was found in a folder, and not named by who runs this, may read from: links resolved.

    That is the repository, or without one the folder, or the working folder above it.
    """
    here = Path(os.path.realpath(folder))
    root = repository_folders(here)[0]
    working = Path(os.path.realpath("."))
    is_repository = os.path.lexists(root / ".git")
    return working if not is_repository and here.is_relative_to(working) else root


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are named
