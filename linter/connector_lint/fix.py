"""Applies edits to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.finding import Fix


def apply_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes applied, first come first served: one that overlaps an earlier one is left out.

    Everything outside of the edits stays as it is.
    """
    taken: list[tuple[int, int, str]] = []
    for fix in fixes:
        edits = [(edit.span.start.offset, edit.span.end.offset, edit.text) for edit in fix.edits]
        if not any(_overlap(edit, other) for edit in edits for other in taken):
            taken += edits
    for start, end, replacement in sorted(taken, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[:2] == other[:2] or (one[0] < other[1] and other[0] < one[1])
