"""What a name stands for, in words; never a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.language.state import shown
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from connector_lint.definitions import Definition
    from connector_lint.document import Document

_KINDS = {
    "parameter": "parameter", "field": "field", "variable": "variable", "item": "item of a loop",
    "built-in": "built in: the connector's `base_url`",
}  # fmt: skip
TYPES = frozenset(
    """
    string authentication date_range list integer boolean multiselect enum bearer basic_http api_key oauth2
    json text csv xml file_system memory rest loop
    """.split()
)


def about(document: Document, definition: Definition) -> str:
    """The kind of what is defined, and its type or format where that is a known word."""
    kind = _KINDS[definition.kind]
    holder = definition.node.parent if definition.node else None
    word = ""
    if definition.kind == "parameter" and isinstance(holder, Mapping):
        word = known_type(holder, "type")
    elif definition.kind == "variable":
        metadata = document.connector.mapping("variables_metadata") if document.connector else None
        variable = metadata.mapping(definition.name) if metadata else None
        word = known_type(variable, "format") if variable else ""
    report = f" of the report `{shown(definition.report.text('name') or '')}`" if definition.report else ""
    return f"{kind}{report}{', ' + word if word else ''}"


def known_type(mapping: Mapping, key: str) -> str:
    """The word under a key where it is one of the format's own; blank otherwise: it might be anything."""
    word = mapping.text(key) or ""
    return word if word in TYPES else ""
