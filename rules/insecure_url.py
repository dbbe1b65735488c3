"""A URL uses plain `http`.

Everything that is sent there can be read and changed on the way, the injected credential among it: a token that
went over `http` once has to be taken for known. Most APIs redirect to `https` only after they received it.

Write `https://`. If the API is only reachable by `http`, put it behind a proxy that speaks TLS. Loopback addresses
are left alone.

Ignore it where the whole way to the host is trusted, as in a test network of your own, and where no credential of a
real account is sent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_part
from connector_lint.hosts import host_of
from connector_lint.places import at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Scalar

_HTTP = re.compile(r"(?i)\s*http://([^/?#\s]*)")
_LOOPBACK = re.compile(r"(?i)(?:[^@]*@)?(?:localhost|[\w.-]+\.localhost|127(?:\.[0-9]{1,3}){3}|\[::1\])(?::[0-9]*)?\Z")


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Its options: hosts, without a port, that may be reached by plain http."""

    hosts: tuple[str, ...] = ()


@rule(
    "insecure-url",
    category="security",
    severity=Severity.ERROR,
    cwe=[319],
    owasp=["API8:2023", "API10:2023"],
    options=AllowedHosts,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "authorization_code", token_url: "http://localhost:8080/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "code", type: "string"}
                  - {name: "redirect_uri", type: "string", value: "http://127.0.0.1:9000/callback"}
        connector:
          name: "Orders"
          base_url: "http://[::1]:8080"
          default_headers:
            X-Namespace: "http://schemas.example.com/orders"
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "domain", type: "string"}
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "authorization_code"
                  token_url: HTTP://auth.example.com/token  # expect: insecure-url@22
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "code", type: "string"}
                  - {name: "redirect_uri", type: "string", value: "http://orders.example.com/cb"}  # expect: insecure-url@59
        connector:
          name: "Orders"
          base_url: "http://{domain}.example.com"  # expect: insecure-url@13
        pre_run_configurations:
          name: "Validate authentication"
          steps:
          - name: "Auth check"
            type: "rest"
            http_method: "GET"
            endpoint: 'http://localhost.example.com/me'  # expect: insecure-url@15
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "authorization_code", token_url: "https://auth.example.com/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "code", type: "string"}
                  - {name: "redirect_uri", type: "string", default: "http://orders.example.com/cb"}  # expect: insecure-url@61
        """,
        """
        # The builder's dialect.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth:
            type: "oauth2"
            oauth: {grant_type: "client_credentials", token_url: "http://auth.example.com"}  # expect: insecure-url@58
        """,
    ],
    fixes=[
        (
            'connector: {name: "Orders", base_url: "http://api.example.com"}',
            'connector: {name: "Orders", base_url: "https://api.example.com"}',
        ),
    ],
)
def insecure_url(document: Document, options: AllowedHosts) -> Iterator[Hit]:
    """URLs that requests go to, or that users are sent back to."""
    allowed = {host.lower() for host in options.hosts}
    for url in document.urls:
        found = _HTTP.match(url.node.text)
        if found and not _LOOPBACK.match(found[1]) and host_of(url.node.text) not in allowed:
            message = f"`{url.key}` uses plain http, so credentials travel readable: write `https://`"
            yield Hit(at_value(url.node), message, _repair(document, url.node))


def _repair(document: Document, url: Scalar) -> Fix | None:
    """Write one `s`; behind an alias or an escape the place of `http` may not be known."""
    scheme = url.text.lower().index("http")
    written = url.text[scheme : scheme + 4]
    letter = "S" if written.isupper() else "s"
    return fix("use `https://`", replace_part(document, url, scheme, scheme + 4, written + letter), safe=False)
