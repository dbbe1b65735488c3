"""Keys that fit a place and are not there yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.language.cursor import Completion
from connector_lint.language.documentation import documentation
from connector_lint.language.schema_at import below, is_forbidden, schemas_at
from connector_lint.language.snippets import HEADERS
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.language.cursor import Cursor
    from connector_lint.language.schema_at import Schema

_COLON_BEHIND = re.compile(r"[\"']?[ \t]*:")
_AUTHENTICATION = frozenset(("auth_type", "location", "oauth2_settings"))
_CHOICE = frozenset(("values", "options", "dynamic_source"))
_DATES = frozenset(("period_type", "format"))
_PRESETS = frozenset(("value", "default"))
# What of the keys of a parameter makes no sense beside a type; the schema lets most of it through.
_UNFIT = {
    "authentication": _CHOICE | _DATES | _PRESETS,
    "date_range": _AUTHENTICATION | _CHOICE | _PRESETS,
    "list": _AUTHENTICATION | _DATES | {"fields"},
    "multiselect": _AUTHENTICATION | _DATES | {"fields"},
    "enum": _AUTHENTICATION | _DATES | {"fields", "dynamic_source"},
    **dict.fromkeys(("string", "integer", "boolean"), _AUTHENTICATION | _CHOICE | _DATES | {"fields"}),
}
_STEP_OF_LOOP = frozenset(
    """
    loop steps nested_steps loop_type items_path item_name include_in_output ignore_errors map_to
    """.split()
)
_BUILDER = "(YAML builder)"


def keys(cursor: Cursor) -> list[Completion]:
    """The keys for the mapping at the cursor: required ones first, those of the YAML builder last."""
    mapping = cursor.holder if cursor.is_key and isinstance(cursor.holder, Mapping) else None
    schemas = schemas_at(mapping) if mapping else cursor.schemas
    present = {name for name in mapping.effective if cursor.mark not in name} if mapping else set()
    if any(schema.get("title") == "Headers" for schema in schemas):
        known = {name.lower() for name in present}
        return [_key(cursor, name, []) for name in HEADERS if name.lower() not in known]
    found = {}
    for name in _names(schemas):
        parts = below(schemas, name, None)
        if name not in present and not is_forbidden(parts) and name not in _unfit(mapping, schemas):
            found[name] = parts
    required = {name for schema in schemas for name in schema.get("required", ())}

    def rank(name: str) -> int:
        return 0 if name in required else 2 if any(_BUILDER in part.get("title", "") for part in found[name]) else 1

    return [_key(cursor, name, found[name]) for name in sorted(found, key=rank)]


def _names(schemas: Iterable[Schema]) -> Iterator[str]:
    yield from dict.fromkeys(name for schema in schemas for name in schema.get("properties", ()))


def _unfit(mapping: Mapping | None, schemas: list[Schema]) -> frozenset[str]:
    if mapping is None:
        return frozenset()
    titles = {schema.get("title") for schema in schemas}
    kind = mapping.text("type") or ("authentication" if "auth_type" in mapping.effective else "")
    if "Parameter" in titles:
        return _UNFIT.get(kind, frozenset())
    if "Step" in titles and kind == "rest":
        return _STEP_OF_LOOP
    return frozenset()


def _key(cursor: Cursor, name: str, schemas: list[Schema]) -> Completion:
    title = next((schema["title"] for schema in schemas if "title" in schema), "")
    behind = cursor.state.text[cursor.span.end.offset : cursor.span.end.offset + 80]
    lead = " " if cursor.needs_blank else ""
    if _COLON_BEHIND.match(behind) and cursor.is_key:
        return Completion(name, "property", title, documentation(schemas), name, cursor.span)
    text, is_snippet = _with_value(cursor, name, schemas)
    quote = cursor.node.style if cursor.node and cursor.is_quoted else ""
    if quote:  # the quotes stand around it already, and there is no telling whether the second one does
        text, is_snippet = name, False
    return Completion(name, "property", title, documentation(schemas), lead + text, cursor.span, is_snippet)


def _with_value(cursor: Cursor, name: str, schemas: list[Schema]) -> tuple[str, bool]:
    """A key, and how its value begins."""
    kinds = {kind for schema in schemas for kind in _types(schema)}
    if "array" in kinds and "object" not in kinds:
        opening, closing, begin = "[", "]", "- "
    elif kinds & {"object", "array"} and "string" not in kinds:
        opening, closing, begin = "{", "}", ""
    else:
        return f"{name}: ", False
    if cursor.is_flow:
        return f"{name}: {opening}$0{closing}", True
    return f"{name}:{newline(cursor)}{' ' * (cursor.column + 2)}{begin}$0", True


def newline(cursor: Cursor) -> str:
    """The line break of the file: that of its first line."""
    _, end = cursor.state.lines.bounds(1)
    return "\r\n" if cursor.state.text[end : end + 2] == "\r\n" else "\n"


def _types(schema: Schema) -> list[str]:
    found = schema.get("type", [])
    return [found] if isinstance(found, str) else found
