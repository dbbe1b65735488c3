"""The header `Authorization` is written into the file with a literal credential.

Everyone who can read the repository, its forks, its backups or the state of the tool that uploads it can use the
credential, and removing the line later does not take it out of the history. All users of the connector share it.

Revoke the credential. Remove the header and declare an `authentication` parameter: the platform then asks each
user for the credential, encrypts it, and writes the header itself.

Ignore it only for a value that opens nothing, as the dummy token of a mock server in a test. For a token that still
works, lowering the severity leaves it as exposed as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_key
from connector_lint.repair import Repairs
from connector_lint.secrets import authorization_literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "hardcoded-authorization",
    category="security",
    severity=Severity.ERROR,
    cwe=[798],
    good=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            Accept: "application/json"
            X-Authorization-Mode: "delegated-access-2"
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            Authorization: "Bearer @secret:token@"  # expect: hardcoded-authorization@5
        """,
        """
        # Upper case, in a step, a short value, folded.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "get"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders"
            headers: {"PROXY-AUTHORIZATION": hunter2}  # expect: hardcoded-authorization@15
          - name: "more"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/more"
            headers:
              # expect: hardcoded-authorization@7
              authorization: >-
                Basic
                @secret:token@
        """,
        """
        # By a merge key, in the builder's dialect; the finding is where the header is written.
        x-common: &common
          Authorization: "Basic @secret:token@"  # expect: hardcoded-authorization@3
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "bearer"}
          default_headers: {<<: *common, Accept: "application/json"}
        """,
    ],
    fixes=[
        (
            """
            connector:
              default_headers:
                Authorization: "Bearer @secret:token@"
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
            """,
        ),
        (
            """
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers:
                Accept: "application/json"
                Authorization: "Token @secret:token@"
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
                        value: "Authorization"
                      - name: "key_value"
                        type: "string"
                        is_encrypted: true  # enter "Token <key>", with the prefix
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers:
                Accept: "application/json"
            """,
        ),
    ],
)
def hardcoded_authorization(document: Document) -> Iterator[Hit]:
    """Headers that the platform writes by itself, with a literal value."""
    repairs = Repairs(document)
    for secret in authorization_literals(document):
        node = secret.place.node
        if node and node.entry:
            message = (
                f"{quoted(node.entry.name)} holds a literal credential: revoke it, remove the header and declare an"
                " `authentication` parameter, from which the platform writes the header"
            )
            yield Hit(at_key(node.entry), message, repairs.header(node.entry, is_literal=True))
