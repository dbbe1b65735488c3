"""What the JSON Schema says of one place of a document, conditions on the values around it decided."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from connector_lint.schema_errors import schema_text
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Schema: TypeAlias = dict[str, Any]


@cache
def whole() -> Schema:
    """The JSON Schema of Blueprints."""
    schema: Schema = json.loads(schema_text())
    return schema


def schemas_at(node: Node) -> list[Schema]:
    """All parts of the schema that hold for a value, or for that of a key, more general ones first."""
    steps = [node.entry.value if node.entry is not None else node]
    while steps[-1].parent is not None:
        steps.append(steps[-1].parent)
    found = list(expanded(whole(), steps[-1]))
    for child in reversed(steps[:-1]):
        found = below(found, child.name, child)
    return found


def below(schemas: Iterable[Schema], name: str | int, node: Node | None) -> list[Schema]:
    """The parts of a schema that hold for a key's value or for an item; `node` is that value, None where it is none."""
    return [part for schema in schemas for inner in _children(schema, name) for part in expanded(inner, node)]


def _children(schema: Schema, name: str | int) -> Iterator[Schema]:
    if isinstance(name, int):
        yield from (items for items in (schema.get("items"),) if isinstance(items, dict))
        return
    if name in schema.get("properties", ()):
        yield schema["properties"][name]
        return
    patterns = [inner for pattern, inner in schema.get("patternProperties", {}).items() if re.search(pattern, name)]
    others = schema.get("additionalProperties")
    yield from patterns or ([others] if isinstance(others, dict) else [])


def expanded(schema: Schema, node: Node | None) -> Iterator[Schema]:
    """A schema, all that it refers to and combines, and of its conditions the branch that the node decides."""
    yield schema
    if "$ref" in schema:
        yield from expanded(_referred(schema["$ref"]), node)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, ()):
            yield from expanded(part, node)
    if "if" in schema:
        branch = schema.get("then" if matches(schema["if"], node) else "else")
        if isinstance(branch, dict):
            yield from expanded(branch, node)


def is_forbidden(schemas: Iterable[Schema]) -> bool:
    """Whether nothing may stand at a place."""
    return any(schema.get("not") == {} for schema in schemas)


def matches(schema: Schema | bool, node: Node | None) -> bool:
    """Whether a node fulfils the condition of an `if`; no node fulfils only what asks for nothing."""
    if isinstance(schema, bool):
        return schema
    return all(_TESTS[keyword](expected, node) for keyword, expected in schema.items() if keyword in _TESTS)


def _referred(reference: str) -> Schema:
    schema = whole()
    for step in reference.removeprefix("#/").split("/"):
        schema = schema[step]
    return schema


def _has_type(expected: str | list[str], node: Node | None) -> bool:
    return any(_IS_TYPE[name](node) for name in ([expected] if isinstance(expected, str) else expected))


def _value(node: Node | None) -> object:
    return node.value if isinstance(node, Scalar) else None


_IS_TYPE: dict[str, Callable[[Node | None], bool]] = {
    "object": lambda node: isinstance(node, Mapping),
    "array": lambda node: isinstance(node, Sequence),
    "null": lambda node: isinstance(node, Scalar) and node.value is None,
    "string": lambda node: isinstance(_value(node), str),
    "boolean": lambda node: isinstance(_value(node), bool),
    "integer": lambda node: isinstance(_value(node), int) and not isinstance(_value(node), bool),
    "number": lambda node: isinstance(_value(node), int | float) and not isinstance(_value(node), bool),
}


def _properties_match(expected: Schema, node: Node | None) -> bool:
    if not isinstance(node, Mapping):
        return True
    return all(matches(inner, node.get(name)) for name, inner in expected.items() if name in node.effective)


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


# The keywords that stand in the conditions of the schema; a test sees to it that there are no others.
_TESTS: dict[str, Callable[[Any, Node | None], bool]] = {
    "$ref": lambda expected, node: matches(_referred(expected), node),
    "type": _has_type,
    "const": lambda expected, node: isinstance(node, Scalar) and node.value == expected,
    "enum": lambda expected, node: isinstance(node, Scalar) and node.value in expected,
    "pattern": lambda expected, node: not isinstance(_value(node), str) or bool(re.search(expected, str(_value(node)))),
    "required": lambda expected, node: (
        not isinstance(node, Mapping) or all(name in node.effective for name in expected)
    ),
    "properties": _properties_match,
    "items": lambda expected, node: all(matches(expected, item) for item in _items(node)),
    "not": lambda expected, node: not matches(expected, node),
    "anyOf": lambda expected, node: any(matches(part, node) for part in expected),
    "allOf": lambda expected, node: all(matches(part, node) for part in expected),
}
