"""Takes a pair out of a mapping and leaves valid YAML behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.comments import gap_end
from connector_lint.edits import Part, end_of, removal
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.tree import Entry

_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?![^\r\n])")
_DASHES = re.compile(r" *(?:- +)+\Z")
# The colon of the key that holds a mapping, and the mapping's anchor and tag.
_HOLDER = re.compile(r"[ \t]*:(?:[ \t]+[&!][^\s,\[\]{}]*)*(?=[ \t]*(?:[ \t]#[^\r\n]*)?[\r\n])")
_COMMA_AND_COMMENT = re.compile(r"[ \t]*,?[ \t]*(?<=[ \t,])#[^\r\n]*")
_COMMENT = re.compile(r"(?<![^\s,{])#[^\r\n]*")


def remove_entry(document: Document, entry: Entry) -> Part | None:
    """Take a pair out of the mapping that it is written in, with the comment at its end: whole lines in block style.

    A mapping that it was alone in becomes `{}`. None where the pair came by an alias or merge key, holds an anchor
    that is used elsewhere, or shares its lines with what has to stay.
    """
    mapping = entry.key.parent
    if not isinstance(mapping, Mapping) or entry.key.used_at or all(other is not entry for other in mapping.entries):
        return None
    start, end = entry.key.start, end_of(entry)
    inside = [span for span in document.tree.shared if start <= span[0] and span[1] <= end]
    if any(span != (mapping.start, mapping.end) for span in inside):
        return None
    if mapping.flow:
        edits = _from_flow(document, mapping, mapping.entries.index(entry))
    else:
        edits = _from_block(document, mapping, entry, end)
    return Part(edits, (removal(document, entry, edits[0].span.start.offset),)) if edits else None


def _from_block(document: Document, mapping: Mapping, entry: Entry, end: int) -> tuple[Edit, ...] | None:
    text, lines = document.text, document.lines
    first, last = lines.position(entry.key.start).line, lines.position(end).line
    start, stop = lines.bounds(first)[0], lines.bounds(last)[1]
    rest = _REST_OF_LINE.match(text, end)
    if rest is None or rest.end() != stop:
        return None
    before = text[start : entry.key.start]
    if before.strip(" "):
        return _from_item(document, mapping, entry, stop) if _DASHES.match(before) else None
    if last < len(lines):
        stop = lines.bounds(last + 1)[0]
    elif first > 1:  # the last line of all takes the line break before it along
        start = lines.bounds(first - 1)[1]
    gone = document.edit(start, stop, "")
    if len(mapping.entries) > 1:
        return (gone,)
    emptied = _emptied(document, mapping)
    return (emptied, gone) if emptied else None


def _from_item(document: Document, mapping: Mapping, entry: Entry, end: int) -> tuple[Edit, ...] | None:
    """A pair behind a list's dash, which ends with a line: the next one takes its place."""
    following = mapping.entries[1] if mapping.entries[0] is entry and len(mapping.entries) > 1 else None
    if following is None or document.text[end : following.key.start].strip():
        return None
    return (document.edit(entry.key.start, following.key.start, ""),)


def _emptied(document: Document, mapping: Mapping) -> Edit | None:
    """Write `{}` behind the key of a block mapping; None where that is not all that stands before its first pair."""
    holder = mapping.entry.key.end if mapping.entry and not mapping.used_at else 0
    found = _HOLDER.match(document.text, holder)
    if not holder or not found or gap_end(document.text, found.end()) != mapping.start:
        return None
    return document.edit(found.end(), found.end(), " {}")


def _from_flow(document: Document, mapping: Mapping, index: int) -> tuple[Edit, ...] | None:
    entries, text = mapping.entries, document.text
    start, end = entries[index].key.start, end_of(entries[index])
    before = end_of(entries[index - 1]) if index else mapping.start + 1
    after = entries[index + 1].key.start if index + 1 < len(entries) else mapping.end - 1
    lead, tail = text[before:start], text[end:after]
    commas = (_COMMENT.sub("", lead).strip(), _COMMENT.sub("", tail).strip())
    is_last = index + 1 == len(entries)
    if text[mapping.start] != "{" or commas[0] != ("," if index else "") or commas[1] not in (",", "," * (not is_last)):
        return None  # a pair in a list without braces, an anchor, a tag or a question mark
    if len(entries) == 1:
        return None if _COMMENT.search(lead + tail) else (document.edit(mapping.start, mapping.end, "{}"),)
    comment = _COMMA_AND_COMMENT.match(text, end, after)
    stop = comment.end() if comment else end
    comma_is_left = "," in commas[1] and not (comment and "," in comment[0].partition("#")[0])
    if is_last and not _COMMENT.search(lead):
        return (document.edit(before, stop, ""),)
    if is_last:
        return (document.edit(start, gap_end(text, stop) + 1 if comma_is_left else stop, ""),)
    if not _COMMENT.search(tail):
        return (document.edit(start, after, ""),)
    return None if comma_is_left else (document.edit(*_with_its_line(document, start, stop), ""),)


def _with_its_line(document: Document, start: int, stop: int) -> tuple[int, int]:
    """A pair and the comment behind it, or their whole line where they have it to themselves."""
    lines = document.lines
    begin = lines.bounds(lines.position(start).line)[0]
    if document.text[begin:start].strip():
        return start, stop
    return begin, lines.bounds(lines.position(stop).line + 1)[0]
