"""From a scalar's content back to the text it is written in."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.tree import Scalar

_BREAK = re.compile(r"\r\n|\r|\n")
_LINE = re.compile(r"[^\r\n]+")
_FOLD = r"(?P<fold>[ \t]*+(?:\r\n|[\r\n])[ \t\r\n]*+)|[ \t]++"
_PIECES = {
    "": re.compile(_FOLD + r"|[^ \t\r\n]++"),
    "'": re.compile(_FOLD + r"|(?P<escape>'')|[^ \t\r\n']++"),
    '"': re.compile(
        _FOLD + r"|(?P<joined>\\(?:\r\n|[\r\n])[ \t\r\n]*+)"
        r"|(?P<escape>\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}"
        r"|\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.))|[^ \t\r\n\\]++"
    ),
}
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


class _Piece(NamedTuple):
    """Some content and the offsets of what stands for it: character by character where both have one length."""

    text: str
    start: int
    end: int


class _Written(NamedTuple):
    """All pieces of a scalar, and the index in its content where each begins."""

    pieces: list[_Piece]
    begins: list[int]


def source_span(source: str, scalar: Scalar, start: int, end: int) -> tuple[int, int]:
    """Where characters `start` to `end` of a scalar's content stand: offsets from 0 in the text `source`.

    The whole scalar where its way of writing hides them.
    """
    written = _written(source, scalar)
    if written is not None and 0 <= start < end <= len(scalar.text):
        span = _place(written, start)[0], _place(written, end - 1)[1]
        if span[0] < span[1]:
            return span
    return scalar.start, scalar.end


def _place(written: _Written, index: int) -> tuple[int, int]:
    """Where one character of the content stands."""
    number = bisect_right(written.begins, index) - 1
    text, start, end = written.pieces[number]
    if len(text) != end - start:
        return start, end
    offset = start + index - written.begins[number]
    return offset, offset + 1


@lru_cache(maxsize=1)  # what asks for one place in a long scalar mostly asks for more
def _written(source: str, scalar: Scalar) -> _Written | None:
    """How a scalar is written; None where that does not give its content."""
    decode = _block if scalar.style in ("|", ">") else _flow
    pieces = [piece for piece in decode(source, scalar) if piece.text]
    content = "".join(piece.text for piece in pieces)
    rest = scalar.text[len(content) :]
    if not scalar.text.startswith(content) or rest.strip(" \t\n"):
        return None
    pieces.append(_Piece(rest, scalar.end, scalar.end))  # line breaks at the end, which the span leaves out
    return _Written(pieces, [0, *accumulate(len(piece.text) for piece in pieces)])


def _flow(source: str, scalar: Scalar) -> Iterator[_Piece]:
    """Decode a plain or quoted scalar."""
    quotes = len(scalar.style)
    for found in _PIECES[scalar.style].finditer(source, scalar.start + quotes, scalar.end - quotes):
        text = found[0]
        if found.lastgroup == "escape":
            text = _unescaped(text)
        elif found.lastgroup:
            text = "\n" * (len(_BREAK.findall(text)) - 1) or (" " if found.lastgroup == "fold" else "")
        yield _Piece(text, found.start(), found.end())


def _unescaped(escape: str) -> str:
    kind, code = escape[1], escape[2:]
    if "\\" in code:  # two halves of one character
        high, low = int(code[:4], 16), int(code[-4:], 16)
        return chr(0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF))
    return chr(min(int(code, 16), 0x10FFFF)) if code else _ESCAPED.get(kind, kind)


def _block(source: str, scalar: Scalar) -> Iterator[_Piece]:
    """Decode a block scalar up to its last line."""
    header = _LINE.match(source, scalar.start, scalar.end)
    end = header.end() if header else scalar.end
    indentation = _first_indentation(source, end, scalar.end) - _first_indentation(scalar.text, 0, len(scalar.text))
    spaced = None
    for line in _LINE.finditer(source, end, scalar.end):
        text = line[0][max(indentation, 0) :]
        if not text:
            continue
        start = line.end() - len(text)
        breaks = len(_BREAK.findall(source, end, start))
        was_spaced, spaced = spaced, text[0] in " \t"
        if was_spaced is None:
            breaks -= 1  # that of the header
        folded = scalar.style == ">" and not spaced and was_spaced is False
        yield _Piece(("\n" * (breaks - 1) or " ") if folded else "\n" * breaks, end, start)
        yield _Piece(text, start, line.end())
        end = line.end()


def _first_indentation(text: str, start: int, end: int) -> int:
    """The blanks before the first line that is not blank."""
    first = next((line[0] for line in _LINE.finditer(text, start, end) if line[0].strip(" \t")), "")
    return len(first) - len(first.lstrip(" "))
