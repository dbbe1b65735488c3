"""How a Blueprint authenticates with a known provider, and which of the provider's methods that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.authentication import AUTH_TYPES, LOCATIONS, called
from connector_lint.hosts import HOLE, host_of
from connector_lint.placeholders import holds_placeholder
from connector_lint.presets import preset
from connector_lint.providers import provider_at
from connector_lint.reach import steps_within
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.provider_facts import Method, Provider
    from connector_lint.tree import Mapping, Node
    from connector_lint.views import Authentication


@dataclass(frozen=True, eq=False, slots=True)
class Use:
    """One authentication with a provider that enough is known of.

    `node` is the value of its `auth_type`, `settings` what is said of OAuth2, by it or by the builder's
    `connector.auth`. `authentication` is None where that stands alone.
    """

    provider: Provider
    auth_type: str
    node: Node
    settings: Mapping | None
    authentication: Authentication | None

    @property
    def name(self) -> str:
        """What messages call it."""
        return called(self.authentication) if self.authentication else "`connector.auth`"

    @property
    def location(self) -> str:
        """Where an API key is sent: `header`, `query_param`, or "" where that is not said."""
        word = self.authentication.node.text("location") if self.authentication else None
        return LOCATIONS.meant(word or "") or ""

    @property
    def key_name(self) -> Scalar | None:
        """The preset name of an API key's header or query parameter."""
        field = self.authentication.field("key_name") if self.authentication else None
        node = preset(field.node) if field else None
        return node if node is not None and not holds_placeholder(node.text) else None

    @property
    def key(self) -> str:
        """The text of `key_name`, without what another rule finds wrong with it; "" where the user is asked."""
        return self.key_name.text.strip(" \t\r\n:") if self.key_name else ""

    @property
    def is_open(self) -> bool:
        """Whether its API key may be sent in the header `Authorization`, which can spell out any method."""
        is_named = not self.key or self.key.lower() == "authorization"
        return self.auth_type == "api_key" and is_named and self.location != "query_param"

    @property
    def retired(self) -> Method | None:
        """The method that it uses, where that is one the provider has switched off."""
        methods = [method for method in self.provider.all_methods if method.retired is not None and method.is_certain]
        return next((method for method in methods if self._is(method)), None)

    def _is(self, method: Method) -> bool:
        if method.kind != self.auth_type:
            return False
        return method.sending is None or method.sending.matches(self.location, self.key)


def uses(document: Document) -> list[Use]:
    """The authentications whose credential goes to the provider of `base_url`, where what is known of it is certain."""
    provider = document.provider
    if provider is None or not provider.is_certain:
        return []
    auth = document.connector.mapping("auth") if document.connector else None
    oauth = auth.mapping("oauth") if auth else None
    found = [
        _use(provider, parameter.node.get("auth_type"), parameter.settings or oauth, parameter)
        for parameter in _staying(document, provider)
    ]
    if auth and not document.authentications:
        found.append(_use(provider, auth.get("type"), oauth, None))
    return list(filter(None, found))


def _use(
    provider: Provider, node: Node | None, settings: Mapping | None, authentication: Authentication | None
) -> Use | None:
    if not isinstance(node, Scalar) or node.text not in AUTH_TYPES.known:
        return None
    return Use(provider, node.text, node, settings, authentication)


def _staying(document: Document, provider: Provider) -> list[Authentication]:
    """The authentications none of whose steps calls somebody else, for whom they may be meant as well."""
    return [
        authentication
        for authentication in document.authentications
        if all(stays(provider, step) for step in steps_within(document, authentication))
    ]


def stays(provider: Provider, step: Mapping) -> bool:
    """Whether a step calls nobody else than a provider, as far as its endpoint tells."""
    host = host_of(step.text("endpoint") or "")
    return host is None or HOLE in host or provider_at(host) is provider


def listed(words: list[str], last: str = "or") -> str:
    """Words of the format, as a sentence lists them: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
