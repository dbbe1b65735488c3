"""`is_basic_auth` is not what the provider's token endpoint wants.

With `is_basic_auth: true` the client's identifier and secret travel in a Basic header, otherwise in the body. An
endpoint that looks for them in one place answers `invalid_client` when they are in the other, as if the secret were
wrong.

Write what the message says. Without the key the platform sends them in the body.

Ignore it where the endpoint has been seen to take both. Nothing is said of providers that are known to, or of which
that is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.insertion import insert_entry
from connector_lint.places import at_value, missing_in
from connector_lint.provider_patterns import may_be
from connector_lint.provider_urls import address, pattern
from connector_lint.provider_use import uses
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_use import Use


@rule(
    "provider-basic-auth",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "paypal_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://api-m.paypal.com/v1/oauth2/token"
                  is_basic_auth: true
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "PayPal", base_url: "https://api-m.paypal.com/v1"}
        """,
        """
        # Both work, or nobody says.
        interface_parameters:
          section:
            source:
              - name: "xero_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://identity.xero.com/connect/token"
                  is_basic_auth: true
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Xero", base_url: "https://api.xero.com/api.xro/2.0"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "paypal_auth"
                type: "authentication"
                auth_type: "oauth2"
                # expect: provider-basic-auth@9
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://api-m.paypal.com/v1/oauth2/token"
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "PayPal", base_url: "https://api-m.paypal.com/v1"}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "box_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://api.box.com/oauth2/token"
                  is_basic_auth: true  # expect: provider-basic-auth@26
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Box", base_url: "https://api.box.com/2.0"}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "ramp_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "client_credentials"
                      token_url: "https://api.ramp.com/developer/v1/token"
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
            connector: {name: "Ramp", base_url: "https://api.ramp.com"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "ramp_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "client_credentials"
                      token_url: "https://api.ramp.com/developer/v1/token"
                      is_basic_auth: true
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
            connector: {name: "Ramp", base_url: "https://api.ramp.com"}
            """,
        ),
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "ramp_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings: {grant_type: "client_credentials", token_url: "https://api.ramp.com/developer/v1/token", is_basic_auth: false}
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
            connector: {name: "Ramp", base_url: "https://api.ramp.com"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "ramp_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings: {grant_type: "client_credentials", token_url: "https://api.ramp.com/developer/v1/token", is_basic_auth: true}
                    fields:
                      - {name: "client_id", type: "string"}
                      - {name: "client_secret", type: "string", is_encrypted: true}
            connector: {name: "Ramp", base_url: "https://api.ramp.com"}
            """,
        ),
    ],
)
def provider_basic_auth(document: Document) -> Iterator[Hit]:
    """What the token endpoints of some providers insist on; the builder has a word of its own, and is left alone."""
    for use in uses(document):
        wanted = _wanted(use)
        if wanted is None or use.settings is None:
            continue
        node = use.settings.get("is_basic_auth")
        written = "true" if wanted else "false"
        where = "in a Basic header" if wanted else "in the body"
        message = f"{use.provider.name} takes the client's credentials {where}: write `is_basic_auth: {written}`"
        message += use.provider.see
        if node is None and wanted:
            part = insert_entry(document, use.settings, "is_basic_auth", written, wanted)
            yield Hit(missing_in(use.settings), message, fix(f"add `is_basic_auth: {written}`", part, safe=False))
        elif isinstance(node, Scalar) and node.value is (not wanted):
            part = replace_scalar(document, node, written)
            yield Hit(at_value(node), message, fix(f"write `{written}`", part, safe=False))


def _wanted(use: Use) -> bool | None:
    """What the token URL wants, where it is the one of which that is known."""
    own = use.authentication.settings if use.authentication and use.auth_type == "oauth2" else None
    text = address(own.text("token_url") or "") if own else None
    for method in use.provider.of_kind("oauth2"):
        if method.is_certain and text and may_be(text, pattern(method.token_urls[0])):
            return method.basic_auth
    return None
