"""A `token_url` is no complete address of a token endpoint.

The token URL stands for itself: it is not read relative to `base_url`. A path alone, an address without a host or
with a blank in it, and schemes other than `https` lead nowhere, so no token is fetched and every request is refused.
A fragment (`#...`) is never sent, and OAuth2 forbids it here.

Write the whole address: `https://`, the host and the path. Placeholders may stand anywhere in it.

Ignore it where another tool completes the address before the file is uploaded, and lint what that tool puts out
instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connector_lint import Hit, Severity, rule
from connector_lint.placeholders import PLACEHOLDER, holds_placeholder, is_placeholder
from connector_lint.places import at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_LONGEST_URL = 10_000


@rule(
    "invalid-token-url",
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
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://{tenant}.example.com:{port}/t"}
              - {name: "tenant", type: "string", value: ""}
              - {name: "port", type: "string", value: "443"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "{{% auth_url %}}/token?v=1"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
              - {name: "auth_url", type: "string", value: ""}
            steps: []
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
              - {name: "auth_url", type: "string", value: ""}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "client_credentials", token_url: "{{auth_url}}"}}
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
                  grant_type: "client_credentials"
                  token_url: /oauth2/token  # expect: invalid-token-url@22
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https:///{tenant}/token"}  # expect: invalid-token-url@72
              - {name: "tenant", type: "string", value: ""}
        """,
        """
        # The builder's dialect.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "refresh_token", token_url: "https://auth.example.com/#t"}}  # expect: invalid-token-url@74
        """,
    ],
)
def invalid_token_url(document: Document) -> Iterator[Hit]:
    """Token URLs wherever they stand, also misplaced ones; `http` is left to the rule about it, a blank one is missing."""
    for url in document.urls:
        problem = _problem(url.node.text) if url.key == "token_url" and url.node.text.strip() else None
        if problem:
            yield Hit(at_value(url.node), f"`token_url` {problem}")


def _problem(text: str) -> str | None:
    if is_placeholder(text.strip()) and not holds_placeholder(text):
        return None
    is_open = text.startswith("$") or PLACEHOLDER.match(text)
    filled = PLACEHOLDER.sub("x", text[:_LONGEST_URL])
    if any(map(str.isspace, filled)):
        return "has a blank in it: remove it"
    if "#" in filled:
        return "has a fragment, which is never sent: leave out the `#` and what follows"
    return None if is_open else _address_problem(filled)


def _address_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "is no valid address: write `https://`, the host and the path"
    if "://" not in url.partition("?")[0] or not parts.scheme:
        return "is relative, and not even `base_url` completes it: write `https://`, the host and the path"
    if parts.scheme not in ("http", "https"):
        return "has a scheme that tokens are not fetched by: write `https://`"
    return None if host else "has no host: write it behind `https://`"
