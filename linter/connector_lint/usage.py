"""Which names something refers to, and which parameters nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.references import bare_names
from connector_lint.undefined import undefined_references

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.references import Reference
    from connector_lint.tree import Mapping
    from connector_lint.views import Parameter


def used_names(document: Document, without: Collection[Reference] = ()) -> set[int]:
    """The nodes, by identity, of the names that something refers to, or was probably to refer to.

    `without` are placeholders that do not count.
    """
    used: set[int] = set()
    references = [reference for reference in document.references if reference not in without]
    for reference in references:
        for name in (reference.text, reference.name):
            meant = document.definitions.meant(name, reference.report)
            hides = reference.report is not None and bool(meant and meant[0].report)  # the global one of that name
            used |= {id(definition.node) for definition in meant if definition.report or not hides}
    bare = {*bare_names(document.root), *(word for r in references if not r.is_name for word in r.words)}
    words = {word for text in bare for word in (text, text.partition(".")[0])}
    used |= {id(definition.node) for definition in document.definitions.all if definition.name in words}
    undefined = [found for found in undefined_references(document) if found.reference not in without]
    return used | {id(found.near.node) for found in undefined if found.near}


def unreferenced(document: Document, gone: Collection[Reference]) -> list[Parameter]:
    """The parameters, other than authentications, that nothing refers to once these placeholders are gone."""
    meant = {
        id(definition.node)
        for reference in gone
        for definition in document.definitions.meant(reference.name, reference.report)
        if definition.kind == "parameter"
    }
    named = [item for item in document.parameters if not item.is_authentication and id(item.node.get("name")) in meant]
    used = used_names(document, gone) if named else set()
    return [item for item in named if used.isdisjoint(id(node.get("name")) for node in _nodes(item))]


def _nodes(item: Parameter) -> list[Mapping]:
    return [item.node, *(field.node for field in item.fields)]
