"""The way of credentials through a Blueprint: from parameters and responses by variables and loops into requests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.credentials import is_credential_name, words
from connector_lint.definitions import report_of
from connector_lint.names import quoted
from connector_lint.references import effective_scalars
from connector_lint.rule import Note
from connector_lint.secrets import is_credential_field
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document
    from connector_lint.references import Reference
    from connector_lint.tree import Mapping

_LAST_STEP = re.compile(r"(?<![\w\-])([\w\-]++)['\"\])\[*]*+\Z")
_PAGING = frozenset(
    """
    after before bookmark continuation cursor delta next offset page paging pagination prev previous scroll skip
    skiptoken sync meta links
    """.split()
)
_TOKEN_WORDS = frozenset(("token", "key"))
# A way is as long as a chain of variables, and a hostile file must not make it longer.
_MOST_HOPS = 8


@dataclass(frozen=True, eq=False, slots=True)
class Carrier:
    """A name that stands for a credential: a parameter, a field of one (`auth.password`), a variable, an item.

    `way` tells from where the credential comes, the origin first. `report` is the report that alone knows the name.
    """

    name: str
    way: tuple[Note, ...]
    report: Mapping | None = None


class CredentialFlow:
    """The names of one document that stand for credentials."""

    def __init__(self, document: Document) -> None:
        self._carriers: dict[str, list[Carrier]] = {}
        self._add([*_given(document), *_put_out(document)])
        for _ in range(_MOST_HOPS):
            passed_on = [*self._stored(document), *self._looped_over(document)]
            if not self._add([carrier for carrier in passed_on if carrier.name not in self._carriers]):
                break

    def carrier(self, reference: Reference) -> Carrier | None:
        """What a placeholder carries; None where that is no credential."""
        names = [
            reference.text,
            f"{reference.name}.{reference.member}",
            *(() if reference.is_name else reference.words),
        ]
        return next((found for name in names if (found := self._find(name, reference.report))), None)

    def _add(self, carriers: list[Carrier]) -> bool:
        for carrier in carriers:
            self._carriers.setdefault(carrier.name, []).append(carrier)
        return bool(carriers)

    def _find(self, name: str, report: Mapping | None) -> Carrier | None:
        known = self._carriers.get(name, ())
        return next((carrier for carrier in known if carrier.report in (None, report) or report is None), None)

    def _stored(self, document: Document) -> Iterator[Carrier]:
        """Variables that a step stores a credential in by a placeholder."""
        placeholders = {id(reference.node): reference for reference in document.references}
        for output in document.outputs:
            name = output.get("variable_name")
            inside = [placeholders.get(id(scalar)) for scalar in effective_scalars(output) if scalar is not name]
            carrier = next((found for ref in inside if ref and (found := self.carrier(ref))), None)
            if carrier and isinstance(name, Scalar):
                yield _next(carrier, name, "stored in")

    def _looped_over(self, document: Document) -> Iterator[Carrier]:
        """Items of loops over variables that hold credentials."""
        for loop in document.loops:
            source, item = loop.text("variable_name") or loop.text("items_path"), loop.get("item_name")
            carrier = self._find(source, None) if source else None
            if carrier and isinstance(item, Scalar):
                yield _next(carrier, item, "looped over as")


def pages_through(*names: str) -> bool:
    """Whether one of the names tells that a token leads to more results, and opens nothing."""
    return not _PAGING.isdisjoint(word for name in names for word in words(name))


def _next(carrier: Carrier, name: Scalar, how: str) -> Carrier:
    hop = Note(f"it is {how} {quoted(name.text)} here", name.start, name.end)
    return Carrier(name.text, (*carrier.way, hop), carrier.report)


def _given(document: Document) -> Iterator[Carrier]:
    """Parameters, and fields of them, that users enter credentials in."""
    for parameter in document.parameters:
        report = report_of(parameter)
        if parameter.name and (parameter.is_authentication or is_credential_field(parameter)):
            yield Carrier(parameter.name, Note.defined(parameter.name, parameter.node.get("name")), report)
        for field in parameter.fields:
            encrypted = field.node.get("is_encrypted")
            is_encrypted = parameter.is_authentication and isinstance(encrypted, Scalar) and encrypted.value is True
            if field.name and (is_encrypted or is_credential_field(field)):
                origin = Note.defined(field.name, field.node.get("name"))
                yield Carrier(field.name, origin, report)
                yield Carrier(f"{parameter.name}.{field.name}", origin, report)


def _put_out(document: Document) -> Iterator[Carrier]:
    """Variables that take a credential out of a response: told by its name there, else by the variable's."""
    for output in document.outputs:
        name = output.get("variable_name")
        if not isinstance(name, Scalar) or not isinstance(name.value, str):
            continue
        taken = [_LAST_STEP.search(scalar.text) for scalar in effective_scalars(output) if scalar.name == "json_path"]
        if pages_through(name.text, *(found.string for found in taken if found)):
            continue
        parts = [found[1] for found in taken if found]
        named = [part for part in parts if (words(part) or [""])[-1] in _TOKEN_WORDS] or [name.text]
        if any(map(is_credential_name, (*parts, *named))):
            yield Carrier(
                name.text, (Note(f"{quoted(name.text)} takes it from a response here", name.start, name.end),)
            )
