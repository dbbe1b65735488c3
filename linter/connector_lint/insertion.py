"""Puts pairs into mappings and items into lists, in the style of what stands there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from connector_lint.comments import gap_end
from connector_lint.edits import Part, end_of, line_break
from connector_lint.finding import Change
from connector_lint.tree import Mapping, Node, Scalar, Sequence, walk

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.tree import Entry

_DASH = re.compile(r"( *- +)(?:[&!]\S* +)*\Z")
_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=[ \t,])#[^\r\n]*)?\Z")


def insert_entry(document: Document, mapping: Mapping, key: str, source: str, value: object) -> Part | None:
    """Add a pair behind a mapping's last one, indented, quoted and separated as its siblings are.

    `source` is what is written, with a line break before it where it is a block, `value` what it means. None where the
    mapping has no pair of its own to stand beside.
    """
    quote = quote_of_keys(mapping)
    blank = "" if source[:1] in ("\r", "\n") else " "
    edits = pair_behind(document, mapping, f"{quote}{key}{quote}:{blank}{source}")
    return Part(edits, (Change(mapping.start, key, json.dumps(value), edits[0].span.start.offset),)) if edits else None


def pair_behind(document: Document, mapping: Mapping, pair: str) -> tuple[Edit, ...] | None:
    """Write a pair behind a mapping's last one; in block style behind the last that what follows cannot become part of.

    None where there is no such pair, or the mapping is one in a list without braces.
    """
    if not mapping.flow:
        closed = [entry for entry in mapping.entries if not _is_open(document, entry)]
        return (_line_behind(document, end_of(closed[-1]), indentation(document, mapping), pair),) if closed else None
    if document.text[mapping.start] != "{":
        return None
    if not mapping.entries:
        return (document.edit(mapping.start + 1, mapping.start + 1, pair),)
    last = mapping.entries[-1]
    return _behind_in_flow(document, last.key.start, end_of(last), pair)


def indentation(document: Document, node: Node) -> str:
    """The blanks before the lines of a block mapping or list, or of a pair by its key."""
    return " " * (document.lines.position(node.start).column - 1)


def _is_open(document: Document, entry: Entry) -> bool:
    """Whether a pair ends in a block scalar that keeps the line breaks behind it, or has none at the file's end."""
    last = next((node for node in reversed(list(walk(entry.value))) if node.end == entry.value.end), None)
    if not isinstance(last, Scalar) or last.style not in ("|", ">") or last.used_at:
        return False
    return "+" in document.text[last.start : last.start + 3] or last.end == len(document.text)


def _line_behind(document: Document, offset: int, indentation: str, text: str) -> Edit:
    _, end = document.lines.bounds(document.lines.position(offset).line)
    return document.edit(end, end, f"{line_break(document)}{indentation}{text}")


def _behind_in_flow(document: Document, start: int, end: int, text: str) -> tuple[Edit, ...]:
    """Write a text behind the last part of a flow collection: on a line of its own where that part has one."""
    source, lines = document.text, document.lines
    before = source[lines.bounds(lines.position(start).line)[0] : start]
    behind = gap_end(source, end)
    has_comma = source[behind : behind + 1] == ","
    last = behind + 1 if has_comma else end
    stop = lines.bounds(lines.position(last).line)[1]
    if before.strip():
        return (document.edit(end, end, f", {text}"),)
    if stop == end or not _REST_OF_LINE.match(source, last, stop):
        return (document.edit(end, end, f",{line_break(document)}{before}{text}"),)
    if has_comma:
        return (_line_behind(document, last, before, f"{text},"),)
    return (document.edit(end, end, ","), _line_behind(document, last, before, text))


def append_item(document: Document, items: Sequence, pairs: Collection[tuple[str, str]]) -> Part | None:
    """Add a mapping behind a list's last item, in its style: indented, quoted and separated as it is.

    None where the list came by an alias, or its last item is no mapping that is written there.
    """
    edits = _appended(document, items, pairs)
    if edits is None:
        return None
    value = json.dumps(plain_pairs(pairs))
    return Part(edits, (Change(items.start, len(items.items), value, edits[0].span.start.offset),))


