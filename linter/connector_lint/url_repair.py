"""Where a credential in a URL is cut out, and which authentication stands for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from connector_lint.credentials import url_credentials
from connector_lint.definitions import BASE_URL
from connector_lint.hosts import host_of
from connector_lint.methods import Method, method_of_query
from connector_lint.places import at_part
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.places import Place
    from connector_lint.tree import Offsets

_NAME = re.compile(r"[?&]([^?&=]+)=\Z")
_LONGEST_NAME = 110  # what is a credential has no longer one, the signs around it included
_FROM_BASE_URL = re.compile(rf"\{{\{{%\s*{BASE_URL}\s*%\}}\}}|[/?]")


class Cut(NamedTuple):
    """What goes of a URL, `start` to `end` of its content, and what sends it instead."""

    scalar: Scalar
    start: int
    end: int
    method: Method


def cut_of(document: Document, place: Place, key: str) -> Cut | None:
    """What to cut out of a URL to take a credential away; None where no authentication would send it to that host.

    `key` is the URL's: `base_url` or `endpoint`; of others there is none.
    """
    scalar = place.node
    if not isinstance(scalar, Scalar) or scalar.used_at or not _goes_to_base_url(document, scalar, key):
        return None
    if any(start <= scalar.start and scalar.end <= end for start, end in document.tree.shared):
        return None
    found = _written(document.text, scalar).get((place.start, place.end))
    return _cut(scalar, *found) if found else None


@lru_cache(maxsize=1)  # a long text may hold thousands, and each asks for its own
def _written(source: str, scalar: Scalar) -> dict[Offsets, Offsets]:
    """From where a credential of a text is written to where in the content it stands."""
    found: dict[Offsets, Offsets] = {}
    for start, end, _ in url_credentials(scalar.text):
        place = at_part(source, scalar, start, end)
        found.setdefault((place.start, place.end), (start, end))
    return found


def _goes_to_base_url(document: Document, scalar: Scalar, key: str) -> bool:
    if key != "endpoint":
        return key == "base_url"
    base_url = document.connector.text("base_url") if document.connector else None
    host = host_of(scalar.text)
    return host == host_of(base_url or "") if host else bool(_FROM_BASE_URL.match(scalar.text.strip()))


def _cut(scalar: Scalar, start: int, end: int) -> Cut | None:
    text = scalar.text
    if text.endswith("://", 0, start):
        return Cut(scalar, start, end + 1, Method("basic_http", "header", "Authorization"))
    name = _NAME.search(text, max(start - _LONGEST_NAME, 0), start)
    method = method_of_query(name[1]) if name else None
    if name is None or method is None:
        return None
    if text[name.start()] == "?" and text[end : end + 1] == "&":
        return Cut(scalar, name.start() + 1, end + 1, method)
    return Cut(scalar, name.start(), end, method)
