"""Edits that write new parts of a Blueprint, in block style or flow style, as what they go into is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connector_lint.edits import end_of, line_break
from connector_lint.removal import REST_OF_LINE
from connector_lint.tree import Mapping
from connector_lint.written_style import column_of, dash_of, finish

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.tree import Entry, Node, Sequence
    from connector_lint.written_style import New, Style

_COLON = re.compile(r"(?<![ \t])[ \t]*+:[ \t]*+\Z")
_LINE_START = re.compile(r"(?:\r\n|\r|\n)[ \t]*\Z")


@dataclass(frozen=True, slots=True)
class Insertion:
    """How new parts are written into a document. `note` becomes a comment at the end of what is written in lines.

    All methods return None where what they have to write next to is not written in a way that they know. Where two of
    them would write to one list, or at the top, their edits are at the same place, so that only one is applied.
    """

    document: Document
    style: Style
    note: str

    def append(self, items: Sequence, new: dict[str, New], gone: Collection[Node]) -> tuple[Edit, ...] | None:
        """A mapping behind a list's last item. `gone` are the items that the same fix takes out."""
        last = items.items[-1]
        if items.flow:
            behind = finish(last)
            is_alone = len(gone) == len(items.items)
            between = "" if is_alone else self._separator(items.start + 1, items.items[0].start)
            return (self.document.edit(behind, behind, f"{between}{self.style.in_flow().flow(new)}"),)
        dash = dash_of(self.document, items)
        if dash is None:
            return None
        column = dash[1].index("-")
        end = self._end_of_comments(finish(last), column)
        edit = self._lines_behind(end, list(self.style.items([new], column)))
        if end == finish(last) and any(node is last for node in gone):  # the line break before it stays
            edit = replace(edit, text=edit.text.removeprefix(line_break(self.document)))
        return (edit,)

    def fill(self, entry: Entry, value: New) -> tuple[Edit, ...] | None:
        """A value for a pair that has none, or an empty one."""
        document, key, old = self.document, entry.key, entry.value
        colon = _COLON.search(document.text, key.end, old.start)
        if colon is None or colon.start() != key.end:
            return None
        if isinstance(key.parent, Mapping) and key.parent.flow:
            return (
                (document.edit(old.start, old.end, self.style.in_flow().flow(value)),) if old.end > old.start else None
            )
        rest = REST_OF_LINE.match(document.text, old.end)
        if rest is None or rest.end() != document.lines.bounds(document.lines.position(key.start).line)[1]:
            return None
        column = column_of(document, key)
        if isinstance(value, dict):
            lines = self.style.block(value, column + self.style.unit)
        else:
            lines = list(self.style.items(value, column + self.style.dash)) if isinstance(value, list) else []
        written = self._lines_behind(old.end, lines)
        end_of_key = document.text.index(":", key.end) + 1
        return (document.edit(end_of_key, old.end, ""), written) if old.end > old.start else (written,)

    def insert(self, mapping: Mapping, pairs: dict[str, New]) -> tuple[Edit, ...] | None:
        """Pairs behind a mapping's last one."""
        end = end_of(mapping.entries[-1])
        if mapping.flow:
            separator = self._separator(mapping.start + 1, mapping.entries[0].key.start)
            return (self.document.edit(end, end, f"{separator}{self._flow_pairs(pairs)}"),)
        lines = self.style.block(pairs, column_of(self.document, mapping.entries[0].key))
        return (self._lines_behind(end, lines),)

    def at_top(self, root: Mapping, key: str, value: New, replaces: Entry | None) -> tuple[Edit, ...] | None:
        """A pair before the one called `connector`, or in the place of that, which the same fix takes out."""
        connector = root.effective["connector"]
        if connector.key.used_at:
            return None
        at, end = connector.key.start, end_of(connector)
        if root.flow:
            behind = "" if replaces else self._separator(root.start + 1, root.entries[0].key.start)
            return (self.document.edit(at, at, f"{self._flow_pairs({key: value})}{behind}"),)
        column = column_of(self.document, connector.key)
        begin = at - column if replaces else self._above(root, connector)
        if self.document.text[at - column : at].strip(" "):
            return None
        ending = line_break(self.document)
        text = ending.join(self._noted(self.style.block({key: value}, column)))
        if not replaces and any(self._line(entry, -1) == "" for entry in root.entries[1:]):
            text += ending
        is_last = self.document.lines.position(end).line == len(self.document.lines)
        return (self.document.edit(begin, begin, text if replaces and is_last else f"{text}{ending}"),)

    def _above(self, root: Mapping, connector: Entry) -> int:
        """Where the line of the key begins, or the first of the comment lines that stand right above it.

        Those at the top of the file are about all of it.
        """
        number = 0
        while connector is not root.entries[0] and self._line(connector, number - 1).startswith("#"):
            number -= 1
        return self.document.lines.bounds(self.document.lines.position(connector.key.start).line + number)[0]

    def _line(self, entry: Entry, number: int) -> str:
        """The line that is so many behind that of a key, without the blanks around it."""
        line = self.document.lines.position(entry.key.start).line + number
        start, end = self.document.lines.bounds(max(line, 1))
        return self.document.text[start:end].strip()

    def _flow_pairs(self, pairs: dict[str, New]) -> str:
        return self.style.in_flow().flow(pairs)[1:-1]

    def _separator(self, bracket: int, first: int) -> str:
        """What stands between two items: a comma, and as much as there is between the bracket and the first."""
        found = _LINE_START.search(self.document.text, bracket, first)
        return f",{found[0]}" if found else ", "

    def _noted(self, lines: list[str]) -> list[str]:
        return [*lines[:-1], f"{lines[-1]}  # {self.note}"] if self.note else lines

    def _end_of_comments(self, end: int, column: int) -> int:
        """The end of the last comment line behind an item whose dash is at a column: those further in are its own."""
        lines = self.document.lines
        for number in range(lines.position(end).line + 1, len(lines) + 1):
            start, stop = lines.bounds(number)
            text = self.document.text[start:stop]
            if not text.lstrip(" ").startswith("#") or len(text) - len(text.lstrip(" ")) <= column:
                break
            end = stop
        return end

    def _lines_behind(self, end: int, lines: list[str]) -> Edit:
        """Insert lines behind the line that an offset is on."""
        document, ending, lines = self.document, line_break(self.document), self._noted(lines)
        line = document.lines.position(end).line
        if line < len(document.lines):
            at = document.lines.bounds(line + 1)[0]
            return document.edit(at, at, "".join(f"{text}{ending}" for text in lines))
        at = len(document.text)
        return document.edit(at, at, "".join(f"{ending}{text}" for text in lines))
