"""The hosts of URLs: which of them belong together, and what placeholders leave unknown of them."""

from __future__ import annotations

import re
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote

from connector_lint.placeholders import PLACEHOLDER, is_placeholder

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Stands for a placeholder in a host; a character that no host can hold.
HOLE = "\ue000"

_ANGLED = re.compile(r"<[^<>/\s]{1,200}>")
_AUTHORITY = re.compile(r"\s{0,99}[A-Za-z][A-Za-z0-9+.\-]{0,30}://([^/?#\\]{1,2000})")
# On the list of public suffixes, for the sake of cookies, but all of it is one provider's.
_ONE_OWNER = (".googleapis.com",)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\Z")


def host_of(url: str) -> str | None:
    """The host of an absolute URL, as hosts are compared, each placeholder in it a HOLE; None where there is none.

    User, password and port are left out, for they do not tell whose host it is.
    """
    found = _AUTHORITY.match(_ANGLED.sub(HOLE, PLACEHOLDER.sub(HOLE, url)))
    if not found:
        return None
    host = found[1].rpartition("@")[2].strip()
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    host = unquote(host.partition(":")[0]).lower().rstrip(".")
    return _ascii(host) or None


def _ascii(host: str) -> str:
    """International names in the form that is sent."""
    if host.isascii() or HOLE in host:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def are_related(one: str, other: str) -> bool | None:
    """Whether two hosts share the domain that somebody registered; None where placeholders leave that open."""
    if one == other:
        return None if HOLE in one else True
    first, second = _registrable(one), _registrable(other)
    return None if first is None or second is None else first == second


def _registrable(host: str) -> str | None:
    """The part of a host that was registered, or else the host itself; None where a placeholder is in it."""
    *_, last = labels = host.split(".")
    if host.startswith("[") or _NUMBER.match(last):
        return None if HOLE in host else _address(host)
    if host.endswith(_ONE_OWNER):
        return ".".join(labels[-2:])
    holes = [index for index, label in enumerate(labels) if HOLE in label]
    if not holes:
        return None if is_placeholder(host) else _suffixes().privatesuffix(host) or host
    known = labels[holes[-1] + 1 :]
    domain = _suffixes().privatesuffix(".".join(["x", *known])) if known else None
    # With as many labels as that the one behind the placeholder belongs to it.
    return domain if domain and domain.count(".") < len(known) else None


def _address(host: str) -> str:
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return host


@cache
def _suffixes() -> PublicSuffixList:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - reading the list takes long, and few files need it

    return PublicSuffixList()
