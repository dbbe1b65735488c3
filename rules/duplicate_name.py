"""Two parameters, fields, storages or reports in one list have the same name.

A name is how everything else refers to them: placeholders, variables, and the data flows that use the connector. Which
of the two is meant is not defined, and one of them is never asked for, filled in or run.

Give one of them another name, or remove it.

There is no reason to ignore it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_item
from connector_lint.tree import Mapping, Sequence
from connector_lint.views import REPORT_KEYS, parameter_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Node


@rule(
    "duplicate-name",
    category="references",
    severity=Severity.ERROR,
    good=[
        """
        # The same name in different lists, in another case, or on steps, which no one refers to within the file.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer", fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}
              - {name: "state", type: "string"}
              - {name: "State", type: "string"}
        connector:
          name: "Orders"
          base_url: "https://{{%state%}}.{{%State%}}.example.com"
          variables_metadata: {state: {format: "json", storage_name: "state"}}
          variables_storages: [{name: "state", type: "memory"}, {name: "state ", type: "memory"}]
        pre_run_configurations:
          {name: "try", steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        reports:
          - name: "state"
            report_parameters: [{name: "since", type: "string"}]
            steps:
              - {name: "get", type: "rest", http_method: "GET", endpoint: "/a?since={{%since%}}"}
              - {name: "get", type: "rest", http_method: "GET", endpoint: "/b"}
          - name: "items"
            report_parameters: [{name: "since", type: "string"}]
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/a?since={{%since%}}"}]
        """,
    ],
    bad=[
        """
        # Single-report: parameters, fields and storages.
        interface_parameters:
          section:
            source:
              - {name: "state", type: "string"}
              - type: "string"
                name: state  # expect: duplicate-name@15
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "username", type: "string"}  # expect: duplicate-name@20
                  - {name: "password", type: "string", is_encrypted: true}
        connector:
          name: "Orders"
          base_url: "https://{state}.example.com"
          variables_storages:
            - {name: "disk", type: "memory"}
            - {name: "disk", type: "file_system"}  # expect: duplicate-name@14
            - {name: "disk", type: "file_system"}  # expect: duplicate-name@14
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        steps: []
        """,
        """
        # Multi-report: reports and their parameters.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters: [{name: "a", type: "string"}, {name: "a", type: "string"}]  # expect: duplicate-name@61
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/{{%a%}}"}]
          - {name: "orders", steps: []}  # expect: duplicate-name@12
        """,
        """
        # A fragment.
        fields:
          - {name: "start", type: "string"}
          - {name: "start", type: "string"}  # expect: duplicate-name@12
        """,
        """
        # The builder's dialect.
        multi-reports: [{name: "a", steps: []}, {name: "a", steps: []}]  # expect: duplicate-name@48
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
    ],
)
def duplicate_name(document: Document) -> Iterator[Hit]:
    """The items of each list that has names to refer to."""
    for what, items in _lists(document):
        seen: dict[str, Mapping] = {}
        for item in items:
            name = item.text("name")
            if name and name in seen:
                message = f"two {what} of one list are called {quoted(name)}: rename or remove one of them"
                yield Hit(at_item(item), message, related=Note.defined(name, seen[name].get("name")))
            elif name:
                seen[name] = item


def _lists(document: Document) -> Iterator[tuple[str, list[Mapping]]]:
    for source in parameter_lists(document.root):
        yield "parameters", _mappings(source)
    for parameter in document.parameters:
        yield "fields", parameter.node.mappings("fields")
    if isinstance(document.root, Mapping):
        yield "fields", document.root.mappings("fields")
        for key in REPORT_KEYS:
            yield "reports", document.root.mappings(key)
    if document.connector:
        yield "storages", document.connector.mappings("variables_storages")


def _mappings(node: Node) -> list[Mapping]:
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []
