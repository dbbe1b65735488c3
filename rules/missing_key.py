"""A key that a Blueprint needs is missing.

The platform takes the file as it is and stumbles when the connector runs: without `base_url` there is nowhere to
send a request to, a parameter without `name` cannot be referred to, a report without `name` cannot be scheduled.

Add the key. A file of parameters alone, without `connector` and steps, is a fragment, and needs no more than that.

Ignore it for parts of Blueprints that another tool puts together, and lint the whole instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.detect import has_blueprint_key
from connector_lint.names import quoted
from connector_lint.places import Place, missing_in
from connector_lint.suggest import closest
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Node

_MEANT = ("connector", "interface_parameters")


@rule(
    "missing-key",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        # A fragment.
        pre_run_configurations:
          name: "Validate"
          steps:
            - {name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}
        """,
        """
        connector: {name: "Orders", base_url: "{orders_url}"}
        interface_parameters:
          section:
            source:
              - {name: "orders_url", type: "string", value: ""}
              - name: "period"
                type: "date_range"
                period_type: "date"
                fields: [{name: "start_date", value: ""}, {name: "end_date", value: ""}]
        """,
    ],
    bad=[
        """
        connector:  # expect: missing-key@1
          name: "Orders"
        """,
        """
        interface_parameters:  # expect: missing-key@1
          section:
            source:
              - name: "domain"  # expect: missing-key@15
                value: ""
              - type: "string"  # expect: missing-key@9
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "/orders"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - steps: []  # expect: missing-key@5
          - name: "orders"  # expect: missing-key@11
        """,
    ],
)
def missing_key(document: Document) -> Iterator[Hit]:
    """What the schema requires and no other rule owns."""
    if _is_empty(document.root):
        if document.index == 0 and not document.problems:
            yield Hit(
                Place(0, 0, document.root), "the document is empty: a Blueprint needs `connector`", about=("connector",)
            )
        return
    for error in document.schema_errors:
        if error.rule == "missing-key" and error.key is not None:
            yield Hit(missing_in(error.node), _message(error.node, error.key), about=(*error.node.path, error.key))


def _message(node: Node, key: str) -> str:
    if node.parent is not None:
        return f"{quoted(key)} is missing in {_name(node)}: add it"
    return f"{quoted(key)} is missing: {'add it' if has_blueprint_key(node) else _hint(node)}"


def _hint(root: Node) -> str:
    """Of a document without a key that only Blueprints have: a misspelling of one may be there."""
    for name in root.effective if isinstance(root, Mapping) else ():
        near = closest(name, _MEANT)
        if near:
            return f"did you mean `{near}` where {quoted(name)} stands?"
    return "without it this is no Blueprint"


def _is_empty(root: Node | None) -> bool:
    return root is None or (isinstance(root, Scalar) and root.value is None)


def _name(node: Node) -> str:
    return quoted(str(node.name)) if isinstance(node.name, str) else f"item {node.name + 1} of the list"
