"""Makes a Blueprint authenticate by the method that the provider of its `base_url` documents."""

from __future__ import annotations

import re
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from connector_lint.authentication import SETTINGS
from connector_lint.edits import fix, line_break, rewrite
from connector_lint.hosts import host_of
from connector_lint.methods import is_authenticated
from connector_lint.presets import preset
from connector_lint.provider_patterns import may_be
from connector_lint.provider_urls import filled_in
from connector_lint.provider_use import stays, uses
from connector_lint.repair_source import Source
from connector_lint.template import auth_name, best_method, fields_to_enter, is_secret, usual_grant, usual_token_url
from connector_lint.tree import Mapping, Sequence
from connector_lint.usage import Usage
from connector_lint.written_style import Style, column_of

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.edits import Part
    from connector_lint.finding import Fix
    from connector_lint.provider_facts import Method, Provider
    from connector_lint.views import Authentication
    from connector_lint.written_style import New

_KEYS = frozenset(("name", "type", "auth_type", "location", "oauth2_settings", "fields"))
_KEYS_OF_FIELD = frozenset(("name", "type", "value", "default", "is_encrypted", "is_sensitive"))
_AS_IT_IS = re.compile(r"[\w\-.:/ ,]+\Z")


def provider_auth(document: Document) -> Fix | None:
    """Declare the provider's authentication, or write it in the place of the file's only one.

    None where the provider is not known for certain or its method takes more than an authentication, where requests
    go to somebody else too or carry the credential by hand, and where the one that is there holds, or is, something
    that a person has to decide about: settings that would be lost, a preset credential, what a placeholder refers to.
    """
    provider = document.provider
    if provider is None or not provider.is_certain:
        return None
    method = best_method(replace(provider, all_methods=tuple(filter(attrgetter("is_certain"), provider.methods))))
    if method.kind == "url" or method.also:
        return None
    title = f"authenticate as {provider.name} documents"
    if is_authenticated(document):
        return fix(title, _written_over(document, provider, method), safe=False, todo="enter the new credential")
    return fix(title, _added(document, provider, method), safe=False)


def _added(document: Document, provider: Provider, method: Method) -> Part | None:
    """Another parameter, which all requests are meant for."""
    source = Source(document, auth_name(provider))
    new = _parameter(document, provider, method, source.name)
    if new is None or _is_by_hand(document, provider) or not all(stays(provider, step) for step in document.steps):
        return None
    return source.write(new, _note(method))


def _written_over(document: Document, provider: Provider, method: Method) -> Part | None:
    """Another authentication by the name and with the scopes of the one that is there."""
    old = _only_one(document)
    new = _parameter(document, provider, method, old.name) if old else None
    if old is None or new is None:
        return None
    scopes = (old.settings.text("scopes") if old.settings else None) or ""
    settings = new.get("oauth2_settings")
    if isinstance(settings, dict) and scopes:
        if not _AS_IT_IS.match(scopes):
            return None
        settings["scopes"] = scopes
    return _in_place(document, old.node, new, _note(method))


def _parameter(document: Document, provider: Provider, method: Method, name: str) -> dict[str, New] | None:
    """The authentication by a method; None where its token URL has a part that only the customer knows."""
    new: dict[str, New] = {"name": name, "type": "authentication", "auth_type": method.kind}
    if method.sending:
        new["location"] = method.sending.location
    if method.kind == "oauth2":
        token_url = _token_url(document, provider, method)
        if token_url is None:
            return None
        settings: dict[str, New] = {"grant_type": usual_grant(method), "token_url": token_url}
        new["oauth2_settings"] = settings
        if method.basic_auth is not None:
            settings["is_basic_auth"] = method.basic_auth
    return {**new, "fields": [_field(method, field, value) for field, value, _ in fields_to_enter(method)]}


def _field(method: Method, name: str, value: str) -> dict[str, New]:
    field: dict[str, New] = {"name": name, "type": "string"}
    if value:
        field["value"] = value
    return {**field, "is_encrypted": True} if is_secret(method, name) else field


def _token_url(document: Document, provider: Provider, method: Method) -> str | None:
    base = (document.connector.text("base_url") if document.connector else None) or ""
    hosts = [host.replace("*", "{}") for host in provider.hosts if may_be(host_of(base) or "", host)]
    url = filled_in(usual_token_url(method, hosts[0] if hosts else ""), base)
    return url if url and _AS_IT_IS.match(re.sub(r"[{}%]", "", url)) else None


def _note(method: Method) -> str:
    """What to enter, where that is not plain."""
    return "; ".join(f"{name}: {comment}" for name, _, comment in fields_to_enter(method) if comment)


def _is_by_hand(document: Document, provider: Provider) -> bool:
    """Whether requests carry what the provider takes, or what the platform would send."""
    written = {header.name.strip().lower() for header in document.headers}
    for holder in filter(None, (document.connector, *document.steps)):
        queries = holder.mapping("query_params")
        written |= {name.strip().lower() for name in queries.effective} if queries else set()
    return bool(written & {"authorization", *(way.key_name.lower() for way in provider.sendings())})


def _only_one(document: Document) -> Authentication | None:
    """The file's only authentication, where nothing refers to it, and it holds no more than a method needs."""
    found = [use.authentication for use in uses(document)]
    old = found[0] if len(found) == len(document.authentications) == 1 else None
    if old is None or (document.connector and "auth" in document.connector.effective):
        return None
    used, names = Usage(document).names, [old.node.get("name"), *(field.node.get("name") for field in old.fields)]
    settings, fields = old.node.get("oauth2_settings"), old.node.get("fields")
    if any(id(name) in used for name in names) or not set(old.node.effective) <= _KEYS or not _AS_IT_IS.match(old.name):
        return None
    is_whole = isinstance(settings, Mapping | None) and isinstance(fields, Sequence | None)
    if not is_whole or (isinstance(settings, Mapping) and not set(settings.effective) <= set(SETTINGS)):
        return None
    items = fields.items if isinstance(fields, Sequence) else []
    return old if len(items) == len(old.fields) and all(_says_nothing(field.node) for field in old.fields) else None


def _says_nothing(field: Mapping) -> bool:
    """Whether a field holds nothing that somebody entered, but the name of a key."""
    return set(field.effective) <= _KEYS_OF_FIELD and (preset(field) is None or field.text("name") == "key_name")


def _in_place(document: Document, old: Mapping, new: dict[str, New], note: str) -> Part | None:
    """Write an authentication over one. The note gives way to a comment behind that, which may ignore a rule."""
    items = old.parent
    if old.used_at or not isinstance(items, Sequence):
        return None
    style = Style.of(document, items)
    if old.flow:
        return rewrite(document, old, style.in_flow().flow(new), new)
    lines = style.block(new, column_of(document, old))
    _, line_end = document.lines.bounds(document.lines.position(old.end).line)
    if note and not any(old.end <= comment.start < line_end for comment in document.comments):
        lines[-1] += f"  # {note}"
    source = line_break(document).join(lines).lstrip(" ")
    return rewrite(document, old, source, new)
