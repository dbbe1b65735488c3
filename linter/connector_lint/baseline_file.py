"""The file of a baseline: a head, and one entry a line. No line depends on another, so that git can merge them.

    {"connector-lint-baseline": 1}
    {"path": "connectors/orders.yaml", "place": "connector.base_url", "rule": "insecure-url", "count": 1}

Lines may stand in any order and several times, the head too: that is what git's union merge makes of two branches.
Of repeated entries the largest count holds.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from connector_lint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

VERSION = 1
_HEAD = "connector-lint-baseline"
_LARGEST = 64 * 1024 * 1024
_CONFLICT = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
_DAMAGED = "restore the file, or delete it and make it anew with --write-baseline"


class Entry(NamedTuple):
    """What is known of old findings: `path` from the baseline's folder with `/`, `place` in the tree by names."""

    path: str
    place: str
    rule: str


def text_of(entries: Mapping[Entry, int]) -> str:
    """The file's text, sorted by path, place and rule."""
    rows: list[dict[str, Any]] = [{_HEAD: VERSION}]
    rows += [{**entry._asdict(), "count": count} for entry, count in sorted(entries.items())]
    return "".join(map(_line, rows))


def _line(row: dict[str, Any]) -> str:
    line = json.dumps(row, ensure_ascii=False)
    return (line if line.isprintable() else json.dumps(row)) + "\n"


def read_entries(file: Path) -> dict[Entry, int] | None:
    """Entries and how many findings each stands for; None where there is no such file.

    Raises ConfigError that names file and line, and what to do.
    """
    data = _bytes(file)
    if data is None:
        return None
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{line}: the baseline is not UTF-8: {_DAMAGED}") from None
    return _entries(file, lines)


def _bytes(file: Path) -> bytes | None:
    try:
        if file.exists() and not file.is_file():
            raise ConfigError(f"{file}: a baseline is a file, and this is none: name another one")
        with file.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{file}: the baseline cannot be read: {error.strerror}") from error
    if len(data) > _LARGEST:
        raise ConfigError(f"{file}: larger than {_LARGEST // 1024 // 1024} MiB is no baseline: name another file")
    return data


def _entries(file: Path, lines: list[str]) -> dict[Entry, int]:
    entries: dict[Entry, int] = {}
    headed = False
    for number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT):
            what = "a conflict of a merge: keep the lines of both sides and delete the marks"
            raise ConfigError(f"{file}:{number}: {what}")
        if not line.strip():
            continue
        row = _row(line)
        if _HEAD in row:
            _check_version(f"{file}:{number}", row[_HEAD])
            headed = True
        elif not headed:
            raise ConfigError(f"{file}:{number}: this is no baseline of connector-lint: name another file")
        elif (counted := _counted(row)) is None:
            raise ConfigError(f"{file}:{number}: no entry of a baseline: {_DAMAGED}")
        else:
            entry, count = counted
            entries[entry] = max(count, entries.get(entry, 0))
    if not headed:
        raise ConfigError(f"{file}:1: the baseline is empty: {_DAMAGED}")
    return entries


def _row(line: str) -> dict[str, Any]:
    """A line's object; an empty one where there is none."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _check_version(where: str, version: object) -> None:
    if version == VERSION and isinstance(version, int) and not isinstance(version, bool):
        return
    if isinstance(version, int) and version > VERSION:
        raise ConfigError(
            f"{where}: the baseline has version {version}, and {VERSION} is read here: update connector-lint"
        )
    raise ConfigError(f"{where}: a baseline's version is a number, such as {VERSION}: {_DAMAGED}")


def _counted(row: dict[str, Any]) -> tuple[Entry, int] | None:
    if row.keys() != {*Entry._fields, "count"}:
        return None
    count = row.pop("count")
    if not all(isinstance(value, str) and "\0" not in value for value in row.values()):
        return None
    return (Entry(**row), count) if type(count) is int and count > 0 else None
