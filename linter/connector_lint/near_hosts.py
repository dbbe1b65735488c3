"""Hosts that look like a known provider's, and are not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from connector_lint.hosts import HOLE
from connector_lint.providers import (
    host_names,
    provider_at,
    providers_of_token_host,
    strangers,
    token_host_names,
)
from connector_lint.suggest import is_one_edit_away

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST = 6  # letters of a label, below which one edit leads to somebody else's name too easily
_ENDS = 2  # letters; one edit of a longer label never changes both ends
# Below these, names are registered as they are below `com`. Those that providers use; a test compares them.
_SECOND_LEVEL = frozenset(("co.uk", "com.au", "com.br", "com.cn", "co.jp"))


class _Domains(NamedTuple):
    """Domains that providers have registered, and their labels by the rest of the domain and one end of the label."""

    known: frozenset[str]
    by_end: dict[tuple[str, str, str], set[str]]


def meant(host: str) -> str | None:
    """The provider's domain of which a host has a misspelling; None where it has none, or is known itself.

    A host as `hosts.host_of` writes it. Without the list of public suffixes: that takes long to read, and few domains
    below a suffix of its kind are a provider's.
    """
    if HOLE not in host and (provider_at(host) or providers_of_token_host(host)):
        return None  # the usual case, for which no more has to be read
    domain = registered(host)
    label, _, rest = domain.partition(".")
    domains = _domains()
    if HOLE in domain or len(label) < _LEAST - 1 or domain in domains.known:
        return None
    for other in sorted(_near(domains, label, rest)):
        if len(other) >= _LEAST and other != label and is_one_edit_away(label, other):
            return f"{other}.{rest}"
    return None


def registered(host: str) -> str:
    """The part of a host that somebody registered."""
    labels = host.split(".")
    return ".".join(labels[-3:] if ".".join(labels[-2:]) in _SECOND_LEVEL else labels[-2:])


def _near(domains: _Domains, label: str, rest: str) -> Iterator[str]:
    for key in (("start", label[:_ENDS], rest), ("end", label[-_ENDS:], rest)):
        yield from domains.by_end.get(key, ())


@cache
def _domains() -> _Domains:
    known = {registered(name) for name in (*host_names(), *token_host_names())}
    by_end: dict[tuple[str, str, str], set[str]] = {}
    for domain in known:
        label, _, rest = domain.partition(".")
        by_end.setdefault(("start", label[:_ENDS], rest), set()).add(label)
        by_end.setdefault(("end", label[-_ENDS:], rest), set()).add(label)
    return _Domains(frozenset(known | strangers()), by_end)
