"""`--show-config`: what holds, and where each value comes from."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from connector_lint.config_check import config_schema
from connector_lint.limits import Limits
from connector_lint.redact import visible
from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.configs import Scope
    from connector_lint.settings import Setting, Settings

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


def show_config(scope: Scope) -> str:
    """The settings as TOML, behind each the file, line and column it stands at, the option, or `default`."""
    return "".join(f"{visible(line)}\n" for line in _lines(scope.settings))


def _lines(settings: Settings) -> Iterator[str]:
    defaults = _defaults()
    tables: dict[tuple[str, ...], list[tuple[str, ...]]] = {(): []}
    for path in {**defaults, **settings}:
        tables.setdefault(path[:-1], []).append(path)
    for table, paths in tables.items():
        if table:
            yield ""
            yield f"[{'.'.join(map(_key, table))}]"
        for path in paths:
            setting = settings.get(path)
            value = _value(setting.value if setting else defaults[path])
            yield f"{_key(path[-1])} = {value}  # {_origin(path, setting)}"


def _defaults() -> dict[tuple[str, ...], Any]:
    found: dict[tuple[str, ...], Any] = {
        (key,): schema["default"] for key, schema in config_schema()["properties"].items() if "default" in schema
    }
    found |= {("limits", _dashed(field.name)): field.default for field in fields(Limits)}
    for rule in all_rules().values():
        for field in fields(rule.options) if rule.options else ():
            found["rules", rule.id, _dashed(field.name)] = field.default
    return found


def _origin(path: tuple[str, ...], setting: Setting | None) -> str:
    if setting is None:
        return "default"
    return setting.config.place(path) if setting.config else f"--{path[0].replace('limits', 'limit')}"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _key(name: str) -> str:
    return name if _BARE.match(name) else json.dumps(name, ensure_ascii=False)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
