"""A placeholder refers to nothing that the Blueprint defines.

The platform sends the request with the placeholder in it, or with nothing in its place: the API answers 404, or, which
is worse, with all records instead of those that were asked for. Nothing is checked when the file is stored.

Correct the name, or declare the parameter under `interface_parameters`, or in the `report_parameters` of the report
that uses it. A parameter of one report is unknown in another.

Ignore it where the platform fills in a name of its own that this linter does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_reference
from connector_lint.undefined import Undefined, undefined_references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Its options: names that are defined elsewhere, such as variables of the platform that an account has."""

    names: tuple[str, ...] = ()


@rule(
    "undefined-parameter",
    category="references",
    severity=Severity.ERROR,
    options=KnownNames,
    good=[
        """
        # Single-report: parameters and their fields, variables that steps put out, items of loops, what is built in.
        interface_parameters:
          section:
            source:
              - {name: "your_domain", type: "string"}
              - {name: "zeitraum_ü", type: "date_range", period_type: "date", fields: [{name: "start_date"}, {name: "end_date"}]}
              - {name: "dotted.name", type: "string"}
        connector:
          name: "Orders"
          base_url: "https://{your_domain}.example.com"
          default_headers: {X-Trace: "{{%RUN_ID%}}", X-Tenant: "{dotted.name}"}
          variables_metadata: {orders: {format: "json", storage_name: "disk"}}
          variables_storages: [{name: "disk", type: "memory"}]
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders"
            query_params: {since: "{zeitraum_ü.start_date}", until: "{zeitraum_ü.end_date}"}
            variables_output: [{response_location: "data", variable_name: "orders", variable_format: "json"}]
          - name: "each"
            type: "loop"
            loop: {type: "data", variable_name: "orders", item_name: "order", add_to_results: true}
            steps:
              - {name: "one", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders/{{%order.id%}}"}
        """,
        """
        # Bodies and patterns have braces of their own. What a step puts out by a key that is not documented is defined.
        interface_parameters: {section: {source: [{name: "status", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        reports:
          - name: "orders"
            steps:
              - name: "query"
                type: "rest"
                http_method: "POST"
                endpoint: "{{%BASE_URL%}}/graphql"
                description: "asks for {everything}"
                body: '{"query": "{viewer{id name}} {Status}", "pattern": "[0-9]{4}", "of": "{{%status%}}", "x": {y}}'
                save_as: "answer"
              - name: "next"
                type: "rest"
                http_method: "GET"
                endpoint: "{{%BASE_URL%}}/orders{?page,limit}/{"
                query_params: {filter: '{"state": {state}}', answer: "{{%answer%}}", or: "{{% a | b %}}"}
        """,
        """
        # A fragment, whose steps stand elsewhere.
        interface_parameters: {section: {source: [{name: "status", type: "string"}]}}
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "https://{host}/me"}]}
        """,
    ],
    bad=[
        """
        # Single-report.
        interface_parameters:
          section:
            source:
              - {name: "your_domain", type: "string"}
              - {name: "changed", type: "date_range", period_type: "date"}
              - {name: "orders_auth", type: "authentication", auth_type: "bearer", fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}
        connector:
          name: "Orders"
          base_url: "https://{your_domian}.example.com"  # expect: undefined-parameter@22
          default_headers:
            X-Since: '{changed.from}'  # expect: undefined-parameter@15
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_ULR%}}/me"}]}  # expect: undefined-parameter@83
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders/{your_domain}"
            query_params: {since: "{changed.start_dat}"}  # expect: undefined-parameter@28
            headers: {X-Unknown: "a\\u0020{nothing}"}  # expect: undefined-parameter@34
            # expect: undefined-parameter@23
            body: '{"until": "{changed.end_dat}", "of": {state}}'
        """,
        """
        # Multi-report: what another report declares is unknown here. Text of blocks is found where it stands.
        interface_parameters: {section: {source: []}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        reports:
          - name: "orders"
            report_parameters: [{name: "state", type: "string"}]
            steps:
              - name: "list"
                type: "rest"
                http_method: "POST"
                endpoint: "{{%BASE_URL%}}/orders?state={{%state%}}"
                body: |
                  {
                    "account": "{{%account%}}"  # expect: undefined-parameter@25
                  }
          - name: "items"
            report_parameters: []
            steps:
              - name: "list"
                type: "rest"
                http_method: "GET"
                endpoint: >-
                  {{%BASE_URL%}}/items
                  ?state={{%state%}}  # expect: undefined-parameter@18
        """,
        """
        # The builder's dialect.
        interface_parameters: {section: {source: [{name: "account_id", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            report_parameters: []
            steps:
              - name: "list"
                type: "rest"
                method: "GET"
                endpoint: "/accounts/{{account_id}}/{{id_account}}"  # expect: undefined-parameter@45
        """,
    ],
)
def undefined_parameter(document: Document, options: KnownNames) -> Iterator[Hit]:
    """Each placeholder of a request that refers to nothing, with where the near one is defined."""
    for found in undefined_references(document):
        reference = found.reference
        if reference.name in options.names:
            continue
        defined = found.near or found.owner or found.other_report
        place = at_reference(document.text, reference)
        yield Hit(place, _message(found), related=Note.defined(defined.name, defined.node) if defined else ())


def _message(found: Undefined) -> str:
    name = quoted(found.reference.name)
    if found.owner:
        hint = f"did you mean `{found.field}`?" if found.field else "correct the name or declare it"
        return f"{quoted(found.reference.member)} is no field of {name}: {hint}"
    if found.other_report:
        return f"{name} is a parameter of another report: declare it in this report's `report_parameters` too"
    if found.near:
        return f"{name} refers to nothing that is defined: did you mean {quoted(found.near.name)}?"
    return f"{name} refers to nothing that is defined: declare it under `interface_parameters` or correct the name"
