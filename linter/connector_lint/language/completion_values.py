"""Values and items of lists that fit a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.authentication import TOKEN_FIELDS, required_fields
from connector_lint.language.completion_keys import newline
from connector_lint.language.cursor import Completion
from connector_lint.language.documentation import enum_of
from connector_lint.language.occurrences import report_around
from connector_lint.language.schema_at import below, whole
from connector_lint.language.snippets import BY_TITLE, KEY_NAMES, MEDIA_TYPES, Snippet, field_lines
from connector_lint.language.state import is_shown
from connector_lint.references import is_key
from connector_lint.tree import Mapping, Node, Scalar, Sequence, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.language.cursor import Cursor
    from connector_lint.views import Authentication

# Keys whose examples in the schema are values that others will write too.
_EXAMPLES = frozenset(("content_type", "location", "parameter_location", "format"))
_HEADER_VALUES = frozenset(("accept", "content-type"))


def values(cursor: Cursor) -> list[Completion]:
    """The values for the key at the cursor: known words, booleans, names that are defined."""
    known = enum_of(cursor.schemas) or _meant(cursor)
    if known:
        return [_value(cursor, str(word), "enum", "", meaning) for word, meaning in known.items()]
    if any(schema.get("type") == "boolean" for schema in cursor.schemas):
        return [_value(cursor, word, "boolean", "", "", bare=True) for word in ("true", "false")]
    names = {name: (kind, detail) for name, kind, detail in reversed(list(_names(cursor))) if is_shown(name)}
    return [_value(cursor, name, *about, "") for name, about in reversed(names.items())]


def _meant(cursor: Cursor) -> dict[str, str]:
    """The words for a key of an authentication whose `type` is not written yet."""
    mapping = cursor.holder
    if not isinstance(mapping, Mapping) or mapping.get("type") is not None or cursor.key != "auth_type":
        return {}
    return enum_of([whole()["definitions"]["authentication"]["properties"]["auth_type"]])


def _value(  # noqa: PLR0913 - the parts of one proposal
    cursor: Cursor, word: str, kind: str, detail: str, meaning: str, *, bare: bool = False
) -> Completion:
    quote = "" if bare or cursor.is_quoted else quote_around(cursor)
    lead = " " if cursor.needs_blank else ""
    return Completion(word, kind, detail, meaning, f"{lead}{quote}{word}{quote}", cursor.span)


def quote_around(cursor: Cursor) -> str:
    """The quotes that the values around it are written in, the nearest first."""
    holder: Node | None = cursor.holder
    while holder is not None:
        for node in walk(holder):
            if isinstance(node, Scalar) and _is_text(node) and node is not cursor.node:
                return node.style
        holder = holder.parent
    return ""


def _is_text(node: Scalar) -> bool:
    """Whether it is a text on one line that is no key."""
    return isinstance(node.value, str) and node.style in ("", "'", '"') and not is_key(node)


def _names(cursor: Cursor) -> Iterator[tuple[str, str, str]]:
    """Names that may stand for the value at the cursor: the name, its kind, what it is."""
    key, document, holder = cursor.key, cursor.document, cursor.holder
    if key == "storage_name" and document.connector:
        for item in document.connector.mappings("variables_storages"):
            yield item.text("name") or "", "storage", "storage"
    elif key in ("variable_name", "populate_on", "variable"):
        wanted = ("parameter",) if key == "populate_on" else ("variable", "item")
        report = report_around(cursor.node) if cursor.node else None
        for definition in document.definitions.all:
            if definition.kind in wanted and definition.report in (None, report) and cursor.mark not in definition.name:
                yield definition.name, definition.kind, definition.kind
    elif isinstance(holder, Mapping) and (authentication := _authentication_of(document.authentications, holder)):
        yield from _of_field(key, holder, authentication)
    elif isinstance(holder, Mapping) and holder.name in ("headers", "default_headers"):
        yield from ((word, "value", "media type") for word in MEDIA_TYPES if key.lower() in _HEADER_VALUES)
    elif key in _EXAMPLES:
        for schema in cursor.schemas:
            yield from ((word, "value", "example") for word in schema.get("examples", ()) if isinstance(word, str))


def _authentication_of(authentications: Iterable[Authentication], field: Mapping) -> Authentication | None:
    items = field.parent
    owner = items.parent if items is not None and items.name == "fields" else None
    return next((one for one in authentications if one.node is owner), None)


def missing_fields(authentication: Authentication) -> list[str]:
    """The fields that an authentication still needs."""
    present = {field.name for field in authentication.fields}
    return [name for name in required_fields(authentication) if name not in present]


def _of_field(key: str, field: Mapping, authentication: Authentication) -> Iterator[tuple[str, str, str]]:
    if key == "name":
        yield from ((name, "field", "required field") for name in missing_fields(authentication))
        if authentication.auth_type == "oauth2":
            written = {one.name for one in authentication.fields}
            yield from ((name, "field", "from the token response") for name in TOKEN_FIELDS if name not in written)
    elif key in ("value", "default") and field.text("name") == "key_name":
        location = authentication.node.text("location") or "header"
        yield from ((name, "value", location) for name in KEY_NAMES.get(location, ()))


def items(cursor: Cursor) -> list[Completion]:
    """Whole items for the list at the cursor, in block style: with their dash where it is not there yet."""
    node, holder = cursor.node, cursor.holder
    if node is None or not cursor.is_alone or cursor.is_flow or cursor.is_quoted:
        return []
    in_list = isinstance(holder, Sequence)
    schemas = cursor.schemas if in_list else below(cursor.schemas, 0, None)
    titles = [schema.get("title") for schema in schemas]
    found = [snippet for title in titles for snippet in BY_TITLE.get(str(title), ())]
    if "Field of an authentication" in titles:
        owner = holder.parent if isinstance(holder, Sequence) else holder
        found = list(_field_snippets(cursor.document.authentications, owner))
    return [_item(cursor, snippet) for snippet in found]


def _field_snippets(authentications: Iterable[Authentication], owner: Node | None) -> Iterator[Snippet]:
    for authentication in authentications:
        if authentication.node is owner:
            for name in missing_fields(authentication):
                yield Snippet(name, "required field", field_lines(name))


def _item(cursor: Cursor, snippet: Snippet) -> Completion:
    dash = "" if cursor.is_behind_dash else "- "
    indentation = newline(cursor) + " " * (cursor.column + len(dash) + cursor.needs_blank)
    lead = " " if cursor.needs_blank else ""
    text = lead + dash + indentation.join(snippet.lines)
    return Completion(snippet.label, "snippet", snippet.detail, "", text, cursor.span, is_snippet=True)
