"""The header `Authorization` is put together by hand from a placeholder.

The platform writes this header itself from the `authentication` parameter: two headers collide, and which one the
API sees is not defined. The value also comes from a parameter that is often not encrypted, and no refresh of an
OAuth2 token reaches it.

Remove the header and declare an `authentication` parameter of the type that the scheme stands for: `bearer` for
`Bearer`, `basic_http` for `Basic`. A session token that an earlier step logged in for is left alone.

Ignore it for an API whose scheme is neither `Bearer` nor `Basic`, for instance a signature: no authentication of the
platform writes such a header. The parameter that holds the credential then needs `is_encrypted: true`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.placeholders import names_in
from connector_lint.places import at_key
from connector_lint.repair import Repairs
from connector_lint.secrets import authorization_literals, is_authorization
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "manual-authorization",
    category="security",
    severity=Severity.WARNING,
    cwe=[522],
    good=[
        """
        # The session that the first step opens cannot be injected by the platform.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {session: {format: "json"}}
        steps:
          - name: "log in"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/session"
            variables_output:
              - {response_location: "data", variable_name: "session", variable_format: "json"}
          - name: "get"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders"
            headers: {Authorization: "Session {{%session%}}"}
        """,
    ],
    bad=[
        """
        # Old files are full of it.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            Authorization: 'Basic {YOUR_AUTH}'  # expect: manual-authorization@5
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            steps:
              - name: "get"
                type: "rest"
                method: "GET"
                endpoint: "{{%BASE_URL%}}/orders"
                headers:
                  proxy-authorization: "Bearer {{token}}"  # expect: manual-authorization@11
        """,
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            Authorization: "Bearer {{%api.token%}}"  # expect: manual-authorization@5
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "token"
                    type: "string"
                    is_encrypted: true
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers: {Accept: "application/json", Authorization: "Bearer {{%token%}}"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "api_credentials"
                    type: "authentication"
                    auth_type: "bearer"
                    fields:
                      - name: "bearer_token"
                        type: "string"
                        is_encrypted: true
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers: {Accept: "application/json"}
            """,
        ),
    ],
)
def manual_authorization(document: Document) -> Iterator[Hit]:
    """The headers that hardcoded-authorization leaves over, but for sessions."""
    literal = {id(secret.place.node) for secret in authorization_literals(document)}
    sessions = _step_variables(document)
    repairs = Repairs(document)
    for header in document.headers:
        value = header.entry.value
        if not is_authorization(header.name) or id(value) in literal or not isinstance(value, Scalar):
            continue
        if isinstance(value.value, str) and value.text.strip() and not sessions & set(names_in(value.text)):
            message = (
                f"{quoted(header.name)} is put together by hand: remove the header and declare an `authentication`"
                " parameter, from which the platform writes it"
            )
            yield Hit(at_key(header.entry), message, repairs.header(header.entry, is_literal=False))


def _step_variables(document: Document) -> set[str]:
    """The variables that steps put out, and the items of loops, which come from such variables."""
    names = [output.text("variable_name") for output in document.outputs]
    names += [loop.text("item_name") for loop in document.loops]
    return set(filter(None, names))
