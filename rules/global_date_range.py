"""A date range is a global parameter of a Blueprint with several reports.

Each report of such a Blueprint has a time window of its own, and the platform keeps it with the report. A `date_range`
under `interface_parameters` is documented as not allowed there: its dates reach no report.

Move the parameter into the `report_parameters` of each report that needs it.

There is no reason to ignore it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_item
from connector_lint.tree import Mapping
from connector_lint.views import Parameter, parameter_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "global-date-range",
    category="references",
    severity=Severity.WARNING,
    good=[
        """
        # A single-report Blueprint has one time window.
        interface_parameters: {section: {source: [{name: "changed", type: "date_range", period_type: "date"}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/orders?since={changed.start_date}"}]
        """,
        """
        interface_parameters: {section: {source: [{name: "date_range", type: "string"}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters: [{name: "changed", type: "date_range", period_type: "date"}]
            steps:
              - {name: "get", type: "rest", http_method: "GET", endpoint: "/{{%date_range%}}?a={{%changed.start_date%}}"}
        """,
        """
        # A fragment may become either.
        interface_parameters: {section: {source: [{name: "changed", type: "date_range", period_type: "date"}]}}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - type: "date_range"
                name: "changed"  # expect: global-date-range@15
                period_type: "date"
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/orders?a={{%changed.start_date%}}"}]
        """,
        """
        # The builder's dialect.
        interface_parameters: {section: {source: [{name: "changed", type: "date_range"}]}}  # expect: global-date-range@50
        connector: {name: "Orders", base_url: "https://{{changed.start_date}}.example.com"}
        multi-reports: []
        """,
    ],
)
def global_date_range(document: Document) -> Iterator[Hit]:
    """The global parameters of multi-report Blueprints."""
    if not document.is_multi_report:
        return
    for source in parameter_lists(document.root):
        parameters = [Parameter(item) for item in source.items if isinstance(item, Mapping)]
        for parameter in parameters if source.name != "report_parameters" else ():
            if parameter.type == "date_range":
                name = quoted(parameter.name) if parameter.name else "this one"
                message = f"a date range belongs to one report: move {name} into its `report_parameters`"
                yield Hit(at_item(parameter.node), message)
