"""Adds an authentication to the parameters of a Blueprint, with all that it lacks to hold one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from connector_lint.edits import Part
from connector_lint.finding import Change
from connector_lint.new_parts import Insertion
from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence
from connector_lint.written_style import Style

if TYPE_CHECKING:
    from collections.abc import Collection

    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.methods import Method
    from connector_lint.written_style import New

_PATH = ("interface_parameters", "section", "source")


def free_name(document: Document, stem: str) -> str:
    """A name for the authentication that nothing in the file has: the stem, or that with a number."""
    taken = {definition.name for definition in document.definitions.all}
    taken |= {word for reference in document.references for word in (reference.name, *reference.words)}
    storages = document.connector.mappings("variables_storages") if document.connector else []
    taken |= {storage.text("name") or "" for storage in storages}
    number, name = 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def parameter(method: Method, name: str) -> dict[str, New]:
    """The authentication that stands for a method."""
    secret = {"bearer": "bearer_token", "basic_http": "password", "api_key": "key_value"}[method.auth_type]
    fields: list[New] = [{"name": secret, "type": "string", "is_encrypted": True}]
    new: dict[str, New] = {"name": name, "type": "authentication", "auth_type": method.auth_type}
    if method.auth_type == "basic_http":
        fields.insert(0, {"name": "username", "type": "string"})
    if method.auth_type == "api_key":
        fields.insert(0, {"name": "key_name", "type": "string", "value": method.key_name})
        new["location"] = method.location
    return {**new, "fields": fields}


class Source:
    """Where one document's parameters stand, or would."""

    def __init__(self, document: Document, name: str = "api_credentials") -> None:
        self._document = document
        self._place = _place(document)
        self.name = free_name(document, name)
        self._style = Style.of(document, self.items)

    @property
    def items(self) -> Sequence | None:
        """The list of parameters, where there is one."""
        return self._place[0] if self._place and isinstance(self._place[0], Sequence) else None

    def add(self, method: Method, *, gone: Collection[Node] = (), replaces: Entry | None = None) -> Part | None:
        """Add the authentication of a method, with its note: see `write`."""
        return self.write(parameter(method, self.name), method.note, gone=gone, replaces=replaces)

    def write(
        self, new: dict[str, New], note: str, *, gone: Collection[Node] = (), replaces: Entry | None = None
    ) -> Part | None:
        """Write a parameter behind the last one, the note as a comment in block style.

        `gone` are the items of the list that the same fix takes out, `replaces` is the top-level pair that it does.
        None where the list has another shape than the format's, or came by an alias.
        """
        if self._place is None:
            return None
        node, missing = self._place
        insertion = Insertion(self._document, self._style, note)
        if isinstance(node, Sequence):
            return _part(insertion.append(node, new, gone), node, len(node.items), new)
        value: New = [new]
        for key in reversed(missing[1:]):
            value = {key: value}
        key = missing[0]
        if isinstance(node, Entry):
            holder = node.key.parent
            assert holder is not None, "a pair stands in a mapping"
            return _part(insertion.fill(node, value), holder, key, value)
        if node is self._document.root:
            return _part(insertion.at_top(node, key, value, replaces), node, key, value)
        return _part(insertion.insert(node, {key: value}), node, key, value)


def _part(edits: tuple[Edit, ...] | None, holder: Node, name: str | int, value: New) -> Part | None:
    return Part(edits, (Change(holder.start, name, json.dumps(value), edits[-1].span.start.offset),)) if edits else None


def _place(document: Document) -> tuple[Sequence | Mapping | Entry, tuple[str, ...]] | None:
    """The list to append to; or a mapping, or a pair without value, and the keys to add, that of the pair included."""
    node: Node | None = document.root
    for index, key in enumerate(_PATH):
        if not isinstance(node, Mapping) or node.used_at or not node.entries:
            return None
        entry = node.effective.get(key)
        if entry is None:
            return node, _PATH[index:]
        if entry.key.used_at or entry.value.used_at:
            return None
        node = entry.value
        if _is_nothing(node):
            return entry, _PATH[index:]
        if isinstance(node, Sequence):  # right below `interface_parameters`, as old files have it
            return (node, ()) if index != 1 else None
    return None


def _is_nothing(node: Node) -> bool:
    if isinstance(node, Scalar):
        return node.value is None
    return not (node.entries if isinstance(node, Mapping) else isinstance(node, Sequence) and node.items)
