"""What of a text can be folded away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from connector_lint.tree import Mapping, Scalar, Sequence, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document
    from connector_lint.language.state import TextState
    from connector_lint.tree import Node


class Fold(NamedTuple):
    """Lines, numbered from 1, of which the first stays when the others are folded away; `end_line` belongs to them."""

    start_line: int
    end_line: int
    kind: Literal["region", "comment"]


def folding(state: TextState) -> list[Fold]:
    """The folds of a text, in its order: blocks, lists and their items, long texts, runs of comments, documents.

    Of those that begin on one line the longest.
    """
    folds: dict[int, Fold] = {}
    for document in state.documents:
        for fold in [*_nodes(document), *_comments(document)]:
            if fold.start_line not in folds or fold.end_line > folds[fold.start_line].end_line:
                folds[fold.start_line] = fold
    if len(state.documents) > 1:
        for fold in _documents(state):
            folds[fold.start_line] = fold
    return [folds[line] for line in sorted(folds)]


def _nodes(document: Document) -> Iterator[Fold]:
    for node in walk(document.root) if document.root else ():
        if node.used_at or node.parent is None or (isinstance(node, Scalar) and not node.style):
            continue
        in_list = isinstance(node.parent, Sequence)
        if not in_list and (node.entry is None or node.entry.value is not node):
            continue
        begin: Node = node if in_list or node.entry is None else node.entry.key
        first = document.lines.position(begin.start).line
        last = document.lines.span(node.start, node.end).last_line
        if last > first and isinstance(node, Mapping | Sequence | Scalar):
            yield Fold(first, last, "region")


def _comments(document: Document) -> Iterator[Fold]:
    """Two and more lines of comments, one below the other."""
    first = last = -1
    for comment in document.comments:
        place = document.lines.position(comment.start)
        start, _ = document.lines.bounds(place.line)
        if document.text[start : comment.start].strip(" \t"):
            continue
        if place.line != last + 1:
            if last > first:
                yield Fold(first, last, "comment")
            first = place.line
        last = place.line
    if last > first:
        yield Fold(first, last, "comment")


def _documents(state: TextState) -> Iterator[Fold]:
    for document in state.documents:
        root = document.root
        if root is not None:
            first, last = state.lines.position(root.start).line, state.lines.span(root.start, root.end).last_line
            # The line of its `---`, so that its first key keeps a fold of its own.
            marker = next((line for line in range(first - 1, 0, -1) if _is_marker(state, line)), None)
            if marker:
                yield Fold(marker, last, "region")


def _is_marker(state: TextState, line: int) -> bool:
    start, end = state.lines.bounds(line)
    return state.text[start:end].startswith("---")
