"""What stands between the nodes: blanks, indicators, and comments, which the C parser's events do not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*+")
# Outside of scalars a `#` begins a comment unless it is part of an anchor, an alias, a tag or a directive.
_TOKENS = re.compile(r"#[^\r\n]*|![^ \t\r\n]*|[&*][^ \t\r\n,\[\]{}]*|(?<![^\r\n])%(?:[^#\r\n]|(?<=[^ \t])#)*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: offsets from 0, its `#` included, its line break not."""

    start: int
    end: int
    text: str


def find_comments(text: str, scalars: list[tuple[int, int]], end: int) -> Iterator[Comment]:
    """The comments of a text in order, up to the offset `end`, given the offsets of all its scalars in order.

    A block scalar's header line may hold one too.
    """
    position = 0
    for scalar_start, scalar_end in scalars:
        if scalar_start >= end:
            break
        yield from _between(text, position, scalar_start)
        header = _BLOCK_HEADER.match(text, scalar_start, scalar_end)
        if header:
            yield Comment(header.start(1), header.end(1), header[1])
        position = scalar_end
    yield from _between(text, position, end)


def _between(text: str, start: int, end: int) -> Iterator[Comment]:
    for token in _TOKENS.finditer(text, start, end):
        if token[0].startswith("#"):
            yield Comment(token.start(), token.end(), token[0])


class Gaps:
    """The blanks, line breaks and comments between the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._start, self._end = -1, -1

    def end(self, start: int) -> int:
        """Where the gap that begins at an offset ends. The last one is remembered: many nodes may end before it."""
        if self._start != start:
            self._start, self._end = start, gap_end(self._text, start)
        return self._end

    def behind(self, indicator: str, start: int) -> int:
        """The offset behind an indicator that comes next; `start` where it does not. `:x` is none, but a scalar."""
        end = self.end(start)
        following = self._text[end + 1 : end + 2]
        found = self._text[end : end + 1] == indicator and (indicator == "," or following in " \t\r\n,]}")
        return end + 1 if found else start


def gap_end(text: str, start: int) -> int:
    """Where the blanks, line breaks and comments behind an offset end."""
    found = _GAP.match(text, start)
    return found.end() if found else start
