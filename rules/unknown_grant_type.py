"""An OAuth2 `grant_type` is none that the platform offers.

The platform knows three: `client_credentials`, `refresh_token` and `authorization_code`. Which one it is decides what
the token request holds; with any other the token endpoint answers 400, and no request of the connector gets through.

Write one of the three. `password` and `implicit` are not offered, and OAuth 2.1 drops both: ask the provider for a
client of its own (`client_credentials`), or sign in once and keep the refresh token (`refresh_token`).

Ignore it if the platform has come to offer a grant that this version of connector-lint does not know, after a
connector with it has run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import GRANT_TYPES, correction, is_blank, settings
from connector_lint.places import at_value
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_DROPPED = {
    "password": "`password` is not offered by the platform and dropped from OAuth 2.1, as it hands the user's password"
    " to the client: write `client_credentials` or `refresh_token`",
    "implicit": "`implicit` is not offered by the platform and dropped from OAuth 2.1, as it puts the token into a URL:"
    " write `authorization_code` or `client_credentials`",
}


@rule(
    "unknown-grant-type",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: refresh_token, token_url: "https://auth.example.com/token"}
        """,
        """
        # The builder's dialect: what it writes in `connector.auth` is its own affair.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "device_code", token_url: "https://auth.example.com/token"}}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "authorization_code", token_url: "https://auth.example.com/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "code", type: "string"}
                  - {name: "redirect_uri", type: "string"}
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
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: password  # expect: unknown-grant-type@23
                  token_url: "https://auth.example.com/token"
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: [client_credentials], token_url: "https://auth.example.com"}  # expect: unknown-grant-type@39
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
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "clientCredentials"
                      token_url: "https://auth.example.com/token"
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "client_credentials"
                      token_url: "https://auth.example.com/token"
            """,
        ),
    ],
)
def unknown_grant_type(document: Document) -> Iterator[Hit]:
    """The grant of each OAuth2 authentication, also one beside `oauth2_settings`; a blank one is missing."""
    for authentication in document.authentications:
        for node in settings(authentication, "grant_type"):
            text = node.text if isinstance(node, Scalar) else ""
            if text in _DROPPED:
                yield Hit(at_value(node), _DROPPED[text])
            elif text not in GRANT_TYPES.known and not is_blank(node):
                yield Hit(at_value(node), *correction(document, node, GRANT_TYPES))
