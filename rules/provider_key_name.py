"""An API key is sent in another header or query parameter than the provider reads.

The provider does not see the key, and answers as if there were none: a 401, or less data than the key would open.

Write the name that the message gives, and the `location` that belongs to it. Names of headers are the same in any
case, those of query parameters are not.

Ignore it where a gateway of your own takes the key under its own name. Where the provider takes a key in several
places, or needs a second one beside it, any of these is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.places import at_value
from connector_lint.provider_use import uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_facts import Sending
    from connector_lint.provider_use import Use


@rule(
    "provider-key-name",
    category="provider",
    severity=Severity.WARNING,
    good=[
        """
        # Headers in any case; nothing to judge where the user is asked.
        interface_parameters:
          section:
            source:
              - name: "shortcut_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "shortcut-token"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Shortcut", base_url: "https://api.app.shortcut.com"}
        ---
        interface_parameters:
          section:
            source:
              - name: "shortcut_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: ""}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Shortcut", base_url: "https://api.app.shortcut.com"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "shortcut_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-API-Key"}  # expect: provider-key-name@55
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Shortcut", base_url: "https://api.app.shortcut.com"}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "fastly_key"
                type: "authentication"
                auth_type: "api_key"
                # expect: provider-key-name@19
                location: "query_param"
                fields:
                  - {name: "key_name", type: "string", value: "Fastly-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Fastly", base_url: "https://api.fastly.com"}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "weather_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - {name: "key_name", type: "string", value: "X-API-Key"}
                      - {name: "key_value", type: "string", is_encrypted: true}
            connector: {name: "Weather", base_url: "https://api.openweathermap.org/data/2.5"}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "weather_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "query_param"
                    fields:
                      - {name: "key_name", type: "string", value: "appid"}
                      - {name: "key_value", type: "string", is_encrypted: true}
            connector: {name: "Weather", base_url: "https://api.openweathermap.org/data/2.5"}
            """,
        ),
    ],
)
def provider_key_name(document: Document) -> Iterator[Hit]:
    """API keys that are sent where the provider does not read them, other than where it once did."""
    for use in uses(document):
        certain = [method.sending for method in use.provider.methods if method.sending and method.is_certain]
        ways = use.provider.sendings()
        if use.auth_type != "api_key" or not certain or not use.key or not use.location or use.retired:
            continue
        if any(way.matches(use.location, use.key) for way in ways) or _spells_out(use):
            continue
        right = next((way for way in certain if way.location == use.location), certain[0])
        yield _hit(document, use, right, only=len(certain) == 1 or right.location == use.location)


def _spells_out(use: Use) -> bool:
    """Whether the header Authorization can hold another method that the provider takes."""
    return use.is_open and use.provider.auth_types != ["api_key"]


def _hit(document: Document, use: Use, right: Sending, *, only: bool) -> Hit:
    name = use.key_name
    location = use.authentication.node.get("location") if use.authentication else None
    assert name is not None
    assert location is not None
    is_named = use.key.lower() == right.key_name.lower() if right.location == "header" else use.key == right.key_name
    parts = [] if is_named else [replace_scalar(document, name, right.key_name)]
    if right.location != use.location:
        parts.append(replace_scalar(document, location, right.location))
    place = "header" if right.location == "header" else "query parameter"
    message = f"{use.provider.name} reads the key from the {place} `{right.key_name}`{use.provider.see}"
    repair = fix(f"write `{right.key_name}` and `{right.location}`", *parts, safe=False) if only else None
    return Hit(at_value(location if is_named else name), message, repair)
