"""`connector.auth` says how to authenticate, as the YAML builder writes it, and as the platform does not document it.

The documented place is an `authentication` parameter, with `fields` and for OAuth2 with `oauth2_settings`. What is
said in `connector.auth` is said twice, once there and once in the parameter, and whoever reads the documentation looks
for it in the parameter only.

Say it in the parameter, and remove `connector.auth`. Try the connector afterwards: what the platform makes of the
builder's own form is not documented either. This rule runs only where `--select` names it, for files of the builder
are right as they are.

There is nothing to ignore: who keeps the builder's form does not ask for this rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.documented_auth import documented_auth
from connector_lint.places import at_key
from connector_lint.reach import builder_auth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "undocumented-auth",
    category="authentication",
    severity=Severity.INFO,
    migrates=True,
    on_request=True,
    good=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com", auth: {type: "none"}}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - {name: "bearer_token", type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "basic_http", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "basic_http"}  # expect: undocumented-auth@3
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
                    is_sensitive: true
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              auth:
                type: "oauth2"
                oauth:
                  grant_type: "refresh_token"
                  token_url: "https://auth.example.com/token"
                  refresh_token: ""
                  use_base64: true
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    is_sensitive: true
                    oauth2_settings:
                      grant_type: "refresh_token"
                      token_url: "https://auth.example.com/token"
                      is_basic_auth: true
                    fields:
                      - name: "client_id"
                        type: "string"
                      - name: "client_secret"
                        type: "string"
                        is_encrypted: true
                      - name: "refresh_token"
                        type: "string"
                        is_encrypted: true
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
            """,
        ),
        (
            """
            {"interface_parameters": {"section": {"source": [
              {"name": "orders_auth", "type": "authentication", "auth_type": "bearer", "is_sensitive": true}]}},
             "connector": {"name": "Orders", "auth": {"type": "bearer"}, "base_url": "https://api.example.com"}}
            """,
            """
            {"interface_parameters": {"section": {"source": [
              {"name": "orders_auth", "type": "authentication", "auth_type": "bearer", "is_sensitive": true, "fields": [{"name": "bearer_token", "type": "string", "is_encrypted": true}]}]}},
             "connector": {"name": "Orders", "base_url": "https://api.example.com"}}
            """,
        ),
    ],
)
def undocumented_auth(document: Document) -> Iterator[Hit]:
    """The builder's `connector.auth`, where it says how to authenticate."""
    auth = builder_auth(document)
    if auth and auth.entry:
        message = "`auth` is the builder's, and not documented: say it in the `authentication` parameter"
        yield Hit(at_key(auth.entry), message, documented_auth(document, auth.entry))
