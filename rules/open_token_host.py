"""Whoever fills in the host of the token URL receives a credential that is preset.

The host is a parameter that any user of the connector sets, and the client secret or refresh token comes with the
connector. The platform posts it to whatever host it is told: a user who enters a server of their own reads there a
credential that they were never to see.

Write the host into `token_url`, or leave at most a label of it open (`https://{tenant}.example.com/token`). Else leave
the credential for each user to enter.

Ignore it where everyone who can fill in the host may know the credential as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.placeholders import is_placeholder
from connector_lint.places import at_reference
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.references import Reference
    from connector_lint.tree import Node

_HOST = re.compile(r"\s*(?:https?://)?(?:[^/?#@]*@)?([^/?#]*)", re.IGNORECASE)
_SENT = ("client_secret", "refresh_token")
_CHOSEN_TYPES = frozenset(("list", "enum", "multiselect", "authentication", "date_range", "boolean", "integer"))


@rule(
    "open-token-host",
    category="security",
    severity=Severity.WARNING,
    cwe=(522,),
    good=[
        """
        # Nothing is preset; a label of a known domain is open; a host is chosen from a list; a placeholder is no secret.
        interface_parameters:
          section:
            source:
              - {name: "host", type: "string"}
              - {name: "region", type: "list", values: ["eu.example.com", "us.example.com"]}
              - name: "own_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://{host}/token"}
                fields:
                  - {name: "client_id", type: "string", value: "reporting"}
                  - {name: "client_secret", type: "string", is_encrypted: true, value: ""}
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "tenant", type: "string"}
              - name: "own_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://{tenant}.example.com/{tenant}/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true, value: "<your client secret>"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "host", type: "string"}
              - name: "own_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "refresh_token"
                  token_url: "https://{host}:8443/token"  # expect: open-token-host@31
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true, value: "@secret:token@"}  # expect: hardcoded-secret@80
        """,
        """
        # The whole URL, in a multi-report Blueprint.
        interface_parameters:
          section:
            source:
              - {name: "token_url", type: "string", value: "https://auth.example.com/token"}
              - name: "own_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "{{%token_url%}}"}  # expect: open-token-host@73
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true, default: "@secret:token@"}  # expect: hardcoded-secret@82
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports: []
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "domain", type: "string"}
              - {name: "own_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth:
            type: "oauth2"
            oauth:
              grant_type: "refresh_token"
              token_url: "https://login.{{domain}}/token"  # expect: open-token-host@33
              refresh_token: "@secret:token@"  # expect: hardcoded-secret@22
        multi-reports: []
        """,
    ],
)
def open_token_host(document: Document) -> Iterator[Hit]:
    """Token URLs whose domain is a parameter, beside a preset credential."""
    for reference in document.references:
        if reference.node.name == "token_url" and _is_open(document, reference):
            preset = tuple(_preset(document, reference.node))
            if preset:
                place = at_reference(document.text, reference)
                message = (
                    f"{quoted(reference.text)} lets whoever fills it in receive the preset credential:"
                    " write the host into `token_url`, or leave the credential to each user"
                )
                yield Hit(place, message, related=preset)


def _is_open(document: Document, reference: Reference) -> bool:
    """Whether a placeholder stands where the domain of its URL ends, for a text that users enter."""
    host = _HOST.match(reference.node.text)
    if not host or not host.start(1) <= reference.start < host.end(1):
        return False
    rest = reference.node.text[reference.end : host.end(1)].partition(":")[0].strip(".")
    types = [parameter.type for parameter in document.parameters if parameter.name == reference.name]
    return "." not in rest and bool(types) and not set(types) & _CHOSEN_TYPES


def _preset(document: Document, token_url: Scalar) -> Iterator[Note]:
    """Literal credentials that are sent to a token URL: fields beside it, and what the builder writes."""
    holders = [node for node in (token_url.parent, token_url.parent and token_url.parent.parent) if node]
    for holder in holders:
        if isinstance(holder, Mapping):
            yield from (note for name in _SENT for note in _literal(holder.get(name), name))
    fields = [
        field for parameter in document.authentications for field in parameter.fields if parameter.node in holders
    ]
    is_built = document.connector in holders or (document.connector and document.connector.get("auth") in holders)
    for given in (*fields, *(document.parameters if is_built else ())):
        if given.name in _SENT:
            yield from (note for key in ("value", "default") for note in _literal(given.node.get(key), given.name))


def _literal(node: Node | None, name: str) -> Iterator[Note]:
    if isinstance(node, Scalar) and not node.is_empty and not is_placeholder(node.text, name):
        yield Note(f"{quoted(name)} is preset here", node.start, node.end)
