"""What is wrong with a configuration, by its JSON Schema: plain code, for it is read by every run that has one."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from connector_lint.config import unknown_name
from connector_lint.globs import globs
from connector_lint.registry import all_rules
from connector_lint.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.config_file import ConfigFile

_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}
_LONGEST_NAME = 60
_NAMED = frozenset(("select", "ignore"))
# A place and what is wrong there.
_Fault = tuple[tuple[str | int, ...], str]


@cache
def config_schema() -> dict[str, Any]:
    """The JSON Schema of configurations."""
    file = resources.files("connector_lint.schema") / "config.schema.json"
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema


def check_config(config: ConfigFile) -> None:
    """Raise ConfigError for the first thing that is wrong with a configuration."""
    for path, message in _faults(config.table):
        raise config.error(path, message)


def wrong_limits(limits: dict[str, int]) -> Iterator[str]:
    """What is wrong with limits, by their names."""
    for _, message in faults(limits, config_schema()["properties"]["limits"], ("limits",)):
        yield message


def _faults(table: dict[str, Any]) -> Iterator[_Fault]:
    yield from faults(table, config_schema(), ())
    rules = all_rules()
    names = {*rules, *(rule.category for rule in rules.values())}
    lists: dict[tuple[str, ...], list[str]] = {(key,): table.get(key, []) for key in sorted(_NAMED)}
    lists |= {("per-file-ignores", glob): found for glob, found in table.get("per-file-ignores", {}).items()}
    for path, found in lists.items():
        for index, name in enumerate(found):
            if message := unknown_name(name, names, "rule or category"):
                yield (*path, index), message
    for table_key in ("severity", "rules"):
        for name in table.get(table_key, {}):
            if message := unknown_name(name, rules, "rule"):
                yield (table_key, name), message
    for name, options in table.get("rules", {}).items():
        yield from faults(options, options_schema(rules[name].options), ("rules", name))
    yield from _bad_globs(table)


def _bad_globs(table: dict[str, Any]) -> Iterator[_Fault]:
    places: list[tuple[tuple[str | int, ...], str]] = [
        (("exclude", index), glob) for index, glob in enumerate(table.get("exclude", []))
    ]
    places += [(("per-file-ignores", glob), glob) for glob in table.get("per-file-ignores", {})]
    for path, glob in places:
        try:
            globs([glob])
        except ValueError as error:
            yield path, f"this is no pattern of files ({error}): write it as in a .gitignore"


def options_schema(options: type | None) -> dict[str, Any]:
    """The schema of a rule's options, by the defaults of its dataclass."""
    made: dict[str, Any] = {}
    for field in fields(options) if options else ():
        kind = next((word for word, known in _TYPES.items() if type(field.default) is known), "array")
        items = {"items": {"type": "string", "minLength": 1}} if kind == "array" else {}
        made[field.name.replace("_", "-")] = {"type": kind} | items
    return {"type": "object", "additionalProperties": False, "properties": made}


def faults(value: Any, schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[_Fault]:
    """What of a value does not fit a schema. A test knows that no other keywords are used than those read here."""
    name = next((f"`{step}`" for step in reversed(path) if isinstance(step, str)), "this")
    kind = schema["type"]
    if not _is(value, kind):
        yield path, f"{name} has the wrong type: write {_WORDS[kind]}"
    elif kind == "object":
        for key, inner in value.items():
            yield from _entry_faults(key, inner, schema, path)
    elif kind == "array":
        for index, item in enumerate(value):
            yield from faults(item, schema["items"], (*path, index))
    elif "enum" in schema and value not in schema["enum"]:
        near = closest(value, schema["enum"], cutoff=0.6)
        hint = f"did you mean {near}?" if near else f"write {', '.join(schema['enum'])}"
        yield path, f"{name} has an unknown value: {hint}"
    elif kind == "integer" and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        most = f" to {schema['maximum']}" if "maximum" in schema else " or more"
        yield path, f"{name} is out of range: write {schema['minimum']}{most}"
    elif kind == "string" and len(value) < schema.get("minLength", 0):
        yield path, f"{name} is empty: write something or remove it"


def _is(value: Any, kind: str) -> bool:
    return type(value) is _TYPES[kind]  # True is an int to isinstance


def _entry_faults(key: str, value: Any, schema: dict[str, Any], path: tuple[str | int, ...]) -> Iterator[_Fault]:
    known = schema.get("properties", {})
    others = [found for pattern, found in schema.get("patternProperties", {}).items() if re.search(pattern, key)]
    if key in known:
        yield from faults(value, known[key], (*path, key))
    elif "additionalProperties" not in schema and not others:
        return
    elif others or schema["additionalProperties"]:
        yield from faults(value, (*others, schema.get("additionalProperties"))[0], (*path, key))
    elif path == ("rules",) and key in all_rules():
        yield (*path, key), f"the rule {key} has no options: remove this"
    elif path == ("rules",):
        yield (*path, key), unknown_name(key, all_rules(), "rule") or ""
    else:
        near = closest(key, known, cutoff=0.6)
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(known) or 'none'}"
        yield (*path, key), f"unknown key `{key[:_LONGEST_NAME]}`: {hint}"
