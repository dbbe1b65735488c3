"""Where a finding points. One function a case of the rule catalogue, so that no rule decides it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.scalar_source import source_span
from connector_lint.tree import Entry, Mapping, Node, Offsets, Scalar, Sequence

if TYPE_CHECKING:
    from connector_lint.references import Reference


@dataclass(frozen=True, slots=True)
class Place:
    """Offsets from 0, end exclusive, and the node whose path and uses a finding there takes; None for comments."""

    start: int
    end: int
    node: Node | None

    @property
    def used_at(self) -> tuple[Offsets, ...]:
        """The aliases by which what stands here is used."""
        return self.node.used_at if self.node else ()


def at_value(node: Node) -> Place:
    """A wrong value: the value; an empty one: its key."""
    if isinstance(node, Scalar) and node.is_empty and node.entry:
        return Place(node.entry.key.start, node.entry.key.end, node)
    return Place(node.start, node.end, node)


def at_part(source: str, scalar: Scalar, start: int, end: int) -> Place:
    """Something inside a scalar, from `start` to `end` of its content. `source` is the text of the whole file."""
    return Place(*source_span(source, scalar, start, end), scalar)


def at_reference(source: str, reference: Reference) -> Place:
    """A placeholder. `source` is the text of the whole file."""
    return at_part(source, reference.node, reference.start, reference.end)


def at_key(entry: Entry) -> Place:
    """A key that should not be there."""
    return Place(entry.key.start, entry.key.end, entry.value)


def at_item(item: Node) -> Place:
    """A list item that should not be there, or lacks something: its `name` value, else its first key, else itself."""
    if isinstance(item, Mapping):
        name = item.get("name")
        if isinstance(name, Scalar) and not name.is_empty:
            return Place(name.start, name.end, item)
        if item.entries:
            key = item.entries[0].key
            return Place(key.start, key.end, item)
    return Place(item.start, item.end, item)


def missing_in(container: Node) -> Place:
    """Something missing in a mapping or a list: its key; for a list's item `at_item`; for a root the start.

    Of the first document that is the file's, of a later one its own: or two findings would look like one.
    """
    if container.parent is None:
        start = container.start if container.name else 0
        return Place(start, start, container)
    if isinstance(container.parent, Sequence):
        return at_item(container)
    if container.entry is None:
        return Place(container.start, container.end, container)
    key = container.entry.key
    return Place(key.start, key.end, container)
