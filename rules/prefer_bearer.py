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
from connector_lint.hosts import HOLE, host_of
from connector_lint.placeholders import is_placeholder
from connector_lint.places import at_value
from connector_lint.presets import preset, preset_header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.views import Authentication

# APIs that document `Authorization` with another word or none, and do not take the same key as a bearer token.
_OTHER_PREFIX = frozenset(
    """
    a.klaviyo.com api.baserow.io api.bird.com api.bugsnag.com api.callrail.com api.clickup.com api.deepgram.com
    api.deepl.com api-free.deepl.com api.elastic-cloud.com api.eu.opsgenie.com api.eu.pagerduty.com api.goshippo.com
    api.linear.app api.livestorm.co api.onesignal.com api.opsgenie.com api.pagerduty.com api.pandadoc.com
    api.planetscale.com api.pulumi.com api.quickbase.com api.snyk.io api.sparkpost.com api.statuspage.io
    api.teamtailor.com api.tiingo.com api.trello.com api.twelvedata.com api.unsplash.com app.launchdarkly.com
    discord.com live.dynatrace.com messagebird.com min-api.cryptocompare.com myfreshworks.com okta-emea.com
    okta.com oktapreview.com onesignal.com openexchangerates.org readwise.io sentinelone.net snyk.io sparkpost.com
    teamtailor.com
    """.split()
)
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
        connector: {name: "Accounts", base_url: "https://{domain}.okta.com/api/v1"}
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
    known, open_ended = (host or "").rpartition(HOLE)[2], HOLE in (host or "")
    if any(f".{host}".endswith(f".{other}") for other in _OTHER_PREFIX):
        return True
    return open_ended and known.count(".") > 1 and any(other.endswith(known) for other in _OTHER_PREFIX)


def _shows_another(document: Document, authentication: Authentication) -> bool:
    """Whether the key's preset value, or what is written about it, names another prefix, or shows that there is none."""
    field = authentication.field("key_value")
    node = preset(field.node) if field else None
    notes = list(_notes(document, authentication))
    if any(_BEARER.search(text) for text in (*notes, node.text if node else "")):
        return False
    if node is not None:
        found = _PREFIX.match(node.text)
        if found:
            return found[1].lower() not in _ORDINARY
        if _SCHEME.match(node.text.strip()) or not is_placeholder(node.text, "key_value"):
            return True
    found_in = (found for note in notes for found in _NOTE.finditer(note))
    return any(found[1] is None or found[1].lower() not in _ORDINARY for found in found_in)


def _notes(document: Document, authentication: Authentication) -> Iterator[str]:
    """Labels, descriptions and comments of an authentication."""
    for holder in (authentication.node, *(field.node for field in authentication.fields)):
        yield from filter(None, (holder.text("label"), holder.text("description")))
    start, end = authentication.node.start, authentication.node.end
    _, line_end = document.lines.bounds(document.lines.position(end).line)
    for comment in document.comments:
        if start <= comment.start < line_end:
            yield comment.text
