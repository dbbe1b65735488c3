"""The file writes the header in which the platform sends the API key.

The platform adds the header that `key_name` names to every request. With the same header in `default_headers` or in a
step there are two, names of headers know no case, and only one of them arrives: either the user's key is never sent,
and all work with what the file says, or the file's value is lost without a word.

Remove the header. The key that the user enters in `key_value` is then the only one. Where the API wants two different
keys in two headers, check the name in `key_name`.

Ignore it where a step has to send another key than the rest, and it was seen to arrive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.authentication import called
from connector_lint.edits import fix
from connector_lint.names import quoted
from connector_lint.placeholders import holds_placeholder
from connector_lint.places import at_key
from connector_lint.presets import preset_header
from connector_lint.reach import steps_within
from connector_lint.request_removal import remove_request_entry
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Entry
    from connector_lint.views import Authentication

_AROUND_NAMES = " \t\r\n:"


@rule(
    "colliding-header",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers: {X-Orders-Key-Version: "2", "Orders-Key": "{{%VERSION%}}", Accept: "X-Orders-Key"}
        """,
        """
        # The user names the header; a name of a query parameter; another kind of authentication.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers: {"{{%header%}}": "1", X-Api-Version: "2"}
        reports:
          - name: "orders"
            report_parameters:
              - {name: "header", type: "string", value: ""}
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "{{%header%}}"}
                  - {name: "key_value", type: "string", is_encrypted: true}
            steps: []
          - name: "items"
            report_parameters:
              - name: "items_auth"
                type: "authentication"
                auth_type: "bearer"
                fields:
                  - {name: "key_name", type: "string", value: "X-Api-Version"}
                  - {name: "bearer_token", type: "string", is_encrypted: true}
            steps: []
        """,
        """
        # The key of one report, and the header of another.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          name: "try"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
            steps: []
          - name: "items"
            report_parameters: []
            steps:
              - {name: "get", type: "rest", endpoint: "{{%BASE_URL%}}/items", headers: {X-Orders-Key: "none"}}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            Accept: "application/json"
            x-orders-key: "{orders_key}"  # expect: colliding-header@5
            X-ORDERS-KEY: ""  # expect: colliding-header@5
        """,
        """
        # A literal leaks as well. A report's own steps, nested ones too.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          name: "try"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", default: "X-Api-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
            steps:
              - name: "each"
                type: "loop"
                steps:
                  - name: "get"
                    type: "rest"
                    http_method: "GET"
                    endpoint: "{{%BASE_URL%}}/orders"
                    headers:
                      X-API-Key: "@secret:token@"  # expect: colliding-header@15 hardcoded-secret@26
        """,
        """
        # Authorization by hand is manual-authorization's, but for a session that an earlier step logged in to.
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", value: "Token ", is_encrypted: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers: {Authorization: "Token {{%KEY%}}"}  # expect: manual-authorization@21
        pre_run_configurations:
          name: "log in"
          steps:
            - name: "log in"
              type: "rest"
              http_method: "POST"
              endpoint: "{{%BASE_URL%}}/session"
              variables_output:
                - {response_location: "data", variable_name: "session", variable_format: "json"}
        steps:
          - name: "get"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders"
            headers: {authorization: "Session {{%session%}}"}  # expect: colliding-header@15
        """,
        """
        # The builder's dialect, with fields, and headers that are written once for all.
        x-common: &common
          X-Orders-Key: "{{orders_key}}"  # expect: colliding-header@3
        interface_parameters:
          section:
            source:
              - name: orders_key
                type: authentication
                auth_type: api_key
                location: header
                is_sensitive: true
                fields:
                  - {name: key_name, type: string, value: X-Orders-Key}
                  - {name: key_value, type: string, is_sensitive: true, is_encrypted: true}
        connector:
          name: Orders
          base_url: https://api.example.com
          auth: {type: api_key}
          default_headers: {<<: *common, Accept: application/json}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - {name: "key_name", type: "string", value: "X-Orders-Key"}
                      - {name: "key_value", type: "string", is_encrypted: true}
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
              default_headers: # of all requests
                X-Orders-Key: "{orders_key}" # remove it
            steps:
              - {name: "get", type: "rest", endpoint: "/orders", headers: {x-orders-key: "1", Accept: "text/csv"}}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - {name: "key_name", type: "string", value: "X-Orders-Key"}
                      - {name: "key_value", type: "string", is_encrypted: true}
            connector:
              name: "Orders"
              base_url: "https://api.example.com"
            steps:
              - {name: "get", type: "rest", endpoint: "/orders", headers: {Accept: "text/csv"}}
            """,
        ),
    ],
)
def colliding_header(document: Document) -> Iterator[Hit]:
    """Headers of the connector and of signed steps that an API key's preset name names."""
    seen: set[int] = set()
    for authentication in document.authentications:
        name = preset_header(authentication)
        if name is None or holds_placeholder(name.text) or not name.text.strip(_AROUND_NAMES):
            continue
        note = Note("the `key_name`", name.start, name.end)
        for holder in _holders(document, authentication):
            found = [entry for entry in holder.effective.values() if _names(entry, name.text) and id(entry) not in seen]
            seen.update(map(id, found))
            for entry in found:
                # Of several that are all there is the others go in the next pass: together they leave no mapping.
                goes = entry is found[0] or len(found) < len(holder.entries)
                message = (
                    f"{quoted(entry.name)} is the header in which the platform sends the key of"
                    f" {called(authentication)}: remove it, for only one of the two arrives"
                )
                yield Hit(at_key(entry), message, _repair(document, entry) if goes else None, related=(note,))


def _holders(document: Document, authentication: Authentication) -> Iterator[Mapping]:
    holders = [document.connector.mapping("default_headers") if document.connector else None]
    holders += [step.mapping("headers") for step in steps_within(document, authentication)]
    yield from filter(None, holders)


def _names(entry: Entry, name: str) -> bool:
    """Whether a pair is the header of a name, with a value that can be sent."""
    value = entry.value
    is_sent = isinstance(value, Scalar) and value.value is not None and not isinstance(value.value, bool)
    return is_sent and entry.name.strip(_AROUND_NAMES).lower() == name.strip(_AROUND_NAMES).lower()


def _repair(document: Document, entry: Entry) -> Fix | None:
    return fix("remove the header", remove_request_entry(document, entry), safe=False)
