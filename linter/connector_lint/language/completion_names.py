"""Names inside of placeholders, in the syntax that the structure of the Blueprint wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.language.cursor import Completion
from connector_lint.language.names_shown import about
from connector_lint.language.occurrences import report_around
from connector_lint.language.schema_at import schemas_at
from connector_lint.language.state import is_shown
from connector_lint.tree import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.definitions import Definition
    from connector_lint.language.cursor import Cursor

_OPEN = re.compile(r"(\{\{%|\{\{|\{)([\w.\- ]*)\Z")
_REST = re.compile(r"[\w.\-]*%?\}{0,2}")
_REST_OF_ONE = re.compile(r"[\w.\-]*\}?")


def placeholders(cursor: Cursor) -> list[Completion] | None:
    """The names for the placeholder at the cursor; None where there is none."""
    opened = _OPEN.search(cursor.head)
    if opened is None or cursor.node is None:
        return None
    start = cursor.line_start + opened.start()
    in_text = cursor.node.start <= start and not cursor.is_key
    if not in_text and not _is_flow_by_mistake(cursor, start):
        return None
    rest = (_REST_OF_ONE if opened[1] == "{" else _REST).match(cursor.state.text, cursor.offset)
    span = cursor.state.lines.span(start, rest.end() if rest else cursor.offset)
    quote = '"' if start == (cursor.node.start if in_text else start) and not cursor.is_quoted else ""
    found = []
    for name, definition in _names(cursor):
        text = f"{quote}{_written(cursor, opened[1], name, definition)}"
        # What follows on the line goes on behind a placeholder: then the quotes are left to whoever types.
        ends_line = not cursor.state.text[span.end.offset : cursor.line_start + len(cursor.line)].strip()
        text = text + quote if ends_line else text.removeprefix(quote)
        detail = about(cursor.document, definition)
        found.append(Completion(name, definition.kind, detail, "", text, span, filter_text=opened[1] + name))
    return found


def _is_flow_by_mistake(cursor: Cursor, start: int) -> bool:
    """Whether a brace opens a flow mapping where a text is wanted."""
    mapping = cursor.holder
    if not isinstance(mapping, Mapping) or not mapping.flow or mapping.start != start:
        return False
    types = [schema.get("type") for schema in schemas_at(mapping)]
    return "string" in types and "object" not in types


def _names(cursor: Cursor) -> Iterator[tuple[str, Definition]]:
    """The names that are known at the cursor, each once, fields behind their parameter; no authentications.

    The platform sends credentials by itself.
    """
    document = cursor.document
    report = report_around(cursor.node) if isinstance(cursor.node, Scalar) else None
    hidden = {authentication.name for authentication in document.authentications}
    done: set[str] = set()
    for definition in document.definitions.all:
        known = definition.report is None or report is None or definition.report is report
        if not known or definition.kind == "field" or definition.name in hidden | done or not is_shown(definition.name):
            continue
        if cursor.mark in definition.name:
            continue
        done.add(definition.name)
        yield definition.name, definition
        for member in sorted(definition.members or ()):
            if is_shown(member):
                yield f"{definition.name}.{member}", definition


def _written(cursor: Cursor, opened: str, name: str, definition: Definition) -> str:
    if opened == "{{" and cursor.document.is_builder_dialect:
        return f"{{{{{name}}}}}"
    if opened == "{" and definition.kind == "parameter" and not cursor.document.is_multi_report:
        return f"{{{name}}}"
    return f"{{{{%{name}%}}}}"
