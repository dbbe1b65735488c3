"""A credential that stays is used where the provider offers OAuth2.

A key or token that never expires works for whoever finds it, for years. With OAuth2 the platform fetches a new access
token whenever it needs one, the application gets the scopes that it needs and no more, and one application can be shut
out without a new key for all others.

Write `auth_type: "oauth2"` with a grant and the token URL that the message names. That needs an application which is
registered with the provider.

Ignore it where nobody can register an application, or where the key is tied to one machine and may do little. Providers
that the platform's own documentation shows with a token are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value
from connector_lint.provider_facts import UNATTENDED
from connector_lint.provider_urls import shown
from connector_lint.provider_use import listed, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "prefer-oauth2",
    category="provider",
    severity=Severity.INFO,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "asana_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "refresh_token", token_url: "https://app.asana.com/-/oauth_token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Asana", base_url: "https://app.asana.com/api/1.0"}
        """,
        """
        # The provider has no OAuth2; the platform's documentation shows this one with a token.
        interface_parameters:
          section:
            source:
              - name: "coda_token"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "Coda", base_url: "https://coda.io/apis/v1"}
        ---
        interface_parameters:
          section:
            source:
              - name: "github_token"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "GitHub", base_url: "https://api.github.com"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "asana_token"
                type: "authentication"
                auth_type: "bearer"  # expect: prefer-oauth2@20
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "Asana", base_url: "https://app.asana.com/api/1.0"}
        """,
        """
        # The builder's dialect.
        connector: {name: Gong, base_url: https://api.gong.io/v2, auth: {type: basic_http}}  # expect: prefer-oauth2@72
        """,
    ],
)
def prefer_oauth2(document: Document) -> Iterator[Hit]:
    """The authentications by a method that the provider takes, where OAuth2 without a person is another."""
    for use in uses(document):
        method = use.provider.unattended
        if method and use.auth_type != "oauth2" and not use.provider.static:
            grants = [grant for grant in UNATTENDED if grant in method.grants]
            message = (
                f"{use.provider.name} offers OAuth2, whose tokens expire and may do less: write `auth_type: oauth2`"
                f" with {listed(grants)} and {shown(method.token_urls[0])}{use.provider.see}"
            )
            yield Hit(at_value(use.node), message)
