"""Whose host it is: well-known APIs and how they authenticate, from the table `providers.json` beside the rules.

Hosts are compared label by label. A `*` in the table stands for one or more whole labels, and a label of the file that
a placeholder is in can only be one of these. The table is read when the first host is asked for, and an entry when it
is the one.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from connector_lint.hosts import HOLE
from connector_lint.provider_facts import provider
from connector_lint.provider_patterns import may_be

if TYPE_CHECKING:
    from connector_lint.provider_facts import Provider


def provider_at(host: str | None) -> Provider | None:
    """Whose host it is, as `hosts.host_of` writes it; None for a stranger's, and where placeholders leave that open."""
    if host is None or not (rows := _rows_at(host)):
        return None
    if HOLE in host and (len(possible_at(host)) > 1 or len(rows) > 1):
        return None
    return _provider(rows[0])


def possible_at(host: str) -> list[Provider]:
    """The providers whose host it may be, whatever fills its placeholders."""
    if HOLE not in host:
        return [_provider(row) for row in _rows_at(host)[:1]]
    known = host.rpartition(HOLE)[2]
    if known.count(".") < 2:  # not as much as a domain that somebody registered
        return []
    ends = ((name, name.rpartition("*")[2], row) for name, row in _index().all)
    near = ((name, row) for name, end, row in ends if known.endswith(end) or end.endswith(known))
    return [_provider(row) for row in dict.fromkeys(row for name, row in near if may_be(host, name))]


def host_names() -> list[str]:
    """The hosts of all providers, sorted; `*` in the place of labels that differ from customer to customer."""
    return sorted(name for name, _ in _index().all)


def providers_of_token_host(host: str) -> list[Provider]:
    """The providers that have a token URL on a host, or may have with what fills its placeholders."""
    return [_provider(row) for name, row in _token_hosts().get(_end(host), ()) if may_be(host, name)]


def token_host_names() -> list[str]:
    """The hosts of all token URLs, sorted; `{}` in the place of labels that differ from customer to customer."""
    return sorted({name for hosts in _token_hosts().values() for name, _ in hosts})


def all_providers() -> list[Provider]:
    """All of them in the order of the table."""
    return [_provider(row) for row in range(len(_table()["providers"]))]


def named(name: str) -> Provider | None:
    """The provider of a name, in any case, or of a host."""
    for row, entry in enumerate(_table()["providers"]):
        if entry["name"].lower() == name.strip().lower():
            return _provider(row)
    return provider_at(name.strip().lower()) or next(
        (_provider(row) for host, row in _index().all if host == name.strip().lower()), None
    )


def strangers() -> frozenset[str]:
    """Domains that look like a provider's misspelt, and are known to be somebody else's."""
    return frozenset(_table()["strangers"])


class _Index(NamedTuple):
    """Rows by whole host, and patterns by their last two labels; all hosts, each with its row."""

    whole: dict[str, int]
    patterns: dict[str, list[tuple[str, int]]]
    all: list[tuple[str, int]]


@cache
def _table() -> dict[str, Any]:
    text = resources.files("connector_lint.rules").joinpath("providers.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def _index() -> _Index:
    index = _Index({}, {}, [(host, row) for row, entry in enumerate(_table()["providers"]) for host in entry["hosts"]])
    for host, row in index.all:
        if "*" in host:
            index.patterns.setdefault(_end(host), []).append((host, row))
        else:
            index.whole[host] = row
    return index


@cache
def _token_hosts() -> dict[str, list[tuple[str, int]]]:
    """The hosts of token URLs, each with its row, by their last two labels."""
    found: dict[str, dict[tuple[str, int], None]] = {}
    for row, entry in enumerate(_table()["providers"]):
        for url in (url for method in entry["auth"] for url in method.get("token_urls", ())):
            host = url.split("/")[2]
            found.setdefault(_end(host), {})[host, row] = None
    return {end: list(hosts) for end, hosts in found.items()}


def _rows_at(host: str) -> list[int]:
    """The rows whose hosts fit, the nearest first: as a whole, else by the fewest stars, then the longest."""
    index = _index()
    if host in index.whole:
        return [index.whole[host]]
    fitting = [(name, row) for name, row in index.patterns.get(_end(host), ()) if may_be(host.replace(HOLE, "x"), name)]
    fitting.sort(key=lambda pair: (pair[0].count("*"), -len(pair[0])))
    return list(dict.fromkeys(row for _, row in fitting))


def _end(host: str) -> str:
    return ".".join(host.rsplit(".", 2)[-2:])


@cache
def _provider(row: int) -> Provider:
    return provider(_table()["providers"][row])
