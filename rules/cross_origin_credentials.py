"""A step calls another host than `base_url` names, and the credential goes there with it.

The platform signs the requests of all steps alike, whatever host their `endpoint` names. Whoever runs the other host
reads the token, key or password out of the request, and can call the API with it as the user.

Keep a connector to one provider: begin endpoints with `{{%BASE_URL%}}`, and call the other host from a connector of
its own, with a credential of its own or none. Where the address was put together by mistake, such as
`{{%BASE_URL%}}.example.org`, add the slash.

Ignore it where both hosts are the same provider's, and it documents that both take the credential. Hosts that share
a registered domain, the token URL's host, and hosts that a placeholder decides are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.hosts import are_related, host_of
from connector_lint.names import quoted
from connector_lint.placeholders import PLACEHOLDER
from connector_lint.places import at_value
from connector_lint.reach import signed_steps
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_BASE_URL = ("{{%BASE_URL%}}", "{{BASE_URL}}", "{BASE_URL}")


@rule(
    "cross-origin-credentials",
    category="security",
    severity=Severity.WARNING,
    cwe=(201, 522),
    good=[
        """
        # The same registered domain, whatever the case, port, user or dot at the end; the token URL's host.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://login.example.net/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
              - {name: "tenant", type: "string"}
        connector: {name: "Orders", base_url: "https://{tenant}.example.co.uk/v1"}
        pre_run_configurations:
          name: "try"
          steps:
            - {name: "who am I", type: "rest", http_method: "GET", endpoint: "https://LOGIN.example.net/me"}
        steps:
          - {name: "files", type: "rest", http_method: "GET", endpoint: "https://Files.EXAMPLE.co.uk.:8443/files"}
          - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders?from=https://example.org"}
          - {name: "list", type: "rest", http_method: "GET", endpoint: "/orders@example.org"}
        """,
        """
        # Hosts that a placeholder decides.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
              - {name: "host", type: "string"}
              - {name: "site", type: "string"}
              - {name: "port", type: "string"}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          - name: "try"
            steps: [{name: "me", type: "rest", method: "GET", endpoint: "/me"}]
        multi-reports:
          - name: "orders"
            report_parameters: []
            steps:
              - {name: "next", type: "rest", method: "GET", endpoint: "{{%NEXT_PAGE%}}"}
              - {name: "host", type: "rest", method: "GET", endpoint: "https://{{%host%}}/orders"}
              - {name: "site", type: "rest", method: "GET", endpoint: "https://{{%site%}}.github.io/orders"}
              - {name: "part", type: "rest", method: "GET", endpoint: "https://api-{{site}}.com:{{port}}/orders"}
        """,
        """
        # No base URL to compare with.
        interface_parameters:
          section:
            source:
              - {name: "jenkins_url", type: "string", value: ""}
              - name: "jenkins_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string"}
                  - {name: "password", type: "string", is_encrypted: true}
        connector: {name: "Jenkins", base_url: "{jenkins_url}"}
        pre_run_configurations:
          name: "try"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me/api/json"}]
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "https://ci.example.org/jobs"}
        """,
        """
        # Without authentication there is nothing to send; another report's does not count.
        connector: {name: "Orders", base_url: "https://api.example.com", auth: {type: "none"}}
        reports:
          - name: "rates"
            report_parameters: []
            steps:
              - {name: "get", type: "rest", http_method: "GET", endpoint: "https://rates.example.org/daily"}
          - name: "orders"
            report_parameters:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer"}
            steps: []
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
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
              - {name: "tenant", type: "string"}
        connector: {name: "Orders", base_url: "https://{tenant}.example.com/v1"}
        pre_run_configurations:
          name: "try"
          steps:
            - name: "who am I"
              type: "rest"
              http_method: "GET"
              endpoint: 'https://status.example.org/me'  # expect: cross-origin-credentials@17
        steps:
          - name: "each"
            type: "loop"
            steps:
              - name: "get"
                type: "rest"
                http_method: "GET"
                endpoint: "https://{tenant}.orders.example.net/orders"  # expect: cross-origin-credentials@19
              - name: "user before the host"
                type: "rest"
                http_method: "GET"
                endpoint: "https://{tenant}.example.com@example.org/"  # expect: cross-origin-credentials@19
        """,
        """
        # The slash behind the base URL is missing.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          name: "try"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]
        steps:
          - name: "get"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}.example.org/orders"  # expect: cross-origin-credentials@15
        """,
        """
        # A report's own authentication; addresses.
        connector: {name: "Orders", base_url: "https://192.0.2.1:8443"}
        pre_run_configurations:
          name: "try"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
            steps:
              - {name: "port", type: "rest", http_method: "GET", endpoint: "https://192.0.2.1:9443/orders"}
              - name: "address"
                type: "rest"
                http_method: "GET"
                endpoint: "https://192.0.2.2:8443/orders"  # expect: cross-origin-credentials@19
              - name: "new address"
                type: "rest"
                http_method: "GET"
                endpoint: "https://[2001:db8::1]/orders"  # expect: cross-origin-credentials@19
        """,
        """
        # The builder's dialect, and sites of two customers under one public suffix.
        connector:
          name: Orders
          base_url: https://orders.github.io
          auth: {type: bearer}
        pre_run_configurations:
          - name: try
            steps: [{name: me, type: rest, method: GET, endpoint: /me}]
        multi-reports:
          - name: orders
            report_parameters: []
            steps:
              - name: each
                type: loop
                nested_steps:
                  - name: get
                    type: rest
                    method: GET
                    endpoint: https://items.github.io/items  # expect: cross-origin-credentials@23
        """,
    ],
)
def cross_origin_credentials(document: Document) -> Iterator[Hit]:
    """The endpoints of signed steps whose host is known, and known to be another party's than the base URL's."""
    base = document.connector.get("base_url") if document.connector else None
    home = host_of(base.text) if isinstance(base, Scalar) else None
    if home is None or not isinstance(base, Scalar):
        return
    token_hosts = [host_of(url.node.text) for url in document.urls if url.key == "token_url"]
    for step in signed_steps(document):
        endpoint = step.get("endpoint")
        host = host_of(_resolved(endpoint.text, base.text)) if isinstance(endpoint, Scalar) else None
        if endpoint is None or host is None or are_related(host, home) is not False:
            continue
        if not any(other and are_related(host, other) for other in token_hosts):
            name = step.text("name")
            message = (
                f"{'the step ' + quoted(name) if name else 'this step'} sends the credential to another host than"
                " `base_url` names: call that host from a connector of its own"
            )
            yield Hit(at_value(endpoint), message, related=(Note("the `base_url`", base.start, base.end),))


def _resolved(endpoint: str, base: str) -> str:
    return PLACEHOLDER.sub(lambda found: base.strip() if found[0].replace(" ", "") in _BASE_URL else found[0], endpoint)
