"""What the platform knows of authentication, how people misname it, and what an authentication lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.edits import fix, replace_scalar
from connector_lint.hosts import host_of
from connector_lint.names import quoted
from connector_lint.places import Place, at_item, at_value, missing_in
from connector_lint.providers import providers_of_token_host
from connector_lint.suggest import closest, letters
from connector_lint.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Path
    from connector_lint.views import Authentication, Parameter


@dataclass(frozen=True, slots=True)
class Words:
    """The words that a key may hold, and what others call them: `suggest.letters` of the alias → the word."""

    known: tuple[str, ...]
    aliases: dict[str, str]

    def meant(self, text: str) -> str | None:
        """The word that a text means by alias, case or separators."""
        return ({letters(word): word for word in self.known} | self.aliases).get(letters(text.strip()))

    def hint(self, text: str = "") -> str:
        """What to write instead of a text: the end of a message. It shows no more of the text than is known."""
        near = None if letters(text) in _OTHER_METHODS else closest(text, self.known)
        return f"did you mean `{near}`?" if near else f"write one of {', '.join(f'`{word}`' for word in self.known)}"


AUTH_TYPES = Words(
    ("bearer", "basic_http", "api_key", "oauth2"),
    {
        "basic": "basic_http", "basicauth": "basic_http", "httpbasic": "basic_http",
        "apitoken": "api_key", "oauth": "oauth2", "oauth2.0": "oauth2", "oauth20": "oauth2",
        "token": "bearer", "bearertoken": "bearer",
    },
)  # fmt: skip
GRANT_TYPES = Words(
    ("client_credentials", "refresh_token", "authorization_code"),
    {
        "clientcredential": "client_credentials", "code": "authorization_code", "authcode": "authorization_code",
        "authorisationcode": "authorization_code", "refreshtokens": "refresh_token",
    },
)  # fmt: skip
LOCATIONS = Words(
    ("header", "query_param"),
    {
        "headers": "header", "query": "query_param", "querystring": "query_param", "params": "query_param",
        "queryparams": "query_param", "queryparameter": "query_param", "queryparameters": "query_param",
    },
)  # fmt: skip
# Methods of their own that look like misspellings of ours.
_OTHER_METHODS = frozenset(("oauth1", "oauth1a", "oauth1.0"))

SETTINGS = ("token_url", "grant_type", "scopes", "is_basic_auth")
# What a token response holds: the fields that `key_map` can fill.
TOKEN_FIELDS = ("access_token", "refresh_token", "expires_in", "token_type")
FIELDS_OF_TYPE = {
    "bearer": ("bearer_token",),
    "basic_http": ("username", "password"),
    "api_key": ("key_name", "key_value"),
    "oauth2": ("client_id", "client_secret"),
}
FIELDS_OF_GRANT = {"refresh_token": ("refresh_token",), "authorization_code": ("code", "redirect_uri")}
# What people call the fields, as `suggest.letters` writes it.
_FIELD_ALIASES = {
    "bearer_token": "token bearer accesstoken apitoken authtoken personalaccesstoken pat jwt apikey",
    "username": "user login email userid account",
    "password": "pass passwd pwd passphrase apitoken token secret",
    "key_name": "name header headername keyheader paramname parametername queryparam",
    "key_value": "key apikey value token apitoken secret",
    "client_id": "id appid applicationid consumerkey clientkey",
    "client_secret": "secret appsecret applicationsecret consumersecret",
    "refresh_token": "refresh token",
    "code": "authorizationcode authcode authorisationcode",
    "redirect_uri": "redirect redirecturl callback callbackurl callbackuri",
}
_ZOHO = "accounts.zoho"  # in each region under another top-level domain


def called(parameter: Parameter) -> str:
    """An authentication or another parameter as messages name it."""
    kind = "authentication" if parameter.is_authentication else "parameter"
    return f"the {kind} {quoted(parameter.name)}" if parameter.name else f"this {kind}"


def correction(document: Document, node: Node, words: Words) -> tuple[str, Fix | None]:
    """What to say of a value that is none of the words, and the fix where it is known which one is meant."""
    text = node.text if isinstance(node, Scalar) and isinstance(node.value, str) else ""
    word = words.meant(text)
    if word:
        message = f"`{node.name}` {quoted(text)} is unknown to the platform: write `{word}`"
        return message, fix(f"write `{word}`", replace_scalar(document, node, word))
    problem = "is blank" if is_blank(node) else "has a value that the platform does not know"
    return f"`{node.name}` {problem}: {words.hint(text)}", None


def is_blank(node: Node) -> bool:
    """Whether nothing is there but a null or blanks."""
    if not isinstance(node, Scalar):
        return False
    return node.value is None or (isinstance(node.value, str) and not node.value.strip())


def settings(authentication: Authentication, key: str) -> Iterator[Node]:
    """The values of an OAuth2 setting: that in `oauth2_settings`, and a misplaced one that is meant all the same."""
    if authentication.auth_type == "oauth2":
        for holder in (authentication.settings, authentication.node):
            node = holder.get(key) if holder else None
            if node is not None:
                yield node


def setting_path(authentication: Authentication, key: str) -> Path:
    """What a hit is about that misses an OAuth2 setting or finds it misplaced: the same for both."""
    if authentication.settings:
        return (*authentication.settings.path, key)
    return (*authentication.node.path, key if key in authentication.node.effective else "oauth2_settings")


def missing_setting(document: Document, authentication: Authentication, key: str) -> Place | None:
    """Where an OAuth2 authentication lacks a setting; None where it has it, or where the shape is what is wrong."""
    node = authentication.node.get("oauth2_settings")
    wrong_shape = node is not None and not isinstance(node, Mapping)
    if authentication.auth_type != "oauth2" or wrong_shape or (node is None and is_part(document, authentication)):
        return None
    found = authentication.settings.get(key) if authentication.settings else None
    if found is not None and not is_blank(found):
        return None
    place = missing_in(authentication.settings) if authentication.settings else at_item(authentication.node)
    return _unless_built(document, key, at_value(found) if found is not None else place, own=node is not None)


def _unless_built(document: Document, key: str, place: Place, *, own: bool) -> Place | None:
    """The place, unless the builder's `connector.auth.oauth` holds the setting, or has a wrong shape."""
    holder: Node | None = document.connector
    for step in ("auth", "oauth", key):
        holder = holder.get(step) if isinstance(holder, Mapping) else None
        if holder is None:
            return place
        if step != key and not isinstance(holder, Mapping):
            return None
    is_text = isinstance(holder, Scalar) and isinstance(holder.value, str)
    if holder is None or not is_text or not is_blank(holder):
        return None
    return place if own else at_value(holder)


