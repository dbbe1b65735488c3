"""A value has another type than the format asks for.

`is_encrypted: "true"` is a text and not a boolean, and so encrypts nothing or everything, as the reader happens to
take it. A number where a text is expected, or a list where a mapping is, ends the run with an error that does not
name the line.

Write the value in the type that the message names. A placeholder that is the whole value needs quotes: `{url}`
without them is a mapping.

Ignore it where the platform is known to convert the value, as after a run that did what was meant. Never do so for
`is_encrypted`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, rewrite
from connector_lint.names import quoted
from connector_lint.places import at_value
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.schema_errors import SchemaError

_NOUNS = {
    "string": "a text", "boolean": "`true` or `false`", "integer": "a whole number", "number": "a number",
    "object": "a mapping", "array": "a list", "null": "empty",
}  # fmt: skip
_UNQUOTED_PLACEHOLDER = re.compile(r"\{{1,2}[\w.]+\}{1,2}\Z")


@rule(
    "wrong-type",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector:
          name: !!str 2024
          base_url: "https://api.example.com"
          default_headers: {X-Version: 2, X-Date: 2022-11-28}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "api_token", type: "string", is_encrypted: "true"}  # expect: wrong-type@59
              - {name: 5, type: "string", value: 1}  # expect: wrong-type@16
              - "domain"  # expect: wrong-type@9
        connector:
          name:  # expect: wrong-type@3
          base_url: {orders_url}  # expect: wrong-type@13
          default_headers: {X-Debug: true}  # expect: wrong-type@30
        """,
        """
        - connector  # expect: wrong-type@1
        """,
        """
        just a text  # expect: wrong-type@1
        """,
    ],
    fixes=[
        (
            """
            fields: [{name: "password", type: "string", is_encrypted: 'True'}]
            """,
            """
            fields: [{name: "password", type: "string", is_encrypted: true}]
            """,
        ),
        (
            """
            connector: {name: "Orders", base_url: {orders_url}}
            """,
            """
            connector: {name: "Orders", base_url: "{orders_url}"}
            """,
        ),
    ],
)
def wrong_type(document: Document) -> Iterator[Hit]:
    """Values whose type the schema does not take."""
    for error in document.schema_errors:
        if error.rule == "wrong-type" and not _is_empty_document(error.node):
            yield Hit(at_value(error.node), _message(document, error), _repair(document, error))


def _is_empty_document(node: Node) -> bool:
    return node.parent is None and isinstance(node, Scalar) and node.value is None


def _message(document: Document, error: SchemaError) -> str:
    expected = [error.expected] if isinstance(error.expected, str) else error.expected
    wanted = " or ".join(_NOUNS[name] for name in expected if name != "null")
    node = error.node
    if isinstance(node, Scalar) and node.value is None:
        return f"{_name(node)} has no value: it must be {wanted}"
    hint = ": put the placeholder in quotes" if _is_placeholder(document, error) else ""
    return f"{_name(node)} must be {wanted}, not {_noun(node)}{hint}"


def _name(node: Node) -> str:
    if node.parent is None:
        return "a Blueprint"
    return quoted(node.name) if isinstance(node.name, str) else f"item {node.name + 1} of the list"


def _noun(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    value = node.value if isinstance(node, Scalar) else None
    return {bool: "a boolean", int: "a number", float: "a fraction"}.get(type(value), "a text")


def _is_placeholder(document: Document, error: SchemaError) -> bool:
    wants_text = error.expected == "string" or "string" in error.expected
    return (
        wants_text
        and isinstance(error.node, Mapping)
        and bool(_UNQUOTED_PLACEHOLDER.match(document.source(error.node)))
    )


def _repair(document: Document, error: SchemaError) -> Fix | None:
    node = error.node
    if _is_placeholder(document, error):
        return fix("put it in quotes", rewrite(document, node, f'"{document.source(node)}"', document.source(node)))
    if error.expected == "boolean" and isinstance(node, Scalar) and node.text.lower() in ("true", "false"):
        word = node.text.lower()
        return fix(f"write `{word}`", rewrite(document, node, word, word == "true"))
    return None
