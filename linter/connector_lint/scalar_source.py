"""From a scalar's content back to the text it is written in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connector_lint.tree import Scalar

_FOLD = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*(?:(?:\r\n|\r|\n)[ \t]*)*")
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|(?:\r\n|\r|\n)[ \t]*|.)", re.DOTALL)
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def source_span(source: str, scalar: Scalar, start: int, end: int) -> tuple[int, int]:
    """Where characters `start` to `end` of a scalar's content stand: offsets from 0 in the text `source`.

    The whole scalar where its way of writing hides them.
    """
    offsets = content_offsets(source, scalar)
    if offsets is None or not start < end <= len(scalar.text):
        return scalar.start, scalar.end
    return offsets[start], offsets[end]


def content_offsets(source: str, scalar: Scalar) -> list[int] | None:
    """The offset in `source` of each character of a scalar's content and of its end; None where it cannot be told."""
    raw = source[scalar.start : scalar.end]
    if scalar.style in ("|", ">"):
        decoded, offsets = _block(raw, scalar.text)
    else:
        decoded, offsets = _flow(raw, scalar.style)
    if decoded != scalar.text:
        return None
    return [scalar.start + offset for offset in offsets]


def _flow(raw: str, style: str) -> tuple[str, list[int]]:
    """Decode a plain or quoted scalar; an offset a character, and one for the end of the content."""
    quotes = len(style)
    position, end = quotes, len(raw) - quotes
    pieces: list[str] = []
    offsets: list[int] = []
    while position < end:
        text, length = _flow_piece(raw, style, position)
        pieces.append(text)
        offsets.extend([position] * len(text))
        position += length
    return "".join(pieces), [*offsets, end]


def _flow_piece(raw: str, style: str, position: int) -> tuple[str, int]:
    character = raw[position]
    if character in " \t\r\n":
        fold = _FOLD.match(raw, position)
        if fold:
            breaks = len(_BREAK.findall(fold[0]))
            return ("\n" * (breaks - 1) or " "), len(fold[0])
    if style == "'" and character == "'":
        return "'", 2
    if style == '"' and character == "\\":
        return _escape(raw, position)
    return character, 1


def _escape(raw: str, position: int) -> tuple[str, int]:
    found = _ESCAPE.match(raw, position)
    if not found:
        return "\\", 1
    body = found[0][1:]
    if body[0] in "xuU" and len(body) > 1:
        return chr(min(int(body[1:], 16), 0x10FFFF)), len(found[0])
    if body[0] in "\r\n":
        return "", len(found[0])
    return _ESCAPED.get(body, body), len(found[0])


def _block(raw: str, content: str) -> tuple[str, list[int]]:
    """Find a block scalar's content again, character by character; folded breaks are spaces or nothing."""
    header = _BREAK.search(raw)
    indentation = _indentation(raw[header.end() :] if header else "", content)
    position = _skip_break(raw, header.start(), indentation) if header else len(raw)
    offsets: list[int] = []
    for character in content:
        at_break = raw[position : position + 1] in ("\r", "\n")
        while at_break and character not in " \n":
            position = _skip_break(raw, position, indentation)
            at_break = raw[position : position + 1] in ("\r", "\n")
        offsets.append(position)
        if at_break:
            position = _skip_break(raw, position, indentation)
        elif raw[position : position + 1] == character:
            position += 1
        elif position < len(raw):  # at its end the trimmed line breaks of the content have no place of their own
            return "", []
    return content, [*offsets, position]


def _indentation(body: str, content: str) -> int:
    """The blanks that each line of a block scalar begins with: what its first line has more than the content."""
    first = next((line for line in _BREAK.split(body) if line.strip(" \t")), "")
    wanted = content.lstrip("\n").partition("\n")[0]
    return len(first) - len(first.lstrip(" ")) - (len(wanted) - len(wanted.lstrip(" ")))


def _skip_break(raw: str, position: int, indentation: int) -> int:
    found = _BREAK.match(raw, position)
    position = found.end() if found else position
    for _ in range(indentation):
        if raw[position : position + 1] != " ":
            break
        position += 1
    return position
