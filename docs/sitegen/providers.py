"""The table of providers, made of `rules/providers.json`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.providers import all_providers
from sitegen.markdown import code, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.provider_facts import Method, Provider, Sending


def providers_table() -> str:
    """Each provider with its hosts, methods, check endpoint and sources."""
    return table(["provider", "hosts", "authenticates by", "check", "sources"], map(_row, all_providers()))


def sources_table(sources: dict[str, dict[str, str]]) -> str:
    """What the words of the column `sources` stand for."""
    rows = (
        [word, row["what"], row.get("version", ""), row["date"], row.get("licence", "")]
        for word, row in sources.items()
    )
    return table(["source", "what", "version", "not newer than", "licence"], rows)


def _row(provider: Provider) -> list[str]:
    name = f"[{provider.name}]({provider.docs})" if provider.docs else provider.name
    sources = dict.fromkeys(source for method in provider.all_methods for source in method.sources)
    return [
        name if provider.complete else f"{name} (incomplete)",
        "<br>".join(map(code, provider.hosts)),
        "<br>".join(map(_method, provider.all_methods)),
        code(provider.check) if provider.check else "",
        ", ".join(sorted(sources)),
    ]


def _method(method: Method) -> str:
    text = "; ".join([code(method.kind), *_details(method)])
    if method.retired is None:
        return text
    return f"~~{text}~~ switched off{f' since {method.retired}' if method.retired else ''}"


def _details(method: Method) -> Iterator[str]:
    if method.kind == "basic_http":
        yield f"username: {_word(method, method.username)}, password: {_word(method, method.password)}"
    if method.sending:
        yield " and ".join(map(_sending, (method.sending, *method.also)))
    if method.before:
        yield f"in the path, behind {' or '.join(map(code, method.before))}"
    if method.token_urls:
        yield f"{' or '.join(map(code, method.token_urls))}"
        yield f"grants: {', '.join(map(code, method.grants))}"
    if method.not_grants:
        yield f"not {', '.join(map(code, method.not_grants))}"
    if method.basic_auth is not None:
        yield f"`is_basic_auth: {str(method.basic_auth).lower()}`"
    if method.sent_as:
        yield f"its token is sent in the {' or '.join(map(_sending, method.sent_as))}"


def _word(method: Method, word: str) -> str:
    if word == "literal":
        return " or ".join(map(code, sorted(method.literals)))
    return word.replace("_", " ")


def _sending(way: Sending) -> str:
    place = "header" if way.location == "header" else "query parameter"
    prefix = f", prefix {code(way.prefix.strip())}" if way.prefix else ""
    return f"{place} {code(way.key_name)}{prefix}"
