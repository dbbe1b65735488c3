"""The nodes of a parsed YAML document.

Nodes form a tree: what an alias or a merge key brings in is a copy that keeps the offsets of where it is
written and remembers in `used_at` where it is used. Offsets count code points from 0, ends are exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Path: TypeAlias = tuple[str | int, ...]
Value: TypeAlias = str | int | float | bool | None
Offsets: TypeAlias = tuple[int, int]


@dataclass(eq=False, slots=True, kw_only=True)
class Node:
    """What all nodes share. `name` is the key or index in `parent`; `entry` the pair whose value this node is.

    `size` and `height` count the nodes of the subtree and its levels, this node included.
    """

    start: int
    end: int
    parent: Mapping | Sequence | None = None
    name: str | int = ""
    entry: Entry | None = None
    used_at: tuple[Offsets, ...] = ()
    size: int = 1
    height: int = 1

    @property
    def path(self) -> Path:
        """The way from the document's root to this node, merge keys resolved."""
        steps: list[str | int] = []
        node: Node = self
        while node.parent is not None:
            steps.append(node.name)
            node = node.parent
        return tuple(reversed(steps))


@dataclass(eq=False, slots=True, kw_only=True)
class Scalar(Node):
    """A scalar. `text` is its content after unquoting; `value` that content typed by YAML 1.2's core schema.

    `style` is the quote or the block indicator: `'`, `"`, `|`, `>`, or empty for a plain scalar.
    """

    text: str
    value: Value
    style: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written: a key with no value after its colon."""
        return self.start == self.end


@dataclass(eq=False, slots=True)
class Entry:
    """A key and its value. `name` is the key as a string: its text, or its source where the key is a collection."""

    key: Node
    value: Node
    name: str

    @property
    def is_merge(self) -> bool:
        """Whether the key is the merge key `<<` (a quoted one is an ordinary key)."""
        return isinstance(self.key, Scalar) and self.key.text == "<<" and self.key.style == ""


@dataclass(eq=False, slots=True, kw_only=True)
class Mapping(Node):
    """A mapping. `entries` are as written, duplicate and merge keys included; `effective` is what a loader sees."""

    flow: bool
    entries: list[Entry] = field(default_factory=list)
    effective: dict[str, Entry] = field(default_factory=dict)

    def get(self, name: str) -> Node | None:
        """The effective value of a key, or None."""
        entry = self.effective.get(name)
        return entry.value if entry else None

    def text(self, name: str) -> str | None:
        """The content of a key's value where that is a string."""
        node = self.get(name)
        return node.text if isinstance(node, Scalar) and isinstance(node.value, str) else None

    def mapping(self, name: str) -> Mapping | None:
        """The effective value of a key where that is a mapping."""
        node = self.get(name)
        return node if isinstance(node, Mapping) else None

    def mappings(self, name: str) -> list[Mapping]:
        """The mappings among the items of a key's value; none where that is no list."""
        node = self.get(name)
        return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []

    def resolve(self) -> None:
        """Compute `effective`: a later duplicate wins, a key of the mapping beats a merged one, the first merge wins."""
        self.effective = {entry.name: entry for entry in self.entries if not entry.is_merge}
        for merge in self.entries:
            if not merge.is_merge:
                continue
            sources = merge.value.items if isinstance(merge.value, Sequence) else [merge.value]
            for source in sources:
                for name, entry in source.effective.items() if isinstance(source, Mapping) else ():
                    if name not in self.effective:
                        self.effective[name] = entry
                        entry.value.parent = self


@dataclass(eq=False, slots=True, kw_only=True)
class Sequence(Node):
    """A list."""

    flow: bool
    items: list[Node] = field(default_factory=list)


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, keys included, as written."""
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield entry.value
    elif isinstance(node, Sequence):
        yield from node.items


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it in the order of the text: keys, duplicates that lose and merge keys included."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(children(current))))


def copy(node: Node, used_at: Offsets) -> Node:
    """A copy of a subtree, each node remembering one more place of use. Recursive: the parser bounds the height."""
    used = (*node.used_at, used_at)
    if isinstance(node, Scalar):
        return Scalar(
            start=node.start, end=node.end, used_at=used, text=node.text, value=node.value, style=node.style
        )
    if isinstance(node, Sequence):
        sequence = Sequence(start=node.start, end=node.end, used_at=used, flow=node.flow)
        for item in node.items:
            add_item(sequence, copy(item, used_at))
        return sequence
    assert isinstance(node, Mapping)
    mapping = Mapping(start=node.start, end=node.end, used_at=used, flow=node.flow)
    for entry in node.entries:
        add_entry(mapping, copy(entry.key, used_at), copy(entry.value, used_at), entry.name)
    mapping.resolve()
    return mapping


def add_item(sequence: Sequence, item: Node) -> None:
    """Append a complete node to a list."""
    item.parent, item.name = sequence, len(sequence.items)
    sequence.items.append(item)
    _grow(sequence, item)


def add_entry(mapping: Mapping, key: Node, value: Node, name: str) -> None:
    """Append a pair of complete nodes to a mapping; `resolve` it when all are there."""
    entry = Entry(key, value, name)
    key.parent = value.parent = mapping
    key.name = value.name = name
    key.entry = value.entry = entry
    mapping.entries.append(entry)
    _grow(mapping, key)
    _grow(mapping, value)


def _grow(parent: Node, child: Node) -> None:
    parent.size += child.size
    parent.height = max(parent.height, child.height + 1)


def plain(node: Node) -> object:
    """The plain value that a loader would make of a node: dictionaries with string keys, lists, scalars."""
    if isinstance(node, Mapping):
        return {name: plain(entry.value) for name, entry in node.effective.items()}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value


def find(root: Node, path: Path) -> Node:
    """The node at a path of keys and indexes. Raises KeyError or IndexError where there is none."""
    node = root
    for step in path:
        if isinstance(node, Mapping):
            node = node.effective[str(step)].value
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step]
        else:
            raise KeyError(step)
    return node
