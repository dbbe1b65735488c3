"""The reference of a format, made of its JSON Schema: a section a mapping, a row a key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sitegen.markdown import anchor, code, table
from sitegen.schema_keys import SOMETIMES, Key, Reader, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = {
    "string": "text",
    "boolean": "boolean",
    "integer": "whole number",
    "number": "number",
    "array": "list",
    "object": "mapping",
    "null": "null",
}


def reference(schema: Schema) -> str:
    """All sections, from the outermost mapping inwards."""
    return "\n".join(_Writer(Reader(schema["definitions"])).sections(schema))


class _Writer:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._pending: dict[str, Schema] = {}
        self._met: dict[str, Schema] = {}
        self._written: set[str] = set()

    def sections(self, schema: Schema) -> Iterator[str]:
        """Each mapping once, as near as can be behind the one that holds it."""
        self._pending = {schema["title"]: schema}
        while self._pending:
            title = next(iter(self._pending))
            found = self._pending.pop(title)
            self._written.add(title)
            self._met = {}
            yield from self._section(title, found)
            self._pending = self._met | {name: left for name, left in self._pending.items() if name not in self._met}

    def _link(self, schema: Schema, name: str, word: str) -> str:
        """A link to a mapping's section, which is written when its turn comes."""
        schema = self._reader.definition(schema)
        title = str(schema.get("title") or schema.get("x-name") or name).replace("_", " ")
        title = title[0].upper() + title[1:]
        if title not in self._written:
            self._met.setdefault(title, schema)
        return f"[{word or title[0].lower() + title[1:]}]({anchor(title)})"

    def _section(self, title: str, schema: Schema) -> Iterator[str]:
        keys = self._reader.keys(schema)
        rows = [[_name(key), self._kind(key), self._meaning(key)] for key in keys]
        yield f"## {title}\n"
        if schema.get("description"):
            yield f"{schema['description']}\n"
        yield table(["key", "type", "meaning"], rows)
        if all(key.name for key in keys):
            yield f"{_others(schema)}\n"
        yield from self._values(keys)

    def _kind(self, key: Key) -> str:
        """The types of its value, each with where it holds."""
        kinds: dict[str, None] = {}
        for condition, schema in self._reader.leaves(key):
            where = f" where {condition}" if condition and "items" in schema else ""
            kinds.update(dict.fromkeys(kind + where for kind in self._kinds(schema, key.name or "entry")))
        exact = [kind for kind in kinds if kind != "list" or not any(other.startswith("list of") for other in kinds)]
        return ", or ".join(exact) or "any"

    def _kinds(self, schema: Schema, name: str) -> Iterator[str]:
        types = schema.get("type", [])
        for word in [types] if isinstance(types, str) else types:
            if word == "object" and self._reader.keys(schema):
                yield self._link(schema, name, "mapping")
            elif word != "array" or "items" not in schema:
                yield _TYPES[word]
        if "items" in schema:
            yield f"list of {self._item(schema['items'], name)}"
        elif not types and "enum" in schema:
            yield "text"
        elif "const" in schema and "x-rule" not in schema:
            yield f"always {code(str(schema['const']))}"

    def _item(self, schema: Schema, name: str) -> str:
        for _, leaf in self._reader.leaves(Key(name, [("", schema)])):
            if self._reader.keys(leaf):
                return self._link(leaf, name, "")
        return "values"

    def _meaning(self, key: Key) -> str:
        leaves = [schema for _, schema in self._reader.leaves(key)]
        texts = [schema["description"] for schema in leaves if "description" in schema][:1]
        examples = [example for schema in leaves for example in schema.get("examples", [])]
        if examples:
            texts.append("For example " + ", ".join(map(_example, examples)) + ".")
        return " ".join(texts)

    def _values(self, keys: list[Key]) -> Iterator[str]:
        """The values that keys may have, each with its meaning; those of several keys once."""
        found: dict[str, list[str]] = {}
        for key in keys:
            leaves = list(self._reader.leaves(key))
            others = " (others are let through)" if any("x-open-enum" in schema for _, schema in leaves) else ""
            for condition, schema in leaves:
                if "enum" in schema:
                    where = f", where {condition}" if condition else ""
                    found.setdefault(f"{where}{others}:\n\n{_value_table(schema)}", []).append(_name(key, plain=True))
        for text, names in found.items():
            yield f"Values of {' and '.join(dict.fromkeys(names))}{text}"


def _value_table(schema: Schema) -> str:
    values = list(map(code, schema["enum"]))
    meanings = schema.get("enumDescriptions")
    return table(["value", "meaning"], zip(values, meanings, strict=True)) if meanings else ", ".join(values) + "\n"


def _others(schema: Schema) -> str:
    if schema.get("additionalProperties", True):
        return "Other keys are let through."
    return (
        "Other keys are reported, unless they begin with `x-`." if "patternProperties" in schema else "No other keys."
    )


def _name(key: Key, *, plain: bool = False) -> str:
    """The key, and where it is required."""
    name = code(key.name) if key.name else "any other"
    if plain or not key.required:
        return name
    if "" in key.required:
        return f"{name} **required**"
    if SOMETIMES in key.required:
        return f"{name} **required**, with exceptions"
    return f"{name} **required** where {', or where '.join(dict.fromkeys(key.required))}"


def _example(value: Any) -> str:
    return code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
