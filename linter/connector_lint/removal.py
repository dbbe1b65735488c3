"""Takes pairs out of mappings, and leaves valid YAML behind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.comments import gap_end
from connector_lint.edits import Part, end_of, removal
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.tree import Entry, Node, Sequence

REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?![^\r\n])")
_DASHES = re.compile(r" *(?:- +)+\Z")
# The colon of the key that holds a mapping, and the mapping's anchor and tag.
_HOLDER = re.compile(r"[ \t]*:(?:[ \t]+[&!][^\s,\[\]{}]*)*(?=[ \t]*(?:[ \t]#[^\r\n]*)?[\r\n])")
_COMMA_AND_COMMENT = re.compile(r"[ \t]*+,?[ \t]*+(?<=[ \t,])#[^\r\n]*")
_COMMENT = re.compile(r"(?<![^\s,{])#[^\r\n]*")


def remove_entry(document: Document, entry: Entry, *, is_replaced: bool = False) -> Part | None:
    """Take a pair out of the mapping that it is written in, with the comment at its end: whole lines in block style.

    A mapping that it was alone in becomes `{}`, unless the same fix writes another pair in its place. None where the
    pair came by an alias or merge key, holds an anchor that is used elsewhere, or shares its lines with what has to
    stay.
    """
    mapping = entry.key.parent
    if not isinstance(mapping, Mapping) or entry.key.used_at or all(other is not entry for other in mapping.entries):
        return None
    start, end = entry.key.start, end_of(entry)
    if is_shared(document, start, end, mapping):
        return None
    if is_replaced:
        edits = whole(document, start, end, is_flow=mapping.flow)
    elif mapping.flow:
        spans = [(other.key.start, end_of(other)) for other in mapping.entries]
        index = mapping.entries.index(entry)
        edits = from_flow(document, mapping, spans, (index, index + 1))
    else:
        edits = _from_block(document, mapping, entry, end)
    return Part(edits, (removal(document, entry, edits[0].span.start.offset),)) if edits else None


def is_shared(document: Document, start: int, end: int, holder: Node) -> bool:
    """Whether there is something between two offsets that is used elsewhere, other than what it is taken out of."""
    inside = [span for span in document.tree.shared if start <= span[0] and span[1] <= end]
    return any(span != (holder.start, holder.end) for span in inside)


def whole(document: Document, start: int, end: int, *, is_flow: bool) -> tuple[Edit, ...] | None:
    """All that stands between two offsets, and in block style the rest of the lines."""
    if is_flow:
        return (document.edit(start, end, ""),)
    begin, stop = _line_span(document, start, end)
    rest = REST_OF_LINE.match(document.text, end)
    if document.text[begin:start].strip(" ") or rest is None or rest.end() != _line_end(document, end):
        return None
    return (document.edit(begin, stop, ""),)


def _line_end(document: Document, offset: int) -> int:
    return document.lines.bounds(document.lines.position(offset).line)[1]


def _line_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """Where the line of `start` begins, and that behind the line of `end`; the text's end where there is none."""
    lines = document.lines
    last = lines.position(end).line
    stop = lines.bounds(last + 1)[0] if last < len(lines) else len(document.text)
    return lines.bounds(lines.position(start).line)[0], stop


def _from_block(document: Document, mapping: Mapping, entry: Entry, end: int) -> tuple[Edit, ...] | None:
    text, lines = document.text, document.lines
    first, last = lines.position(entry.key.start).line, lines.position(end).line
    start, stop = lines.bounds(first)[0], lines.bounds(last)[1]
    rest = REST_OF_LINE.match(text, end)
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
    nothing = emptied(document, mapping)
    return (nothing, gone) if nothing else None


def _from_item(document: Document, mapping: Mapping, entry: Entry, end: int) -> tuple[Edit, ...] | None:
    """A pair behind a list's dash, which ends with a line: the next one takes its place."""
    following = mapping.entries[1] if mapping.entries[0] is entry and len(mapping.entries) > 1 else None
    if following is None or document.text[end : following.key.start].strip():
        return None
    return (document.edit(entry.key.start, following.key.start, ""),)


def emptied(document: Document, holder: Mapping | Sequence, nothing: str = "{}") -> Edit | None:
    """Write `{}` behind the key of a block mapping; None where that is not all that stands before its first pair."""
    key_end = holder.entry.key.end if holder.entry and not holder.used_at else 0
    found = _HOLDER.match(document.text, key_end)
    if not key_end or not found or gap_end(document.text, found.end()) != holder.start:
        return None
    return document.edit(found.end(), found.end(), f" {nothing}")


def from_flow(
    document: Document, holder: Mapping | Sequence, spans: list[tuple[int, int]], run: tuple[int, int]
) -> tuple[Edit, ...] | None:
    """Pairs or items that follow each other: from the index `run[0]` to before `run[1]`."""
    first, behind = run
    text = document.text
    start, end = spans[first][0], spans[behind - 1][1]
    before = spans[first - 1][1] if first else holder.start + 1
    after = spans[behind][0] if behind < len(spans) else holder.end - 1
    lead, tail = text[before:start], text[end:after]
    commas = (_COMMENT.sub("", lead).strip(), _COMMENT.sub("", tail).strip())
    is_last = behind == len(spans)
    bracket = "{" if isinstance(holder, Mapping) else "["
    fits = commas[0] == ("," if first else "") and commas[1] in (",", "," * (not is_last))
    if text[holder.start] != bracket or not fits:
        return None  # a pair in a list without braces, an anchor, a tag or a question mark
    if behind - first == len(spans):
        return None if _COMMENT.search(lead + tail) else (document.edit(holder.start, holder.end, "{}"),)
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
