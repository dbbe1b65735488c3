"""The structural repair: a credential that a request carries by hand becomes an authentication."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from connector_lint.edits import Part, fix, replace_part
from connector_lint.item_removal import remove_items
from connector_lint.methods import is_authenticated, method_of_header, method_of_query, senders
from connector_lint.names import quoted
from connector_lint.repair_source import Source
from connector_lint.request_removal import HOLDERS, without_holders
from connector_lint.tree import Mapping, Scalar, Sequence
from connector_lint.url_repair import cut_of
from connector_lint.usage import Usage

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Fix
    from connector_lint.methods import Method
    from connector_lint.places import Place
    from connector_lint.references import Reference
    from connector_lint.tree import Entry, Node
    from connector_lint.views import Parameter


@dataclass(frozen=True, slots=True)
class _Gone:
    """What a repair takes out: in words, by which part of a fix, and the placeholders that go with it.

    `header` is the value where it is a header, `top` the top-level pair that goes as a whole, for it held nothing else.
    """

    what: str
    part: Part | None
    references: list[Reference]
    step: Mapping | None
    is_literal: bool
    header: Node | None = None
    top: Entry | None = None


class Repairs:
    """The repairs of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def header(self, entry: Entry, *, is_literal: bool) -> Fix | None:
        """Remove a header that carries a credential, and declare the authentication that it stands for.

        Where the file has an authentication, the header is only removed, if that sends the same one. None where no
        authentication can send it, or only a person can tell which.
        """
        value = entry.value
        method = method_of_header(entry.name, value.text) if isinstance(value, Scalar) else None
        if method is None:
            return None
        return self._repaired(method, self._without(entry, "header", is_literal=is_literal))

    def request_entry(self, entry: Entry) -> Fix | None:
        """The same for a literal key in a header or query parameter of any name; None for what is neither."""
        holder = entry.key.parent
        if holder is None or id(holder.parent) not in self._requests:
            return None
        if holder.name == "query_params":
            method = method_of_query(entry.name)
            return self._repaired(method, self._without(entry, "query parameter", is_literal=True)) if method else None
        return self.header(entry, is_literal=True) if str(holder.name) in HOLDERS else None

    def url(self, place: Place) -> Fix | None:
        """Take the credential at a place out of its URL, and declare the authentication that it stands for."""
        cut = cut_of(self._document, place, self._urls.get(id(place.node), ""))
        if cut is None:
            return None
        part = replace_part(self._document, cut.scalar, cut.start, cut.end, "")
        inside = self._references.get(cut.scalar.start, ())
        gone = [found for found in inside if found.node is cut.scalar and cut.start <= found.start < cut.end]
        above = cut.scalar.parent
        step = above if isinstance(above, Mapping) and above is not self._document.connector else None
        taken = _Gone("take the credential out of the URL", part, gone, step, is_literal=True)
        return self._repaired(cut.method, taken)

    def _without(self, entry: Entry, what: str, *, is_literal: bool) -> _Gone:
        root, value = self._document.root, entry.value
        has_parameters = isinstance(root, Mapping) and "interface_parameters" in root.effective
        is_replaced = not has_parameters and not is_authenticated(self._document)
        part, top = without_holders(self._document, entry, is_replaced=is_replaced)
        inside = self._references.get(value.start, ())
        gone = [found for found in inside if found.node is value or not value.used_at]
        header = value if what == "header" else None
        return _Gone(f"remove the {what}", part, gone, _step_of(entry), is_literal, header, top)

    def _repaired(self, method: Method, gone: _Gone) -> Fix | None:
        document = self._document
        if is_authenticated(document):
            names = senders(document, method, gone.step)[:1]
            source = None
        else:
            source = self._source if document.connector and self._is_only_one(method, gone.header) else None
            names = [source.name] if source else []
        if not names or gone.part is None:
            return None
        name, target = names[0], source.items if source else None
        unused = self._usage.unreferenced(gone.references)
        parts = [gone.part, *_without_parameters(document, unused, target)]
        description = f"{gone.what}, which {quoted(name)} sends"
        if source:
            removed = [item.node for item in unused if item.node.parent is target]
            parts.append(source.add(method, gone=removed, replaces=gone.top))
            description = f"declare {quoted(name)}, an authentication of type `{method.auth_type}`, and {gone.what}"
        return fix(description + _and_unused(unused), *parts, safe=False, todo=_todo(gone, name, unused, method))

    def _is_only_one(self, method: Method, value: Node | None) -> bool:
        """Whether all headers that a method would send have this value; with None there may be no such header.

        The platform would send one credential instead of all of them, be it the session that a step logs in to.
        """
        if method.location != "header":
            return True
        text = value.text.strip() if isinstance(value, Scalar) else None
        texts = self._headers.get(method.key_name.lower(), set())
        return texts <= {text}

    @cached_property
    def _headers(self) -> dict[str, set[str]]:
        texts: dict[str, set[str]] = {}
        for header in self._document.headers:
            if isinstance(header.entry.value, Scalar):
                texts.setdefault(header.name.strip().lower(), set()).add(header.entry.value.text.strip())
        return texts

    @cached_property
    def _references(self) -> dict[int, list[Reference]]:
        """The placeholders by where the text that they are in begins."""
        found: dict[int, list[Reference]] = {}
        for reference in self._document.references:
            found.setdefault(reference.node.start, []).append(reference)
        return found

    @cached_property
    def _requests(self) -> set[int]:
        """The connector and the steps, by identity."""
        return {id(found) for found in (self._document.connector, *self._document.steps) if found}

    @cached_property
    def _urls(self) -> dict[int, str]:
        return {id(url.node): url.key for url in self._document.urls}

    @cached_property
    def _usage(self) -> Usage:
        return Usage(self._document)

    @cached_property
    def _source(self) -> Source:
        return Source(self._document)


def _step_of(entry: Entry) -> Mapping | None:
    """The step that a header or query parameter stands in; None for the connector's."""
    holder = entry.key.parent
    above = holder.parent if holder else None
    return above if isinstance(above, Mapping) and isinstance(above.parent, Sequence) else None


def _without_parameters(document: Document, unused: list[Parameter], target: Sequence | None) -> list[Part | None]:
    """The parts of a fix that take parameters out of their lists; `target` is the list that gets a new one."""
    lists = {id(item.node.parent): item.node.parent for item in unused}
    parts: list[Part | None] = []
    for items in lists.values():
        assert isinstance(items, Sequence), "parameters are a list's items"
        indexes = [index for index, node in enumerate(items.items) if any(item.node is node for item in unused)]
        parts.append(remove_items(document, items, indexes, is_refilled=items is target))
    return parts


def _and_unused(unused: list[Parameter]) -> str:
    names = " and ".join(quoted(item.name) for item in unused)
    return f"; remove {names}, which nothing else refers to" if names else ""


def _todo(gone: _Gone, name: str, unused: list[Parameter], method: Method) -> str:
    note = f" ({method.note})" if method.note else ""
    if any(reference.name == name for reference in gone.references) and not gone.is_literal:
        return ""
    if gone.is_literal:
        return f"revoke the credential that stood here, and enter a new one in {quoted(name)}{note}"
    if unused:
        names = " and ".join(quoted(item.name) for item in unused)
        return f"enter in {quoted(name)} what was entered in {names}{note}"
    return f"enter the credential in {quoted(name)}{note}"
