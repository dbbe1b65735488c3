"""Finds the rules: built-in ones and those of other packages come through the same entry point."""

from __future__ import annotations

import dataclasses
import pkgutil
from functools import cache
from importlib import import_module, metadata
from typing import TYPE_CHECKING

from connector_lint.errors import ConfigError
from connector_lint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

GROUP = "connector_lint.rules"
BUILTIN = "builtin"


@cache
def all_rules() -> Mapping[str, Rule]:
    """The rules by identifier, sorted. A third party's are called `entry point/rule`.

    Raises ConfigError where a package's rules cannot be loaded or two rules have one name.
    """
    found: dict[str, Rule] = {}
    for point in metadata.entry_points(group=GROUP):
        for rule in _rules_of(point):
            if rule.id in found:
                raise ConfigError(f"two rules are called {rule.id}: in {found[rule.id].module} and in {rule.module}")
            found[rule.id] = rule
    if not any("/" not in name for name in found):
        raise ConfigError("no built-in rules are installed: reinstall connector-lint")
    return dict(sorted(found.items()))


def _rules_of(point: metadata.EntryPoint) -> Iterator[Rule]:
    try:
        modules = list(_modules(point.value))
    except (Exception, SystemExit) as error:
        why = f": {error}" if isinstance(error, ImportError) else ""
        raise ConfigError(f"the rules of {point.value} cannot be loaded: {type(error).__name__}{why}") from error
    prefix = "" if point.name == BUILTIN and point.value == GROUP else f"{point.name}/"
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Rule) and value.module == module.__name__:
                yield dataclasses.replace(value, id=prefix + value.id)


def _modules(name: str) -> Iterator[ModuleType]:
    module = import_module(name)
    yield module
    for found in pkgutil.iter_modules(getattr(module, "__path__", ())):
        if not found.name.startswith("_"):
            yield import_module(f"{name}.{found.name}")
