"""The provider wants a word before the API key, and nothing tells the user to enter it.

The header holds what is entered as `key_value`, and no more. A key without its prefix is taken for none at all, and the
401 does not say what is missing.

Preset the prefix as the field's `value`, or say in its `description`, or in a comment for whoever sets it up, that it
has to be entered before the key.

Ignore it where whoever enters the key knows. It is silent as soon as the prefix is preset or mentioned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_item
from connector_lint.presets import notes, preset
from connector_lint.provider_use import uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_use import Use

_PREFIX = re.compile(r"(?i)(?<![\w-])prefix(?:ed)?\b")
# No word that may stand in a sentence: `Klaviyo-API-Key`, `GenieKey`, `SSWS`.
_OWN_WORD = re.compile(r"[-=]|[a-z][A-Z]|[A-Z]{4}")


@rule(
    "provider-key-prefix",
    category="provider",
    severity=Severity.INFO,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "readwise_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", value: "Token ", is_encrypted: true}
        connector: {name: "Readwise", base_url: "https://readwise.io/api/v2"}
        ---
        interface_parameters:
          section:
            source:
              - name: "readwise_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}  # Token <access token>
        connector: {name: "Readwise", base_url: "https://readwise.io/api/v2"}
        """,
        """
        # The bare key.
        interface_parameters:
          section:
            source:
              - name: "linear_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials", token_url: "https://api.linear.app/oauth/token"}
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
        connector: {name: "Linear", base_url: "https://api.linear.app"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "readwise_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", is_encrypted: true}  # expect: provider-key-prefix@20
        connector: {name: "Readwise", base_url: "https://readwise.io/api/v2"}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "pulumi_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                description: "A personal access token"
                fields:
                  - {name: "key_name", type: "string", value: "authorization"}
                  - name: "key_value"  # expect: provider-key-prefix@19
                    type: "string"
                    value: ""
                    is_encrypted: true
        connector: {name: "Pulumi", base_url: "https://api.pulumi.com"}
        """,
    ],
)
def provider_key_prefix(document: Document) -> Iterator[Hit]:
    """Keys that need a prefix which is neither preset nor written about."""
    for use in uses(document):
        field = use.authentication.field("key_value") if use.authentication else None
        prefixes = _prefixes(use)
        if field and prefixes and not _is_told(document, use, prefixes):
            shown = " or ".join(quoted(prefix) for prefix in prefixes)
            message = (
                f"{use.provider.name} wants the key with {shown} before it: preset that as the `value`, or say so in"
                f" the `description`{use.provider.see}"
            )
            yield Hit(at_item(field.node), message)


def _prefixes(use: Use) -> list[str]:
    """The prefixes that the provider knows for this header; none where the key works in another form as well."""
    methods = [
        way for way in use.provider.of_kind("api_key") if way.sending and way.sending.matches(use.location, use.key)
    ]
    is_header = use.auth_type == "api_key" and use.location == "header"
    if not is_header or not any(method.is_certain for method in methods):
        return []
    if use.key.lower() == "authorization" and use.provider.of_kind("bearer"):
        return []
    prefixes = [method.sending.prefix or "" for method in methods if method.sending]
    return [prefix.strip() for prefix in prefixes] if all(prefixes) else []


def _is_told(document: Document, use: Use, prefixes: list[str]) -> bool:
    assert use.authentication is not None
    field = use.authentication.field("key_value")
    node = preset(field.node) if field else None
    if node and any(node.text.lower().lstrip().startswith(prefix.lower()) for prefix in prefixes):
        return True
    return any(_mentions(note, prefix) for note in notes(document, use.authentication) for prefix in prefixes)


def _mentions(note: str, prefix: str) -> bool:
    """Whether a note speaks of a prefix. A word such as `Token` does, where something stands for the key behind it."""
    if _OWN_WORD.search(prefix) and prefix.lower() in note.lower():
        return True
    shown = rf"(?<![\w-]){re.escape(prefix)}(?:[\"'`]|[ \t]{{1,9}}(?:[<{{\[]|your\b|the\b))"
    return bool(_PREFIX.search(note) or re.search(shown, note, re.IGNORECASE))
