"""Reads flow style that may be unfinished."""

from __future__ import annotations

import re

from connector_lint.language.outline_nodes import Opened, plain_scalar, quoted_scalar
from connector_lint.tree import Mapping, Node, Scalar, Sequence

_DEEPEST = 60
_GAP = re.compile(r"(?:[ \t\r\n]|(?<=[ \t\r\n])#[^\r\n]*|[&!][^ \t\r\n,\[\]{}]*+(?=[ \t]))*+")
_LINE = re.compile(r"[^\r\n]*+")
# A placeholder without quotes is no YAML, and meant all the same.
_PLAIN = re.compile(r"(?:\{\{%?[^{}%\r\n]*+%?\}{0,2}|[^,\[\]{}:\r\n#]|:(?=[^\s,\[\]{}])|(?<=\S)#)++")
_COLON = re.compile(r":(?=[\s,\[\]{}]|\Z)|:(?<=[\"']:)")


def flow(text: str, start: int, limit: int) -> Node:
    """The flow collection at an offset, which ends at the limit where its bracket is not closed."""
    stack: list[Opened] = []
    starts: list[int] = []
    at = start
    while at < limit:
        character = text[at]
        if character in "[{" and not text.startswith("{{", at):
            if len(stack) >= _DEEPEST:
                break
            stack.append(Opened(Mapping if character == "{" else Sequence, -1, is_flow=True))
            starts.append(at)
            at += 1
        elif character in "]}" and stack:
            node = stack.pop().complete(starts.pop(), at + 1)
            at += 1
            if not stack:
                return node
            _put(stack[-1], node)
        elif character == "," or _COLON.match(text, at, limit):
            _separate(stack[-1], character, at)
            at += 1
        else:
            scalar = _scalar(text, at, limit)
            _put(stack[-1], scalar)
            at = max(scalar.end, at + 1)
        at = _gap(text, at, limit)
    return _unclosed(stack, starts, start + len(text[start:limit].rstrip()))


def _gap(text: str, at: int, limit: int) -> int:
    found = _GAP.match(text, at, limit)
    return found.end() if found else at


def _unclosed(stack: list[Opened], starts: list[int], end: int) -> Node:
    while True:
        node = stack.pop().complete(starts.pop(), end)
        if not stack:
            return node
        _put(stack[-1], node)


def _scalar(text: str, at: int, limit: int) -> Scalar:
    if text[at] in "\"'":
        line = _LINE.match(text, at, limit)
        return quoted_scalar(text, at, limit, line.end() if line else limit)
    found = _PLAIN.match(text, at, limit)
    return plain_scalar(text, at, found.end() if found else at + 1)


def _separate(opened: Opened, separator: str, at: int) -> None:
    """A comma ends a part; a colon lets the value of the last key begin."""
    if separator == "," or not opened.parts:
        opened.column = -1
    else:
        opened.column, opened.parts[-1].place = 0, at + 1


def _put(opened: Opened, node: Node) -> None:
    """Add a node: an item, a key, or, behind a colon (`column` is 0 then), the value of the last key."""
    if isinstance(opened.node, Sequence):
        opened.add(None, node.start)
        opened.parts[-1].value = node
    elif opened.column == 0 and opened.is_free:
        opened.parts[-1].value = node
    elif isinstance(node, Scalar):
        opened.add(node, node.end)
