"""The provider has switched off this way to authenticate.

It used to work, and much that can be copied from the web still shows it. Today every request is turned down, mostly by
a 401 that does not tell that the method itself is gone.

Write one of the methods that the message names, and create a credential of that kind at the provider. Revoke the old
one if it is still listed there.

Ignore it where an old version of the API is kept alive for you alone, as some providers do for large customers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value
from connector_lint.provider_use import listed, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_facts import Method


@rule(
    "retired-credential",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "hubspot_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "refresh_token", token_url: "https://api.hubapi.com/oauth/v1/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "HubSpot", base_url: "https://api.hubapi.com"}
        """,
        """
        # A query parameter of that name at another provider.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "hapikey"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "hubspot_key"
                type: "authentication"
                auth_type: "api_key"  # expect: retired-credential@20
                location: "query_param"  # expect: api-key-in-query
                fields:
                  - {name: "key_name", type: "string", value: "hapikey"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "HubSpot", base_url: "https://api.hubapi.com"}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "posts_auth"
                type: "authentication"
                auth_type: 'basic_http'  # expect: retired-credential@20
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Posts", base_url: "https://api.x.com/2"}
        """,
    ],
)
def retired_credential(document: Document) -> Iterator[Hit]:
    """Authentications by a method that is known to be switched off."""
    for use in uses(document):
        method = use.retired
        if method is not None:
            since = f" since {method.retired}" if method.retired else ""
            docs = f" (see {method.docs})" if method.docs else use.provider.see
            message = (
                f"{use.provider.name} takes {_words(method)} no longer{since}:"
                f" write {listed(use.provider.auth_types)}{docs}"
            )
            yield Hit(at_value(use.node), message)


def _words(method: Method) -> str:
    if method.sending is None:
        return f"`{method.kind}`"
    place = "header" if method.sending.location == "header" else "query parameter"
    return f"a key in the {place} `{method.sending.key_name}`"
