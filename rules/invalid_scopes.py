"""OAuth2 `scopes` are not one text with blanks between the scopes.

The platform sends `scopes` as it is, and OAuth2 wants one text in which blanks separate the scopes. A list reaches the
token endpoint garbled or not at all, and commas make one long scope that no provider knows: the answer is 400, or a
token that may do less than the connector needs.

Write one text: `scopes: "orders.read items.read"`. Commas are left alone where the token URL is that of a provider
that is known to want them.

Ignore it for a provider that wants commas and is not known here: its own documentation says so where it shows the
`scope` parameter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import settings, wants_commas
from connector_lint.edits import fix, replace_scalar, rewrite
from connector_lint.places import at_value
from connector_lint.tree import Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix

_COMMA = re.compile(r"[ \t]{0,99},[ \t]{0,99}")
_UNSAFE_IN_QUOTES = re.compile(r"[\"'\\,\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]")
_PLAIN = re.compile(r"[A-Za-z][\w. -]*\Z")
_AFTER_KEY = re.compile(r":\s*\Z")


@rule(
    "invalid-scopes",
    category="authentication",
    severity=Severity.WARNING,
    good=[
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
                  scopes: >-
                    https://api.example.com/orders.read
                    https://api.example.com/items.read
        """,
        """
        connector: {name: "Shop", base_url: "https://{{%shop%}}.myshopify.com"}
        reports:
          - name: "orders"
            report_parameters:
              - {name: "shop", type: "string", value: ""}
              - name: "shop_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://{{%shop%}}.myshopify.com/admin/oauth/access_token"
                  scopes: "read_orders,read_products"
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
            steps: []
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://auth.example.com", scopes: ""}
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
                  token_url: "https://auth.example.com/token"
                  scopes: "orders.read, items.read"  # expect: invalid-scopes@19
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
                  scopes:  # expect: invalid-scopes@11
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
                      grant_type: "client_credentials"
                      scopes:
                        - orders.read
                        - "items.read" # both
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
                      scopes: "orders.read items.read" # both
                      token_url: "https://auth.example.com/token"
            """,
        ),
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings: {grant_type: "refresh_token", scopes: 'read,write, own', token_url: "https://a.example"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings: {grant_type: "refresh_token", scopes: 'read write own', token_url: "https://a.example"}
            """,
        ),
    ],
)
def invalid_scopes(document: Document) -> Iterator[Hit]:
    """The scopes of each OAuth2 authentication: what is no text, and commas where blanks are meant."""
    for authentication in document.authentications:
        for node in settings(authentication, "scopes"):
            separator, word = (",", "commas") if wants_commas(document, authentication) else (" ", "blanks")
            if not isinstance(node, Scalar) or not isinstance(node.value, str):
                message = f"`scopes` must be one text: write the scopes in quotes, with {word} between them"
                yield Hit(at_value(node), message, _joined(document, node, separator))
            elif "," in node.text and separator != ",":
                message = "commas in `scopes` make one scope of them all: write blanks"
                yield Hit(at_value(node), message, _with_blanks(document, node))


def _joined(document: Document, node: Node, separator: str) -> Fix | None:
    """One text of a list, where each item is a text and no comment is lost."""
    if not isinstance(node, Sequence) or node.entry is None or node.used_at:
        return None
    texts = [item.text.strip() for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)]
    if len(texts) < len(node.items) or any(_UNSAFE_IN_QUOTES.search(text) for text in texts):
        return None
    start = node.start if node.flow else node.entry.key.end
    if any(start <= comment.start < node.end for comment in document.comments):
        return None
    if not node.flow and not _AFTER_KEY.match(document.text[start : node.start]):
        return None  # a tag or an anchor stands between
    text = separator.join(filter(None, texts))
    source = f'"{text}"' if node.flow else f': "{text}"'
    return fix("write one text", rewrite(document, node, source, text, start=start))


def _with_blanks(document: Document, node: Scalar) -> Fix | None:
    text = " ".join(_COMMA.sub(" ", node.text).split())
    if node.style in ("|", ">") or _UNSAFE_IN_QUOTES.search(text) or not text:
        return None
    needs_quotes = not node.style and not _PLAIN.match(text)
    part = rewrite(document, node, f'"{text}"', text) if needs_quotes else replace_scalar(document, node, text)
    return fix("write blanks instead of commas", part, safe=False)
