"""Turns the builder's `connector.auth` into the authentication that the platform documents."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from connector_lint.authentication import fields_of
from connector_lint.credentials import SECRET_FIELDS
from connector_lint.edits import Part, fix
from connector_lint.finding import Change
from connector_lint.new_parts import Insertion
from connector_lint.placeholders import holds_placeholder
from connector_lint.removal import remove_entry
from connector_lint.tree import Mapping, Scalar
from connector_lint.written_style import Style

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Entry
    from connector_lint.written_style import New

_AS_IT_IS = re.compile(r"[^\"'\\\x00-\x1f\x7f]+\Z")
# The builder's key → the documented one, with the type that both want.
_SETTINGS = {"grant_type": ("grant_type", str), "token_url": ("token_url", str), "use_base64": ("is_basic_auth", bool)}
_KNOWN = {"type", "oauth"}


def documented_auth(document: Document, entry: Entry) -> Fix | None:
    """Take `connector.auth` out, and say in the file's only authentication what it says.

    None where there is no such authentication, where it says something itself, or where something in `connector.auth`
    has no place in it.
    """
    auth = entry.value
    if len(document.authentications) != 1 or not isinstance(auth, Mapping) or not set(auth.effective) <= _KNOWN:
        return None
    node = document.authentications[0].node
    kind = auth.text("type") or ""
    said = {"fields", "oauth2_settings"} & set(node.effective)
    if (
        said
        or node.used_at
        or node.text("auth_type") != kind
        or (kind == "api_key" and "location" not in node.effective)
    ):
        return None
    settings = _settings(auth) if kind == "oauth2" else {}
    names = fields_of(kind, str((settings or {}).get("grant_type", "")))
    if settings is None or not names:
        return None
    fields: list[New] = [_field(name) for name in names]
    pairs: dict[str, New] = {**({"oauth2_settings": settings} if settings else {}), "fields": fields}
    insertion = Insertion(document, Style.of(document), "")
    edits = insertion.insert(node, pairs)
    part = edits and Part(
        edits,
        tuple(Change(node.start, key, json.dumps(value), edits[0].span.start.offset) for key, value in pairs.items()),
    )
    oauth = auth.mapping("oauth")
    has_token = bool(oauth and (oauth.text("refresh_token") or "").strip())
    todo = "revoke the refresh token that stood here, and enter a new one" if has_token else ""
    description = "say it in the authentication, as documented, and remove `connector.auth`"
    return fix(description, part or None, remove_entry(document, entry), safe=False, todo=todo)


def _field(name: str) -> dict[str, New]:
    field: dict[str, New] = {"name": name, "type": "string"}
    return {**field, "is_encrypted": True} if name in SECRET_FIELDS else field


def _settings(auth: Mapping) -> dict[str, New] | None:
    """The documented settings; None where one is missing, or cannot be copied."""
    oauth = auth.mapping("oauth")
    if oauth is None or not set(oauth.effective) <= {*_SETTINGS, "refresh_token"}:
        return None
    token = oauth.get("refresh_token")
    if isinstance(token, Scalar) and holds_placeholder(token.text):
        return None  # what it refers to would be left without use
    settings: dict[str, New] = {}
    for key, (documented, kind) in _SETTINGS.items():
        node = oauth.get(key)
        if node is None and kind is bool:
            continue
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) if kind is bool else isinstance(value, str) and _AS_IT_IS.match(value):
            settings[documented] = value  # type: ignore[assignment]
        else:
            return None
    return settings
