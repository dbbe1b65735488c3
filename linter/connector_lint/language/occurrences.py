"""Where a document defines and uses its names: parameters, fields, variables, items of loops, storages."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from connector_lint.references import effective_scalars, is_key
from connector_lint.scalar_source import source_span
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.definitions import Definition
    from connector_lint.document import Document
    from connector_lint.tree import Offsets
    from connector_lint.views import Parameter

Kind: TypeAlias = Literal["parameter", "field", "variable", "item", "storage", "built-in"]

_WORD = re.compile(r"(?<![\w.\-])[^\W\d][\w\-]*")
_CONDITIONS = frozenset(("condition", "conditions", "if", "when"))
# Keys whose whole value, up to a dot, is a name.
_NAMED_BY = frozenset(("variable_name", "populate_on", "variable", "items_path"))
_QUOTED_WORDS = re.compile(r"\"[^\"]*\"|'[^']*'")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for. `report` is the offset of the report that alone knows it, `owner` a field's parameter."""

    kind: Kind
    text: str
    report: int | None = None
    owner: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class Occurrence:
    """A place, in offsets from 0, where names are defined or used; most often it is one name.

    `node` is the scalar that it stands in, `is_whole` whether nothing else stands in that.
    """

    start: int
    end: int
    names: frozenset[Name]
    is_definition: bool
    node: Scalar
    is_whole: bool


def occurrences(document: Document) -> list[Occurrence]:
    """All occurrences in the order of the text; what aliases use is there once, where it is written."""
    found: dict[Offsets, Occurrence] = {}
    known = _Names(document)
    for one in [*_definitions(known), *_storages(document), *_placeholders(known), *_bare(known)]:
        other = found.get((one.start, one.end), one)
        both = one.is_definition or other.is_definition
        found[one.start, one.end] = replace(one, names=one.names | other.names, is_definition=both)
    return sorted(found.values(), key=lambda one: (one.start, one.end))


def linked(found: list[Occurrence], names: frozenset[Name]) -> list[Occurrence]:
    """The occurrences of names, and of what shares a place with them: a change of one is a change of all."""
    while True:
        same = [one for one in found if one.names & names]
        more = names.union(*(one.names for one in same))
        if more == names:
            return same
        names = more


class _Names:
    """What the names of one document stand for, each worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._known: dict[tuple[str, int], frozenset[Name]] = {}

    def of(self, text: str, report: Mapping | None) -> frozenset[Name]:
        """What a name in a placeholder stands for; outside of all reports it may be a parameter of several."""
        place = text, id(report)
        if place not in self._known:
            self._known[place] = frozenset(self._of(text, report))
        return self._known[place]

    def _of(self, text: str, report: Mapping | None) -> Iterator[Name]:
        known = self.document.definitions.meant(text, report)
        same = known if report is None else [one for one in known if one.report is known[0].report]
        for one in same:
            if one.kind == known[0].kind:
                yield self.defined(one)

    def defined(self, definition: Definition) -> Name:
        """The name that a definition defines."""
        owner = self._owners.get(definition.node) if definition.node and definition.kind == "field" else None
        report = definition.report.start if definition.report else None
        return Name(definition.kind, definition.name, report, owner.name if owner else "")

    @cached_property
    def _owners(self) -> dict[Node, Parameter]:
        """The parameter of a field, by the node of the field's name, of fields that are not written by its own."""
        named = [(one.node.get("name"), one) for one in self.document.parameters]
        named += [(one.node.get("name"), one.parameter) for one in self.document.fields if one.parameter]
        return {node: parameter for node, parameter in named if node is not None}


def _definitions(names: _Names) -> Iterator[Occurrence]:
    for definition in names.document.definitions.all:
        node = definition.node
        if isinstance(node, Scalar) and node.text == definition.name:  # the ends of a date range have no place
            yield _whole(names.document, node, names.defined(definition), is_definition=True)


def _whole(document: Document, node: Scalar, name: Name, *, is_definition: bool) -> Occurrence:
    start, end = source_span(document.text, node, 0, len(node.text))
    return Occurrence(start, end, frozenset((name,)), is_definition, node, is_whole=True)


def _storages(document: Document) -> Iterator[Occurrence]:
    connector = document.connector
    for item in connector.mappings("variables_storages") if connector else ():
        node = item.get("name")
        if isinstance(node, Scalar) and node.text:
            yield _whole(document, node, Name("storage", node.text), is_definition=True)
    metadata = connector.mapping("variables_metadata") if connector else None
    for entry in metadata.effective.values() if metadata else ():
        node = entry.value.get("storage_name") if isinstance(entry.value, Mapping) else None
        if isinstance(node, Scalar) and node.text and "{" not in node.text:
            yield _whole(document, node, Name("storage", node.text), is_definition=False)


def _placeholders(names: _Names) -> Iterator[Occurrence]:
    for reference in names.document.references:
        begin = reference.node.text.find(reference.text, reference.start)
        if reference.is_name and begin >= 0:
            yield from _dotted(names, reference.node, begin, reference.text, reference.report)
        elif begin >= 0:
            for word in _WORD.finditer(reference.text):
                yield from _dotted(names, reference.node, begin + word.start(), word[0], reference.report)


def _dotted(names: _Names, node: Scalar, begin: int, text: str, report: Mapping | None) -> Iterator[Occurrence]:
    """A name in a scalar's content, and the field behind its first dot."""
    whole = names.of(text, report)
    first = text.partition(".")[0].rstrip()
    found = whole or names.of(first, report)
    if not found:
        return
    yield _part(names.document, node, begin, text if whole else first, found)
    rest = text.partition(".")[2]
    member = rest.partition(".")[0].strip()
    if whole or not member:
        return
    fields = frozenset(Name("field", member, one.report, one.text) for one in found if one.kind == "parameter")
    if fields:
        yield _part(names.document, node, begin + len(text) - len(rest) + rest.find(member), member, fields)


def _part(document: Document, node: Scalar, begin: int, text: str, names: frozenset[Name]) -> Occurrence:
    start, end = source_span(document.text, node, begin, begin + len(text))
    return Occurrence(start, end, names, is_definition=False, node=node, is_whole=node.text == text)


def _bare(names: _Names) -> Iterator[Occurrence]:
    """Names without braces: those of variables and parameters under the keys that take them, words of conditions."""
    defined = {id(definition.node) for definition in names.document.definitions.all}
    for scalar in effective_scalars(names.document.root):
        if "{" in scalar.text or not scalar.text or is_key(scalar) or id(scalar) in defined:
            continue
        key = _key_above(scalar)
        if key in _NAMED_BY:
            yield from _dotted(names, scalar, 0, scalar.text, report_around(scalar))
        elif key in _CONDITIONS:
            hidden = _QUOTED_WORDS.sub(lambda found: " " * len(found[0]), scalar.text)
            for word in _WORD.finditer(hidden):
                yield from _dotted(names, scalar, word.start(), word[0], report_around(scalar))


def _key_above(scalar: Scalar) -> str:
    """The key of a value, or of the list that it is an item of."""
    holder: Node = scalar.parent if isinstance(scalar.parent, Sequence) else scalar
    return str(holder.name) if isinstance(holder.parent, Mapping) else ""


def report_around(scalar: Scalar) -> Mapping | None:
    """The report that a scalar stands in."""
    above: Node | None = scalar
    while above is not None:
        parent = above.parent
        if isinstance(parent, Sequence) and parent.name in ("reports", "multi-reports", "multi_reports"):
            return above if isinstance(above, Mapping) and len(above.path) == 2 else None
        above = parent
    return None
