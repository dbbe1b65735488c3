"""A credential is written in the file itself: in a field, in a request, or of a known format wherever it stands.

Everyone who can read the repository, its forks, its backups or the state of the tool that uploads it can use the
credential. A preset value of a credential field is worse than it looks: it becomes the default of everyone who
adds the connector, so that all of them work, and leak, with one account.

Revoke the credential, for removing the line does not take it out of the history. Leave the field's `value` empty
and let each user enter their own; send a key in a header or query parameter through an `api_key` authentication.

Ignore it where the value opens nothing: a published key of a public test system, or a value that a provider's own
documentation prints. Say so in the reason. A credential that has been revoked is better removed than ignored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.credentials import CredentialNames
from connector_lint.edits import fix, rewrite
from connector_lint.format_secrets import format_secrets, with_formats
from connector_lint.repair import Repairs
from connector_lint.secrets import Secret, named_secrets, preset_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_TODO = "revoke the credential that stood here: each user enters their own"


@rule(
    "hardcoded-secret",
    category="security",
    severity=Severity.ERROR,
    cwe=(798,),
    owasp=("API2:2023",),
    options=CredentialNames,
    good=[
        """
        # Texts that only stand for a value.
        fields:
          - {name: "bearer_token", type: "string", is_encrypted: true, value: "your_bearer_token"}
          - {name: "password", type: "string", is_encrypted: true, value: "look at 1password"}
          - {name: "key_value", type: "string", is_encrypted: true, value: "sk-..."}
          - {name: "client_secret", type: "string", is_encrypted: true, value: "<client secret>"}
          - {name: "refresh_token", type: "string", is_encrypted: true, value: "${REFRESH_TOKEN}"}
          - {name: "api_token", type: "string", is_encrypted: true, value: "xxxx"}
          - {name: "db_password", type: "string", is_encrypted: true, value: "changeme"}
          - {name: "api_secret", type: "string", is_encrypted: true, value: "REPLACE_ME"}
          - {name: "app_secret", type: "string", is_encrypted: true, value: "app_secret"}
          - {name: "site_token", type: "string", is_encrypted: true, value: "Klaviyo-API-Key "}
          - {name: "account_secret", type: "string", is_encrypted: true, value: "{{%account_secret%}}"}
        """,
        """
        # Short and plain words under a credential's name, an identifier under another.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            X-Atlassian-Token: "no-check"
            X-CSRF-Token: "fetch"
            Idempotency-Key: "4f9c2a7b-1d3e-4c5f-8a6b-7d8e9f0a1b2c"
            X-Request-Id: "4f9c2a7b-1d3e-4c5f-8a6b-7d8e9f0a1b2c"
            X-Api-Key: "{api_key}"
        steps:
          - name: "log in"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/token"
            query_params: {token_type: "reporting-token-2024-v1"}
            body: '{"grant_type": "password", "password": "{{%password%}}"}'
        """,
        """
        # Hashes, identifiers, images and versions; what documentation shows in the place of a credential.
        # curl -H "Authorization: Bearer sk-..." -u "user:password" https://api.example.com
        connector:
          name: "Orders"
          base_url: "https://api.example.com/v1/commits/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b"
          x-logo: "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
        x-image: "registry.example.com/orders@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
        x-run: "4f9c2a7b-1d3e-4c5f-8a6b-7d8e9f0a1b2c"
        x-version: "v1.0.4-rc.2+build.20240607"
        x-examples: ["ghp_xxxxxxxxxxxxxxxxxxxx", "xoxb-your-token", "AKIA{suffix}", "Basic {{%login%}}", "Basic reporting"]
        x-databases: ["postgres://{user}:{password}@db.example.com/orders", "redis://localhost:6379/0"]
        x-key: |
          -----BEGIN PRIVATE KEY-----
          {{%private_key%}}
          -----END PRIVATE KEY-----
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", value: "reporting"}
                  - name: "password"
                    type: "string"
                    value: hunter2  # expect: hardcoded-secret@20
                    is_encrypted: true
        """,
        """
        # Old and builder dialects: a default, and a token in connector.auth.
        interface_parameters:
          section:
            source:
              - {name: "api_key", type: "string", default: "@secret:token@", is_encrypted: true}  # expect: hardcoded-secret@52
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth:
            type: "oauth2"
            oauth:
              grant_type: "refresh_token"
              token_url: "https://auth.example.com/token"
              refresh_token: "@secret:token@"  # expect: hardcoded-secret@22
        """,
        """
        # Headers, query parameters and bodies of steps; a duplicate that loses still leaks.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            X-Api-Key: "@secret:token@"  # expect: hardcoded-secret@16
            x-auth-token: &token "@secret:token@"  # expect: hardcoded-secret@26
        steps:
          - name: "get"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/orders"
            headers: {Api-Token: *token}
            query_params: {access_token: @secret:token@}  # expect: hardcoded-secret@34
            # expect: hardcoded-secret@31
            body: '{"client_secret": "@secret:token@", "note": "@secret:token@"}'
        """,
        """
        # Known formats under any name: in a text, a key, a URL's path, a comment.
        # expect: hardcoded-secret@25
        # curl -H "X-Api-Token: @secret:stripe@"
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
        steps:
          - name: "get"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/hooks/@secret:sendgrid@"  # expect: hardcoded-secret@37
            description: "ask @secret:github@ or @secret:gitlab@"  # expect: hardcoded-secret hardcoded-secret
            body: '{"id": "@secret:slack-bot@", "client_secret": "@secret:hubspot@"}'  # expect: hardcoded-secret hardcoded-secret
        """,
        """
        # A database's password in a connection string, a private key in one line.
        # expect: hardcoded-secret@24
        x-odbc: "@secret:sql-connection-string@"
        # expect: hardcoded-secret@9
        x-key: "@secret:private-key@"
        interface_parameters: {section: {source: []}}
        """,
    ],
    fixes=[
        (
            """
            fields:
              - {name: "password", type: "string", value: "@secret:token@", is_encrypted: true}
              - name: "key_value"
                type: "string"
                value: @secret:token@   # of the test account
                is_encrypted: true
            """,
            """
            fields:
              - {name: "password", type: "string", value: "", is_encrypted: true}
              - name: "key_value"
                type: "string"
                value: ""   # of the test account
                is_encrypted: true
            """,
        ),
        (
            """
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers:
                X-API-Key: "@secret:token@"
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "api_credentials"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - name: "key_name"
                        type: "string"
                        value: "X-API-Key"
                      - name: "key_value"
                        type: "string"
                        is_encrypted: true  # the bare key
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
            """,
        ),
    ],
)
def hardcoded_secret(document: Document, options: CredentialNames) -> Iterator[Hit]:
    """Preset values of credential fields, literals under a credential's name in requests, and known formats anywhere."""
    preset = list(preset_secrets(document, options))
    nodes = {id(secret.place.node) for secret in preset}
    named = [secret for secret in named_secrets(document, options) if id(secret.place.node) not in nodes]
    repairs = Repairs(document)
    requests = {id(secret.place.node) for secret in named}
    for secret in with_formats([*preset, *named], format_secrets(document)):
        node = secret.place.node
        repair = None
        if node and id(node) in nodes:
            repair = fix("empty the value", rewrite(document, node, '""', ""), safe=False, todo=_TODO)
        elif node and node.entry and id(node) in requests:
            repair = repairs.request_entry(node.entry)
        yield Hit(secret.place, _message(secret), repair)


def _message(secret: Secret) -> str:
    if secret.place.node is None:
        return f"the comment holds a literal credential ({secret.format}): revoke it, and remove it"
    kind = f" ({secret.format})" if secret.format else ""
    found = f"{secret.what} is a literal credential{kind}" if secret.what else f"a literal credential stands here{kind}"
    return f"{found}: revoke it, and let each user enter their own in an encrypted field"
