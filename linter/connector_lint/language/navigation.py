"""Where names are defined and used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from connector_lint.finding import Span
    from connector_lint.language.occurrences import Occurrence
    from connector_lint.language.state import TextState


class Highlight(NamedTuple):
    """A place where the name at the cursor stands, and whether it is defined (`write`) or used (`read`) there."""

    span: Span
    kind: Literal["read", "write"]


def occurrence_at(state: TextState, offset: int) -> tuple[Occurrence, list[Occurrence]] | None:
    """The occurrence of a name that an offset, from 0, lies in or at the end of, and all of the same document."""
    found = state.occurrences_at(offset)
    here = [one for one in found if one.start <= offset <= one.end]
    inside = next((one for one in here if offset < one.end), here[-1] if here else None)
    return (inside, found) if inside else None


def definition(state: TextState, offset: int) -> list[Span]:
    """Where the name at an offset, from 0, is defined: a variable where it is declared, if it is."""
    at = occurrence_at(state, offset)
    if at is None:
        return []
    here, found = at
    defined = [one for one in found if one.names & here.names and one.is_definition]
    declared = [one for one in defined if one.node.entry is not None and one.node.entry.key is one.node]
    base_url = [one for one in here.names if one.kind == "built-in"]
    if base_url:
        connector = state.document_at(offset).connector
        node = connector.get("base_url") if connector else None
        return [state.lines.span(node.start, node.end)] if node else []
    return _spans(state, declared or defined)


def references(state: TextState, offset: int, *, include_declaration: bool) -> list[Span]:
    """Where the name at an offset, from 0, is used, and where it is defined if that is wanted."""
    at = occurrence_at(state, offset)
    if at is None:
        return []
    here, found = at
    used = [one for one in found if one.names & here.names and (include_declaration or not one.is_definition)]
    return _spans(state, used)


def highlights(state: TextState, offset: int) -> list[Highlight]:
    """Where the name at an offset, from 0, stands in its document."""
    at = occurrence_at(state, offset)
    if at is None:
        return []
    here, found = at
    return [
        Highlight(state.lines.span(one.start, one.end), "write" if one.is_definition else "read")
        for one in found
        if one.names & here.names
    ]


def _spans(state: TextState, found: list[Occurrence]) -> list[Span]:
    return [state.lines.span(one.start, one.end) for one in found]
