"""Token URLs of known providers: whether one of a file is right, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.hosts import HOLE, host_of
from connector_lint.placeholders import PLACEHOLDER
from connector_lint.provider_patterns import may_be
from connector_lint.providers import providers_of_token_host

if TYPE_CHECKING:
    from connector_lint.provider_facts import Provider

_PARTS = re.compile(r"\s*[Hh][Tt][Tt][Pp][Ss]?://([^/?#\\]+)([^?#]*)")


def address(url: str) -> str | None:
    """Host and path of an absolute URL as patterns are compared with it, placeholders as HOLE; None for another."""
    parts = _PARTS.match(url)
    host = host_of(url)
    return host + PLACEHOLDER.sub(HOLE, parts[2]).strip().rstrip("/") if parts and host else None


def base_path(url: str) -> str:
    """The path of an absolute URL, without a slash at its end; "" where there is none."""
    parts = _PARTS.match(url)
    return parts[2].strip().rstrip("/") if parts else ""


def pattern(url: str) -> str:
    """Host and path of a token URL of the table, as `address` writes them."""
    return url.removeprefix("https://").rstrip("/")


def accepted(provider: Provider) -> list[str]:
    """All token URLs of a provider, those too that one source alone knows."""
    return [url for method in provider.of_kind("oauth2") for url in method.token_urls]


def is_right(url: str, provider: Provider) -> bool:
    """Whether a token URL is one of the provider's, or may be; so may one that is not absolute."""
    text = address(url)
    return text is None or any(may_be(text, pattern(known)) for known in accepted(provider))


def misses_path(url: str) -> tuple[Provider, str] | None:
    """Whose token host a URL names with a path that is none of theirs, and the usual token URL there."""
    text = address(url)
    host = (text or "").partition("/")[0]
    owners = providers_of_token_host(host) if host and HOLE not in host else []
    if text is None or not owners or any(is_right(url, owner) for owner in owners):
        return None
    for owner in owners:
        for known in accepted(owner):
            if owner.is_certain and may_be(host, pattern(known).partition("/")[0]):
                return owner, known
    return None


def filled_in(known: str, *sources: str) -> str | None:
    """A token URL of the table with its customer's part as one of the file's URLs has it; None where none tells.

    One with a user's name or password in it is not asked.
    """
    if "{}" not in known:
        return known
    host, slash, path = pattern(known).partition("/")
    for source in sources:
        parts = _PARTS.match(source)
        if parts and "@" not in parts[1] and "{}" not in path and may_be(host_of(source) or "", host):
            return f"https://{parts[1]}{slash}{path}"
    return None


def takes_in_path(provider: Provider | None, before: str) -> bool:
    """Whether a provider reads its credential from the path, right behind the text that stands before it."""
    methods = provider.of_kind("url") if provider else []
    endings = (re.escape(ending).replace(r"\{\}", "[^/]+") for method in methods for ending in method.before)
    return any(re.search(rf"{ending}\Z", before) for ending in endings)


def shown(known: str) -> str:
    """A token URL of the table as messages show it."""
    return f"`{known.replace('{}', '*')}`"
