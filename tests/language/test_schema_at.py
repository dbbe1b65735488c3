"""The conditions of the schema are decided as the validator decides them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft7Validator

from connector_lint.language.schema_at import _TESTS, matches, whole
from connector_lint.parse import parse
from connector_lint.testing import expand
from connector_lint.tree import plain, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.language.marked_texts import FIXTURES
else:
    from marked_texts import FIXTURES


def conditions(schema: Any) -> Iterator[Any]:
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    if isinstance(schema, dict) and "if" in schema:
        yield schema["if"]
    for part in parts:
        yield from conditions(part)


def keywords(schema: Any) -> Iterator[str]:
    """The keywords of a condition, those of what it refers to included."""
    for keyword, value in schema.items():
        yield keyword
        if keyword == "$ref":
            yield from keywords(whole()["definitions"][value.rpartition("/")[2]])
        inner = value.values() if keyword == "properties" else value if keyword in ("anyOf", "allOf") else [value]
        if keyword in ("properties", "anyOf", "allOf", "not", "items"):
            for part in inner:
                yield from keywords(part)


def test_every_keyword_of_a_condition_is_known() -> None:
    found = {keyword for condition in conditions(whole()) for keyword in keywords(condition)}
    assert found - set(_TESTS) == {"title"}  # which is for editors, and tests nothing


@pytest.mark.parametrize("path", sorted((FIXTURES / "invalid").rglob("*.yaml")), ids=lambda path: path.stem)
def test_conditions_hold_where_the_validator_says_so(path: Any) -> None:
    different = {json.dumps(condition): condition for condition in conditions(whole())}
    validators = [
        (condition, Draft7Validator({**condition, "definitions": whole()["definitions"]}))
        for condition in different.values()
    ]
    for document in parse(expand(path.read_text(encoding="utf-8").removeprefix("\ufeff"))):
        for node in walk(document.root) if document.root else ():
            value = plain(node)
            for condition, validator in validators:
                assert matches(condition, node) == validator.is_valid(value)
