"""From parser events to trees, with an explicit stack: hostile nesting ends at a limit, not in a crash."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from connector_lint import scalars
from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence, add_entry, add_item, copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.limits import Limits

_PROPERTY = re.compile(r"(?:!<[^>]*>|![^\s,\[\]{}]*|&[^\s,\[\]{}]+)")
_BLANK = r"(?:[ \t\r\n\x85\u2028\u2029]|(?<![^\s,\[\]{}])#[^\r\n]*)*+"
_BLANKS = re.compile(_BLANK)
_COLON = re.compile(_BLANK + ":")
_DASH = re.compile(_BLANK + "-")
_KEY_START = re.compile(r"(?:[\s,?]|#[^\r\n]*)*+")
_LINE_BREAK = re.compile(r"[\r\n]")
_KEY_SOURCE_LENGTH = 40


class Unreadable(Exception):
    """The text is YAML that we refuse: `start`, `end` are offsets from 0, `reason` our words."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        super().__init__(reason)
        self.start, self.end, self.reason = start, end, reason


@dataclass(slots=True)
class Tree:
    """One composed document: where it begins, its root, the offsets of anchored nodes that aliases use."""

    start: int
    root: Node | None = None
    shared: set[tuple[int, int]] = field(default_factory=set)
    bad_merges: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    node: Mapping | Sequence
    anchor: str | None
    key: Node | None = None


class Composer:
    """Composes the documents of one text. `scalars` collects the offsets of every scalar in the text's order."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.scalars: list[tuple[int, int]] = []
        self._limits = limits
        self._nodes = 0
        self._alias_nodes = 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._cursor = 0
        self.tree = Tree(0)

    def trees(self, events: Iterable[Any]) -> Iterator[Tree]:
        """The documents, one by one. Raises Unreadable at a limit; what the parser raises passes through."""
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                self._attach(self._scalar(event), event.anchor)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close(event)
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._anchors.clear()
                self._cursor = max(self._cursor, event.end_mark.index)
            elif kind is DocumentEndEvent:
                yield self.tree
                self._cursor = max(self._cursor, event.end_mark.index)
                self.tree = Tree(self._cursor)

    def _open(self, event: Any) -> None:
        start = self._content_start(event)
        kind = Mapping if type(event) is MappingStartEvent else Sequence
        node = kind(start=start, end=start, flow=bool(event.flow_style))
        if len(self._stack) >= self._limits.depth:
            raise Unreadable(start, start + 1, f"it is nested deeper than {self._limits.depth} levels")
        self._count(node)
        self._stack.append(_Open(node, event.anchor))
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        bracket = node.flow and self.text[start : start + 1] in ("{", "[")
        self._cursor = start + 1 if bracket else start

    def _close(self, event: Any) -> None:
        opened = self._stack.pop()
        node = opened.node
        bracket = node.flow and self.text[node.start : node.start + 1] in ("{", "[")
        node.end = event.end_mark.index if bracket else max(self._cursor, node.start)
        if isinstance(node, Mapping):
            node.resolve()
            self.tree.bad_merges.extend(
                source for entry in node.entries if entry.is_merge for source in _unmergeable(entry)
            )
        self._attach(node, None)

    def _attach(self, node: Node, anchor: str | None) -> None:
        self._cursor = max(self._cursor, node.end)
        if anchor is not None:
            self._anchors[anchor] = node
        if not self._stack:
            self.tree.root = node
            return
        parent = self._stack[-1]
        if isinstance(parent.node, Sequence):
            add_item(parent.node, node)
        elif parent.key is None:
            parent.key = node
        else:
            add_entry(parent.node, parent.key, node, self._key_name(parent.key))
            parent.key = None

    def _key_name(self, key: Node) -> str:
        if isinstance(key, Scalar):
            return key.text
        return self.text[key.start : min(key.end, key.start + _KEY_SOURCE_LENGTH)]

    def _scalar(self, event: Any) -> Scalar:
        style = event.style or ""
        tag = event.tag if event.tag != "!" else None
        start, end = self._content_start(event), event.end_mark.index
        if style in ("|", ">"):
            body = self.text[start:end].rstrip(" \t\r\n")
            line_break = _LINE_BREAK.search(self.text, start + len(body), end)
            end = line_break.start() if line_break else end
        elif not event.value and not style:
            start = end = self._empty_place(event)
        plain = not style and event.tag != "!"
        node = Scalar(
            start=min(start, end),
            end=end,
            text=event.value,
            value=scalars.resolve(event.value, plain=plain, tag=tag),
            style=style,
        )
        self._count(node)
        self.scalars.append((node.start, node.end))
        return node

    def _content_start(self, event: Any) -> int:
        """Where a node's own text begins: both parsers count tag and anchor in."""
        start: int = event.start_mark.index
        if event.anchor is None and event.tag is None:
            return start
        while found := _PROPERTY.match(self.text, start):
            start = self._skip(_BLANKS, found.end())
        return start

    def _empty_place(self, event: Any) -> int:
        """Where a scalar without text belongs: behind its key's colon or its dash; the parsers disagree on it."""
        if event.anchor is not None or event.tag is not None:
            return self._properties_end(event.start_mark.index)
        if not self._stack:
            return self._cursor
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            return self._skip(_DASH, self._cursor)
        if top.key is None:
            return self._skip(_KEY_START, self._cursor)
        return self._skip(_COLON, self._cursor)

    def _properties_end(self, start: int) -> int:
        end = start
        while found := _PROPERTY.match(self.text, start):
            end = found.end()
            start = self._skip(_BLANKS, end)
        return end

    def _skip(self, pattern: re.Pattern[str], start: int) -> int:
        found = pattern.match(self.text, start)
        return found.end() if found else start

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        target = self._anchors.get(event.anchor)
        if target is None:
            raise Unreadable(start, end, "undefined alias")
        if any(opened.node is target for opened in self._stack):
            raise Unreadable(start, end, "an alias stands inside of the node that it refers to")
        self._alias_nodes += target.size
        if self._alias_nodes > self._limits.alias_nodes:
            raise Unreadable(start, end, f"its aliases expand to more than {self._limits.alias_nodes:,} nodes")
        if len(self._stack) + target.height > self._limits.depth:
            raise Unreadable(start, end, f"its aliases nest deeper than {self._limits.depth} levels")
        self.tree.shared.add((target.start, target.end))
        node = copy(target, (start, end))
        self._attach(node, None)
        self._cursor = max(self._cursor, end)

    def _count(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise Unreadable(node.start, node.start + 1, f"it has more than {self._limits.nodes:,} nodes")


def _unmergeable(entry: Entry) -> Iterator[Node]:
    sources = entry.value.items if isinstance(entry.value, Sequence) else [entry.value]
    yield from (source for source in sources if not isinstance(source, Mapping))
