"""The literals of a document that are credentials, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint import credentials
from connector_lint.credentials import CredentialNames
from connector_lint.names import quoted
from connector_lint.placeholders import is_placeholder
from connector_lint.places import Place, at_part, at_value
from connector_lint.tree import Mapping, Node, Scalar
from connector_lint.views import Authentication, Field, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document

NO_NAMES = CredentialNames()
_PLAIN_TYPES = frozenset(("list", "boolean", "integer", "date_range", "authentication", "multiselect", "enum"))
_UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\Z")
_AUTHORIZATION = frozenset(("authorization", "proxy-authorization"))


@dataclass(frozen=True, slots=True)
class Secret:
    """A literal credential: where it stands, and what it is in words that do not hold it: the URL's kind or the key's.

    `format` is the name of its format where that is known.
    """

    place: Place
    what: str
    format: str = ""


def is_credential_field(field: Field | Parameter, own: CredentialNames = NO_NAMES) -> bool:
    """Whether a field or parameter holds a credential that a user enters: by its documented name or by its ending."""
    if isinstance(field, Authentication):
        return False
    if isinstance(field, Field):
        if field.name in credentials.SECRET_FIELDS:
            return "key_map" not in field.node.effective
        if field.name in credentials.PLAIN_FIELDS or "key_map" in field.node.effective:
            return False
    if own.has(field.name):
        return True
    kind = (field.node.text("type") or "").lower()
    return kind not in _PLAIN_TYPES and credentials.is_credential_name(field.name)


def is_authorization(header: str) -> bool:
    """Whether a header is the one that the platform writes by itself."""
    return header.strip().lower() in _AUTHORIZATION


def preset_secrets(document: Document, own: CredentialNames = NO_NAMES) -> Iterator[Secret]:
    """Literal `value` or `default` of credential fields, and the builder's literal tokens in `connector.auth`."""
    holders: list[Field | Parameter] = [*document.fields, *document.parameters]
    for holder in holders:
        if not is_credential_field(holder, own):
            continue
        for key in ("value", "default"):
            for node in _written(holder.node, key):
                if _is_literal(node, holder.name) and not _is_documented(document, holder, node):
                    yield Secret(at_value(node), f"the `{key}` of `{holder.name}`")
    for authentication in document.authentications:  # straight on it, rather than in a field
        yield from _named_literals(authentication.node, strict=False)
    auth = document.connector.mapping("auth") if document.connector else None
    if auth:
        yield from _named_literals(auth, strict=False)


def _is_documented(document: Document, holder: Field | Parameter, node: Node) -> bool:
    """Whether the provider documents this very text, in the place of a name or password that it does not look at."""
    methods = document.provider.of_kind("basic_http") if document.provider and holder.name == "password" else []
    return isinstance(node, Scalar) and any(node.text in method.literals for method in methods)


def named_secrets(document: Document, own: CredentialNames = NO_NAMES) -> Iterator[Secret]:
    """Literals under a credential's name in headers, query parameters and bodies."""
    holders = [document.connector.mapping("default_headers") if document.connector else None]
    for step in document.steps:
        holders += [step.mapping(key) for key in ("headers", "query_params", "body")]
    for holder in holders:
        if holder:
            yield from _named_literals(holder, strict=True, own=own)
    for step in document.steps:
        for pair in step.mappings("query_params"):
            yield from _pair_literals(pair, own)
    for step in document.steps:
        body = step.get("body")
        if isinstance(body, Scalar) and isinstance(body.value, str):
            for start, end, name in credentials.body_credentials(body.text):
                yield Secret(at_part(document.text, body, start, end), f"the `{name}` of a request body")


def url_secrets(document: Document) -> Iterator[Secret]:
    """Credentials in URLs, wherever a URL stands."""
    for scalar in document.scalars:
        if isinstance(scalar.value, str) and ("://" in scalar.text or "?" in scalar.text or "&" in scalar.text):
            for start, end, what in credentials.url_credentials(scalar.text):
                yield Secret(at_part(document.text, scalar, start, end), what)


def authorization_literals(document: Document) -> Iterator[Secret]:
    """Literal values of the header that the platform writes by itself."""
    for header in document.headers:
        if is_authorization(header.name) and _is_literal(header.entry.value, header.name):
            yield Secret(at_value(header.entry.value), f"the header `{header.name}`")


def named_anywhere(document: Document) -> Iterator[Secret]:
    """Literals under a credential's name wherever they stand, short and plain words too."""
    if isinstance(document.root, Mapping):
        yield from _named_literals(document.root, strict=False)


def _pair_literals(pair: Mapping, own: CredentialNames) -> Iterator[Secret]:
    """An item of a list of `{name, value}` pairs, or one that is a pair by itself."""
    name, value = pair.text("name") or pair.text("key"), pair.get("value")
    if name is None or value is None:
        yield from _named_literals(pair, strict=True, own=own)
    elif _is_literal(value, name) and (
        own.has(name) or (credentials.is_credential_name(name) and _looks_secret(value))
    ):
        yield Secret(at_value(value), quoted(name))


def _named_literals(holder: Mapping, *, strict: bool, own: CredentialNames = NO_NAMES) -> Iterator[Secret]:
    pending: list[Node] = [holder]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            for entry in node.entries:
                pending.append(entry.value)
                known = credentials.URL_NAMES if strict else credentials.SECRET_FIELDS
                is_own = own.has(entry.name)
                named = is_own or credentials.is_credential_name(entry.name) or entry.name.lower() in known
                if named and not is_authorization(entry.name):
                    value = entry.value
                    is_id = entry.name.lower() in credentials.URL_NAMES and isinstance(value, Scalar) and _is_id(value)
                    if _is_literal(value, entry.name) and not is_id and (not strict or is_own or _looks_secret(value)):
                        yield Secret(at_value(value), f"`{entry.name}`")
        elif not isinstance(node, Scalar):
            pending.extend(getattr(node, "items", ()))


def _is_id(scalar: Scalar) -> bool:
    """Whether a text is a UUID: under a name that is not always a credential's it names something."""
    return bool(_UUID.match(scalar.text))


def _written(mapping: Mapping, key: str) -> list[Node]:
    """The values of a key, those of duplicates that lose included."""
    written = [entry.value for entry in mapping.entries if entry.name == key]
    merged = mapping.get(key)
    return written if merged is None or any(merged is node for node in written) else [*written, merged]


def _is_literal(node: Node, name: str) -> bool:
    if not isinstance(node, Scalar) or node.value is None or isinstance(node.value, bool):
        return False
    text = node.value if isinstance(node.value, str) else node.text
    return not is_placeholder(text, name)


def _looks_secret(node: Node) -> bool:
    if not isinstance(node, Scalar):
        return False
    text = node.text
    scheme, _, rest = text.partition(" ")
    return credentials.looks_secret(rest if rest and scheme.isalpha() else text)
