"""What a client says of itself: what it understands, and how it wants to be served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTION = "connectorLint"
_LONGEST_DEBOUNCE = 10_000


@dataclass(frozen=True, slots=True)
class ClientSettings:
    """What the user set in the editor.

    Without `schema_features` what another server knows from the schema is left to it: schema findings, hover and
    completion of keys. `debounce` is how long, in milliseconds, typing must rest before a text is checked.
    """

    schema_features: bool = True
    debounce: int = 100

    def with_given(self, given: object) -> ClientSettings:
        """These settings with what a client sends, under our section's name or not; what makes no sense is left out."""
        table: Mapping[Any, Any] = given if isinstance(given, dict) else {}
        inner = table.get(SECTION)
        table = inner if isinstance(inner, dict) else table
        schema, debounce = table.get("schemaFeatures"), table.get("debounce")
        settings = self
        if isinstance(schema, bool):
            settings = replace(settings, schema_features=schema)
        if isinstance(debounce, int) and not isinstance(debounce, bool):
            settings = replace(settings, debounce=min(max(debounce, 0), _LONGEST_DEBOUNCE))
        return settings


@dataclass(frozen=True, slots=True)
class Client:
    """Which parts of the protocol a client announces."""

    pulls: bool = False
    refreshes: bool = False
    watches: bool = False
    configures: bool = False
    related: bool = False
    unnecessary: bool = False
    code_description: bool = False
    data: bool = False
    code_actions: bool = False
    document_changes: bool = False
    markdown: bool = False
    markdown_items: bool = False
    snippets: bool = False
    insert_modes: bool = False
    symbol_trees: bool = False
    most_folds: int | None = None

    @classmethod
    def read(cls, said: types.ClientCapabilities) -> Client:
        """What the client announced when it began."""
        text = said.text_document or types.TextDocumentClientCapabilities()
        space = said.workspace or types.WorkspaceClientCapabilities()
        shown = [part for part in (text.publish_diagnostics, text.diagnostic) if part]
        tags = [tag for part in shown if part.tag_support for tag in part.tag_support.value_set]
        actions = text.code_action
        item = text.completion.completion_item if text.completion else None
        formats = (text.hover.content_format if text.hover else None) or ()
        described = (item.documentation_format if item else None) or ()
        return cls(
            markdown=types.MarkupKind.Markdown in formats,
            markdown_items=types.MarkupKind.Markdown in described,
            snippets=bool(item and item.snippet_support),
            insert_modes=bool(item and item.insert_text_mode_support),
            symbol_trees=bool(text.document_symbol and text.document_symbol.hierarchical_document_symbol_support),
            most_folds=text.folding_range.range_limit if text.folding_range else None,
            pulls=text.diagnostic is not None,
            refreshes=bool(space.diagnostics and space.diagnostics.refresh_support),
            watches=bool(space.did_change_watched_files and space.did_change_watched_files.dynamic_registration),
            configures=bool(space.configuration),
            related=any(part.related_information for part in shown),
            unnecessary=types.DiagnosticTag.Unnecessary in tags,
            code_description=any(part.code_description_support for part in shown),
            data=any(part.data_support for part in shown),
            code_actions=bool(actions and actions.code_action_literal_support),
            document_changes=bool(space.workspace_edit and space.workspace_edit.document_changes),
        )
