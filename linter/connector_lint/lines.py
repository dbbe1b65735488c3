"""From offsets to lines and columns."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right

from connector_lint.finding import Position, Span

_LINE_BREAK = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of a text. Only LF, CRLF and CR end a line, as in editors (the two YAML parsers differ in this)."""

    def __init__(self, text: str) -> None:
        self.text = text
        # Arrays: a file may be nothing but line breaks.
        self._starts = array("L", [0])
        self._starts.extend(found.end() for found in _LINE_BREAK.finditer(text))
        self._ends = array("L", (found.start() for found in _LINE_BREAK.finditer(text)))
        self._ends.append(len(text))

    def __len__(self) -> int:
        return len(self._starts)

    def position(self, offset: int) -> Position:
        """The position of a 0-based offset; past the end counts as the end."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._starts, offset)
        return Position(offset, line, offset - self._starts[line - 1] + 1)

    def span(self, start: int, end: int) -> Span:
        """The span between two 0-based offsets, `end` exclusive."""
        return Span(self.position(start), self.position(end))

    def bounds(self, line: int) -> tuple[int, int]:
        """Offsets of a 1-based line's first character and of its end, without the line break."""
        return self._starts[line - 1], self._ends[line - 1]
