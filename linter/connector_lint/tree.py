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
    """What all nodes share. `name` is the key or index in `parent`, of a root its document's index.

    `entry` is the pair whose value this node is. `size` and `height` count the nodes and levels from this node on.
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
    """A scalar. `text` is its content, unquoted, and decoded where it is `!!binary`.

    `value` is that content typed by YAML 1.2's core schema.
    `style` is the quote or the block indicator: `'`, `"`, `|`, `>`, or empty for a plain scalar. `tag` is the explicit
    tag in full, such as `tag:yaml.org,2002:str` for `!!str`.
    """

    text: str
    value: Value
    style: str
    tag: str | None = None

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
        """Whether the key is `<<`, plain and without a tag, or tagged `!!merge`.

        Behind the tag `!`, which should make a text of it, loaders merge all the same.
        """
        key = self.key
        if not isinstance(key, Scalar):
            return False
        untagged = key.tag == "!" or (key.tag is None and not key.style)
        return (key.text == "<<" and untagged) or key.tag == "tag:yaml.org,2002:merge"

    @property
    def merged(self) -> list[Node]:
        """What a merge key merges, the first before the others; each should be a mapping."""
        return self.value.items if isinstance(self.value, Sequence) else [self.value]


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

    def resolve(self) -> list[Entry]:
        """Compute `effective`: own keys win, the last of duplicates, the first of a list. Returns the merge keys."""
        merges = [entry for entry in self.entries if entry.is_merge]
        self.effective = {entry.name: entry for entry in self.entries if not merges or not entry.is_merge}
        for source in (source for merge in reversed(merges) for source in merge.merged if isinstance(source, Mapping)):
            for name, entry in source.effective.items():
                if name not in self.effective:
                    self.effective[name] = entry
                    entry.key.parent = entry.value.parent = self
        return merges

    def add(self, key: Node, value: Node, name: str) -> None:
        """Append a pair of complete nodes; `resolve` when all are there."""
        entry = Entry(key, value, name)
        self.entries.append(entry)
        for node in (key, value):
            node.name, node.entry = name, entry
            _adopt(self, node)


@dataclass(eq=False, slots=True, kw_only=True)
class Sequence(Node):
    """A list."""

    flow: bool
    items: list[Node] = field(default_factory=list)

    def add(self, item: Node) -> None:
        """Append a complete node."""
        item.name = len(self.items)
        self.items.append(item)
        _adopt(self, item)


def _adopt(parent: Mapping | Sequence, child: Node) -> None:
    child.parent = parent
    parent.size += child.size
    if child.height >= parent.height:
        parent.height = child.height + 1


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


def plain(node: Node) -> object:
    """The plain value that a loader would make of a node: dictionaries with string keys, lists, scalars."""
    values: dict[int, object] = {}
    for part in reversed(list(walk(node))):
        if isinstance(part, Mapping):
            values[id(part)] = {name: values[id(entry.value)] for name, entry in part.effective.items()}
        elif isinstance(part, Sequence):
            values[id(part)] = [values[id(item)] for item in part.items]
        elif isinstance(part, Scalar):
            values[id(part)] = part.value
    return values[id(node)]


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
