"""What the language features say of a document, in the words of the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types

from connector_lint.detect import may_be_blueprint
from connector_lint.language.completion import completions
from connector_lint.language.folding import folding
from connector_lint.language.hover import hover, rule_hover
from connector_lint.language.navigation import definition, highlights, occurrence_at, references
from connector_lint.language.rename import prepare_rename, rename_edits
from connector_lint.language.symbols import symbols
from connector_lint.tree import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.finding import Edit, Finding, Span
    from connector_lint.language.client import Client
    from connector_lint.language.cursor import Completion
    from connector_lint.language.documents import OpenDocument
    from connector_lint.language.symbols import Symbol

_BY_SCHEMA = frozenset(("property", "enum", "boolean"))  # kinds that a server knows which has the schema
_ITEMS = {
    "property": types.CompletionItemKind.Property,
    "enum": types.CompletionItemKind.EnumMember,
    "boolean": types.CompletionItemKind.Value,
    "value": types.CompletionItemKind.Value,
    "snippet": types.CompletionItemKind.Snippet,
    "field": types.CompletionItemKind.Field,
    "built-in": types.CompletionItemKind.Constant,
}
_SYMBOLS = {
    "section": types.SymbolKind.Namespace,
    "parameter": types.SymbolKind.Variable,
    "field": types.SymbolKind.Field,
    "connector": types.SymbolKind.Class,
    "variable": types.SymbolKind.Variable,
    "storage": types.SymbolKind.Object,
    "report": types.SymbolKind.Module,
    "step": types.SymbolKind.Function,
}
_HIGHLIGHTS = {"read": types.DocumentHighlightKind.Read, "write": types.DocumentHighlightKind.Write}


def is_served(document: OpenDocument) -> bool:
    """Whether a document is a Blueprint or may become one: other YAML is left alone."""
    if may_be_blueprint(document.plain_text):
        return True
    return not any(isinstance(one.root, Mapping | Sequence) for one in document.state.documents)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers about a document, in as much as the client understands."""

    document: OpenDocument
    client: Client
    schema_features: bool

    def hover(self, at: types.Position, findings: Iterable[Finding]) -> types.Hover | None:
        """What stands at a position, and what the rules say that found something there."""
        offset = self.document.offset(at)
        said = hover(self.document.state, offset, of_schema=self.schema_features)
        here = [one for one in findings if one.span.start.offset <= offset < max(one.span.end.offset, offset + 1)]
        parts = [said.markdown] if said else []
        parts += filter(None, map(rule_hover, dict.fromkeys(finding.rule for finding in here)))
        if not parts:
            return None
        span = said.span if said else here[0].span
        kind = types.MarkupKind.Markdown if self.client.markdown else types.MarkupKind.PlainText
        return types.Hover(types.MarkupContent(kind, "\n\n---\n\n".join(parts)), self._range(span))

    def completions(self, at: types.Position) -> types.CompletionList:
        """What may be written at a position, best first."""
        found = completions(self.document.state, self.document.offset(at))
        wanted = [one for one in found if self.schema_features or one.kind not in _BY_SCHEMA]
        items = [self._item(number, one) for number, one in enumerate(wanted)]
        return types.CompletionList(is_incomplete=False, items=items)

    def _item(self, number: int, one: Completion) -> types.CompletionItem:
        is_snippet = one.is_snippet and self.client.snippets
        text = one.insert_text if is_snippet else one.plain_text
        form = types.InsertTextFormat
        return types.CompletionItem(
            label=one.label,
            kind=_ITEMS.get(one.kind, types.CompletionItemKind.Variable),
            detail=one.detail or None,
            documentation=self._described(one.documentation),
            sort_text=f"{number:04}",
            filter_text=one.filter_text or None,
            insert_text_format=form.Snippet if is_snippet else form.PlainText,
            insert_text_mode=types.InsertTextMode.AsIs if self.client.insert_modes else None,
            text_edit=types.TextEdit(self._range(one.span), text),
        )

    def _described(self, markdown: str) -> types.MarkupContent | str | None:
        if not markdown or not self.client.markdown_items:
            return markdown or None
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)

    def definition(self, at: types.Position) -> list[types.Location]:
        """Where the name at a position is defined."""
        return self._locations(definition(self.document.state, self.document.offset(at)))

    def references(self, at: types.Position, *, declaration: bool) -> list[types.Location]:
        """Where the name at a position is used."""
        offset = self.document.offset(at)
        return self._locations(references(self.document.state, offset, include_declaration=declaration))

    def highlights(self, at: types.Position) -> list[types.DocumentHighlight]:
        """Where the name at a position stands."""
        found = highlights(self.document.state, self.document.offset(at))
        return [types.DocumentHighlight(self._range(one.span), _HIGHLIGHTS[one.kind]) for one in found]

    def prepare_rename(self, at: types.Position) -> types.Range | None:
        """The name at a position, where it can be changed."""
        span = prepare_rename(self.document.state, self.document.offset(at))
        return self._range(span) if span else None

    def rename(self, at: types.Position, name: str) -> list[Edit]:
        """The edits that change the name at a position. Raises RenameError."""
        return rename_edits(self.document.state, self.document.offset(at), name)

    def is_of_parameter(self, at: types.Position) -> bool:
        """Whether the name at a position is a parameter's, which others may call by that name."""
        here = occurrence_at(self.document.state, self.document.offset(at))
        return here is not None and any(name.kind == "parameter" for name in here[0].names)

    def symbols(self) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
        """What the document is made of, as a tree; for clients that know none, one after the other."""
        found = symbols(self.document.state)
        return list(map(self._symbol, found)) if self.client.symbol_trees else list(self._flat(found, None))

    def _symbol(self, one: Symbol) -> types.DocumentSymbol:
        return types.DocumentSymbol(
            one.name or "-",
            _SYMBOLS[one.kind],
            self._range(one.span),
            self._range(one.selection),
            detail=one.detail or None,
            children=list(map(self._symbol, one.children)),
        )

    def _flat(self, found: Iterable[Symbol], within: str | None) -> Iterator[types.SymbolInformation]:
        for one in found:
            location = types.Location(self.document.uri, self._range(one.span))
            yield types.SymbolInformation(location, one.name or "-", _SYMBOLS[one.kind], container_name=within)
            yield from self._flat(one.children, one.name)

    def folds(self) -> list[types.FoldingRange]:
        """What can be folded away, as much of it as the client takes."""
        found = folding(self.document.state)[: self.client.most_folds]
        return [types.FoldingRange(fold.start_line - 1, fold.end_line - 1, kind=fold.kind) for fold in found]

    def _range(self, span: Span) -> types.Range:
        return self.document.range(span.start.offset, span.end.offset)

    def _locations(self, spans: Iterable[Span]) -> list[types.Location]:
        return [types.Location(self.document.uri, self._range(span)) for span in spans]
