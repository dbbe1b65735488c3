"""An authentication's `auth_type` is missing, or none that the platform knows.

The platform knows four: `bearer`, `basic_http`, `api_key` and `oauth2`. With any other it does not know which header
to write, so requests go out without credentials and come back as 401, or the run ends before the first one. Nothing
is checked when the file is stored.

Write one of the four. `basic` is called `basic_http` here, `token` is `bearer`, `oauth` is `oauth2`. An API that asks
for another way of signing in, such as digest or signed requests, cannot be reached with an authentication parameter.

Ignore it if the platform has come to know a type that this version of connector-lint does not, after a connector with
it has run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import AUTH_TYPES, called, correction
from connector_lint.places import at_item, at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "unknown-auth-type",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: !!str bearer
        """,
        """
        # The builder's dialect. What kind of authentication `connector.auth` names is left open.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "basic_http", is_sensitive: true}
              - {name: "tenant", type: "string", value: "basic"}
        connector:
          name: "Orders"
          base_url: "https://{{tenant}}.example.com"
          auth: {type: "hmac"}
        multi-reports:
          - {name: "orders", report_parameters: [], steps: []}
        """,
        """
        x-auth: &auth {type: "authentication", auth_type: "bearer"}
        interface_parameters: {}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - <<: *auth
                name: "orders_auth"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
            steps: []
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: digest  # expect: unknown-auth-type@20
              - name: "other"
                type: "string"
        reports:
          - name: "orders"
            report_parameters:
              - type: "authentication"
                name: "report_auth"  # expect: unknown-auth-type@15
            steps: []
          - name: "items"
            report_parameters:
              - {name: "null_auth", type: "authentication", auth_type: }  # expect: unknown-auth-type@53
            steps: []
        connector: {name: "Orders", base_url: "https://{{%other%}}.example.com"}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "api_token", is_sensitive: true}  # expect: unknown-auth-type@66
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "api_key"}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: 'Basic' # user and password
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: 'basic_http' # user and password
            """,
        ),
        (
            """
            interface_parameters:
              section:
                source: [{name: "orders_auth", type: "authentication", auth_type: OAuth2.0}]
            """,
            """
            interface_parameters:
              section:
                source: [{name: "orders_auth", type: "authentication", auth_type: oauth2}]
            """,
        ),
    ],
)
def unknown_auth_type(document: Document) -> Iterator[Hit]:
    """Each authentication's type, case and all; the rules about fields look at known types only."""
    for authentication in document.authentications:
        node = authentication.node.get("auth_type")
        if node is None:
            message = f"{called(authentication)} has no `auth_type`: {AUTH_TYPES.hint()}"
            yield Hit(at_item(authentication.node), message, about=(*authentication.node.path, "auth_type"))
        elif authentication.auth_type not in AUTH_TYPES.known:
            yield Hit(at_value(node), *correction(document, node, AUTH_TYPES))
