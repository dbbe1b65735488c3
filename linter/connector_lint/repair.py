"""The structural repair: a credential that a request carries by hand becomes an authentication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.edits import Part, fix, replace_part
from connector_lint.item_removal import remove_items
from connector_lint.methods import is_authenticated, is_only_one, method_of_header, method_of_query, senders
from connector_lint.names import quoted
from connector_lint.removal import remove_entry
from connector_lint.repair_source import add_parameter, free_name, parameter, source_of
from connector_lint.tree import Mapping, Scalar, Sequence
from connector_lint.url_repair import cut_of
from connector_lint.usage import unreferenced

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Fix
    from connector_lint.methods import Method
    from connector_lint.places import Place
    from connector_lint.references import Reference
    from connector_lint.tree import Entry, Node
    from connector_lint.views import Parameter

_HOLDERS = ("headers", "default_headers", "query_params")


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


def repair_header(document: Document, entry: Entry, *, is_literal: bool) -> Fix | None:
    """Remove a header that carries a credential, and declare the authentication that it stands for.

    Where the file has an authentication, the header is only removed, if that sends the same one. None where no
    authentication can send it, or only a person can tell which.
    """
    value = entry.value
    if not isinstance(value, Scalar):
        return None
    method = method_of_header(entry.name, value.text)
    if method is None:
        return None
    return _repaired(document, method, _without(document, entry, "header", is_literal=is_literal))


def repair_request_entry(document: Document, entry: Entry) -> Fix | None:
    """The same for a literal key in a header or query parameter of any name; None for what is neither."""
    holder = entry.key.parent
    above = holder.parent if holder else None
    if holder is None or not any(above is found for found in (document.connector, *document.steps) if found):
        return None
    if holder.name == "query_params":
        method = method_of_query(entry.name)
        gone = _without(document, entry, "query parameter", is_literal=True)
        return _repaired(document, method, gone) if method else None
    return repair_header(document, entry, is_literal=True) if str(holder.name) in _HOLDERS else None


def repair_url(document: Document, place: Place) -> Fix | None:
    """Take the credential at a place out of its URL, and declare the authentication that it stands for."""
    cut = cut_of(document, place)
    if cut is None:
        return None
    part = replace_part(document, cut.scalar, cut.start, cut.end, "")
    gone = [
        reference
        for reference in document.references
        if reference.node is cut.scalar and cut.start <= reference.start < cut.end
    ]
    above = cut.scalar.parent
    step = above if isinstance(above, Mapping) and above is not document.connector else None
    taken = _Gone("take the credential out of the URL", part, gone, step, is_literal=True)
    return _repaired(document, cut.method, taken)


def remove_request_entry(document: Document, entry: Entry) -> Part | None:
    """Take a header or query parameter out, with the mapping that it was alone in, and so on up to the connector."""
    return _with_holders(document, entry, is_replaced=False)[0]


def _without(document: Document, entry: Entry, what: str, *, is_literal: bool) -> _Gone:
    is_replaced = not is_authenticated(document) and _has_no_parameters(document)
    part, top = _with_holders(document, entry, is_replaced=is_replaced)
    value = entry.value
    gone = [
        reference
        for reference in document.references
        if reference.node is value or (not value.used_at and reference.node.start == value.start)
    ]
    header = value if what == "header" else None
    return _Gone(f"remove the {what}", part, gone, _step_of(entry), is_literal, header, top)


def _has_no_parameters(document: Document) -> bool:
    return isinstance(document.root, Mapping) and "interface_parameters" not in document.root.effective


def _step_of(entry: Entry) -> Mapping | None:
    """The step that a header or query parameter stands in; None for the connector's."""
    holder = entry.key.parent
    above = holder.parent if holder else None
    return above if isinstance(above, Mapping) and isinstance(above.parent, Sequence) else None


def _with_holders(document: Document, entry: Entry, *, is_replaced: bool) -> tuple[Part | None, Entry | None]:
    """A pair taken out with all that it leaves empty, as far as that can go; and the top-level pair, if that goes."""
    entries = [entry]
    while (holder := entries[-1].key.parent) and isinstance(holder, Mapping) and len(holder.entries) == 1:
        above = holder.entry
        if above is None or holder.used_at or above.name not in (*_HOLDERS, "connector"):
            break
        entries.append(above)
    for candidate in reversed(entries):
        is_top = candidate.name == "connector" and candidate.key.parent is document.root
        part = remove_entry(document, candidate, is_replaced=is_top and is_replaced)
        if part:
            return part, candidate if is_top else None
    return None, None


def _repaired(document: Document, method: Method, gone: _Gone) -> Fix | None:
    unused = unreferenced(document, gone.references)
    if is_authenticated(document):
        sending = senders(document, method, gone.step)
        if not sending:
            return None
        parts = [gone.part, *_without_parameters(document, unused, None)]
        description = f"{gone.what}, which {quoted(sending[0])} sends{_and_unused(unused)}"
        return fix(description, *parts, safe=False, todo=_todo(gone, sending[0], unused, method))
    if document.connector is None or not is_only_one(document, method, gone.header):
        return None
    name, target = free_name(document), source_of(document)
    removed = [item.node for item in unused if item.node.parent is target] if target else []
    new = parameter(method, name)
    parts = [
        gone.part,
        *_without_parameters(document, unused, target),
        add_parameter(document, new, method.note, gone=removed, replaces=gone.top),
    ]
    description = f"declare {quoted(name)}, an authentication of type `{method.auth_type}`, and {gone.what}"
    return fix(description + _and_unused(unused), *parts, safe=False, todo=_todo(gone, name, unused, method))


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
