"""A placeholder is written in the way of another structure of Blueprint.

In a Blueprint with `steps` at its top parameters are written `{name}`, in one with `reports` they are `{{%name%}}`. The
platform fills in the one that belongs to the structure and sends the other as it stands.

Write all placeholders of parameters in the way of the file's structure. Variables and `{{%BASE_URL%}}` are written
`{{%name%}}` in both.

Ignore it where the file runs as it is: the platform may be more lenient than its documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_part
from connector_lint.names import quoted
from connector_lint.places import at_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.references import Reference


@rule(
    "wrong-placeholder-syntax",
    category="references",
    severity=Severity.WARNING,
    migrates=True,
    good=[
        """
        # Single-report: variables have percent signs, also one that has a parameter's name.
        interface_parameters:
          section: {source: [{name: "domain", type: "string"}, {name: "orders", type: "string", value: "{{%domain%}}"}]}
        connector: {name: "Orders", base_url: "https://{domain}.example.com"}
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders/{orders}"
            variables_output: [{response_location: "data", variable_name: "orders", variable_format: "json"}]
          - name: "one"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders/{{%orders%}}"
        """,
        """
        # Multi-report: single braces of JSON, GraphQL and URI templates are none of the platform's.
        interface_parameters: {section: {source: [{name: "tenant", type: "string"}, {name: "id", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{{%tenant%}}.example.com"}
        reports:
          - name: "orders"
            steps:
              - name: "query"
                type: "rest"
                http_method: "POST"
                endpoint: "{{%BASE_URL%}}/orders/{{%id%}}{?tenant,id}"
                body: '{"query": "{viewer{id}}", "filter": {tenant}}'
        """,
        """
        # Neither of the two: an example of an authentication, whose steps stand elsewhere.
        interface_parameters: {section: {source: [{name: "domain", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{domain}.example.com/{{%domain%}}"}
        """,
        """
        # The builder's way.
        interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{{tenant}}.example.com"}
        multi-reports: [{name: "orders", report_parameters: [], steps: []}]
        """,
    ],
    bad=[
        """
        interface_parameters: {section: {source: [{name: "domain", type: "string"}, {name: "state", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{{%domain%}}.example.com"}  # expect: wrong-placeholder-syntax@48
        steps:
          - name: "list"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/orders"
            headers: {X-State: "{{% state %}}"}  # expect: wrong-placeholder-syntax@25
            body: '{"state": "{{%state%}}"}'  # expect: wrong-placeholder-syntax@23
        """,
        """
        interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{tenant}.example.com"}  # expect: wrong-placeholder-syntax@48
        reports:
          - name: "orders"
            report_parameters: [{name: "changed", type: "date_range"}]
            steps:
              - name: "list"
                type: "rest"
                http_method: "GET"
                endpoint: "{{%BASE_URL%}}/orders"
                query_params: {since: "{changed.start_date}"}  # expect: wrong-placeholder-syntax@32
        """,
        """
        # The builder's dialect.
        interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://{tenant}.example.com"}  # expect: wrong-placeholder-syntax@48
        multi-reports: [{name: "orders", report_parameters: [], steps: []}]
        """,
    ],
    fixes=[
        (
            """
            interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}
            connector: {name: "Orders", base_url: "https://{tenant}.example.com/{tenant}"}
            reports: [{name: "orders", steps: []}]
            """,
            """
            interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}
            connector: {name: "Orders", base_url: "https://{{%tenant%}}.example.com/{{%tenant%}}"}
            reports: [{name: "orders", steps: []}]
            """,
        ),
        (
            """
            interface_parameters: {section: {source: [{name: "changed", type: "date_range"}]}}
            connector: {name: "Orders", base_url: "https://api.example.com"}
            steps:
              - {name: "list", type: "rest", http_method: "GET", endpoint: "/?from={{% changed.start_date %}}"}
            """,
            """
            interface_parameters: {section: {source: [{name: "changed", type: "date_range"}]}}
            connector: {name: "Orders", base_url: "https://api.example.com"}
            steps:
              - {name: "list", type: "rest", http_method: "GET", endpoint: "/?from={changed.start_date}"}
            """,
        ),
    ],
)
def wrong_placeholder_syntax(document: Document) -> Iterator[Hit]:
    """Placeholders of parameters in requests."""
    if not (document.is_single_report or document.is_multi_report):
        return
    wrong, right = ("{x}", "{{%x%}}") if document.is_multi_report else ("{{%x%}}", "{x}")
    structure = "a multi-report" if document.is_multi_report else "a single-report"
    for reference in document.references:
        is_request = reference.is_certain and reference.where not in ("parameter", "other")
        if reference.syntax == wrong and is_request and _is_parameter(document, reference):
            instead = right.replace("x", reference.text)
            place = at_reference(document.text, reference)
            message = (
                f"{structure} Blueprint writes its parameters {right.replace('x', 'name')}: write {quoted(instead)}"
            )
            part = replace_part(document, reference.node, reference.start, reference.end, instead)
            yield Hit(place, message, fix(f"write {quoted(instead)}", part, safe=False))


def _is_parameter(document: Document, reference: Reference) -> bool:
    """Whether a placeholder names a parameter, and nothing else of that name."""
    meant = document.definitions.meant(reference.name, reference.report)
    return bool(meant) and all(definition.kind == "parameter" for definition in meant)
