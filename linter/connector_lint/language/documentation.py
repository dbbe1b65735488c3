"""The schema's words on a place, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.language.schema_at import Schema


def documentation(schemas: Iterable[Schema]) -> str:
    """What the most general of the schemas that describe a place say of it; blank where none does."""
    return next((schema["description"] for schema in schemas if "description" in schema), "")


def enum_of(schemas: Iterable[Schema]) -> dict[Any, str]:
    """The known values of a place, each with its meaning."""
    found: dict[Any, str] = {}
    for schema in schemas:
        meanings = schema.get("enumDescriptions", ())
        for index, value in enumerate(schema.get("enum", ())):
            found.setdefault(value, meanings[index] if index < len(meanings) else "")
    return found


def page(schemas: list[Schema]) -> str:
    """Title, description and known values of a place; blank where the schema says nothing."""
    title = next((schema["title"] for schema in schemas if "title" in schema), "")
    values = [f"- `{value}`: {meaning}" for value, meaning in enum_of(schemas).items()]
    parts = [f"**{title}**" if title else "", documentation(schemas), "\n".join(values)]
    return "\n\n".join(filter(None, parts))
