"""A variable is kept in a storage that the connector does not declare.

The platform looks the storage up by its name when the variable is first written, and the run ends there.

Declare the storage under `connector.variables_storages`, or correct the name. A name may hold blanks, and its case
counts.

Ignore it where the storage is declared by what the Blueprint is merged with before it is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.placeholders import holds_placeholder
from connector_lint.places import at_value
from connector_lint.suggest import closest
from connector_lint.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Node


@rule(
    "undefined-storage",
    category="references",
    severity=Severity.ERROR,
    good=[
        """
        x-kept: &kept {format: "json", storage_name: "results dir"}
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata:
            orders: *kept
            items: {<<: *kept, storage_name: "{{%where%}}"}
            notes: {format: "text"}
          variables_storages: [{name: 'results dir', type: "file_system", path: "results"}]
        """,
        """
        # What the schema reports is not reported twice.
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {orders: {format: "json", storage_name: "disk"}}
          variables_storages: [{<<: {name: "disk"}, type: "memory"}]
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata:
            orders: {format: "json", storage_name: "results_dir"}  # expect: undefined-storage@44
            items:
              format: "json"
              storage_name: disk  # expect: undefined-storage@21
          variables_storages:
            - {name: "results dir", type: "file_system"}
        """,
        """
        # Nothing is declared at all; a value that came by an alias is found where it is written.
        x-kept: &kept {format: "json", storage_name: "Disk"}  # expect: undefined-storage@46
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_metadata: {orders: *kept, items: *kept}
        """,
    ],
)
def undefined_storage(document: Document) -> Iterator[Hit]:
    """The storages that variables are kept in."""
    metadata = document.connector.mapping("variables_metadata") if document.connector else None
    storages = document.connector.get("variables_storages") if document.connector else None
    if not metadata or (storages and not isinstance(storages, Sequence)):
        return
    items = storages.items if isinstance(storages, Sequence) else []
    names = {item.text("name"): item for item in items if isinstance(item, Mapping)}
    if len(names) < len(items) or None in names:
        return  # one of them has no name that can be read
    for entry in metadata.effective.values():
        node = entry.value.get("storage_name") if isinstance(entry.value, Mapping) else None
        if _is_name(node) and node.text not in names:
            yield _hit(node, {name: item for name, item in names.items() if name})


def _is_name(node: Node | None) -> TypeGuard[Scalar]:
    if not isinstance(node, Scalar) or not isinstance(node.value, str):
        return False
    return bool(node.text.strip()) and not holds_placeholder(node.text)


def _hit(node: Scalar, storages: dict[str, Mapping]) -> Hit:
    near = closest(node.text, storages)
    hint = f"did you mean {quoted(near)}?" if near else "declare it"
    related = Note.defined(near, storages[near].get("name")) if near else ()
    return Hit(at_value(node), f"`variables_storages` declares no {quoted(node.text)}: {hint}", related=related)
