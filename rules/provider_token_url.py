"""A `token_url` is not the one that the provider documents.

The token endpoint answers 404, an HTML page or a 400 that speaks of the grant, before the first request is made. Often
it is the page at which users consent (`authorize`) that was copied, or the endpoint of an older version.

Write the URL that the message names. A `*` in it stands for what is the customer's own.

Ignore it where tokens come from a login server or gateway of your own. Every token URL that the provider is known to
have is taken, and so is one whose placeholders may make it right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.places import at_value
from connector_lint.provider_urls import filled_in, is_right, misses_path, shown
from connector_lint.provider_use import uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_use import Use
    from connector_lint.tree import Scalar


@rule(
    "provider-token-url",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        # Older and regional URLs are right as well; a placeholder may make one right.
        interface_parameters:
          section:
            source:
              - name: "drive_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "refresh_token", token_url: "https://www.googleapis.com/oauth2/v4/token/"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Drive", base_url: "https://www.googleapis.com/drive/v3"}
        ---
        interface_parameters:
          section:
            source:
              - {name: "instance", type: "string"}
              - {name: "login_host", type: "string"}
              - name: "salesforce_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://{login_host}/services/oauth2/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Salesforce", base_url: "https://{instance}.my.salesforce.com"}
        """,
    ],
    bad=[
        """
        # The page at which users consent.
        interface_parameters:
          section:
            source:
              - name: "spotify_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://accounts.spotify.com/authorize"  # expect: provider-token-url@22
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Spotify", base_url: "https://api.spotify.com/v1"}
        """,
        """
        # Another host.
        interface_parameters:
          section:
            source:
              - name: "xero_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: https://api.xero.com/connect/token  # expect: provider-token-url@22
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Xero", base_url: "https://api.xero.com/api.xro/2.0"}
        """,
        """
        # The host of a provider that the base URL does not name.
        interface_parameters:
          section:
            source:
              - {name: "server", type: "string"}
              - name: "graph_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize"  # expect: provider-token-url@22
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Reports", base_url: "{server}"}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - {name: "subdomain", type: "string"}
                  - name: "zendesk_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "refresh_token"
                      token_url: 'https://{subdomain}.zendesk.com/oauth/authorizations/new'
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
                      - {name: "refresh_token", type: "string", is_encrypted: true}
            connector: {name: "Tickets", base_url: "https://{subdomain}.zendesk.com/api/v2"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - {name: "subdomain", type: "string"}
                  - name: "zendesk_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "refresh_token"
                      token_url: 'https://{subdomain}.zendesk.com/oauth/tokens'
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
                      - {name: "refresh_token", type: "string", is_encrypted: true}
            connector: {name: "Tickets", base_url: "https://{subdomain}.zendesk.com/api/v2"}
            """,
        ),
    ],
)
def provider_token_url(document: Document) -> Iterator[Hit]:
    """Token URLs that the provider of the base URL does not have, and wrong paths on a known provider's token host."""
    judged = {id(use.settings.get("token_url")): use for use in uses(document) if use.settings}
    for url in document.urls:
        if url.key == "token_url" and url.node.text.strip():
            use = judged.get(id(url.node))
            methods = [method for method in use.provider.of_kind("oauth2") if method.is_certain] if use else []
            if use and methods:
                if not is_right(url.node.text, use.provider):
                    yield _hit(document, url.node, use.provider.name, _usual(use), use.provider.see)
            elif missed := misses_path(url.node.text):
                yield _hit(document, url.node, missed[0].name, missed[1], missed[0].see)


def _usual(use: Use) -> str:
    method = next(method for method in use.provider.of_kind("oauth2") if method.is_certain)
    grant = use.settings.text("grant_type") if use.settings else ""
    is_special = grant == "client_credentials" and method.client_credentials_url
    return method.client_credentials_url if is_special else method.token_urls[0]


def _hit(document: Document, node: Scalar, name: str, known: str, see: str) -> Hit:
    base = document.connector.text("base_url") if document.connector else ""
    right = filled_in(known, node.text, base or "")
    repair = fix(f"write {shown(known)}", replace_scalar(document, node, right), safe=False) if right else None
    return Hit(at_value(node), f"{name} gives out tokens at {shown(known)}, not here{see}", repair)
