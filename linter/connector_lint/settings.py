"""What configuration files and options say, key by key, each with where it was said."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from connector_lint.config import Config
from connector_lint.config_check import check_config
from connector_lint.config_file import read_config, shown
from connector_lint.errors import ConfigError
from connector_lint.finding import Severity
from connector_lint.limits import Limits
from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.config_file import ConfigFile

_NAMING = ("extend", "baseline")  # the keys whose value is a file's path
_OUTSIDE = "the repository: name the configuration with --config if you trust it"
# How many steps lead to a value; all others have one.
_DEPTHS = {"severity": 2, "per-file-ignores": 2, "limits": 2, "rules": 3}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value as it stands in a file; `config` is that file, None for an option of the command line."""

    value: Any
    config: ConfigFile | None = None


# By the path of the key: ("select",), ("severity", "unknown-key"), ("rules", "insecure-url", "hosts").
Settings: TypeAlias = "dict[tuple[str, ...], Setting]"


def read_settings(file: Path, *, optional: bool = False, within: Path | None = None) -> Settings | None:
    """What a file says, and below it what those say that it extends.

    None for an `optional` file that has no table of ours. What it names must be in the folder `within`, if one is
    given: absolute, links resolved. Raises ConfigError.
    """
    if within and not _is_in(file, within):
        raise ConfigError(f"{shown(file)}:1:1: this link leads out of {_OUTSIDE}")
    config = read_config(file, optional=optional)
    return None if config is None else _extended(config, {os.path.realpath(file)}, within)


def _is_in(file: Path, folder: Path) -> bool:
    return Path(os.path.realpath(file)).is_relative_to(folder)


def _check_names(config: ConfigFile, within: Path) -> None:
    """Raise ConfigError for a file that is named and that the author of the configuration must not have read."""
    for key in _NAMING:
        if key in config.table and not _is_in(config.file.parent / config.table[key], within):
            raise config.error((key,), f"this file is outside of {_OUTSIDE}")


def _extended(config: ConfigFile, met: set[str], within: Path | None) -> Settings:
    check_config(config)
    if within:
        _check_names(config, within)
    settings = {path: Setting(value, config) for path, value in _flat(config.table, ())}
    if "extend" not in config.table:
        return settings
    file = config.file.parent / config.table["extend"]
    if not os.path.lexists(file):
        raise config.error(("extend",), "there is no such file: correct the path, it begins in this file's folder")
    real = os.path.realpath(file)
    if real in met:
        raise config.error(("extend",), "this is a loop, the file extends itself: remove one `extend` of it")
    base = read_config(file)
    return {} if base is None else _extended(base, met | {real}, within) | settings


def _flat(table: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        here = (*path, key)
        if len(here) < _DEPTHS.get(here[0], 1):
            yield from _flat(value, here)
        elif here != ("extend",):
            yield here, value


def entries(settings: Settings, *path: str) -> dict[str, Any]:
    """The values in a table, by their keys."""
    return {
        key[-1]: setting.value
        for key, setting in settings.items()
        if key[:-1] == path
    }  # fmt: skip


def make_config(settings: Settings) -> Config:
    """What the engine is told by settings."""

    def value(key: str, default: Any) -> Any:
        return settings[key,].value if (key,) in settings else default

    fail_on = value("fail-on", "warning")
    tables = {path[1] for path in settings if path[0] == "rules"}
    return Config(
        select=frozenset(value("select", ())),
        ignore=frozenset(value("ignore", ())),
        severity={rule: level(word) for rule, word in entries(settings, "severity").items()},
        fail_on=None if fail_on == "never" else Severity(fail_on),
        limits=Limits(**_arguments(entries(settings, "limits"))),
        options={name: _options(name, entries(settings, "rules", name)) for name in sorted(tables)},
    )


def level(word: str) -> Severity | None:
    """A severity by its name; None for `off`."""
    return None if word == "off" else Severity(word)


def _options(name: str, given: dict[str, Any]) -> object:
    options = all_rules()[name].options
    return options(**_arguments(given)) if options else None


def _arguments(given: dict[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): tuple(v) if isinstance(v, list) else v for key, v in given.items()}
