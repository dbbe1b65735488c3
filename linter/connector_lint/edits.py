"""Builds the edits of fixes: the fewest characters that change, in the style of what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.finding import Fix
from connector_lint.tree import Entry, Mapping, Node, Scalar

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Edit


def replace_scalar(document: Document, scalar: Node, text: str) -> Edit:
    """Write another content into a scalar, in its own quotes. `text` needs no escaping in quotes."""
    style = scalar.style if isinstance(scalar, Scalar) else ""
    if style in ("'", '"'):
        return document.edit(scalar.start + 1, scalar.end - 1, text)
    return document.edit(scalar.start, scalar.end, text)


def rename_key(document: Document, entry: Entry, name: str) -> Edit:
    """Give a key another name."""
    return replace_scalar(document, entry.key, name)


def insert_entry(document: Document, mapping: Mapping, key: str, value: str) -> Edit | None:
    """Add a pair behind a mapping's last one, indented, quoted and separated as its siblings are.

    None where the mapping has no pair of its own to stand beside.
    """
    if not mapping.entries:
        return None
    last = mapping.entries[-1]
    first = mapping.entries[0].key
    quote = first.style if isinstance(first, Scalar) and first.style in ("'", '"') else ""
    pair = f"{quote}{key}{quote}: {value}"
    end = _end(last)
    if mapping.flow:
        return document.edit(end, end, f", {pair}")
    lines = document.lines
    _, line_end = lines.bounds(lines.position(end).line)
    indentation = " " * (lines.position(first.start).column - 1)
    return document.edit(line_end, line_end, f"{line_break(document)}{indentation}{pair}")


def line_break(document: Document) -> str:
    """The line break that a file uses: that of its first line."""
    _, end = document.lines.bounds(1)
    found = document.text[end : end + 2]
    return found if found == "\r\n" else (found[:1] or "\n")


def fix(description: str, edit: Edit | None, *, safe: bool = True) -> Fix | None:
    """A fix of one edit; None where the edit could not be made."""
    return Fix(description, safe, (edit,)) if edit else None


def _end(entry: Entry) -> int:
    """Where a pair ends in the text it is written in: behind its alias where the value came by one."""
    by_alias = len(entry.value.used_at) - len(entry.key.used_at)
    if by_alias > 0:
        return entry.value.used_at[by_alias - 1][1]
    return max(entry.value.end, entry.key.end)
