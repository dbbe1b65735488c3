"""Reads a text that is no YAML yet, by its lines and their indentation, so that a half-typed one keeps its structure.

The nodes are those of the parser, with the same offsets where a text is YAML in block style. A word where a key would
stand is a key without a value. Aliases are followed outside of brackets, as far as that stays small.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.comments import Comment
from connector_lint.compose import Tree, copy_at
from connector_lint.document import Document
from connector_lint.language.outline_nodes import KEY, Opened, plain_scalar, quoted_scalar
from connector_lint.language.outline_values import MARKER, anchor, indented, value_at
from connector_lint.lines import Lines
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from connector_lint.language.outline_nodes import Part

DEEPEST = 100
MOST_ALIAS_NODES = 10_000
_DASH = re.compile(r"-(?=[ \t\r\n]|\Z)[ \t]*+")
_PROPERTIES = re.compile(r"(?:[&!][^ \t\r\n]*+(?:[ \t]++|(?=[\r\n]|\Z)))+")
_ALIAS = re.compile(r"\*([^ \t\r\n,\[\]{}]++)")


def outline(text: str) -> list[Document]:
    """The documents of a text, at least one. Never raises."""
    return _Outline(text).documents()


class _Outline:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._documents: list[Document] = []
        self._begin(0)

    def documents(self) -> list[Document]:
        number = 1
        while number <= len(self._lines):
            start, line_end = self._lines.bounds(number)
            end = self._line(start, line_end)
            number = (self._lines.position(end).line if end > line_end else number) + 1
        if self._is_begun or not self._documents:
            self._end(len(self._text))
        else:
            self._documents[-1].comments.extend(self._comments)
        return self._documents

    @property
    def _is_begun(self) -> bool:
        return bool(self._has_marker or self._stack or self._tree.root)

    def _begin(self, start: int) -> None:
        self._tree = Tree(start)
        self._comments: list[Comment] = []
        self._stack: list[Opened] = []
        self._has_marker = False
        self._anchors: dict[str, Node] = {}
        self._alias_nodes = 0

    def _end(self, end: int) -> None:
        self._close(0)
        root = self._tree.root
        if root is not None:
            root.name = len(self._documents)
        self._documents.append(Document(self._lines, len(self._documents), self._tree, self._comments))
        self._begin(end)

    def _line(self, start: int, end: int) -> int:
        """Read what begins on a line; returns the offset where it ends, on this line or on a later one."""
        text = self._text
        marker = MARKER.match(text, start, end)
        if marker:
            if self._is_begun:
                self._end(start)
            self._has_marker = text[start] == "-"
        at = indented(text, marker.end() if marker else start, end)
        column = at - start + text.count("\t", start, at)  # a tab is about as wide as what it stands for
        if at == end or (text[at] == "%" and at == start):
            return end
        if text[at] == "#":
            self._comments.append(Comment(at, end, text[at:end]))
            return end
        dashed = False
        while found := _DASH.match(text, at, end):
            holder = self._settle(column, Sequence)
            if holder is None:
                return end
            holder.add(None, at + 1)
            column, at, dashed = column + found.end() - at, found.end(), True
        return end if at == end else self._content(column, at, end, dashed=dashed)

    def _content(self, column: int, at: int, end: int, *, dashed: bool) -> int:
        """Read a pair or a value."""
        properties = _PROPERTIES.match(self._text, at, end)
        begin = properties.end() if properties else at
        key = KEY.match(self._text, begin, end)
        if key is None:
            if self._stack and self._stack[-1].is_free:
                self._stack[-1].parts[-1].anchor = anchor(properties)
            return self._value_alone(column, begin, end, dashed=dashed)
        holder = self._settle(column, Mapping)
        if holder is None:
            return end
        node = self._scalar_within(key.start(1), key.end(1))
        holder.add(node, key.end())
        value = indented(self._text, key.end(), end)
        properties = _PROPERTIES.match(self._text, value, end)
        value = properties.end() if properties else value
        holder.parts[-1].anchor = anchor(properties)
        return end if value == end or self._text[value] == "#" else self._value(value, end)

    def _value_alone(self, column: int, at: int, end: int, *, dashed: bool) -> int:
        """Read a value that stands on a line of its own or behind a dash, or a key that is not finished."""
        if at == end or self._text[at] == "#":
            return end
        if not self._stack:
            if self._text[at] in "[{" and self._tree.root is None:
                self._tree.root, end = value_at(self._lines, at, end, -1)
                return end
        elif (holder := self._stack[-1]).is_free and (dashed or column > holder.column):
            return self._value(at, end)
        elif column > holder.column and holder.continues(self._text, at, end):
            return end
        kept = next((opened for opened in reversed(self._stack) if opened.column <= column), None)
        if kept and isinstance(kept.node, Sequence) and kept.column == column and not kept.is_zero_indented:
            self._close(self._stack.index(kept) + 1)
            kept.add(None, at)
            return self._value(at, end)
        word = plain_scalar(self._text, at, end)
        mapping = self._settle(column, Mapping)
        if mapping is not None:
            mapping.add(word, word.end)
        return end

    def _value(self, at: int, end: int) -> int:
        holder = self._stack[-1]
        alias = _ALIAS.match(self._text, at, end)
        target = self._anchors.get(alias[1]) if alias else None
        if alias and target and self._alias_nodes + target.size <= MOST_ALIAS_NODES:
            self._alias_nodes += target.size
            self._fill(holder.parts[-1], copy_at(target, alias.span()))
            return alias.end()
        node, end = value_at(self._lines, at, end, holder.column)
        self._fill(holder.parts[-1], node)
        return end

    def _fill(self, part: Part, node: Node) -> None:
        part.value = node
        if part.anchor:
            self._anchors[part.anchor] = node

    def _scalar_within(self, start: int, end: int) -> Scalar:
        if self._text[start] in "\"'":
            return quoted_scalar(self._text, start, end, end)
        return plain_scalar(self._text, start, end)

    def _settle(self, column: int, kind: type[Mapping | Sequence]) -> Opened | None:
        """End what a line at a column ends; the collection that it continues or begins, if there is one."""
        stack = self._stack
        keep = len(stack)
        while keep and stack[keep - 1].column > column:
            keep -= 1
        if kind is Mapping and keep > 1 and stack[keep - 1].column == column and stack[keep - 1].is_zero_indented:
            keep -= 1
        kept = stack[keep - 1] if keep else None
        if kept and kept.column == column and isinstance(kept.node, kind):
            self._close(keep)
            return kept
        is_begun = (kept.is_free if kept and keep == len(stack) else False) or (not stack and not self._tree.root)
        if is_begun and len(stack) < DEEPEST:
            opened = Opened(kind, column, is_zero_indented=bool(kept and kept.column == column))
            stack.append(opened)
            return opened
        # Indented like nothing before it: most likely it belongs to what is a little deeper, else to what is around it.
        deeper = [index for index in range(keep, len(stack)) if isinstance(stack[index].node, kind)]
        around = [index for index in range(keep) if isinstance(stack[index].node, kind)]
        if not deeper and not around:
            return None
        index = deeper[0] if deeper else around[-1]
        self._close(index + 1)
        return stack[index]

    def _close(self, keep: int) -> None:
        while len(self._stack) > keep:
            node = self._stack.pop().complete()
            if self._stack:
                self._fill(self._stack[-1].parts[-1], node)
            else:
                self._tree.root = node
