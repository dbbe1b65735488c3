"""Between offsets in a text and the positions of the language server protocol, in whatever units a client counts."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from connector_lint.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable

BOM = "\ufeff"
_UTF8, _UTF32 = "utf-8", "utf-32"


class Positions:
    """Converts for one text. Lines and characters count from 0; `encoding` is `utf-8`, `utf-16` or `utf-32`.

    Offsets are in code points from 0. Those of `offset` and `position` are in the text without its byte-order mark,
    as everywhere in the engine; `raw_offset` is in the text as the editor has it.
    """

    def __init__(self, text: str, encoding: str) -> None:
        self.encoding = encoding
        self._lines = Lines(text)
        self._mark = len(BOM) if text.startswith(BOM) else 0
        self._units: dict[int, array[int]] = {}

    def offset(self, line: int, character: int) -> int:
        """Where a position is. Behind a line's end it is that end, behind the last line the end of the text."""
        return max(self.raw_offset(line, character) - self._mark, 0)

    def raw_offset(self, line: int, character: int) -> int:
        """The same, a byte-order mark counted. A position within a character is where that begins."""
        if line < 0:
            return 0
        if line >= len(self._lines):
            return len(self._lines.text)
        start, end = self._lines.bounds(line + 1)
        units = self._units_before(line)
        column = max(character, 0) if units is None else bisect_right(units, max(character, 0)) - 1
        return min(start + column, end)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and character of an offset; past the end counts as the end, within a line break as before it."""
        at = self._lines.position(offset + self._mark)
        line, column = at.line - 1, at.column - 1
        start, end = self._lines.bounds(at.line)
        column = min(column, end - start)
        units = self._units_before(line)
        return line, column if units is None else units[column]

    def _units_before(self, line: int) -> array[int] | None:
        """How many units stand before each character of a line, and before its end; None where each is one unit."""
        if self.encoding == _UTF32:
            return None
        if line not in self._units:
            start, end = self._lines.bounds(line + 1)
            text = self._lines.text[start:end]
            self._units[line] = array("L", () if text.isascii() else accumulate(self._widths(text), initial=0))
        return self._units[line] or None

    def _widths(self, text: str) -> Iterable[int]:
        if self.encoding == _UTF8:
            return (1 + (char > "\x7f") + (char > "\u07ff") + (char > "\uffff") for char in text)
        return (1 + (char > "\uffff") for char in text)
