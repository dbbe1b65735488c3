"""An API key is sent in the header `Authorization`, where `bearer` would write the header itself.

With `api_key` the word `Bearer` has to be typed in front of the key by every user. Who forgets it gets a 401 that
says nothing of the reason, and who copies the header from the provider's documentation has it there twice.

Write `auth_type: "bearer"`, with the one field `bearer_token`, and leave out `location`: the platform then sends
`Authorization: Bearer`, and the token behind it.

Ignore it where the provider wants another word than `Bearer`, or the bare key. Providers that are known to, and
fields whose value, description or comment shows such a word, are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import called
from connector_lint.hosts import host_of
from connector_lint.placeholders import is_placeholder
from connector_lint.places import at_value
from connector_lint.presets import notes, preset, preset_header
from connector_lint.providers import possible_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_facts import Provider
    from connector_lint.views import Authentication

_BEARER = re.compile(r"(?i)\bbearer\b")
# A word and a blank before at most one more word, which is the key or stands for it.
_PREFIX = re.compile(r"\s*([A-Za-z][\w-]*)(?:[ \t]+|=)\S*\Z")
_SCHEME = re.compile(r"(?:[A-Za-z]+-)?(?i:api-?key|auth-key|user-token)\Z|SSWS\Z|GenieKey\Z|AccessKey\Z")
# What a description or comment says of the key where there is more to say than what it is.
_NOTE = re.compile(r"(?i)\b(?:prefix(?:ed)?|scheme|bare key)\b|(?<![\w-])([a-z][\w-]{0,40})(?:[ \t]{1,9}|=)[<{\[]")
# Words before another that make no scheme of it: `your key`, `API token`.
_ORDINARY = frozenset(
    """
    a access an and api as auth client enter from get here in insert is my of or paste personal private secret see
    service some the this to with your
    """.split()
)


@rule(
    "prefer-bearer",
    category="authentication",
    severity=Severity.INFO,
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
                  - {name: "key_name", type: "string", value: "X-Authorization"}
                  - {name: "key_value", type: "string", value: "Bearer ", is_encrypted: true}
              - {name: "authorization", type: "string", value: "Authorization"}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        # Another prefix.
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
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                description: "Enter Token token=<your key>"
                fields:
                  - {name: "key_name", type: "string", default: "Authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}
            steps: []
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
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}  # with the prefix "Session"
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        # Providers that are known to want another prefix, or none.
        interface_parameters:
          section:
            source:
              - name: "account_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}
              - {name: "domain", type: "string"}
        connector: {name: "Accounts", base_url: "https://{domain}.live.dynatrace.com/api/v2"}
        ---
        interface_parameters:
          section:
            source:
              - name: "incident_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}
              - {name: "region", type: "string"}
        connector: {name: "Incidents", base_url: "https://{{%region%}}.pagerduty.com"}
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
                  - name: "key_name"
                    type: "string"
                    value: "Authorization"  # expect: prefer-bearer@20
                  - name: "key_value"
                    type: "string"
                    description: "Bearer <token>, the prefix as well"
                    is_encrypted: true
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        # A report's own, and a host that only looks like that of a known provider.
        connector: {name: "Orders", base_url: "https://api.notokta.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", default: 'AUTHORIZATION'}  # expect: prefer-bearer@57
                  - {name: "key_value", type: "string", value: "Bearer {{%token%}}", is_encrypted: true}
            steps: []
        """,
        """
        # Old files, and a host that nobody knows.
        interface_parameters:
          section:
            source:
              - {name: "server", type: "string", value: ""}
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: Authorization}  # expect: prefer-bearer@55
                  - {name: "key_value", type: "string", value: "your key", is_encrypted: true}
        connector: {name: "Orders", base_url: "{server}", type: "rest"}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - name: orders_key
                label: API key
                type: authentication
                auth_type: api_key
                location: header
                is_sensitive: true
                fields:
                  - name: key_name
                    type: string
                    # expect: invalid-key-name@20 prefer-bearer@20
                    value: "Authorization: "
                  - {name: key_value, type: string, value: "look at 1password", is_encrypted: true}
        connector: {name: Orders, base_url: https://com, auth: {type: api_key}}
        """,
    ],
)
def prefer_bearer(document: Document) -> Iterator[Hit]:
    """API keys in the header Authorization, unless something speaks for another prefix than Bearer."""
    for authentication in document.authentications:
        name = preset_header(authentication)
        if name is None or name.text.strip(" \t\r\n:").lower() != "authorization":
            continue
        if not _is_known_for_another(document) and not _shows_another(document, authentication):
            message = (
                f"{called(authentication)} sends its key in the header `Authorization`: write `auth_type: bearer`,"
                " with which the platform adds the word `Bearer` itself"
            )
            yield Hit(at_value(name), message)


def _is_known_for_another(document: Document) -> bool:
    """Whether the base URL's host is such a provider's, or may be with what fills its placeholder."""
    host = host_of(document.connector.text("base_url") or "") if document.connector else None
    return any(_has_own_form(provider) for provider in possible_at(host or ""))


def _has_own_form(provider: Provider) -> bool:
    """Whether its keys go into `Authorization` with another word or none, and do not work as bearer tokens."""
    ways = [method.sending for method in provider.methods if method.sending]
    own = any(way.matches("header", "Authorization") and not way.is_bearer for way in ways)
    return own and not any(method.is_certain for method in provider.of_kind("bearer"))


def _shows_another(document: Document, authentication: Authentication) -> bool:
    """Whether the key's preset value, or what is written about it, names another prefix, or shows that there is none."""
    field = authentication.field("key_value")
    node = preset(field.node) if field else None
    told = list(notes(document, authentication))
    if any(_BEARER.search(text) for text in (*told, node.text if node else "")):
        return False
    if node is not None:
        found = _PREFIX.match(node.text)
        if found:
            return found[1].lower() not in _ORDINARY
        if _SCHEME.match(node.text.strip()) or not is_placeholder(node.text, "key_value"):
            return True
    found_in = (found for note in told for found in _NOTE.finditer(note))
    return any(found[1] is None or found[1].lower() not in _ORDINARY for found in found_in)