def is_part(document: Document, authentication: Authentication) -> bool:
    """Whether it is the builder's, cut out of its file: what it has no `fields` for stood in `connector.auth`."""
    keys = authentication.node.effective
    return document.is_fragment and "fields" not in keys and "is_sensitive" in keys


def required_fields(authentication: Authentication) -> tuple[str, ...]:
    """The fields that type and grant ask for; none for a type that is not known."""
    grants = [node.text for node in settings(authentication, "grant_type") if isinstance(node, Scalar)]
    return fields_of(authentication.auth_type, next((grant for grant in grants if grant in FIELDS_OF_GRANT), ""))


def fields_of(auth_type: str, grant_type: str = "") -> tuple[str, ...]:
    """The fields that a type asks for, and a grant of OAuth2."""
    return FIELDS_OF_TYPE.get(auth_type, ()) + FIELDS_OF_GRANT.get(grant_type, ())


def means_field(written: str, required: str) -> bool:
    """Whether a field's name is what people call a required field, or a misspelling of it."""
    return letters(written) in _FIELD_ALIASES[required].split() or closest(written, (required,)) is not None


def wants_commas(document: Document, authentication: Authentication) -> bool:
    """Whether the provider behind the token URL is known to take scopes with commas."""
    auth = document.connector.mapping("auth") if document.connector else None
    oauth = auth.mapping("oauth") if auth else None
    urls = [*settings(authentication, "token_url"), oauth.get("token_url") if oauth else None]
    host = host_of(urls[0].text) if isinstance(urls[0], Scalar) else None
    methods = (method for provider in providers_of_token_host(host or "") for method in provider.of_kind("oauth2"))
    return (host or "").startswith(_ZOHO) or any(method.commas for method in methods)
