"""Two authentications stand in one list of parameters.

The platform signs requests in one way. With two authentications side by side nobody can tell which of them it takes:
users are asked for credentials that are never used, or requests go out with the wrong ones.

Keep one of them. If the API wants a second key beside it, make that an encrypted `string` parameter and send it in a
header by a placeholder.

Ignore it only if a run on the platform has shown that the second authentication is used, and how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.authentication import called
from connector_lint.places import at_item
from connector_lint.tree import Mapping
from connector_lint.views import Parameter, parameter_lists

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "duplicate-authentication",
    category="authentication",
    severity=Severity.WARNING,
    good=[
        """
        # One for all reports, and one for a report of its own.
        interface_parameters:
          section:
            source:
              - &auth
                name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - {name: "orders", report_parameters: [*auth], steps: []}
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer"}
              - {name: "partner_token", type: "string", is_encrypted: true}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer", is_sensitive: true}
        connector: {name: "Orders", base_url: "https://api.example.com", auth: {type: "bearer"}}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer"}
              - {name: "domain", type: "string", value: ""}
              - name: "items_auth"  # expect: duplicate-authentication@15
                type: "authentication"
                auth_type: "basic_http"
              - type: "authentication"  # expect: duplicate-authentication@9
                name:  # expect: wrong-type@9
                auth_type: "bearer"
        """,
    ],
)
def duplicate_authentication(document: Document) -> Iterator[Hit]:
    """The second and later authentications of each list."""
    for source in parameter_lists(document.root):
        items = [Parameter(item) for item in source.items if isinstance(item, Mapping)]
        found = [item for item in items if item.is_authentication]
        for other in found[1:]:
            first = at_item(found[0].node)
            line = document.lines.position(first.start).line
            message = f"{called(other)} stands beside another one, which is on line {line}: keep one of them"
            yield Hit(at_item(other.node), message, related=(Note("the first one", first.start, first.end),))
