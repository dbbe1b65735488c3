"""Moves a pair into a mapping that stands beside it, or into a new one in its place."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from connector_lint.edits import Part, end_of, line_break, removal
from connector_lint.finding import Change
from connector_lint.insertion import indentation, pair_behind, quote_of_keys
from connector_lint.removal import remove_entry
from connector_lint.tree import Mapping, Scalar, Sequence, plain, walk

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.tree import Entry, Node

_BEFORE_KEY = re.compile(r" *(?:- +)*\Z")
_OF_FLOW = re.compile(r"[,\[\]{}]")
_STEP = 2


def move_entry(document: Document, entry: Entry, target: Mapping) -> Part | None:
    """Move a pair behind the last one of a mapping that is the value of one beside it, its comment along with it.

    None where the pair or the mapping came by an alias or merge key, the pair holds an alias, a mapping or an anchor
    that is used elsewhere, or it shares its lines with what has to stay.
    """
    holder = _holder(document, entry)
    text = _text_in(document, entry, target) if holder else None
    gone = remove_entry(document, entry)
    edits = pair_behind(document, target, text) if text and not target.used_at else None
    if holder is None or gone is None or edits is None or (holder.flow and _takes_comment(document, gone, entry)):
        return None
    at = edits[0].span.start.offset
    moved = Change(target.start, entry.name, None, at, moved=(holder.start, entry.name))
    return Part((*edits, *gone.edits), (*gone.changes, moved))


def wrap_entry(document: Document, entry: Entry, name: str) -> Part | None:
    """Put a pair into a new mapping under the key `name`, which takes its place. None as for `move_entry`."""
    holder = _holder(document, entry)
    if holder is None:
        return None
    start, end = entry.key.start, end_of(entry)
    quote = quote_of_keys(holder)
    key = f"{quote}{name}{quote}:"
    if holder.flow:
        edits = [document.edit(start, start, f"{key} {{"), document.edit(end, end, "}")]
    else:
        step = " " * _step(document)
        edits = [document.edit(start, start, f"{key}{line_break(document)}{indentation(document, entry.key)}{step}")]
        edits += [document.edit(begin, begin, step) for begin in _further_lines(document, start, end)]
    new = Change(holder.start, name, json.dumps({entry.name: plain(entry.value)}), start)
    return Part(tuple(edits), (removal(document, entry, start), new))


def _holder(document: Document, entry: Entry) -> Mapping | None:
    """The mapping that a pair is written in, where it may leave it."""
    holder = entry.key.parent
    if not isinstance(holder, Mapping) or holder.used_at or entry.key.used_at:
        return None
    if [other for other in holder.entries if other.name == entry.name] != [entry]:
        return None
    if any(node.used_at or not isinstance(node, Scalar | Sequence) for node in walk(entry.value)):
        return None
    before = document.text[: entry.key.start]
    if holder.flow:
        return holder if before.rstrip()[-1:] in ("{", ",") else None
    begin = document.lines.bounds(document.lines.position(entry.key.start).line)[0]
    return holder if _BEFORE_KEY.match(before, begin) else None


def _text_in(document: Document, entry: Entry, target: Mapping) -> str | None:
    """A pair as it is to be written in another mapping, which is nested deeper."""
    start, end = entry.key.start, end_of(entry)
    if target.flow:
        _, stop = document.lines.bounds(document.lines.position(start).line)
        is_in_flow = isinstance(entry.key.parent, Mapping) and entry.key.parent.flow
        rest = "" if is_in_flow else document.text[end:stop]
        fits = end <= stop and not rest.strip() and (is_in_flow or _fits_in_flow(entry.value))
        return document.text[start:end] if fits else None
    _, stop = document.lines.bounds(document.lines.position(end).line)
    deeper = document.lines.position(target.start).column - document.lines.position(start).column
    text, at = "", start
    for begin in _further_lines(document, start, end):
        text, at = text + document.text[at:begin] + " " * deeper, begin
    return text + document.text[at:stop]


def _fits_in_flow(node: Node) -> bool:
    if isinstance(node, Sequence):
        return node.flow
    return isinstance(node, Scalar) and not node.is_empty and (bool(node.style) or not _OF_FLOW.search(node.text))


def _further_lines(document: Document, start: int, end: int) -> list[int]:
    """Where the lines between two offsets begin, but for the first one and those that are blank."""
    lines = document.lines
    first, last = lines.position(start).line, lines.position(end).line
    bounds = (lines.bounds(number) for number in range(first + 1, last + 1))
    return [begin for begin, stop in bounds if document.text[begin:stop].strip()]


def _takes_comment(document: Document, gone: Part, entry: Entry) -> bool:
    """Whether a pair in flow style does not go alone."""
    spans = [(edit.span.start.offset, edit.span.end.offset) for edit in gone.edits]
    end = end_of(entry)
    comments = [comment.start for comment in document.comments]
    return any(start <= at < stop and not entry.key.start <= at < end for at in comments for start, stop in spans)


def _step(document: Document) -> int:
    """By how many blanks a file indents a mapping in a mapping."""
    for mapping in document.mappings:
        around = mapping.parent
        if isinstance(around, Mapping) and not (mapping.flow or mapping.used_at):
            return len(indentation(document, mapping)) - len(indentation(document, around))
    return _STEP
