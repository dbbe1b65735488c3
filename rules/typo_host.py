"""The host of `base_url` or `token_url` looks like a known provider's, with one letter wrong.

Whoever has registered the misspelt domain receives the credential with the first request. Such domains are registered
for this very purpose.

Write the host as the provider has it. If the connector has run already, revoke the credential and create another one.

Ignore it where the domain is a company's own after all. Only domains whose first label has six letters or more are
compared, and those of other known providers are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.hosts import host_of
from connector_lint.near_hosts import meant, registered
from connector_lint.places import at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_KEYS = ("base_url", "token_url")


@rule(
    "typo-host",
    category="provider",
    severity=Severity.WARNING,
    cwe=[350],
    good=[
        """
        # Short names, other top-level domains, and domains that are a provider's own.
        connector: {name: "Orders", base_url: "https://api.bex.com"}
        ---
        connector: {name: "Orders", base_url: "https://api.github.example"}
        ---
        connector: {name: "Orders", base_url: "https://api.gitlab.com"}
        ---
        connector: {name: "Orders", base_url: "https://githud.example.com"}
        """,
    ],
    bad=[
        """
        connector:
          name: "Issues"
          base_url: "https://api.githud.com"  # expect: typo-host@13
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "domain", type: "string"}
              - name: "salesforce_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://login.salesforec.com/services/oauth2/token"  # expect: typo-host@22
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Accounts", base_url: "https://{domain}.salesforce.com/services/data/v58.0"}
        """,
    ],
)
def typo_host(document: Document) -> Iterator[Hit]:
    """The hosts to which credentials go, where their domain is one edit away from a provider's."""
    for url in document.urls:
        host = host_of(url.node.text) if url.key in _KEYS else None
        domain = meant(host) if host else None
        if host and domain:
            message = (
                f"`{registered(host)}` is not `{domain}`: credentials would go to whoever has registered it."
                f" Write `{domain}`"
            )
            yield Hit(at_value(url.node), message)
