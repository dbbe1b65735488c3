"""A credential begins with `Bearer` or `Basic`, a word that the platform adds itself.

The platform writes the header from `auth_type`. With the word in the value as well it sends
`Authorization: Bearer Bearer` and the token, or encodes the word with the user name and password: the API answers
401, and the screen shows a credential that looks right.

Keep the credential alone: `value: ""`, or the placeholder without the word before it. What comes encoded, with `Basic`
in front, has to be decoded and given as `username` and `password`.

Ignore it where the word is a part of the password itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, rewrite
from connector_lint.names import quoted
from connector_lint.placeholders import PLACEHOLDER
from connector_lint.places import at_value
from connector_lint.reach import builder_auth
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Node

_PREFIX = re.compile(r"\s*(bearer|basic)(\s+|\Z)", re.IGNORECASE)
_WHOLE_PLACEHOLDERS = re.compile(rf"(?:{PLACEHOLDER.pattern})+\s*\Z")
_TO_ESCAPE = re.compile(r"[\"'\\]")
_ADDED = {"bearer": "Bearer", "basic_http": "Basic"}
_CREDENTIALS = {"bearer": ("bearer_token", "token"), "basic_http": ("username", "password")}


@rule(
    "double-prefix",
    category="authentication",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - {name: "bearer_token", type: "string", value: "bearer_token", is_encrypted: true}
              - name: "orders_header"
                type: "string"
                value: "Bearer "
        """,
        """
        # An API key needs the word.
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders-Authorization"}
                  - {name: "key_value", type: "string", value: "Bearer ", is_encrypted: true}
        """,
        """
        # Words that only begin alike.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", value: "Basic", default: "bearer-of-news"}
                  - {name: "password", type: "string", value: "basically your password", is_encrypted: true}
            steps: []
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: orders_auth, type: authentication, auth_type: bearer, is_sensitive: true, value: ""}
        connector:
          name: Orders
          base_url: https://api.example.com
          auth: {type: bearer, token: "{{orders_token}}"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - name: "bearer_token"
                    type: "string"
                    value: "Bearer "  # expect: double-prefix@20
                    is_encrypted: true
        """,
        """
        # A report's own; old files; a literal that leaks as well.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - name: "bearer_token"
                    type: "string"
                    value: 'bearer {{%token%}}'  # expect: double-prefix@20
                    default: Bearer your_bearer_token  # expect: double-prefix@22
                    is_encrypted: true
            steps: []
          - name: "items"
            report_parameters:
              - name: "items_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - name: "bearer_token"
                    type: "string"
                    value: "Bearer @secret:token@"  # expect: double-prefix@20 hardcoded-secret@20
                    is_encrypted: true
            steps: []
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", value: "Basic {login}"}  # expect: double-prefix@55
                  - name: "password"
                    type: "string"
                    # expect: double-prefix@20
                    value: >-
                      BASIC
                      <user and password, encoded>
                    is_encrypted: true
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - name: orders_auth
                type: authentication
                auth_type: bearer
                is_sensitive: true
                default: Bearer {{token}}  # expect: double-prefix@18
        connector:
          name: Orders
          base_url: https://api.example.com
          auth:
            type: bearer
            token: "Bearer {{token}}"  # expect: double-prefix@12
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
                    auth_type: "bearer"
                    fields:
                      - {name: "bearer_token", type: "string", value: 'Bearer ', default: Basic, is_encrypted: true}
                  - name: "items_auth"
                    type: "authentication"
                    auth_type: "bearer"
                    fields:
                      - name: "bearer_token"
                        type: "string"
                        value: Bearer {{%token%}} # from the first step
                        default: "Bearer {token}"
                        is_encrypted: true
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "bearer"
                    fields:
                      - {name: "bearer_token", type: "string", value: '', default: "", is_encrypted: true}
                  - name: "items_auth"
                    type: "authentication"
                    auth_type: "bearer"
                    fields:
                      - name: "bearer_token"
                        type: "string"
                        value: "{{%token%}}" # from the first step
                        default: "{token}"
                        is_encrypted: true
            """,
        ),
    ],
)
def double_prefix(document: Document) -> Iterator[Hit]:
    """Preset credentials of bearer and basic_http, in fields, on the parameter itself and in the builder's auth."""
    for authentication in document.authentications:
        kind = authentication.auth_type
        names = _CREDENTIALS.get(kind, ())
        yield from _hits(document, authentication.node, kind, ("value", "default", *names))
        for field in authentication.fields:
            if field.name in names:
                yield from _hits(document, field.node, kind, ("value", "default"), field.name)
    auth = builder_auth(document)
    if auth:
        kind = auth.text("type") or ""
        yield from _hits(document, auth, kind, _CREDENTIALS.get(kind, ()))


def _hits(document: Document, holder: Mapping, kind: str, keys: tuple[str, ...], field: str = "") -> Iterator[Hit]:
    for key in keys if kind in _ADDED else ():
        node = holder.get(key)
        found = _PREFIX.match(node.text) if isinstance(node, Scalar) and isinstance(node.value, str) else None
        if node is None or found is None:
            continue
        # Without a blank behind it the word may be a user's name.
        if found[2] or kind == "bearer":
            what = f"the `{key}` of {quoted(field)}" if field else f"`{key}`"
            message = (
                f"{what} begins with `{found[1].capitalize()}`, and the platform writes `{_ADDED[kind]}` before it:"
                " leave the word out"
            )
            yield Hit(at_value(node), message, _repair(document, node, found, kind))


def _repair(document: Document, node: Node, found: re.Match[str], kind: str) -> Fix | None:
    """Leave the word out: safe where nothing follows it. A literal behind it should go as well, a code be decoded."""
    if not isinstance(node, Scalar) or node.style in ("|", ">"):
        return None
    rest = node.text[found.end() :]
    quote = node.style or '"'
    if not rest.strip():
        return fix("leave the prefix out", rewrite(document, node, quote * 2, ""))
    if kind != "bearer" or not _WHOLE_PLACEHOLDERS.match(rest) or _TO_ESCAPE.search(rest):
        return None
    return fix("leave the prefix out", rewrite(document, node, f"{quote}{rest}{quote}", rest), safe=False)
