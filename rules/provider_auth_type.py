"""The `auth_type` is none that the provider of `base_url` takes.

The file is sound, and every request ends in a 401 all the same. The answer does not say which method would be right,
so that people look for the mistake in the credential.

Write one of the methods that the message names. What each needs is on the provider's own page, and
`connector-lint --template` with the provider's name prints the section as it has to be.

Ignore it where the host is another product than the message says, or a gateway of your own stands in front of it. Only
providers are judged all of whose methods are known; an API key in the header `Authorization` can spell out any method,
and is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value
from connector_lint.provider_use import listed, uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "provider-auth-type",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "account"
                type: "string"
              - name: "jira_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Jira", base_url: "https://{account}.atlassian.net/rest/api/3"}
        """,
        """
        # The header Authorization can spell out any method; a host that only looks like the provider's.
        interface_parameters:
          section:
            source:
              - name: "paddle_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", value: "Session ", is_encrypted: true}
        connector: {name: "Paddle", base_url: "https://api.paddle.com"}
        ---
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.paddle.com.example.org"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "account"
                type: "string"
              - name: "jira_auth"
                type: "authentication"
                auth_type: "bearer"  # expect: provider-auth-type@20
                fields:
                  - {name: "bearer_token", type: "string", is_encrypted: true}
        connector: {name: "Jira", base_url: "https://{account}.atlassian.net/rest/api/3"}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "paddle_key"
                type: "authentication"
                auth_type: api_key  # expect: provider-auth-type@20
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-API-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Paddle", base_url: "https://api.paddle.com"}
        """,
        """
        # The builder's dialect.
        connector:
          name: OpenAI
          base_url: https://api.openai.com/v1
          auth:
            type: basic_http  # expect: provider-auth-type@11
        """,
    ],
)
def provider_auth_type(document: Document) -> Iterator[Hit]:
    """The methods that the provider does not take, other than those that it has switched off."""
    for use in uses(document):
        known = use.provider.auth_types
        if use.auth_type not in known and not use.is_open and not use.retired:
            message = (
                f"{use.name} uses `{use.auth_type}`, which {use.provider.name} does not take:"
                f" write {listed(known)}{use.provider.see}"
            )
            yield Hit(at_value(use.node), message)
