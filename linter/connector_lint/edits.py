"""Builds the edits of fixes: the fewest characters that change, in the style of what stands around them."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from connector_lint.finding import Fix
from connector_lint.scalars import BINARY
from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.finding import Edit

_DASH = re.compile(r" *- +\Z")


def replace_scalar(document: Document, scalar: Node, text: str) -> Edit:
    """Write another content into a scalar, in its own quotes. `text` needs no escaping in quotes."""
    style = scalar.style if isinstance(scalar, Scalar) else ""
    if isinstance(scalar, Scalar) and scalar.tag == BINARY:
        text = base64.b64encode(text.encode()).decode("ascii")
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
    quote = _quote(first)
    pair = f"{quote}{key}{quote}: {value}"
    end = end_of(last)
    if mapping.flow:
        return document.edit(end, end, f", {pair}")
    lines = document.lines
    _, line_end = lines.bounds(lines.position(end).line)
    indentation = " " * (lines.position(first.start).column - 1)
    return document.edit(line_end, line_end, f"{line_break(document)}{indentation}{pair}")


def append_item(document: Document, items: Sequence, pairs: Collection[tuple[str, str]]) -> Edit | None:
    """Add a mapping behind a list's last item, in its style: indented, quoted and separated as it is.

    None where the list came by an alias, or its last item is no mapping that is written there.
    """
    if not items.items:
        is_bare = items.flow and not items.used_at
        return document.edit(items.end - 1, items.end - 1, flow_mapping(pairs)) if is_bare else None
    last = items.items[-1]
    if not isinstance(last, Mapping) or last.used_at:
        return None
    quote = _quote(last.get("name"))
    if items.flow:
        return document.edit(last.end, last.end, f", {flow_mapping(pairs, quote)}")
    position = document.lines.position(last.start)
    dash = document.text[last.start - position.column + 1 : last.start]
    if not _DASH.match(dash):
        return None
    written = [f"{key}: {_in_quotes(value, quote)}" for key, value in pairs]
    separator = line_break(document) + " " * len(dash)
    item = flow_mapping(pairs, quote) if last.flow else separator.join(written)
    _, line_end = document.lines.bounds(document.lines.position(last.end).line)
    return document.edit(line_end, line_end, f"{line_break(document)}{dash}{item}")


def flow_mapping(pairs: Collection[tuple[str, str]], quote: str = '"') -> str:
    """The text of a mapping on one line, its values in quotes where they are no booleans."""
    return "{" + ", ".join(f"{key}: {_in_quotes(value, quote)}" for key, value in pairs) + "}"


def _in_quotes(value: str, quote: str) -> str:
    return value if value in ("true", "false") else f"{quote}{value}{quote}"


def _quote(node: Node | None) -> str:
    return node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""


def line_break(document: Document) -> str:
    """The line break that a file uses: that of its first line."""
    _, end = document.lines.bounds(1)
    found = document.text[end : end + 2]
    return found if found == "\r\n" else (found[:1] or "\n")


def fix(description: str, edit: Edit | None, *, safe: bool = True) -> Fix | None:
    """A fix of one edit; None where the edit could not be made."""
    return Fix(description, safe, (edit,)) if edit else None


def end_of(entry: Entry) -> int:
    """Where a pair ends in the text it is written in: behind its alias where the value came by one."""
    by_alias = len(entry.value.used_at) - len(entry.key.used_at)
    if by_alias > 0:
        return entry.value.used_at[by_alias - 1][1]
    return max(entry.value.end, entry.key.end)
