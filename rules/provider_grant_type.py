"""A `grant_type` is one that the provider does not offer.

The token endpoint turns it down with a 400, `unsupported_grant_type` or `unauthorized_client`, before the first request
is made.

Write one of the grants that the message names. With `refresh_token` a person consents once, and the connector works on
from there; `client_credentials` needs nobody, where the provider has it.

Ignore it where the provider has opened the grant to your application alone. Only grants that are documented as not
offered are reported: a list of those that work is never complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import GRANT_TYPES
from connector_lint.places import at_value
from connector_lint.provider_use import listed, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "provider-grant-type",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "notion_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "refresh_token"
                  token_url: "https://api.notion.com/v1/oauth/token"
                  is_basic_auth: true
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Notion", base_url: "https://api.notion.com/v1"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "notion_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"  # expect: provider-grant-type@23
                  token_url: "https://api.notion.com/v1/oauth/token"
                  is_basic_auth: true
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Notion", base_url: "https://api.notion.com/v1"}
        """,
        """
        # The builder's dialect.
        connector:
          name: Sheets
          base_url: https://sheets.googleapis.com/v4
          auth:
            type: oauth2
            oauth:
              grant_type: client_credentials  # expect: provider-grant-type@19
              token_url: https://oauth2.googleapis.com/token
        """,
    ],
)
def provider_grant_type(document: Document) -> Iterator[Hit]:
    """The grants that the provider is known not to offer."""
    for use in uses(document):
        node = use.settings.get("grant_type") if use.settings and use.auth_type == "oauth2" else None
        method = next((method for method in use.provider.of_kind("oauth2") if method.is_certain), None)
        if node is not None and method and use.settings and use.settings.text("grant_type") in method.not_grants:
            known = [grant for grant in GRANT_TYPES.known if grant in method.grants]
            message = (
                f"{use.provider.name} does not offer the grant `{use.settings.text('grant_type')}`:"
                f" write {listed(known)}{use.provider.see}"
            )
            yield Hit(at_value(node), message)
