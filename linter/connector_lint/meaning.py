"""What a file says, as values that can be compared: how a fix is found out that changes more than it declares."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.tree import Mapping, Node, Scalar, Sequence, children

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Change

# A mapping by its keys, a list by its indexes; a scalar or an alias as its kind and text.
Said: TypeAlias = "dict[str | int, Said] | tuple[str, str]"
_LIST = -1  # an index that only lists have: an empty one is no empty mapping
Slot: TypeAlias = "tuple[Mapping | Sequence, str | int]"


class Written:
    """Where the nodes of a document are written; what aliases and merge keys bring in is left aside."""

    def __init__(self, root: Node | None) -> None:
        self.nodes = list(_walk(root)) if root else []
        self._containers = {
            (node.start, type(node)): node for node in self.nodes if isinstance(node, Mapping | Sequence)
        }
        self._values: dict[tuple[int, int, type], Slot] = {}
        self._keys: dict[int, Mapping] = {}
        for node in self.nodes:
            if isinstance(node, Mapping | Sequence):
                for name, value in _pairs(node):
                    if not value.used_at:
                        self._values.setdefault(_place(value), (node, name))
            if isinstance(node, Mapping):
                for entry in node.entries:
                    if not entry.key.used_at:
                        self._keys.setdefault(entry.key.start, node)

    def container(self, start: int, name: str | int) -> Mapping | Sequence | None:
        """The mapping at an offset, if `name` is a key, or the list."""
        return self._containers.get((start, Sequence if isinstance(name, int) else Mapping))

    def value(self, holder: Mapping | Sequence | None, name: str | int) -> Node | None:
        """What stands in a container under a key, the last of duplicates, or at an index."""
        if isinstance(holder, Mapping):
            return next((entry.value for entry in reversed(holder.entries) if entry.name == name), None)
        inside = holder is not None and isinstance(name, int) and 0 <= name < len(holder.items)
        return holder.items[int(name)] if holder and inside else None

    def slot(self, node: Node) -> Slot | None:
        """The mapping and key, or list and index, where a value is written; None where it is a key, or the root."""
        return self._values.get(_place(node))

    def holder(self, key: Node) -> Mapping | None:
        """The mapping in which a key is written."""
        return self._keys.get(key.start)


def meaning(documents: Iterable[Document], changes: Collection[Change] = ()) -> list[Said]:
    """What each document says, as written: aliases and merge keys not resolved, the last of duplicate keys.

    With `changes` what it says after them. Raises KeyError for a change of what is not there.
    """
    containers: dict[tuple[int, type], dict[str | int, Said]] = {}
    said = [_said(document, containers) for document in documents]
    whole = [change for change in changes if not change.part]
    after = [_after(containers, change) for change in whole]
    for change in whole:
        _holder(containers, change).pop(change.name, None)
    for change, value in zip(whole, after, strict=True):
        if value is not None:
            _holder(containers, change)[change.name] = value
    # From the end, so that the indexes of the others stay.
    parts = [change for change in changes if change.part]
    for change in sorted(parts, key=lambda change: change.part or (), reverse=True):
        _replace_part(_holder(containers, change), change)
    for (_, kind), holder in containers.items():
        if kind is Sequence:  # an item that goes lets the others move up
            items = [holder[index] for index in sorted(holder, key=int)]
            holder.clear()
            holder.update(enumerate(items, _LIST))
    return said


def _holder(containers: dict[tuple[int, type], dict[str | int, Said]], change: Change) -> dict[str | int, Said]:
    return containers[change.holder, Sequence if isinstance(change.name, int) else Mapping]


def _replace_part(holder: dict[str | int, Said], change: Change) -> None:
    said = holder[change.name]
    if isinstance(said, tuple) and change.part and change.after:
        (kind, text), (start, end) = said, change.part
        holder[change.name] = (kind, text[:start] + str(json.loads(change.after)) + text[end:])


def _after(containers: dict[tuple[int, type], dict[str | int, Said]], change: Change) -> Said | None:
    if change.moved:
        return containers[change.moved[0], Mapping][change.moved[1]]
    return None if change.after is None else _of_plain(json.loads(change.after))


def _said(document: Document, containers: dict[tuple[int, type], dict[str | int, Said]]) -> Said:
    values: dict[int, Said] = {}
    for node in reversed(document.written.nodes):
        if node.used_at:
            values[id(node)] = ("alias", document.text[slice(*node.used_at[0])])
        elif isinstance(node, Mapping | Sequence):
            own: dict[str | int, Said] = {_LIST: ("list", "")} if isinstance(node, Sequence) else {}
            own |= {name: values[id(value)] for name, value in _pairs(node)}
            values[id(node)] = containers[node.start, type(node)] = own
        elif isinstance(node, Scalar):
            values[id(node)] = _of_plain(node.value)
    return values[id(document.root)] if document.root else ("nothing", "")


def _pairs(node: Mapping | Sequence) -> list[tuple[str | int, Node]]:
    if isinstance(node, Sequence):
        return list(enumerate(node.items))
    return [(entry.name, entry.value) for entry in node.entries]


def _of_plain(value: object) -> Said:
    if isinstance(value, dict):
        return {key: _of_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return {_LIST: ("list", ""), **{index: _of_plain(item) for index, item in enumerate(value)}}
    return type(value).__name__, str(value)


def _walk(root: Node) -> Iterator[Node]:
    """All nodes from the root on, each before those below it; an alias without what it brings in."""
    stack = [root]
    while stack:
        node = stack.pop()
        yield node
        if not node.used_at:
            stack.extend(reversed(list(children(node))))


def _place(node: Node) -> tuple[int, int, type]:
    return node.start, node.end, type(node)
