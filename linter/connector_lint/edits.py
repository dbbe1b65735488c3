"""Builds the parts of fixes: the fewest characters that change, in the style of what stands around them."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint import scalars
from connector_lint.finding import Change, Fix
from connector_lint.scalar_source import source_span
from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence, plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.finding import Edit

_DASH = re.compile(r" *- +\Z")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a fix: edits, and what they change of what the file says."""

    edits: tuple[Edit, ...]
    changes: tuple[Change, ...] = ()


def fix(description: str, *parts: Part | None, safe: bool = True, todo: str = "") -> Fix | None:
    """A fix of these parts; None where one of them could not be made."""
    found = [part for part in parts if part]
    if len(found) < len(parts):
        return None
    edits = tuple(edit for part in found for edit in part.edits)
    return Fix(description, safe, edits, tuple(change for part in found for change in part.changes), todo)


def rewrite(document: Document, node: Node, source: str, value: object, *, start: int | None = None) -> Part | None:
    """Write `source`, which means `value`, in the place of a value, from the offset `start` on if that is given.

    None where the value is the root or a key.
    """
    edit = document.edit(node.start if start is None else start, node.end, source)
    return _with_value(document, node, edit, value)


def replace_scalar(document: Document, scalar: Node, text: str) -> Part | None:
    """Write another content into a scalar that is a value, in its own quotes. `text` needs no escaping in quotes."""
    value: object = text
    if isinstance(scalar, Scalar) and scalar.tag != scalars.BINARY:
        value = scalars.resolve(text, plain=scalar.style not in ("'", '"'), tag=scalar.tag)
    return _with_value(document, scalar, _content(document, scalar, text), value)


def replace_part(document: Document, scalar: Scalar, start: int, end: int, text: str) -> Part | None:
    """Write another text between two indexes of a string's content.

    None where that is not written as it is read, behind an escape for one, and for `!!binary`.
    """
    content = scalar.text[start:end]
    begin, stop = source_span(document.text, scalar, start, end)
    if document.text[begin:stop] != content or scalar.tag == scalars.BINARY:
        return None
    return _with_value(document, scalar, document.edit(begin, stop, text), text, (start, end))


def rename_key(document: Document, entry: Entry, name: str) -> Part | None:
    """Give a key another name."""
    holder = document.written.holder(entry.key)
    if holder is None:
        return None
    at = entry.key.start
    moved = Change(holder.start, name, None, at, moved=(holder.start, entry.name))
    return Part((_content(document, entry.key, name),), (removal(document, entry, at), moved))


def removal(document: Document, entry: Entry, at: int) -> Change:
    """The change that taking a pair out makes: a duplicate before it comes to the fore. `at` is the edit's offset."""
    holder = document.written.holder(entry.key)
    assert holder is not None, "a pair is written in a mapping"
    others = [other for other in holder.entries if other.name == entry.name and other.key.start != entry.key.start]
    kept = others[-1] if others else None
    return Change(holder.start, entry.name, json.dumps(plain(kept.value)) if kept else None, at)


def insert_entry(document: Document, mapping: Mapping, key: str, source: str, value: object) -> Part | None:
    """Add a pair behind a mapping's last one, indented, quoted and separated as its siblings are.

    `source` is what is written, `value` what it means. None where the mapping has no pair of its own to stand beside.
    """
    if not mapping.entries:
        return None
    last = mapping.entries[-1]
    first = mapping.entries[0].key
    quote = _quote(first)
    pair = f"{quote}{key}{quote}: {source}"
    end = end_of(last)
    if mapping.flow:
        edit = document.edit(end, end, f", {pair}")
    else:
        lines = document.lines
        _, line_end = lines.bounds(lines.position(end).line)
        indentation = " " * (lines.position(first.start).column - 1)
        edit = document.edit(line_end, line_end, f"{line_break(document)}{indentation}{pair}")
    return Part((edit,), (Change(mapping.start, key, json.dumps(value), edit.span.start.offset),))


def append_item(document: Document, items: Sequence, pairs: Collection[tuple[str, str]]) -> Part | None:
    """Add a mapping behind a list's last item, in its style: indented, quoted and separated as it is.

    None where the list came by an alias, or its last item is no mapping that is written there.
    """
    edit = _appended(document, items, pairs)
    if edit is None:
        return None
    value = json.dumps(plain_pairs(pairs))
    return Part((edit,), (Change(items.start, len(items.items), value, edit.span.start.offset),))


def _with_value(
    document: Document, node: Node, edit: Edit, value: object, part: tuple[int, int] | None = None
) -> Part | None:
    slot = document.written.slot(node)
    if slot is None:
        return None
    holder, name = slot
    return Part((edit,), (Change(holder.start, name, json.dumps(value), edit.span.start.offset, part=part),))


def _content(document: Document, scalar: Node, text: str) -> Edit:
    style = scalar.style if isinstance(scalar, Scalar) else ""
    if isinstance(scalar, Scalar) and scalar.tag == scalars.BINARY:
        text = base64.b64encode(text.encode()).decode("ascii")
    if style in ("'", '"'):
        return document.edit(scalar.start + 1, scalar.end - 1, text)
    return document.edit(scalar.start, scalar.end, text)


def _appended(document: Document, items: Sequence, pairs: Collection[tuple[str, str]]) -> Edit | None:
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


def plain_pairs(pairs: Collection[tuple[str, str]]) -> dict[str, str | bool]:
    """What `flow_mapping` and `append_item` write, as a loader reads it."""
    return {key: {"true": True, "false": False}.get(text, text) for key, text in pairs}


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


def end_of(entry: Entry) -> int:
    """Where a pair ends in the text it is written in: behind its alias where the value came by one."""
    by_alias = len(entry.value.used_at) - len(entry.key.used_at)
    if by_alias > 0:
        return entry.value.used_at[by_alias - 1][1]
    return max(entry.value.end, entry.key.end)
