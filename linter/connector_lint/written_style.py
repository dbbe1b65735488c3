"""Writes new mappings and lists in the style of a document: its indentation, its quotes, its dashes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document

# What can be written: names and known words.
New: TypeAlias = "str | bool | dict[str, New] | list[New]"

DASH = re.compile(r" *-( +)\Z")
_PLAIN = re.compile(r"[A-Za-z][\w\-]*\Z")
_QUOTES = ("", "'", '"')


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is written: the quotes around keys and texts, and in columns its indentation.

    `unit` is the step between a key and those below it, `dash` that between a key and the dashes of its list, `gap`
    how many blanks follow a dash.
    """

    unit: int = 2
    dash: int = 2
    gap: int = 1
    key_quote: str = ""
    quote: str = '"'

    @classmethod
    def of(cls, document: Document, siblings: Sequence | None = None) -> Style:
        """The style of a document, and where it has any, of the items of a list."""
        nodes = document.written.nodes
        unit = next(_units(document, nodes), 2)
        lists = [siblings, *nodes] if siblings else nodes
        dashes = [found for node in lists if isinstance(node, Sequence) and (found := _dashes(document, node))]
        dash, gap = dashes[0] if dashes else (unit, 1)
        names = [item.get("name") for item in siblings.items if isinstance(item, Mapping)] if siblings else []
        texts = list(_quotes_of(names)) or list(_quotes_of(_values(nodes))) or ['"']
        keys = [node.entries[0].key for node in (*(siblings.items if siblings else ()), *nodes) if _has_keys(node)]
        return cls(unit, dash, gap, next(_quotes_of(keys), ""), Counter(texts).most_common(1)[0][0])

    def block(self, value: dict[str, New], column: int) -> list[str]:
        """The lines of a block mapping whose keys begin behind so many blanks, without line breaks."""
        lines = []
        for key, below in value.items():
            start = " " * column + self._key(key)
            if isinstance(below, dict):
                lines += [start, *self.block(below, column + self.unit)]
            elif isinstance(below, list):
                lines += [start, *self.items(below, column + self.dash)]
            else:
                lines.append(f"{start} {self._scalar(below)}")
        return lines

    def items(self, items: Iterable[New], column: int) -> Iterator[str]:
        """The lines of a block list's mappings whose dashes stand behind so many blanks."""
        for item in items:
            assert isinstance(item, dict), "only mappings are written into lists"
            first, *others = self.block(item, column + 1 + self.gap)
            yield f"{' ' * column}-{' ' * self.gap}{first.lstrip(' ')}"
            yield from others

    def flow(self, value: New) -> str:
        """A value on one line."""
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self._key(key)} {self.flow(below)}" for key, below in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.flow, value)) + "]"
        return self._scalar(value)

    def in_flow(self) -> Style:
        """The same, for what is written in JSON's way: with keys in quotes texts are too."""
        return replace(self, quote=self.quote or self.key_quote)

    def _key(self, key: str) -> str:
        return f"{self.key_quote}{key}{self.key_quote}:"

    def _scalar(self, value: str | bool) -> str:
        if isinstance(value, bool):
            return str(value).lower()
        quote = self.quote or ("" if _PLAIN.match(value) else '"')
        return f"{quote}{value}{quote}"


def dash_of(document: Document, items: Sequence) -> tuple[int, str] | None:
    """Where the line of a block list's first item begins, and what stands before that: blanks, dash, blanks."""
    if items.flow or not items.items:
        return None
    start = begin(items.items[0])
    line = document.lines.bounds(document.lines.position(start).line)[0]
    before = document.text[line:start]
    return (line, before) if DASH.match(before) else None


def begin(node: Node) -> int:
    """Where a node begins in the text it is written in: its alias where it came by one."""
    return node.used_at[0][0] if node.used_at else node.start


def finish(node: Node) -> int:
    """Where a node ends in the text it is written in: behind its alias where it came by one."""
    return node.used_at[0][1] if node.used_at else node.end


def column_of(document: Document, node: Node) -> int:
    """How many characters stand before a node on its line."""
    return document.lines.position(node.start).column - 1


def _dashes(document: Document, items: Sequence) -> tuple[int, int] | None:
    found = dash_of(document, items)
    if found is None or items.entry is None or items.used_at or items.entry.key.used_at:
        return None
    dash = found[1].index("-")
    return dash - column_of(document, items.entry.key), len(found[1]) - dash - 1


def _units(document: Document, nodes: Iterable[Node]) -> Iterator[int]:
    for node in nodes:
        if isinstance(node, Mapping) and not node.flow and node.entry and node.entries and not node.used_at:
            yield column_of(document, node.entries[0].key) - column_of(document, node.entry.key)


def _values(nodes: Iterable[Node]) -> Iterator[Node]:
    return (node for node in nodes if isinstance(node, Scalar) and node.entry is not None and node.entry.value is node)


def _quotes_of(nodes: Iterable[Node | None]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Scalar) and node.style in _QUOTES and isinstance(node.value, str) and node.text:
            yield node.style


def _has_keys(node: Node) -> bool:
    return isinstance(node, Mapping) and bool(node.entries) and not node.used_at
