"""A step stores into a variable, or loops over one, that the connector does not declare.

`connector.variables_metadata` tells the platform a variable's format and where it is kept. A variable that it does not
name has neither: what the step put out is lost, or the run ends when a later step asks for it.

Declare the variable under `variables_metadata`, or correct its name.

Ignore it where the variable is declared by what the Blueprint is merged with before it is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.placeholders import holds_placeholder
from connector_lint.places import at_value
from connector_lint.suggest import closest
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Mapping


@rule(
    "undefined-variable",
    category="references",
    severity=Severity.WARNING,
    good=[
        """
        # Without `variables_metadata` nothing is known of variables.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "/orders"
            variables_output: [{response_location: "data", variable_name: "orders", variable_format: "json"}]
        """,
        """
        # Parameters and items of outer loops can be looped over; a name may be filled in.
        interface_parameters: {section: {source: [{name: "accounts", type: "multiselect"}]}}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {orders: {format: "json", storage_name: "disk"}}
          variables_storages: [{name: "disk", type: "memory"}]
        steps:
          - name: "each account"
            type: "loop"
            loop: {type: "data", variable_name: "accounts", item_name: "account"}
            steps:
              - name: "each part"
                type: "loop"
                loop: {type: "data", variable_name: "account.parts", item_name: "part"}
                steps:
                  - name: "list"
                    type: "rest"
                    http_method: "GET"
                    endpoint: "/orders/{{%part%}}"
                    variables_output:
                      - {response_location: "data", variable_name: "orders", variable_format: "json"}
                      - {response_location: "data", variable_name: "orders_{{%part%}}", variable_format: "json"}
        """,
    ],
    bad=[
        """
        # Single-report. A loop over what a step puts out is not reported once more.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {orders: {format: "json", storage_name: "disk"}}
          variables_storages: [{name: "disk", type: "memory"}]
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "/orders"
            variables_output:
              - {response_location: "data", variable_name: "order", variable_format: "json"}  # expect: undefined-variable@52
          - name: "each"
            type: "loop"
            loop: {type: "data", variable_name: "order", item_name: "one"}
            steps: []
          - name: "each customer"
            type: "loop"
            loop: {type: "data", variable_name: "customers.items", item_name: "customer"}  # expect: undefined-variable@41
            steps: []
        """,
        """
        # Multi-report.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {orders: {format: "json", storage_name: "disk"}}
          variables_storages: [{name: "disk", type: "memory"}]
        reports:
          - name: "orders"
            steps:
              - name: "list"
                type: "rest"
                http_method: "GET"
                endpoint: "/orders"
                variables_output:
                  - response_location: "data"
                    variable_name: Orders  # expect: undefined-variable@28
                    variable_format: "json"
        """,
    ],
)
def undefined_variable(document: Document) -> Iterator[Hit]:
    """The variables of steps' outputs and loops."""
    metadata = document.connector.mapping("variables_metadata") if document.connector else None
    if not metadata or not metadata.effective:
        return
    for output in document.outputs:
        yield from _undeclared(output, metadata)
    for loop in document.loops:
        name = (loop.text("variable_name") or "").partition(".")[0]
        if not document.definitions.meant(name, None):
            yield from _undeclared(loop, metadata)


def _undeclared(holder: Mapping, metadata: Mapping) -> Iterator[Hit]:
    node = holder.get("variable_name")
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.text.strip():
        return
    name = node.text
    if name in metadata.effective or name.partition(".")[0] in metadata.effective or holds_placeholder(name):
        return
    near = closest(name, metadata.effective)
    hint = f"did you mean {quoted(near)}?" if near else "declare it"
    related = Note.defined(near, metadata.effective[near].key) if near else ()
    yield Hit(at_value(node), f"`variables_metadata` declares no {quoted(name)}: {hint}", related=related)
