"""A parameter is declared, and nothing refers to it.

Everyone who adds the connector is asked for it, and what they enter has no effect: a filter that they count on is not
applied. Often it is the other half of a misspelt placeholder, or left over from a request that is gone.

Refer to it where its value belongs, or remove it. Data flows name parameters, so look for those that set it first.

Ignore it where something outside of the Blueprint reads the parameter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.credentials import PLAIN_FIELDS, SECRET_FIELDS, is_credential_name
from connector_lint.names import quoted
from connector_lint.places import at_item
from connector_lint.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.views import Field, Parameter


@rule(
    "unused-parameter",
    category="references",
    severity=Severity.WARNING,
    good=[
        """
        # Placeholders of all kinds, a field alone, and names without braces.
        interface_parameters:
          section:
            source:
              - {name: "domain", type: "string"}
              - {name: "changed", type: "date_range", period_type: "date", fields: [{name: "start_date"}, {name: "end_date"}]}
              - {name: "accounts", type: "multiselect"}
              - {name: "page_size", type: "integer"}
              - {name: "region", type: "list", dynamic_source: {type: "report", variable_name: "regions", populate_on: ["country"]}}
              - {name: "country", type: "string"}
              - {name: "is_done", type: "boolean"}
              - {name: "fields", type: "string"}
              - {name: "body_of_request", type: "string"}
              - {name: "regions", type: "list"}
        connector: {name: "Orders", base_url: "https://{domain}.example.com"}
        steps:
          - name: "each"
            type: "loop"
            loop: {type: "data", variable_name: "accounts.items", item_name: "account"}
            steps:
              - name: "list"
                type: "rest"
                http_method: "POST"
                endpoint: "/orders?since={start_date}&region={{region}}"
                body: '{{% body_of_request | upper %}}'
                select: "fields"
                pagination: {type: "page", parameters: [{name: "page", value: 1}], page_size_param_name: "page_size", break_conditions: [{name: "x", condition: {type: "is_done == true"}}]}
        """,
        """
        # A fragment, and a Blueprint whose requests are not there yet.
        interface_parameters: {section: {source: [{name: "domain", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        # The builder's `connector.auth` takes its credentials by their names.
        interface_parameters:
          section:
            source:
              - {name: "client_id", type: "string"}
              - {name: "client_secret", type: "string", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}}
        pre_run_configurations: [{name: "try", steps: [{name: "me", type: "rest", method: "GET", endpoint: "/me"}]}]
        multi-reports: [{name: "orders", report_parameters: [], steps: []}]
        """,
    ],
    bad=[
        """
        # Single-report: the name of a query parameter is no reference, nor is a word in a description.
        interface_parameters:
          section:
            source:
              - name: "state"  # expect: unused-parameter@15
                type: "string"
              - {type: "integer", name: "limit"}  # expect: unused-parameter@33
              - {name: "domain", type: "string"}
        connector: {name: "Orders", base_url: "https://{domain}.example.com"}
        steps:
          - name: "state"
            type: "rest"
            http_method: "GET"
            description: "Takes the state and the limit."
            endpoint: "/orders"
            query_params: {state: "open", limit: 50}
        """,
        """
        # Multi-report: a parameter of another report by the same name is another one.
        interface_parameters: {section: {source: [{name: "tenant", type: "string"}]}}  # expect: unused-parameter@50
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters: [{name: "state", type: "string"}]
            steps: [{name: "list", type: "rest", http_method: "GET", endpoint: "/orders/{{%state%}}"}]
          - name: "items"
            report_parameters:
              - {name: "state", type: "string"}  # expect: unused-parameter@16
            steps: []
        """,
        """
        # The builder's dialect.
        interface_parameters: {section: {source: []}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - {name: "orders", report_parameters: [{name: "since", type: "date_range"}], steps: []}  # expect: unused-parameter@49
        """,
    ],
)
def unused_parameter(document: Document) -> Iterator[Hit]:
    """Parameters of complete Blueprints, other than authentications, that no placeholder and no bare name refers to."""
    if document.connector is None or not (document.is_single_report or document.is_multi_report):
        return
    used = Usage(document).names
    for parameter in document.parameters:
        holders: list[Parameter | Field] = [parameter, *parameter.fields]
        nodes = [holder.node.get("name") for holder in holders if holder.name]
        if parameter.is_authentication or not parameter.name or any(id(node) in used for node in nodes):
            continue
        if not _is_taken_by_the_builder(document, parameter):
            message = f"nothing refers to the parameter {quoted(parameter.name)}: refer to it or remove it"
            yield Hit(at_item(parameter.node), message)


def _is_taken_by_the_builder(document: Document, parameter: Parameter) -> bool:
    name = parameter.name
    is_credential = name in SECRET_FIELDS | PLAIN_FIELDS or is_credential_name(name)
    return is_credential and bool(document.connector and "auth" in document.connector.effective)
