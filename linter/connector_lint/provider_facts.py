"""What is known of a provider: which methods it takes, as the entries of `providers.json` say it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# With one of these grants nobody has to be there when a token runs out.
UNATTENDED = ("client_credentials", "refresh_token")


class Sending(NamedTuple):
    """Where a key or token is sent: `location` is `header` or `query_param`; `prefix` stands before it."""

    location: str
    key_name: str
    prefix: str | None = None

    @property
    def is_bearer(self) -> bool:
        """Whether it is what the platform's `bearer` and `oauth2` send."""
        return self.matches("header", "Authorization") and self.prefix == "Bearer "

    def matches(self, location: str, key_name: str) -> bool:
        """Whether a key is sent there: names of headers regardless of case, those of query parameters as they are."""
        if location != self.location:
            return False
        return key_name == self.key_name or (location == "header" and key_name.lower() == self.key_name.lower())


class Method(NamedTuple):
    """One way to authenticate, as the row in `providers.schema.json` describes it.

    `sources` are words of the table's list, and addresses; `broad_sources` are those of the scopes in `broad`.
    `sending` is None for other kinds than `api_key`. `retired` is the date of that, "" where only the fact is known,
    None for a method that is in use. `docs` is where the provider says so, "" where that is not known.
    """

    kind: str
    sources: tuple[str, ...]
    sending: Sending | None = None
    also: tuple[Sending, ...] = ()
    username: str = ""
    password: str = ""
    literals: frozenset[str] = frozenset()
    grants: tuple[str, ...] = ()
    not_grants: tuple[str, ...] = ()
    token_urls: tuple[str, ...] = ()
    client_credentials_url: str = ""
    basic_auth: bool | None = None
    sent_as: tuple[Sending, ...] = ()
    commas: bool = False
    broad: tuple[str, ...] = ()
    broad_sources: tuple[str, ...] = ()
    broad_docs: str = ""
    before: tuple[str, ...] = ()
    retired: str | None = None
    docs: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether at least two sources say so. What they disagree about is not in the table."""
        return len(self.sources) > 1

    @property
    def broad_scopes(self) -> tuple[str, ...]:
        """Scopes, or patterns of some, that at least two sources say to allow everything, or any change."""
        return self.broad if len(self.broad_sources) > 1 else ()

    @property
    def is_bearer_token(self) -> bool:
        """Whether its token works as the platform sends it by `bearer` and `oauth2`."""
        by_oauth2 = self.kind == "oauth2" and (not self.sent_as or any(way.is_bearer for way in self.sent_as))
        return self.kind == "bearer" or by_oauth2 or bool(self.sending and self.sending.is_bearer)


@dataclass(frozen=True, eq=False, repr=False)
class Provider:
    """A row of the table. `complete`: its methods are all that these hosts take, so that others are wrong.

    `check` is the path of a light GET that needs the credential, `docs` the provider's page, each "" where unknown.
    `static`: a token that stays is how the platform's documentation, or the provider's, has it.
    """

    name: str
    hosts: tuple[str, ...]
    complete: bool
    all_methods: tuple[Method, ...]
    check: str
    docs: str
    static: bool

    @cached_property
    def methods(self) -> tuple[Method, ...]:
        """Those in use."""
        return tuple(method for method in self.all_methods if method.retired is None)

    @property
    def is_certain(self) -> bool:
        """Whether what it does not list can be called wrong."""
        return self.complete and any(method.is_certain for method in self.methods)

    def of_kind(self, kind: str) -> list[Method]:
        """Its methods of a kind that are in use."""
        return [method for method in self.methods if method.kind == kind]

    @property
    def auth_types(self) -> list[str]:
        """What can stand as `auth_type` for it, in the order of the table; nothing of the header `Authorization`."""
        kinds = [method.kind for method in self.methods if method.kind != "url"]
        if any(method.is_bearer_token for method in self.methods):
            kinds.append("bearer")  # by a token of OAuth2 that somebody enters
        if any(method.sent_as and not method.is_bearer_token for method in self.methods):
            kinds.append("api_key")
        return list(dict.fromkeys(kinds))

    @property
    def unattended(self) -> Method | None:
        """Its OAuth2, where tokens are sent as the platform sends them, and nobody has to be there for the next one."""
        methods = (method for method in self.of_kind("oauth2") if method.is_certain and method.is_bearer_token)
        return next((method for method in methods if set(UNATTENDED) & set(method.grants)), None)

    def sendings(self) -> list[Sending]:
        """Where it takes a key or a token, other than by the platform's own `bearer`, `basic_http` and `oauth2`."""
        return [way for method in self.methods for way in filter(None, (method.sending, *method.also, *method.sent_as))]

    @property
    def see(self) -> str:
        """The end of a message: where it is documented."""
        return f" (see {self.docs})" if self.docs else ""


def provider(entry: dict[str, Any]) -> Provider:
    """The provider that an entry of the table describes."""
    return Provider(
        name=entry["name"],
        hosts=tuple(entry["hosts"]),
        complete=entry.get("complete", False),
        all_methods=tuple(map(_method, entry["auth"])),
        check=entry.get("check", ""),
        docs=entry.get("docs", ""),
        static=entry.get("static", False),
    )


def _method(entry: dict[str, Any]) -> Method:
    lists = ("grants", "not_grants", "token_urls", "broad", "before")
    plain = ("kind", "username", "password", "client_credentials_url", "basic_auth", "commas", "broad_docs", "docs")
    more: dict[str, Any] = {key: entry[key] for key in plain if key in entry}
    more |= {key: tuple(entry[key]) for key in lists if key in entry}
    return Method(
        sources=(*_words(entry["by"]), *entry.get("at", ())),
        sending=next(_sendings([entry]), None),
        also=tuple(_sendings(entry.get("also", ()))),
        sent_as=tuple(_sendings(entry.get("sent_as", ()))),
        literals=frozenset(entry.get("literals", ())),
        retired=entry.get("retired"),
        broad_sources=tuple(_words(entry.get("broad_by", ""))),
        **more,
    )


def _words(by: str) -> list[str]:
    """The sources that an entry names by a word; for `public` its addresses stand."""
    return [word for word in by.split() if word != "public"]


def _sendings(entries: Iterable[dict[str, Any]]) -> Iterator[Sending]:
    for entry in entries:
        for key, location in (("header", "header"), ("query", "query_param")):
            if key in entry:
                yield Sending(location, entry[key], entry.get("prefix"))
