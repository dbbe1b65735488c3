"""A `key_map` has nothing to map, or cannot be told from another one.

`key_map` says under which name a provider's token response holds what the platform calls `access_token`,
`refresh_token`, `expires_in` or `token_type`. On any other field, without OAuth2 or without a name it does nothing, and
two fields that read one name get the same value: the token is not found, and requests go out without it.

Give the field one of the four names and write the provider's name as `key_map`, or remove `key_map`.

Ignore it if the platform has come to fill more fields from the token response than these four: try it out first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.authentication import AUTH_TYPES, TOKEN_FIELDS, is_blank
from connector_lint.names import quoted
from connector_lint.places import at_key, at_value
from connector_lint.suggest import closest
from connector_lint.tree import Scalar
from connector_lint.views import loose_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.views import Authentication, Field


@rule(
    "invalid-key-map",
    category="authentication",
    severity=Severity.WARNING,
    good=[
        """
        fields:
          - {name: "client_id", type: "string"}
          - {name: "access_token", type: "string", key_map: "token"}
          - {name: "token_type", type: "string", key_map: "type"}
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
                  - {name: "refresh_token", type: "string", key_map: "refresh"}
                  - {name: "expires_in", type: "string", key_map: access_token}
            steps: []
        """,
        """
        # The names may be equal in two authentications.
        interface_parameters: {}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - &auth
                name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "access_token", type: "string", key_map: "token"}
            steps: []
          - {name: "items", report_parameters: [*auth], steps: []}
        """,
    ],
    bad=[
        """
        fields:
          - {name: "access_token", type: "string", key_map: "token"}
          - {name: "refresh_token", type: "string", key_map: token}  # expect: invalid-key-map@54
          - {name: "token_type", type: "string", key_map: " "}  # expect: invalid-key-map@51
          - {name: "expires_in", type: "string", key_map: }  # expect: invalid-key-map@42
          - {name: "scope", type: "string", key_map: "scopes"}  # expect: invalid-key-map@37
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", key_map: "user"}  # expect: invalid-key-map@48
                  - {name: "password", type: "string", is_encrypted: true}
        """,
    ],
)
def invalid_key_map(document: Document) -> Iterator[Hit]:
    """The fields of each authentication by itself, and those of a fragment that is only a `fields` list."""
    for authentication in document.authentications:
        if authentication.auth_type in AUTH_TYPES.known and authentication.auth_type != "oauth2":
            yield from _useless(authentication)
        else:
            yield from _mapped(document, authentication.fields)
    yield from _mapped(document, loose_fields(document.root))


def _useless(authentication: Authentication) -> Iterator[Hit]:
    entries = [field.node.effective.get("key_map") for field in authentication.fields]
    message = f"`key_map` has no effect on `{authentication.auth_type}`, only on `oauth2`: remove it"
    yield from (Hit(at_key(entry), message) for entry in entries if entry)


def _mapped(document: Document, fields: list[Field]) -> Iterator[Hit]:
    seen: dict[str, Scalar] = {}
    for field in fields:
        entry = field.node.effective.get("key_map")
        if entry is None:
            continue
        node, owner = entry.value, quoted(field.name) if field.name else "this field"
        if field.name and field.name not in TOKEN_FIELDS:
            yield Hit(at_key(entry), f"`key_map` has no effect on {owner}: {_hint(field.name)}")
        elif is_blank(node) or not isinstance(node, Scalar) or not isinstance(node.value, str):
            yield Hit(at_value(node), f"the `key_map` of {owner} must be a text: write the provider's name for it")
        elif (first := seen.setdefault(node.text, node)) is not node:
            line = document.lines.position(first.start).line
            message = f"the `key_map` of {owner} names the same key as that on line {line}: one of them is wrong"
            yield Hit(at_value(node), message, related=(Note("first mapped here", first.start, first.end),))


def _hint(name: str) -> str:
    near = closest(name, TOKEN_FIELDS)
    return (
        f"did you mean the field `{near}`?"
        if near
        else f"it works on {', '.join(f'`{word}`' for word in TOKEN_FIELDS)}"
    )
