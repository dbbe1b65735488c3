"""From parser events to trees, with an explicit stack: hostile nesting ends at a limit, not in a crash."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ruamel.yaml import events as yaml

from connector_lint import scalars
from connector_lint.comments import Gaps
from connector_lint.events import ParseError, block_end, properties
from connector_lint.limits import Limits, UnreadableError
from connector_lint.tree import Entry, Mapping, Node, Offsets, Scalar, Sequence, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_KEY_SOURCE_LENGTH = 40


@dataclass(slots=True)
class Tree:
    """One composed document: where it begins, its root, the offsets of anchored nodes that aliases use.

    `bad_merges` are the places of what merge keys cannot merge.
    """

    start: int
    root: Node | None = None
    shared: set[Offsets] = field(default_factory=set)
    bad_merges: list[Offsets] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    node: Mapping | Sequence
    key: Node | None = None


class Composer:
    """Composes the documents of one text. `scalars` collects the offsets of every scalar in the text's order."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.scalars: list[Offsets] = []
        self.tree = Tree(0)
        self._limits = limits
        self._documents = 0
        self._nodes = 0
        self._alias_nodes = 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._cursor = 0
        self._gaps = Gaps(text)

    def trees(self, events: Iterable[Any]) -> Iterator[Tree]:
        """The documents, one by one. Raises UnreadableError at a limit; what the parser raises passes through."""
        steps: dict[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self._begin,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.ScalarEvent: self._scalar,
            yaml.AliasEvent: self._alias,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
        }
        for event in events:
            kind = type(event)
            if kind in steps:
                steps[kind](event)
            elif kind is yaml.DocumentEndEvent:
                yield self.tree
                self._cursor = max(self._cursor, event.end_mark.index)
                self.tree = Tree(self._cursor)

    def _begin(self, event: Any) -> None:
        start = self._cursor
        self._anchors.clear()
        self._cursor = max(self._cursor, event.end_mark.index)
        self._documents += 1
        if self._documents > self._limits.documents:
            raise UnreadableError(start, start + 1, f"it has more than {self._limits.documents:,} documents")

    def _open(self, event: Any) -> None:
        _, start = properties(self.text, event, self._cursor)
        kind = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        node = kind(start=start, end=start, flow=bool(event.flow_style))
        self._count(node)
        self._stack.append(_Open(node))
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        bracket = _is_bracket(node, event) and self.text[start] in "[{"  # `[? a]` opens a mapping with a `?`
        self._cursor = start + bracket

    def _close(self, event: Any) -> None:
        node = self._stack.pop().node
        node.end = event.end_mark.index if _is_bracket(node, event) else self._cursor
        if isinstance(node, Mapping):
            self.tree.bad_merges += _bad_merges(node.resolve())
        self._attach(node)

    def _attach(self, node: Node) -> None:
        self._cursor = max(self._cursor, node.end)
        if not self._stack:
            self.tree.root = node
            return
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            top.node.add(node)
        elif top.key is None:
            top.key = node
        else:
            key, top.key = top.key, None
            source = self.text[key.start : min(key.end, key.start + _KEY_SOURCE_LENGTH)]
            top.node.add(key, node, key.text if isinstance(key, Scalar) else source)

    def _scalar(self, event: Any) -> None:
        style, tag = event.style or "", event.tag
        properties_end, start = properties(self.text, event, self._cursor)
        end: int = event.end_mark.index
        if style in ("|", ">"):
            end = block_end(self.text, start, end)
        elif not event.value and not style:
            has_properties = event.anchor is not None or tag is not None
            start = end = properties_end if has_properties else self._empty_place()
        if len(event.value) > self._limits.scalar:
            raise UnreadableError(start, start + 1, f"a scalar is longer than {self._limits.scalar:,} characters")
        value = scalars.resolve(event.value, plain=not style, tag=tag)
        text = value if tag == scalars.BINARY and isinstance(value, str) else event.value
        node = Scalar(start=start, end=end, text=text, value=value, style=style, tag=tag)
        self._count(node)
        self.scalars.append((start, end))
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        self._attach(node)

    def _empty_place(self) -> int:
        """Where a scalar without text belongs: behind its indicator. The parsers disagree on it."""
        if not self._stack:
            return self._cursor
        top = self._stack[-1]
        if isinstance(top.node, Sequence):
            return self._gaps.behind("-", self._cursor)
        if top.key is not None:
            return self._gaps.behind(":", self._cursor)
        start = self._gaps.behind(",", self._cursor) if top.node.flow else self._cursor
        behind = self._gaps.behind("?", start)
        return behind if behind > start else self._gaps.end(start)

    def _alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        target = self._anchors.get(event.anchor)
        if target is None:
            raise ParseError(start, "undefined alias", end)
        if any(opened.node is target for opened in self._stack):
            raise UnreadableError(start, end, "an alias stands inside of the node that it refers to")
        self._alias_nodes += target.size
        if self._alias_nodes > self._limits.alias_nodes:
            raise UnreadableError(start, end, f"its aliases expand to more than {self._limits.alias_nodes:,} nodes")
        if len(self._stack) + target.height > self._limits.depth:
            raise UnreadableError(start, end, f"its aliases nest deeper than {self._limits.depth} levels")
        self.tree.shared.add((target.start, target.end))
        self._attach(copy_at(target, (start, end)))
        self._cursor = max(self._cursor, end)

    def _count(self, node: Node) -> None:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise UnreadableError(node.start, node.start + 1, f"it has more than {self._limits.nodes:,} nodes")
        if len(self._stack) >= self._limits.depth:
            raise UnreadableError(node.start, node.start + 1, f"it is nested deeper than {self._limits.depth} levels")


def _is_bracket(node: Mapping | Sequence, event: Any) -> bool:
    """Whether a bracket opens or closes a collection: other events of collections have no width."""
    return node.flow and bool(event.end_mark.index > event.start_mark.index)


def _bad_merges(merges: list[Entry]) -> Iterator[Offsets]:
    """Where merge keys name something that is no mapping: the alias, if it comes by one."""
    for source in (source for entry in merges for source in entry.merged):
        if not isinstance(source, Mapping):
            yield source.used_at[-1] if source.used_at else (source.start, source.end)


def copy_at(node: Node, place: Offsets) -> Node:
    """A copy of a subtree, each node remembering one more place of use."""
    copies: dict[int, Node] = {}
    for old in reversed(list(walk(node))):
        start, end, used_at = old.start, old.end, (*old.used_at, place)
        if isinstance(old, Mapping):
            copies[id(old)] = mapping = Mapping(start=start, end=end, used_at=used_at, flow=old.flow)
            for entry in old.entries:
                mapping.add(copies[id(entry.key)], copies[id(entry.value)], entry.name)
            mapping.resolve()
        elif isinstance(old, Sequence):
            copies[id(old)] = sequence = Sequence(start=start, end=end, used_at=used_at, flow=old.flow)
            for item in old.items:
                sequence.add(copies[id(item)])
        elif isinstance(old, Scalar):
            copies[id(old)] = Scalar(
                start=start, end=end, used_at=used_at, text=old.text, value=old.value, style=old.style, tag=old.tag
            )
    return copies[id(node)]
