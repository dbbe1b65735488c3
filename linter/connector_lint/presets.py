"""What the fields of an authentication hold before a user enters anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.authentication import LOCATIONS
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document
    from connector_lint.views import Authentication


def preset(holder: Mapping) -> Scalar | None:
    """The text that a field or parameter starts with: its `value`, else its `default`; None where both are blank."""
    for key in ("value", "default"):
        node = holder.get(key)
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.text.strip():
            return node
    return None


def preset_header(authentication: Authentication) -> Scalar | None:
    """The preset `key_name` of an API key that is sent in a header, by whatever word it says so."""
    location = authentication.node.text("location") or ""
    field = authentication.field("key_name")
    is_header = authentication.auth_type == "api_key" and LOCATIONS.meant(location) == "header"
    return preset(field.node) if field and is_header else None


def notes(document: Document, authentication: Authentication) -> Iterator[str]:
    """What is written about an authentication for people: its labels, descriptions and comments."""
    for holder in (authentication.node, *(field.node for field in authentication.fields)):
        yield from filter(None, (holder.text("label"), holder.text("description")))
    start, end = authentication.node.start, authentication.node.end
    _, line_end = document.lines.bounds(document.lines.position(end).line)
    for comment in document.comments:
        if start <= comment.start < line_end:
            yield comment.text