def _appended(document: Document, items: Sequence, pairs: Collection[tuple[str, str]]) -> tuple[Edit, ...] | None:
    if not items.items:
        is_bare = items.flow and not items.used_at
        return (document.edit(items.end - 1, items.end - 1, flow_mapping(pairs)),) if is_bare else None
    last = items.items[-1]
    if not isinstance(last, Mapping) or last.used_at or not last.entries or _is_open(document, last.entries[-1]):
        return None
    quote, of_keys = _quote(last.get("name")), quote_of_keys(last)
    if items.flow:
        return _behind_in_flow(document, last.start, last.end, flow_mapping(pairs, quote, of_keys))
    dash = _dash(document, items, last)
    if dash is None:
        return None
    item = flow_mapping(pairs, quote, of_keys) if last.flow else _block_item(document, last, pairs)
    return (_line_behind(document, last.end, dash, item),)


def _dash(document: Document, items: Sequence, last: Node) -> str | None:
    """What is to stand before another item: as before the last one, whose dash may have a line of its own."""
    before = document.text[document.lines.bounds(document.lines.position(last.start).line)[0] : last.start]
    found = _DASH.match(before)
    if found or before.strip():
        return found[1] if found else None
    return f"{indentation(document, items)}-".ljust(len(before))


def _block_item(document: Document, like: Mapping, pairs: Collection[tuple[str, str]]) -> str:
    quote, separator = _quote(like.get("name")), line_break(document) + indentation(document, like)
    return separator.join(_pairs(pairs, quote, quote_of_keys(like)))


def list_in(document: Document, mapping: Mapping, pairs: Collection[tuple[str, str]]) -> str:
    """The text of a list of one mapping, to be the value of a key in `mapping`: in its style, and in that of its list.

    A block begins with a line break.
    """
    quote, of_keys = _quote(mapping.get("type")), quote_of_keys(mapping)
    around = mapping.parent
    if mapping.flow or not isinstance(around, Sequence) or around.entry is None:
        return f"[{flow_mapping(pairs, quote, of_keys)}]"
    own, dash, key = (document.lines.position(node.start).column for node in (mapping, around, around.entry.key))
    if not key <= dash < own:
        return f"[{flow_mapping(pairs, quote, of_keys)}]"
    line = line_break(document) + indentation(document, mapping) + " " * (dash - key)
    first, *others = _pairs(pairs, quote, of_keys)
    return f"{line}-".ljust(len(line) + own - dash) + first + "".join(f"{line}{' ' * (own - dash)}{o}" for o in others)


def plain_pairs(pairs: Collection[tuple[str, str]]) -> dict[str, str | bool]:
    """What `flow_mapping` and `append_item` write, as a loader reads it."""
    return {key: {"true": True, "false": False}.get(text, text) for key, text in pairs}


def flow_mapping(pairs: Collection[tuple[str, str]], quote: str = '"', of_keys: str = "") -> str:
    """The text of a mapping on one line, its values in quotes where they are no booleans."""
    return "{" + ", ".join(_pairs(pairs, quote, of_keys)) + "}"


def _pairs(pairs: Collection[tuple[str, str]], quote: str, of_keys: str) -> list[str]:
    return [f"{of_keys}{key}{of_keys}: {_in_quotes(value, quote)}" for key, value in pairs]


def _in_quotes(value: str, quote: str) -> str:
    return value if value in ("true", "false") else f"{quote}{value}{quote}"


def quote_of_keys(mapping: Mapping) -> str:
    """The quotes around the keys of a mapping: those of its first one."""
    return next((_quote(entry.key) for entry in mapping.entries if not entry.is_merge), "")


def _quote(node: Node | None) -> str:
    return node.style if isinstance(node, Scalar) and node.style in ("'", '"') else ""
