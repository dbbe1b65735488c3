"""The URLs of known providers: hosts for `base_url`, and token URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.language.completion_values import quote_around
from connector_lint.language.cursor import Completion
from connector_lint.provider_urls import accepted, filled_in
from connector_lint.providers import all_providers
from connector_lint.template import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.language.cursor import Cursor


def urls(cursor: Cursor) -> list[Completion]:
    """What may stand as `base_url` or `token_url`, with the provider's name; nothing for other keys.

    Token URLs are those of the provider of `base_url`, where it is known and has any, else those of all. What is the
    customer's own is written as in `base_url`, or as a placeholder that names it.
    """
    titles = {schema.get("title") for schema in cursor.schemas}
    if cursor.is_key or not titles & {"Base URL", "Token URL"}:
        return []
    found = sorted(_base_urls()) if "Base URL" in titles else list(_token_urls(cursor))
    names: dict[str, list[str]] = {}
    for url, name in found:
        names.setdefault(url, []).append(name)
    return [_completion(cursor, url, ", ".join(dict.fromkeys(those))) for url, those in names.items()]


def _base_urls() -> Iterator[tuple[str, str]]:
    for provider in all_providers():
        for host in provider.hosts:
            yield f"https://{filled(host.replace('*', '{}'))}", provider.name


def _token_urls(cursor: Cursor) -> Iterator[tuple[str, str]]:
    provider, connector = cursor.document.provider, cursor.document.connector
    own = accepted(provider) if provider else []
    base = connector.text("base_url") if connector else None
    if provider and own:
        yield from ((filled_in(known, base or "") or filled(known), provider.name) for known in own)
        return
    yield from sorted((filled(known), other.name) for other in all_providers() for known in accepted(other))


def _completion(cursor: Cursor, url: str, name: str) -> Completion:
    quote = "" if cursor.is_quoted else quote_around(cursor)
    if "{" in url and cursor.is_flow and not cursor.is_quoted:
        quote = quote or '"'  # a brace would end the mapping
    is_behind_key = cursor.needs_blank and cursor.span.start.offset == cursor.offset  # and not behind `https:`
    lead = " " if is_behind_key else ""
    return Completion(url, "value", name, "", f"{lead}{quote}{url}{quote}", cursor.span)
