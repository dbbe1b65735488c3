"""A URL carries a credential: `user:password@` before the host, or a literal key among its query parameters.

URLs are logged by proxies, servers and the platform itself, are shown in error messages and sent on in `Referer`
headers. A credential in one is read by people who never open this file, and it stays in the file's history.

Revoke the credential and remove it from the URL. Declare an `authentication` parameter instead: `basic_http` for
user name and password, `api_key` with `location: query_param` for an API that takes its key in no other way.

Ignore it only for a credential that is public, such as the user name and password of a sandbox that its provider
prints in the documentation. A key that merely may do little is still a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.repair import Repairs
from connector_lint.secrets import url_secrets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "credentials-in-url",
    category="security",
    severity=Severity.ERROR,
    cwe=[598, 798],
    owasp=["API2:2023"],
    good=[
        """
        connector:
          name: "Orders"
          base_url: "https://{user}:{password}@api.example.com"
        """,
        """
        # An at-sign in a path, a user name alone, a parameter that only pages.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - {name: "a", type: "rest", http_method: "GET", endpoint: "https://api.example.com/users/@me:all"}
          - {name: "b", type: "rest", http_method: "GET", endpoint: "https://reader@api.example.com/files"}
          - {name: "c", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/list?page_token=first&api_key={key}"}
          - {name: "d", type: "rest", http_method: "GET", endpoint: "https://api.example.com/?token=<your token>"}
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://reader:@secret:password@@api.example.com"  # expect: credentials-in-url@22
        """,
        """
        # Short ones count as well; in the middle of a text; behind an escape.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            steps:
              - name: "get"
                type: "rest"
                method: "GET"
                endpoint: "{{%BASE_URL%}}/orders?since=0&api_key=abc123"  # expect: credentials-in-url@58
              - name: "proxy"
                type: "rest"
                method: "GET"
                # expect: credentials-in-url@60
                endpoint: "https:\\x2F/api.example.com/?accessToken=abc123"
                description: "through http://reader:@secret:password@@proxy.example.com"  # expect: credentials-in-url@38
        """,
    ],
    fixes=[
        (
            """
            connector:
              name: "Orders"
              base_url: "https://reader:@secret:password@@api.example.com"
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "api_credentials"
                    type: "authentication"
                    auth_type: "basic_http"
                    fields:
                      - name: "username"
                        type: "string"
                      - name: "password"
                        type: "string"
                        is_encrypted: true
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
            """,
        ),
    ],
)
def credentials_in_url(document: Document) -> Iterator[Hit]:
    """Every scalar may hold a URL."""
    repairs = Repairs(document)
    for secret in url_secrets(document):
        message = f"the URL carries {secret.what}: revoke it, and declare an `authentication` parameter instead"
        yield Hit(secret.place, message, repairs.url(secret.place))
