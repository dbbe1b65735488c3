"""Takes items out of lists, and leaves valid YAML behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.edits import Part
from connector_lint.finding import Change
from connector_lint.removal import emptied, from_flow, is_shared, whole
from connector_lint.written_style import DASH, begin, finish

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Edit
    from connector_lint.tree import Sequence


def remove_items(document: Document, items: Sequence, indexes: Collection[int], *, is_refilled: bool) -> Part | None:
    """Take items out of a list, with the comments at their ends: whole lines in block style.

    A list that they were all of becomes `[]`, unless the same fix adds an item behind them. None as in `remove_entry`.
    """
    spans = [(begin(item), finish(item)) for item in items.items]
    is_emptied = len(indexes) == len(spans)
    edits: list[Edit] = []
    for first, stop in _runs(sorted(indexes)):
        start, end = spans[first][0], spans[stop - 1][1]
        if items.used_at or is_shared(document, start, end, items):
            return None
        if items.flow and is_emptied:
            found = whole(document, start, end, is_flow=True)
        elif items.flow:
            found = from_flow(document, items, spans, (first, stop))
        else:
            found = _item_lines(document, start, end)
        if found is None:
            return None
        edits += found
    if is_emptied and not is_refilled and not items.flow:
        left = emptied(document, items, "[]")
        if left is None:
            return None
        edits.insert(0, left)
    at = edits[-1].span.start.offset
    return Part(tuple(edits), tuple(Change(items.start, index, None, at) for index in sorted(indexes)))


def _runs(indexes: list[int]) -> Iterator[tuple[int, int]]:
    """Indexes that follow each other: the first of them, and the one behind the last."""
    for index in indexes:
        if index - 1 not in indexes:
            stop = index + 1
            while stop in indexes:
                stop += 1
            yield index, stop


def _item_lines(document: Document, start: int, end: int) -> tuple[Edit, ...] | None:
    """The lines of an item of a block list, from its dash on."""
    line = document.lines.bounds(document.lines.position(start).line)[0]
    if not DASH.match(document.text[line:start]):
        return None
    return whole(document, line, end, is_flow=False)
