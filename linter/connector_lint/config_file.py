"""Reads a configuration file: its table, and errors that tell where in it they are."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connector_lint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NAMES = (".connector-lint.toml", "pyproject.toml")  # the first wins over the second
_TABLE = ("tool", "connector-lint")
_LARGEST = 1024 * 1024  # bytes
_PLACE = re.compile(r" \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)\Z")
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration as it is written. `prefix` leads to its `table` in the whole file."""

    file: Path
    text: str = field(repr=False)
    prefix: tuple[str, ...]
    table: dict[str, Any] = field(repr=False)

    def place(self, path: Sequence[str | int]) -> str:
        """`FILE:LINE:COLUMN` of a key, or of an item of a list."""
        from connector_lint.toml_places import key_position  # noqa: PLC0415 - only for what is shown

        position = key_position(self.text, (*self.prefix, *path))
        return f"{shown(self.file)}:{position.line}:{position.column}"

    def error(self, path: Sequence[str | int], message: str) -> ConfigError:
        """What is wrong with a key."""
        return ConfigError(f"{self.place(path)}: {message}")


def shown(file: Path) -> str:
    """A file as messages call it: from the working folder, `/` between folders."""
    try:
        return os.path.relpath(file).replace(os.sep, "/")
    except ValueError:  # another drive
        return str(file)


def read_config(file: Path, *, optional: bool = False) -> ConfigFile | None:
    """The configuration in a file; None for an `optional` one that has no table of ours.

    Only in a `pyproject.toml` it is a table among others. Raises ConfigError.
    """
    data = _read(file)
    is_shared = file.name == NAMES[1]
    if optional and is_shared and b"connector-lint" not in data:
        return None
    text = _decoded(file, data)
    table: Any = _parsed(file, text)
    if not is_shared:
        return ConfigFile(file, text, (), table)
    for step in _TABLE:
        table = table.get(step) if isinstance(table, dict) else None
    if isinstance(table, dict):
        return ConfigFile(file, text, _TABLE, table)
    if table is not None:
        raise ConfigFile(file, text, (), {}).error(_TABLE, "`tool.connector-lint` is no table: write it as one")
    if optional:
        return None
    raise ConfigError(f"{shown(file)}:1:1: there is no table [tool.connector-lint]: add it, or name another file")


def _read(file: Path) -> bytes:
    where = f"{shown(file)}:1:1"
    if os.path.isdir(file):  # noqa: PTH112 - Path.is_dir raises where it may not look
        raise ConfigError(f"{where}: this is a folder: a configuration is a file")
    if os.path.exists(file) and not os.path.isfile(file):  # noqa: PTH110, PTH113 - as above
        raise ConfigError(f"{where}: this is no regular file: write the configuration into one")
    try:
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        raise ConfigError(f"{where}: there is no such file: correct the path") from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise ConfigError(f"{where}: it cannot be read ({why}): give it other rights, or name another file") from None
    if len(data) > _LARGEST:
        raise ConfigError(f"{where}: it is larger than 1 MiB: a configuration is a page or two")
    return data


def _decoded(file: Path, data: bytes) -> str:
    if data.startswith(_WIDE) or b"\0" in data[:4]:
        raise ConfigError(f"{shown(file)}:1:1: it is UTF-16 or UTF-32: save it as UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        byte = error.object[error.start]
        message = f"{shown(file)}:{line}:{column}: the byte 0x{byte:02X} is not UTF-8: save it as UTF-8"
        raise ConfigError(message) from None


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
    except RecursionError:
        message = "it is nested too deeply"
    except ValueError:  # as Python says it of thousands of digits
        message = "a number is too long"
    found = _PLACE.search(message)
    last = text.count("\n") + 1
    line, column = (found[1] or last, found[2] or len(text) - text.rfind("\n")) if found else (1, 1)
    what = _PLACE.sub("", message)
    raise ConfigError(f"{shown(file)}:{line}:{column}: this is no TOML ({what}): correct it, see https://toml.io")
