"""A credential is asked for without `is_encrypted: true`.

The platform stores such a field as plain text: it shows in the form for everyone who may open the connector, in
exports and in backups. Nothing warns about it, and encrypting it later does not take the old copies back.

Add `is_encrypted: true` to the field. In the builder's dialect `is_sensitive: true` does the same.

Ignore it where the name only sounds like a credential's, and everyone who may open the connector may read the value.
If that is one field among many, a name that does not end in `token`, `secret` or the like is the better way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.credentials import CredentialNames
from connector_lint.edits import fix, rename_key, replace_scalar
from connector_lint.insertion import insert_entry
from connector_lint.names import quoted
from connector_lint.places import at_item, at_value
from connector_lint.secrets import is_credential_field
from connector_lint.suggest import closest
from connector_lint.tree import Entry, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.views import Field, Parameter


@rule(
    "unencrypted-secret",
    category="security",
    severity=Severity.ERROR,
    cwe=[256, 312],
    owasp=["API2:2023"],
    options=CredentialNames,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        """,
        """
        # Names that only look like a credential's.
        interface_parameters:
          section:
            source:
              - {name: "token_url", type: "string", value: ""}
              - {name: "password_policy", type: "string", value: ""}
              - {name: "next_page_token", type: "string", value: ""}
              - {name: "max_tokens", type: "integer", value: 100}
              - {name: "csrf_token", type: "string", value: ""}
              - {name: "monkey", type: "string", value: ""}
              - {name: "public_key", type: "string", value: ""}
              - {name: "rotate_password", type: "boolean", value: false}
              - {name: "secret_name", type: "string", value: ""}
        """,
        """
        # The token endpoint's answer fills this field in.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", key_map: "refreshToken"}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "api_token", type: "string", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "bearer"}
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
                  - name: "bearer_token"  # expect: unencrypted-secret@19
                    type: "string"
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "warehouse_password"
                type: "string"
                is_encrypted: false  # expect: unencrypted-secret@23
        """,
        """
        # A report's parameter, in camel case; the misspelt key encrypts nothing.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "partnerApiKey"  # expect: unencrypted-secret@15
                type: "string"
                is_encrypt: true
            steps:
              - name: "get"
                type: "rest"
                http_method: "GET"
                endpoint: "{{%BASE_URL%}}/orders"
                headers: {X-Partner: "{{%partnerApiKey%}}"}
        """,
        """
        # A field that is shared by an anchor, in a fragment.
        x-fields:
          - &secret {name: "client_secret", type: "string"}  # expect: unencrypted-secret@20
        fields: [*secret]
        """,
        """
        # An old file: its parameters are a list.
        interface_parameters:
          # expect: wrong-type@3
          - {name: "api_token", type: "string"}  # expect: unencrypted-secret@12
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
    ],
    fixes=[
        (
            """
            fields:
              - name: "password"   # the mailbox's
                type: "string"   # never shown
              - {"name": "client_secret", "type": "string"}
              - name: refresh_token
                is_encrypted: false # for now
                type: string
              - {name: app_secret, type: string, encrypted: true}
            """,
            """
            fields:
              - name: "password"   # the mailbox's
                type: "string"   # never shown
                is_encrypted: true
              - {"name": "client_secret", "type": "string", "is_encrypted": true}
              - name: refresh_token
                is_encrypted: true # for now
                type: string
              - {name: app_secret, type: string, is_encrypted: true}
            """,
        ),
    ],
)
def unencrypted_secret(document: Document, options: CredentialNames) -> Iterator[Hit]:
    """Look at every field and parameter that holds a credential."""
    holders: list[Field | Parameter] = [*document.fields, *document.parameters]
    for holder in holders:
        if is_credential_field(holder, options) and not _is_encrypted(document, holder.node):
            yield _hit(document, holder.node, quoted(holder.name))


def _is_encrypted(document: Document, node: Mapping) -> bool:
    """The builder's word counts in its own dialect, and where a fragment does not tell the dialect."""
    words = ["is_encrypted"]
    if document.is_builder_dialect or document.is_fragment:
        words.append("is_sensitive")
    flags = [node.get(word) for word in words]
    return any(isinstance(flag, Scalar) and flag.value is True for flag in flags)


def _hit(document: Document, node: Mapping, name: str) -> Hit:
    about = (*node.path, "is_encrypted")
    flag = next(filter(None, map(node.get, ("is_encrypted", "is_sensitive"))), None)
    misspelt = _misspelt(node)
    if flag is not None and isinstance(flag, Scalar) and flag.value is False:
        message = f"{name} is a credential and would be stored in the clear: write `true`"
        return Hit(at_value(flag), message, fix("write `true`", replace_scalar(document, flag, "true")), about)
    if misspelt and "is_encrypted" not in node.effective:
        message = f"{name} is a credential and would be stored in the clear: {quoted(misspelt.name)} is no key, write `is_encrypted`"
        return Hit(
            at_item(node),
            message,
            fix("rename it to `is_encrypted`", rename_key(document, misspelt, "is_encrypted")),
            about,
        )
    message = f"{name} is a credential and would be stored in the clear: add `is_encrypted: true`"
    if "is_encrypted" in node.effective:
        return Hit(at_value(node.effective["is_encrypted"].value), message, None, about)
    return Hit(
        at_item(node),
        message,
        fix("add `is_encrypted: true`", insert_entry(document, node, "is_encrypted", "true", True)),
        about,
    )


def _misspelt(node: Mapping) -> Entry | None:
    """A key that means `is_encrypted` and is true."""
    for name, entry in node.effective.items():
        meant = name in ("encrypted", "sensitive", "secret") or closest(name, ("is_encrypted",)) is not None
        if meant and isinstance(entry.value, Scalar) and entry.value.value is True:
            return entry
    return None
