"""Reads a JSON Schema for its reference: the keys of each mapping, with all that conditions add to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sitegen.markdown import code

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema: TypeAlias = "dict[str, Any]"
# A schema and where it holds: blank for always, else words such as "`type` is `list`".
Part: TypeAlias = "tuple[str, Schema]"
SOMETIMES = "?"  # a condition that there are no words for


@dataclass
class Key:
    """A key of a mapping: what its value may be, where it is required. `name` is None for keys of any other name."""

    name: str | None
    parts: list[Part] = field(default_factory=list)
    required: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """Knows the definitions that the schema refers to."""

    definitions: dict[str, Schema]

    def keys(self, schema: Schema) -> list[Key]:
        """The keys of a mapping in the order of the schema."""
        found: dict[str | None, Key] = {}
        for condition, part in self._holding(schema, ""):
            for name, value in part.get("properties", {}).items():
                found.setdefault(name, Key(name)).parts.append((condition, value))
            for name in part.get("required", []):
                found.setdefault(name, Key(name)).required.append(condition)
            others = [value for key, value in part.get("patternProperties", {}).items() if key != "^x-"]
            if isinstance(part.get("additionalProperties"), dict):
                others.append(part["additionalProperties"])
            for value in others:
                found.setdefault(None, Key(None)).parts.append((condition, value))
        return list(found.values())

    def leaves(self, key: Key) -> Iterator[Part]:
        """The plain schemas that a value has to fit, references and alternatives resolved."""
        for condition, schema in key.parts:
            yield from self._alternatives(condition, schema)

    def definition(self, schema: Schema) -> Schema:
        """What a resolved reference refers to, without what is said beside it."""
        if "$ref" not in schema:
            return schema
        name = schema["$ref"].rpartition("/")[2]
        return {"x-name": name} | self.definitions[name]

    def _holding(self, schema: Schema, condition: str) -> Iterator[Part]:
        """A mapping's schema and those that hold beside it."""
        schema = self._resolved(schema)
        yield condition, schema
        for part in schema.get("allOf", []):
            yield from self._holding(part, condition)
        if "if" in schema:
            where = _words(schema["if"])
            yield from self._holding(schema.get("then", {}), where or condition or SOMETIMES)

    def _alternatives(self, condition: str, schema: Schema) -> Iterator[Part]:
        schema = self._resolved(schema)
        yield condition, schema
        others = [*schema.get("anyOf", []), *schema.get("allOf", [])]
        others += [schema[word] for word in ("then", "else") if word in schema]
        for other in others:
            yield from self._alternatives(condition, other)

    def _resolved(self, schema: Schema) -> Schema:
        """With what is said beside a reference, which wins."""
        if "$ref" not in schema:
            return schema
        return self._resolved(self.definition(schema)) | schema


def _words(test: Schema) -> str:
    """A condition on the values of other keys in words; blank for any other."""
    words = []
    for name, schema in test.get("properties", {}).items():
        tests = [schema, *schema.get("anyOf", [])]
        values = schema.get("enum", []) + [test["const"] for test in tests if "const" in test]
        if values:
            names = [code(str(value)) for value in values]
            words.append(f"{code(name)} is {' or '.join(filter(None, [', '.join(names[:-1]), names[-1]]))}")
    return " and ".join(words)
