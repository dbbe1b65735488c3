"""What a text is made of: parameters, connector, reports, steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connector_lint.edits import end_of
from connector_lint.language.names_shown import known_type
from connector_lint.language.state import shown
from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence
from connector_lint.views import REPORT_KEYS, RUN_KEYS, STEP_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Span
    from connector_lint.language.state import TextState
    from connector_lint.tree import Offsets


@dataclass(frozen=True, slots=True)
class Symbol:
    """A part of a text; its children lie within its `span`, and `selection`, its name, does too.

    `kind` is section, parameter, field, connector, variable, storage, report or step. `detail` is a known word, such as
    the `auth_type`, never a value of the file.
    """

    name: str
    kind: str
    detail: str
    span: Span
    selection: Span
    children: list[Symbol] = field(default_factory=list)


def symbols(state: TextState) -> list[Symbol]:
    """The symbols of all documents, in the order of the text."""
    return [symbol for document in state.documents for symbol in _Symbols(document).top()]


class _Symbols:
    def __init__(self, document: Document) -> None:
        self._document = document

    def top(self) -> Iterator[Symbol]:
        root = self._document.root
        for entry in root.entries if isinstance(root, Mapping) else ():
            if entry.name == "interface_parameters":
                yield self._section(entry, self._parameters(self._sources(entry.value)))
            elif entry.name == "connector":
                yield self._section(entry, self._connector(entry.value), kind="connector")
            elif entry.name in REPORT_KEYS:
                yield self._section(entry, map(self._report, _mappings(entry.value)))
            elif entry.name in STEP_KEYS:
                yield self._section(entry, map(self._step, _mappings(entry.value)))
            elif entry.name in RUN_KEYS:
                holders = [entry.value] if isinstance(entry.value, Mapping) else _mappings(entry.value)
                steps = (self._step(step) for holder in holders for step in _steps(holder))
                yield self._section(entry, steps)

    def _connector(self, connector: Node) -> Iterator[Symbol]:
        if not isinstance(connector, Mapping):
            return
        variables = connector.mapping("variables_metadata")
        for entry in variables.effective.values() if variables else ():
            detail = known_type(entry.value, "format") if isinstance(entry.value, Mapping) else ""
            yield self._symbol(entry.name, "variable", detail, (entry.key.start, end_of(entry)), entry.key)
        for item in connector.mappings("variables_storages"):
            yield self._item(item, "storage", known_type(item, "type"))

    def _sources(self, block: Node) -> Node | None:
        section = block.mapping("section") if isinstance(block, Mapping) else None
        return section.get("source") if section else block

    def _parameters(self, source: Node | None) -> Iterator[Symbol]:
        for item in _mappings(source):
            fields = [self._item(one, "field", known_type(one, "type")) for one in item.mappings("fields")]
            detail = known_type(item, "auth_type") or known_type(item, "type")
            yield self._item(item, "parameter", detail, fields)

    def _report(self, report: Mapping) -> Symbol:
        children = [*self._parameters(report.get("report_parameters")), *map(self._step, _steps(report))]
        return self._item(report, "report", "", children)

    def _step(self, step: Mapping) -> Symbol:
        nested = [self._step(inner) for inner in _steps(step)] if len(step.path) < _DEEPEST else []
        return self._item(step, "step", known_type(step, "type"), nested)

    def _item(self, item: Mapping, kind: str, detail: str, children: Iterable[Symbol] = ()) -> Symbol:
        name = item.get("name")
        return self._symbol(item.text("name") or kind, kind, detail, (item.start, item.end), name or item, children)

    def _section(self, entry: Entry, children: Iterable[Symbol], kind: str = "section") -> Symbol:
        return self._symbol(entry.name, kind, "", (entry.key.start, end_of(entry)), entry.key, children)

    def _symbol(  # noqa: PLR0913, PLR0917 - the parts of one symbol
        self, name: str, kind: str, detail: str, place: Offsets, selected: Node, children: Iterable[Symbol] = ()
    ) -> Symbol:
        """A symbol where it stands or, having come by an alias, is used; what stands outside of it is cut off."""
        lines = self._document.lines
        start, end = selected.used_at[-1] if selected.used_at else place
        chosen = (selected.start, selected.end) if isinstance(selected, Scalar) else (start, end)
        if not start <= chosen[0] <= chosen[1] <= end:
            chosen = (start, end)
        inside = [one for one in children if start <= one.span.start.offset and one.span.end.offset <= end]
        return Symbol(shown(name), kind, detail, lines.span(start, end), lines.span(*chosen), inside)


_DEEPEST = 100


def _mappings(node: Node | None) -> list[Mapping]:
    return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


def _steps(holder: Mapping) -> list[Mapping]:
    return [step for key in STEP_KEYS for step in holder.mappings(key)]
