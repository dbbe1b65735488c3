"""Which names something refers to, and which parameters nothing does."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from connector_lint.references import bare_names
from connector_lint.undefined import undefined_references

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.references import Reference
    from connector_lint.tree import Mapping
    from connector_lint.views import Parameter


class Usage:
    """What refers to the names that one document defines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._by_reference: dict[int, set[int]] = {}  # the node of a name → the placeholders, both by identity
        for reference in document.references:
            for node in self._meant(reference):
                self._by_reference.setdefault(node, set()).add(id(reference))
        for found in undefined_references(document):
            if found.near:
                self._by_reference.setdefault(id(found.near.node), set()).add(id(found.reference))
        words = {word for text in bare_names(document.root) for word in (text, text.partition(".")[0])}
        self._bare = {id(definition.node) for definition in document.definitions.all if definition.name in words}

    @property
    def names(self) -> set[int]:
        """The nodes, by identity, of the names that something refers to, or was probably to refer to."""
        return self._bare | set(self._by_reference)

    def unreferenced(self, gone: Collection[Reference]) -> list[Parameter]:
        """The parameters, other than authentications, that nothing refers to once these placeholders are gone."""
        nodes = [
            id(definition.node)
            for reference in gone
            for definition in self._document.definitions.meant(reference.name, reference.report)
            if definition.kind == "parameter"
        ]
        left = set(map(id, gone))
        named = [self._parameters[node] for node in dict.fromkeys(nodes) if node in self._parameters]
        return [item for item in named if not any(self._is_used(node, left) for node in _nodes(item))]

    def _is_used(self, holder: Mapping, gone: set[int]) -> bool:
        name = id(holder.get("name"))
        return name in self._bare or not self._by_reference.get(name, set()) <= gone

    @cached_property
    def _parameters(self) -> dict[int, Parameter]:
        plain = (item for item in self._document.parameters if not item.is_authentication)
        return {id(item.node.get("name")): item for item in plain}

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        named: dict[str, list[int]] = {}
        for definition in self._document.definitions.all:
            named.setdefault(definition.name, []).append(id(definition.node))
        return named

    def _meant(self, reference: Reference) -> set[int]:
        """What a placeholder refers to: by its name in its report, and in an expression by every word."""
        found: set[int] = set()
        for name in (reference.text, reference.name):
            meant = self._document.definitions.meant(name, reference.report)
            hides = reference.report is not None and bool(meant and meant[0].report)  # the global one of that name
            found |= {id(definition.node) for definition in meant if definition.report or not hides}
        if not reference.is_name:
            found.update(node for word in reference.words for node in self._named.get(word, ()))
        return found


def _nodes(item: Parameter) -> list[Mapping]:
    return [item.node, *(field.node for field in item.fields)]
