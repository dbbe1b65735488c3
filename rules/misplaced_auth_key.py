"""A key of an authentication stands where nothing reads it.

`token_url`, `grant_type`, `scopes` and `is_basic_auth` are read inside of `oauth2_settings` only, `location` belongs to
`api_key`, `oauth2_settings` to `oauth2`, and `auth_type` to parameters of the type `authentication`. Elsewhere the
platform passes over them without a word, so what they set is not set, and the run ends with a 400 or a 401.

Move the key to where it belongs, or remove it where it is left over from another way of authenticating.

There is no good reason: where it stands the key has no effect. Whoever keeps it as a note can make a comment of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import AUTH_TYPES, SETTINGS, setting_path
from connector_lint.edits import fix
from connector_lint.moves import move_entry, wrap_entry
from connector_lint.places import at_key
from connector_lint.views import OTHER_TYPES, Authentication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Entry
    from connector_lint.views import Parameter

_OWNERS = {"location": "api_key", "oauth2_settings": "oauth2"}


@rule(
    "misplaced-auth-key",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - {name: "token_url", type: "string", value: ""}
              - {name: "auth_type", type: "string", value: ""}
              - {name: "orders_auth", type: "authentication", auth_type: "api_key", location: "header"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "client_credentials"
                  token_url: "https://auth.example.com/token"
                  is_basic_auth: true
                  scopes: "orders.read"
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
            steps: []
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          auth: {type: "oauth2", oauth: {grant_type: "client_credentials", token_url: "https://auth.example.com/token"}}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "client_credentials"}
                token_url: "https://auth.example.com/token"  # expect: misplaced-auth-key@9
                location: "header"  # expect: misplaced-auth-key@9
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer", oauth2_settings: }  # expect: misplaced-auth-key@76
              - {name: "domain", type: "string", auth_type: "bearer"}  # expect: misplaced-auth-key@42
              - {name: "plan", type: "list", grant_type: ""}  # expect: misplaced-auth-key@38
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    token_url: "https://auth.example.com/token"  # of the test tenant
                    oauth2_settings:
                      grant_type: "client_credentials"
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "oauth2"
                    oauth2_settings:
                      grant_type: "client_credentials"
                      token_url: "https://auth.example.com/token"  # of the test tenant
            """,
        ),
        (
            """
            interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: oauth2, scopes: "b c"}]}}
            """,
            """
            interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: oauth2, oauth2_settings: {scopes: "b c"}}]}}
            """,
        ),
    ],
)
def misplaced_auth_key(document: Document) -> Iterator[Hit]:
    """Keys of each parameter that belong into `oauth2_settings`, to another authentication, or to none."""
    for parameter in document.parameters:
        authentication = parameter if isinstance(parameter, Authentication) else None
        for key, advice in _of_authentication(authentication) if authentication else _of_other(parameter):
            entry = parameter.node.effective.get(key)
            if entry:
                repair = _repair(document, authentication, entry) if authentication and key in SETTINGS else None
                about = setting_path(authentication, key) if authentication and key in SETTINGS else None
                yield Hit(at_key(entry), f"`{key}` {advice}", repair, about=about)


def _repair(document: Document, authentication: Authentication, entry: Entry) -> Fix | None:
    """Move a setting to where it is read; where that is still to be made, the first one makes it, and others follow."""
    settings, keys = authentication.settings, authentication.node.effective
    if authentication.auth_type != "oauth2":
        return None
    if settings:
        part = move_entry(document, entry, settings) if entry.name not in settings.effective else None
    else:
        first = min((keys[key] for key in SETTINGS if key in keys), key=lambda entry: entry.key.start)
        is_absent = "oauth2_settings" not in keys and not document.is_builder_dialect
        part = wrap_entry(document, entry, "oauth2_settings") if entry is first and is_absent else None
    return fix("move it into `oauth2_settings`", part)


def _of_authentication(authentication: Authentication) -> Iterator[tuple[str, str]]:
    """The keys that may not stand in it, each with what to say of it."""
    kind = authentication.auth_type if authentication.auth_type in AUTH_TYPES.known else ""
    written = authentication.settings.effective if authentication.settings else {}
    for key in SETTINGS:
        if kind not in ("", "oauth2"):
            yield key, f"has no effect on `{kind}`, only in the `oauth2_settings` of `oauth2`: remove it"
        elif key in written:
            yield key, "is not read here, and `oauth2_settings` holds it already: remove it"
        else:
            yield key, "is not read here: move it into `oauth2_settings`"
    for key, owner in _OWNERS.items():
        if kind not in ("", owner):
            yield key, f"has no effect on `{kind}`, only on `{owner}`: remove it"


def _of_other(parameter: Parameter) -> Iterator[tuple[str, str]]:
    keys = [*SETTINGS]
    if parameter.type in OTHER_TYPES:
        keys += ["auth_type", *_OWNERS]
    for key in keys:
        yield key, "has no effect on a parameter that is no authentication: remove it, or write `type: authentication`"
