"""An OAuth2 authentication has no `grant_type`.

The grant says what the platform sends to the token endpoint: the client's own credentials, a refresh token, or the
code of a login. Without it the platform cannot ask for a token, and every request of the connector is refused when
it runs.

Write `grant_type` into `oauth2_settings`: `client_credentials` where one server talks to another, `refresh_token`
where a user has agreed before, `authorization_code` where a user signs in.

There is no good reason in a file that is to run. A template whose settings are filled in later can be checked after
that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import GRANT_TYPES, missing_setting, setting_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "missing-grant-type",
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
                oauth2_settings:
                  "grant_type": >-
                    client_credentials
                  token_url: "https://auth.example.com/token"
              - {name: "orders_token", type: "string", is_encrypted: true}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "refresh_token", token_url: "https://auth.example.com/token"}}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
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
                oauth2_settings: {token_url: "https://auth.example.com/token"}  # expect: missing-grant-type@9
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  token_url: "https://auth.example.com/token"
                  grant_type: ""  # expect: missing-grant-type@23
        """,
        """
        # Of two equal keys the last one counts.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://auth.example.com/token"
                  grant_type:  # expect: missing-grant-type@11 duplicate-key@11
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2"}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "", token_url: "https://auth.example.com"}}  # expect: missing-grant-type@46
        """,
    ],
)
def missing_grant_type(document: Document) -> Iterator[Hit]:
    """OAuth2 authentications whose grant is absent, null or blank, also in the builder's `connector.auth`."""
    message = f"`grant_type` is missing in `oauth2_settings`: {GRANT_TYPES.hint()}"
    for authentication in document.authentications:
        place = missing_setting(document, authentication, "grant_type")
        if place:
            yield Hit(place, message, about=setting_path(authentication, "grant_type"))
