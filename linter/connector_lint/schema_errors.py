"""How a document breaks the JSON Schema, each error with the node it is about and the rule that owns it.

Beside the standard keywords the schema holds three of ours: `x-rule` names the rule that owns the condition in
the same object, `x-key-rules` names the owners of certain unknown keys, and `x-open-enum` marks a list of known
values beside which others are let through, so that only a near miss of a known one counts.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jsonschema import Draft7Validator, ValidationError, validators

from connector_lint.suggest import closest, is_one_edit_away
from connector_lint.tree import Node, Scalar, find, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

AMBIGUOUS_BOOLEANS = {
    word: value
    for value, words in ((True, ("y", "yes", "on")), (False, ("n", "no", "off")))
    for plain_word in words
    for word in (plain_word, plain_word.capitalize(), plain_word.upper())
}
# Words of their own that are one edit away from a known value of an open list.
_OTHER_WORDS = frozenset("bson date jsonl oauth oauth1 oauth1a paged test tests tsv".split())
_OWNERS = {"required": "missing-key", "additionalProperties": "unknown-key", "type": "wrong-type"}


@dataclass(frozen=True, slots=True)
class SchemaError:
    """One violated condition.

    `node` is the value that violates it. `key` is the missing or unknown key, where it is about one. `expected` is
    the keyword's value: type names, allowed values, a pattern. `known` are the keys that a closed mapping may have.
    """

    rule: str
    keyword: str
    node: Node
    key: str | None
    expected: Any
    known: tuple[str, ...]


def schema_text() -> str:
    """The JSON Schema of Blueprints, as it is shipped."""
    return resources.files("connector_lint.schema").joinpath("blueprint.schema.json").read_text(encoding="utf-8")


def schema_errors(root: Node) -> Iterator[SchemaError]:
    """All errors of a document's tree, merge keys and aliases resolved."""
    for error in _validator().iter_errors(plain(root)):
        node = find(root, tuple(error.absolute_path))
        yield _schema_error(error, node)


def _schema_error(error: ValidationError, node: Node) -> SchemaError:
    keyword = str(error.validator)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    key = error.message if keyword in ("required", "additionalProperties") else None
    owner = schema.get("x-rule") or _OWNERS.get(keyword, "invalid-value")
    if keyword == "additionalProperties":
        owner = schema.get("x-key-rules", {}).get(key, owner)
    if keyword == "anyOf" and not isinstance(error.instance, str):
        return SchemaError("wrong-type", "type", node, None, "string", ())
    if owner == "wrong-type" and _is_ambiguous(node, error.validator_value):
        owner = "ambiguous-value"
    expected = schema["anyOf"][0]["enum"] if keyword in ("anyOf", "x-open-enum") else error.validator_value
    return SchemaError(owner, keyword, node, key, expected, tuple(schema.get("properties", ())))


def _is_ambiguous(node: Node, expected: Any) -> bool:
    wants_boolean = expected == "boolean" or (isinstance(expected, list) and "boolean" in expected)
    return wants_boolean and isinstance(node, Scalar) and node.style == "" and node.text in AMBIGUOUS_BOOLEANS


def _required(validator: Any, required: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        yield from (ValidationError(key) for key in required if key not in instance)


def _additional_properties(validator: Any, allowed: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if allowed is not False:
        yield from Draft7Validator.VALIDATORS["additionalProperties"](validator, allowed, instance, schema)
        return
    if not validator.is_type(instance, "object"):
        return
    patterns = [re.compile(pattern) for pattern in schema.get("patternProperties", ())]
    for key in instance:
        if key not in schema.get("properties", ()) and not any(pattern.search(key) for pattern in patterns):
            yield ValidationError(key)


def _open_enum(_validator: Any, is_open: bool, instance: Any, schema: Any) -> Iterator[ValidationError]:
    known = schema["anyOf"][0]["enum"]
    if is_open and isinstance(instance, str) and instance.lower() not in _OTHER_WORDS:
        near = closest(instance, known)
        if near and is_one_edit_away(instance, near):
            yield ValidationError("near miss")


@cache
def _validator() -> Any:
    own = {"required": _required, "additionalProperties": _additional_properties, "x-open-enum": _open_enum}
    extend: Any = validators.extend
    return extend(Draft7Validator, own)(json.loads(schema_text()))
