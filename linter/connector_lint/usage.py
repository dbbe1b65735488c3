"""Which names something refers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.references import bare_names
from connector_lint.undefined import undefined_references

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.references import Reference


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
