"""Which authentication stands for a credential that a request carries by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.authentication import AUTH_TYPES, LOCATIONS
from connector_lint.definitions import report_of
from connector_lint.placeholders import PLACEHOLDER
from connector_lint.presets import preset
from connector_lint.reach import builder_auth

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.tree import Mapping, Node
    from connector_lint.views import Authentication

_NAME = re.compile(r"[A-Za-z0-9_.\-]{1,100}\Z")
_SCHEME = re.compile(r"([A-Za-z][\w\-]{0,40})(?:[ \t\r\n]+|(?=\{))(token=)?(?=\S)")
_JWT = re.compile(r"eyJ[\w\-]+\.[\w\-]+\.[\w\-]*\Z")
# What signs each request, or negotiates: no authentication of the platform does.
_SIGNATURES = frozenset(
    """
    aws aws4-ecdsa-p256-sha256 aws4-hmac-sha256 digest eg1-hmac-sha256 hawk hmac hmac-sha256 mac negotiate ntlm oauth
    sharedkey sharedkeylite signature
    """.split()
)
# Words in front of a key that may be shown: any other may be a part of the credential.
_PREFIXES = re.compile(
    r"(?:token|bearer|basic|key|bot|discogs|genie-?key|ssws|sso-key|session|user-?token|access-?key|auth-?key"
    r"|(?:[a-z]{2,20}-)?api-?(?:key|token))\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Method:
    """An authentication that sends a credential where the file does: its type, and where that is.

    `location` is the platform's word, `key_name` the name of the header or query parameter. `note` tells of an
    `api_key` what has to be entered.
    """

    auth_type: str
    location: str
    key_name: str
    note: str = ""


def method_of_header(name: str, text: str) -> Method | None:
    """What sends a header with such a value; None where no authentication can."""
    name, text = name.strip(), text.strip()
    is_authorization = name.lower() == "authorization"
    found = _SCHEME.match(text)
    scheme = (found[1] if found else text).lower()
    if not _NAME.match(name) or name.lower() == "proxy-authorization" or scheme in _SIGNATURES:
        return None
    if is_authorization and (scheme == "bearer" or _JWT.match(text)):
        return Method("bearer", "header", name)
    if is_authorization and scheme == "basic":
        return Method("basic_http", "header", name)
    return Method("api_key", "header", name, _note(text, found))


def method_of_query(name: str) -> Method | None:
    """What sends a query parameter; None where the name is not written as it is sent."""
    return Method("api_key", "query_param", name) if _NAME.match(name) else None


def _note(text: str, found: re.Match[str] | None) -> str:
    if found and _PREFIXES.match(found[1]):
        return f'enter "{found[1]} {found[2] or ""}<key>", with the prefix'
    is_bare = not found and not PLACEHOLDER.match(text) and not any(map(str.isspace, text))
    return "the bare key" if is_bare else "with its prefix, if it has one"


def senders(document: Document, method: Method, step: Mapping | None) -> list[str]:
    """The names of what sends the same as a method with the requests of a step, or of all: authentications."""
    names = []
    for authentication in document.authentications:
        report = report_of(authentication)
        if (report is None or _is_below(step, report)) and _sends(authentication, method):
            names.append(authentication.name)
    auth = builder_auth(document)
    if auth and not document.authentications:
        kind = AUTH_TYPES.meant(auth.text("type") or "") or ("oauth2" if auth.mapping("oauth") else "")
        names += ["connector.auth"] * _is_of_type(kind, method)
    return names


def is_authenticated(document: Document) -> bool:
    """Whether the file authenticates already, in whichever way."""
    return bool(document.authentications or (document.connector and "auth" in document.connector.effective))


def _is_below(node: Node | None, above: Node) -> bool:
    while node is not None and node is not above:
        node = node.parent
    return node is above


def _sends(authentication: Authentication, method: Method) -> bool:
    kind = authentication.auth_type
    if kind != "api_key":
        return _is_of_type(kind, method)
    field = authentication.field("key_name")
    name = preset(field.node) if field else None
    location = LOCATIONS.meant(authentication.node.text("location") or "")
    return (
        name is not None and location == method.location and name.text.strip(" \t:").lower() == method.key_name.lower()
    )


def _is_of_type(kind: str, method: Method) -> bool:
    return kind in {"bearer": ("bearer", "oauth2"), "basic_http": ("basic_http",)}.get(method.auth_type, ())
