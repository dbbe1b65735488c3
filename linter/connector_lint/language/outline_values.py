"""The values of an outline, on one line or on many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.language.outline_flow import flow
from connector_lint.language.outline_nodes import block_scalar, is_closed, plain_scalar, quoted_scalar

if TYPE_CHECKING:
    from connector_lint.lines import Lines
    from connector_lint.tree import Node

MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t\r\n]|\Z)[ \t]*+")
_ANCHOR = re.compile(r"&([^ \t\r\n,\[\]{}]++)")
_INDENTATION = re.compile(r"[ \t]*+")
_LIKE_A_KEY = re.compile(r"[ \t]*+(?:-[ \t]++)*+[A-Za-z_][\w-]{0,100}:(?=[ \t\r\n]|\Z)")
# `{{%x%}}/y` and `{x}/y` without quotes begin like a flow mapping, and are meant as a text.
_MEANT_AS_TEXT = re.compile(r"\{\{|\{[\w.\- ]{1,100}\}[^\s,\]}]")


def indented(text: str, start: int, end: int) -> int:
    """The offset behind the blanks and tabs at an offset."""
    found = _INDENTATION.match(text, start, end)
    return found.end() if found else start


def anchor(properties: re.Match[str] | None) -> str:
    """The anchor among the properties of a node; blank where there is none."""
    found = _ANCHOR.search(properties[0]) if properties else None
    return found[1] if found else ""


def value_at(lines: Lines, at: int, end: int, column: int) -> tuple[Node, int]:
    """The value at an offset, below a collection at a column from 0, and where it ends; its line ends at `end`."""
    text = lines.text
    node: Node
    if text[at] in "|>":
        node = block_scalar(text, at, _below(lines, end, column))
    elif text[at] in "\"'":
        limit = end if is_closed(text, at, end) else _below(lines, end, column, stop=_LIKE_A_KEY)
        node = quoted_scalar(text, at, limit, end)
    elif text[at] in "[{" and not _MEANT_AS_TEXT.match(text, at, end):
        node = flow(text, at, _below(lines, end, column, closing="]}"))
    else:
        node = plain_scalar(text, at, end)
    return node, max(node.end, at + 1)


def _below(lines: Lines, end: int, column: int, closing: str = "", stop: re.Pattern[str] | None = None) -> int:
    """Up to where the lines behind one are indented deeper than a column, or begin with a closing bracket."""
    text = lines.text
    for number in range(lines.position(end).line + 1, len(lines) + 1):
        start, line_end = lines.bounds(number)
        at = indented(text, start, line_end)
        if at == line_end:
            continue
        is_deeper = at - start > column or text[at] in closing
        if not is_deeper or (at == start and MARKER.match(text, at)) or (stop and stop.match(text, start)):
            return end
        end = line_end
    return end
