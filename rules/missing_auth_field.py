"""A field that the authentication's type or grant needs is not there.

The fields are what the user is asked for. The platform looks them up by name: `bearer_token` for `bearer`, `username`
and `password` for `basic_http`, `key_name` and `key_value` for `api_key`, `client_id` and `client_secret` for `oauth2`,
with `refresh_token`, or `code` and `redirect_uri`, as the grant asks. Where one is missing or has another name, nobody
can enter it, and requests go out without credentials.

Add the field, with `is_encrypted: true` where it is a secret, or give the one that is there the right name.

Ignore it if the platform's own form is known to ask for the field although the file does not list it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import means_field, required_fields
from connector_lint.credentials import SECRET_FIELDS
from connector_lint.edits import fix, replace_scalar
from connector_lint.insertion import append_item, insert_entry, list_in, plain_pairs
from connector_lint.names import quoted
from connector_lint.places import at_item, missing_in
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.views import Authentication, Field


@rule(
    "missing-auth-field",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        # A fragment may leave the fields out altogether.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer"}
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "basic_http", is_sensitive: true}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - {name: "orders", report_parameters: [], steps: []}
        """,
        """
        x-secret: &secret {type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings: {grant_type: "refresh_token", token_url: "https://auth.example.com/token"}
                fields:
                  - {<<: *secret, name: "refresh_token"}
                  - {<<: *secret, name: "client_secret"}
                  - {name: "client_id", type: "string"}
            steps: []
        """,
    ],
    bad=[
        """
        # Old docs.
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:  # expect: missing-auth-field@9
                  - {name: "user", type: "string", value: "your_mail"}
                  - {name: "password", type: "string", value: "look at 1password"}  # expect: unencrypted-secret@20
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - {name: "a", type: "authentication", auth_type: "basic_http"}  # expect: missing-auth-field@16 missing-auth-field@16
            steps: []
          - name: "items"
            report_parameters:
              - {name: "b", type: "authentication", auth_type: "bearer", fields: }  # expect: missing-auth-field@66
            steps: []
          # What is wrong with a field itself, or with the key, is said there.
          - name: "users"
            report_parameters:
              - {name: "c", type: "authentication", auth_type: "bearer", fields: [{nmae: "d", type: "string"}]}  # expect: unknown-key@76
            steps: []
          - name: "regions"
            report_parameters:
              - {name: "e", type: "authentication", auth_type: "bearer", feilds: []}  # expect: unknown-key@66
            steps: []
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
                    auth_type: "basic_http"
                    fields:
                      - name: 'username'
                        type: 'string' # the mail address
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_auth"
                    type: "authentication"
                    auth_type: "basic_http"
                    fields:
                      - name: 'username'
                        type: 'string' # the mail address
                      - name: 'password'
                        type: 'string'
                        is_encrypted: true
            """,
        ),
        (
            """
            interface_parameters:
              section:
                source:
                  - {name: a, type: authentication, auth_type: basic_http, fields: [{name: user, type: string}, {name: password, type: string, is_encrypted: true}]}
            """,
            """
            interface_parameters:
              section:
                source:
                  - {name: a, type: authentication, auth_type: basic_http, fields: [{name: username, type: string}, {name: password, type: string, is_encrypted: true}]}
            """,
        ),
    ],
)
def missing_auth_field(document: Document) -> Iterator[Hit]:
    """The fields that each authentication lacks; what is wrong with the list or a field itself is said there."""
    for authentication in document.authentications:
        fields = authentication.node.get("fields")
        if fields is None:
            is_judged = not document.is_fragment and not document.is_builder_dialect
        else:
            is_judged = _is_null(fields) or _all_named(fields)
        if is_judged:
            yield from _missing(document, authentication, fields)


def _missing(document: Document, authentication: Authentication, fields: Node | None) -> Iterator[Hit]:
    required = required_fields(authentication)
    others = [item for item in authentication.fields if item.name not in required and not item.node.get("key_map")]
    place = missing_in(fields) if fields else at_item(authentication.node)
    about = (*authentication.node.path, "fields")
    for name in required:
        if authentication.field(name):
            continue
        near = next((item for item in others if means_field(item.name, name)), None)
        if near:
            others.remove(near)
        hint = f"{quoted(near.name)} is there, did you mean `{name}`?" if near else "add it"
        message = f"`{authentication.auth_type}` needs the field `{name}`: {hint}"
        repair = _renamed(document, near, name) if near else _added(document, authentication, fields, name)
        yield Hit(place, message, repair, about=(*about, name) if isinstance(fields, Sequence) else about)


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _all_named(node: Node) -> bool:
    return isinstance(node, Sequence) and all(
        isinstance(item, Mapping) and item.text("name") is not None for item in node.items
    )


def _renamed(document: Document, field: Field, name: str) -> Fix | None:
    node = field.node.get("name")
    return fix(f"rename it to `{name}`", replace_scalar(document, node, name), safe=False) if node else None


def _added(document: Document, authentication: Authentication, fields: Node | None, name: str) -> Fix | None:
    pairs = [("name", name), ("type", "string"), ("is_encrypted", "true")][: 3 if name in SECRET_FIELDS else 2]
    part = None
    if isinstance(fields, Sequence):
        part = append_item(document, fields, pairs)
    elif fields is None:
        source = list_in(document, authentication.node, pairs)
        part = insert_entry(document, authentication.node, "fields", source, [plain_pairs(pairs)])
    return fix(f"add `{name}`", part, safe=False)
