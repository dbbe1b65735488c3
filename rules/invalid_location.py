"""An `api_key` authentication does not say where its key is sent, or says it in an unknown word.

The platform puts an API key either into a header or into the URL's query. Where `location` is missing or is another
word, the key is sent nowhere, and the API answers 401.

Write `location: "header"` or `location: "query_param"` beside `auth_type`. Where the API takes both, prefer the
header: URLs end up in logs.

There is no good reason in a file that is to run: the key is not sent. A template whose `location` is filled in later
can be checked after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import LOCATIONS, called, correction, is_part
from connector_lint.places import at_item, at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.views import Authentication


@rule(
    "invalid-location",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_key", type: "authentication", auth_type: "api_key", location: header}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_key", type: "authentication", auth_type: "api_key", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "api_key"}
        multi-reports:
          - {name: "orders", report_parameters: [], steps: []}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
            steps:
              - {name: "each", type: "loop", steps: [], pagination: {type: "page", location: "qs"}}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: cookie  # expect: invalid-location@19
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_key", type: "authentication", auth_type: "api_key"}  # expect: invalid-location@16
        """,
        """
        # The builder's dialect, and fields that it does not write.
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location:  # expect: invalid-location@9
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.example.com", auth: {type: "api_key"}}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: 'Headers' # of each request
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: 'header' # of each request
            """,
        ),
    ],
)
def invalid_location(document: Document) -> Iterator[Hit]:
    """The location of each API key; a file of the builder's needs none where it has no fields either."""
    for authentication in document.authentications:
        node = authentication.node.get("location")
        if authentication.auth_type != "api_key" or authentication.node.text("location") in LOCATIONS.known:
            continue
        if node is not None:
            yield Hit(at_value(node), *correction(document, node, LOCATIONS))
        elif not _is_builders(document, authentication):
            message = f"{called(authentication)} has no `location` for its key: {LOCATIONS.hint()}"
            yield Hit(at_item(authentication.node), message, about=(*authentication.node.path, "location"))


def _is_builders(document: Document, authentication: Authentication) -> bool:
    no_fields = "fields" not in authentication.node.effective
    return (document.is_builder_dialect and no_fields) or is_part(document, authentication)
