"""Takes headers and query parameters out, with what they leave empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.removal import remove_entry
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.edits import Part
    from connector_lint.tree import Entry

HOLDERS = ("headers", "default_headers", "query_params")


def remove_request_entry(document: Document, entry: Entry) -> Part | None:
    """Take a header or query parameter out, with the mapping that it was alone in, and so on up to the connector."""
    return without_holders(document, entry, is_replaced=False)[0]


def without_holders(document: Document, entry: Entry, *, is_replaced: bool) -> tuple[Part | None, Entry | None]:
    """A pair taken out with all that it leaves empty, as far as that can go; and the top-level pair, if that goes."""
    entries = [entry]
    while (holder := entries[-1].key.parent) and isinstance(holder, Mapping) and len(holder.entries) == 1:
        above = holder.entry
        if above is None or holder.used_at or above.name not in (*HOLDERS, "connector"):
            break
        entries.append(above)
    for candidate in reversed(entries):
        is_top = candidate.name == "connector" and candidate.key.parent is document.root
        part = remove_entry(document, candidate, is_replaced=is_top and is_replaced)
        if part:
            return part, candidate if is_top else None
    return None, None
