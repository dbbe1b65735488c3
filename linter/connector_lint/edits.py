"""Builds the parts of fixes: the fewest characters that change, in the style of what stands around them."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint import scalars
from connector_lint.finding import Change, Fix
from connector_lint.scalar_source import source_span
from connector_lint.tree import Entry, Node, Scalar, plain

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Edit


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

    None where the value is the root or a key, a comment stands in it, or a tag makes a text of what is none.
    """
    if isinstance(node, Scalar) and node.tag and not isinstance(value, str):
        return None
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
    others = (o for o in reversed(holder.entries) if o.name == entry.name and o.key.start != entry.key.start)
    kept = next(others, None)
    return Change(holder.start, entry.name, json.dumps(plain(kept.value)) if kept else None, at)


def _with_value(
    document: Document, node: Node, edit: Edit, value: object, part: tuple[int, int] | None = None
) -> Part | None:
    slot = document.written.slot(node)
    start, end = edit.span.start.offset, edit.span.end.offset
    if slot is None or any(start <= comment.start < end for comment in document.comments):
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
