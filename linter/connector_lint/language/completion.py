"""What may come next at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.language.completion_keys import keys
from connector_lint.language.completion_names import placeholders
from connector_lint.language.completion_urls import urls
from connector_lint.language.completion_values import items, values
from connector_lint.language.cursor import Cursor

if TYPE_CHECKING:
    from connector_lint.language.cursor import Completion
    from connector_lint.language.state import TextState

__all__ = ["completions"]


def completions(state: TextState, offset: int) -> list[Completion]:
    """All that fits at an offset, from 0, best first, whatever has been typed of it; editors filter."""
    if state.is_too_long:
        return []
    cursor = Cursor(state, min(max(offset, 0), len(state.text)))
    if cursor.node is None or not cursor.mark:
        return []
    named = placeholders(cursor)
    if named is not None:
        return named
    if cursor.is_key:
        return keys(cursor)
    found = urls(cursor) or values(cursor)
    return found or [*items(cursor), *(keys(cursor) if cursor.is_alone else [])]
