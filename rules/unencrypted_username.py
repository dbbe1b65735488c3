"""The provider's credential goes into `username`, and that field is not encrypted.

Some APIs take their key as the user's name, with no password or any. The field looks harmless, and the key is stored as
plain text: everyone who may open the connector can read it.

Add `is_encrypted: true` to the field `username`.

Ignore it where the name is a user's after all, as for an API that takes both a key and a login. Only providers are
judged that put nothing secret into `password`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.insertion import insert_entry
from connector_lint.places import at_item, at_value
from connector_lint.provider_use import uses
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_facts import Method
    from connector_lint.views import Field

_SECRETS = frozenset(("api_key", "api_token", "token", "write_key"))
_NO_SECRETS = frozenset(("empty", "any", "literal"))


@rule(
    "unencrypted-username",
    category="provider",
    severity=Severity.WARNING,
    cwe=[256, 312],
    owasp=["API2:2023"],
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "stripe_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", is_encrypted: true}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Stripe", base_url: "https://api.stripe.com/v1"}
        """,
        """
        # A user's name, and an identifier beside a secret.
        interface_parameters:
          section:
            source:
              - name: "mux_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Mux", base_url: "https://api.mux.com"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "lob_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}  # expect: unencrypted-username@20
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Lob", base_url: "https://api.lob.com/v1"}
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "site", type: "string"}
              - name: "billing_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - name: "username"
                    type: "string"
                    is_encrypted: false  # expect: unencrypted-username@27
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Billing", base_url: "https://{site}.chargebee.com/api/v2"}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "stripe_auth"
                    type: "authentication"
                    auth_type: "basic_http"
                    fields:
                      - name: "username"
                        type: "string"
                      - {name: "password", type: "string", is_encrypted: true}
            connector: {name: "Stripe", base_url: "https://api.stripe.com/v1"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "stripe_auth"
                    type: "authentication"
                    auth_type: "basic_http"
                    fields:
                      - name: "username"
                        type: "string"
                        is_encrypted: true
                      - {name: "password", type: "string", is_encrypted: true}
            connector: {name: "Stripe", base_url: "https://api.stripe.com/v1"}
            """,
        ),
    ],
)
def unencrypted_username(document: Document) -> Iterator[Hit]:
    """The fields `username` of basic_http that hold the provider's key, where they are not encrypted."""
    for use in uses(document):
        field = use.authentication.field("username") if use.authentication else None
        methods = use.provider.of_kind("basic_http")
        if field and use.auth_type == "basic_http" and methods and all(map(_is_secret, methods)):
            message = (
                f"{use.provider.name} takes its key as the `username`, which would be stored in the clear:"
                f" write `is_encrypted: true`{use.provider.see}"
            )
            yield from _hits(document, field, message)


def _is_secret(method: Method) -> bool:
    return method.is_certain and method.username in _SECRETS and method.password in _NO_SECRETS


def _hits(document: Document, field: Field, message: str) -> Iterator[Hit]:
    flag = field.node.get("is_encrypted")
    about = (*field.node.path, "is_encrypted")
    other = field.node.get("is_sensitive")
    if flag is None and not (isinstance(other, Scalar) and other.value is True):
        part = insert_entry(document, field.node, "is_encrypted", "true", True)
        yield Hit(at_item(field.node), message, fix("add `is_encrypted: true`", part), about)
    elif isinstance(flag, Scalar) and flag.value is False:
        yield Hit(at_value(flag), message, fix("write `true`", replace_scalar(document, flag, "true")), about)
