"""An OAuth2 authentication has no `token_url`.

The token URL is where the platform exchanges the client's credentials for an access token. Without it there is no
token, and every request of the connector is refused; the platform notices that when the connector runs, and not
when the file is stored.

Write the address of the provider's token endpoint as `token_url` in `oauth2_settings`. The provider's documentation
has it, often as the field `token_endpoint` of `/.well-known/openid-configuration`.

There is no good reason in a file that is to run. A template whose settings are filled in later can be checked after
that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import missing_setting, setting_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "missing-token-url",
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
                oauth2_settings: {grant_type: "client_credentials", token_url: "{{%token_url%}}"}
              - {name: "other", type: "string", value: ""}
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
          auth:
            type: "oauth2"
            oauth: {grant_type: "client_credentials", token_url: "https://auth.example.com/token", use_base64: false}
        multi-reports:
          - {name: "orders", report_parameters: [], steps: []}
        """,
        """
        # A part of what the builder writes.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
        """,
        """
        x-settings: &settings {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  <<: *settings
                  is_basic_auth: true
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
                oauth2_settings:  # expect: missing-token-url@9
                  grant_type: "client_credentials"
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: ' '}  # expect: missing-token-url@72
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  token_url:  # expect: missing-token-url@11
                  grant_type: "client_credentials"
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2"}  # expect: missing-token-url@16
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "client_credentials"}}
        """,
    ],
)
def missing_token_url(document: Document) -> Iterator[Hit]:
    """OAuth2 authentications whose token URL is absent, null or blank, also in the builder's `connector.auth`."""
    message = "`token_url` is missing: write the address of the provider's token endpoint into `oauth2_settings`"
    for authentication in document.authentications:
        place = missing_setting(document, authentication, "token_url")
        if place:
            yield Hit(place, message, about=setting_path(authentication, "token_url"))
