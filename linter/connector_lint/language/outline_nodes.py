"""The nodes that an outline is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from connector_lint.scalars import resolve
from connector_lint.tree import Mapping, Node, Scalar, Sequence

# A key and its colon. Bounded: a line may be megabytes of blanks.
KEY = re.compile(
    r"""("(?:[^"\\\r\n]|\\.){0,200}"|'(?:[^'\r\n]|''){0,200}'"""
    r"""|[^\s\-?:,\[\]{}\#&*!|>'"%@`](?:[^:\#\r\n]|:(?=\S)|(?<=\S)\#){0,200}?)[ \t]{0,20}:(?=[ \t\r\n]|\Z)"""
)
_CONTENT_END = re.compile(r"[ \t]*+(?:(?<=[ \t])#[^\r\n]*+)?\Z")
_COMMENT = re.compile(r"[ \t]#")
_QUOTED = {"'": re.compile(r"'(?:[^']|'')*+'"), '"': re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)}
_LONGEST_CONTENT = 10_000  # of many lines: what is added to again and again is copied again and again
_HEADER = re.compile(r"[|>][-+0-9]*+")
_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class Part:
    """A pair or an item; `place` is the offset where its value would stand, `anchor` the name that the value gets."""

    key: Scalar | None
    value: Node | None
    place: int
    anchor: str = ""

    @property
    def end(self) -> int:
        """Where it ends in the text: behind its alias, where its value came by one."""
        if self.value is None:
            return self.place
        return self.value.used_at[-1][1] if self.value.used_at else self.value.end


@dataclass(eq=False, slots=True)
class Opened:
    """A collection that lines are still added to. `column`, from 0, is that of its keys or dashes.

    `is_zero_indented` tells a list whose dashes stand in the column of the key that it belongs to.
    """

    kind: type[Mapping | Sequence]
    column: int
    is_zero_indented: bool = False
    is_flow: bool = False
    parts: list[Part] = field(default_factory=list)
    node: Mapping | Sequence = field(init=False)

    def __post_init__(self) -> None:
        self.node = self.kind(start=0, end=0, flow=self.is_flow)

    @property
    def is_free(self) -> bool:
        """Whether its last key or dash has no value yet."""
        return bool(self.parts) and self.parts[-1].value is None

    def add(self, key: Scalar | None, place: int) -> None:
        """Begin a pair, or an item where there is no key."""
        self.parts.append(Part(key, None, place))

    def continues(self, text: str, start: int, end: int) -> bool:
        """Take a line for a further one of the last plain value, if there is one."""
        value = self.parts[-1].value if self.parts else None
        if not isinstance(value, Scalar) or value.style or value.is_empty:
            return False
        more = plain_scalar(text, start, end)
        if len(value.text) < _LONGEST_CONTENT:
            value.text = value.value = f"{value.text} {more.text}"
        value.end = more.end
        return True

    def complete(self, start: int | None = None, end: int | None = None) -> Mapping | Sequence:
        """The node with all its parts, between its brackets where it has some."""
        node = self.node
        for part in self.parts:
            value = part.value or Scalar(start=part.place, end=part.place, text="", value=None, style="")
            if isinstance(node, Sequence):
                node.add(value)
            elif part.key is not None:
                node.add(part.key, value, part.key.text)
        if isinstance(node, Mapping):
            node.resolve()
        first = self.parts[0] if self.parts else None
        begin = (first.key.start if first.key else first.place - 1) if first else 0
        last = self.parts[-1] if self.parts else None
        stop = last.end if last else begin
        node.start = begin if start is None else start
        node.end = max(stop if end is None else end, node.start)
        return node


def plain_scalar(text: str, start: int, end: int) -> Scalar:
    """The plain scalar between two offsets, without the comment behind it."""
    comment = _COMMENT.search(text, start, end)
    content = text[start : comment.start() if comment else end].rstrip(" \t")
    value = None if content.startswith("*") else resolve(content, plain=True, tag=None)
    return Scalar(start=start, end=start + len(content), text=content, value=value, style="")


def is_closed(text: str, start: int, end: int) -> bool:
    """Whether a quote that opens at an offset is closed before another one."""
    return _QUOTED[text[start]].match(text, start, end) is not None


def quoted_scalar(text: str, start: int, limit: int, line_end: int) -> Scalar:
    """The quoted scalar at an offset; one that is not closed before the limit ends with its line."""
    style = text[start]
    closed = _QUOTED[style].match(text, start, limit)
    end = closed.end() if closed else start + len(text[start:line_end].rstrip(" \t"))
    content = text[start + 1 : end - 1 if closed else end]
    if style == "'":
        content = content.replace("''", "'")
    return Scalar(start=start, end=end, text=content, value=content, style=style)


def block_scalar(text: str, start: int, limit: int) -> Scalar:
    """The block scalar whose header stands at an offset; its lines end before the limit."""
    header = _HEADER.match(text, start, limit)
    end = header.end() if header else start + 1
    breaks = list(_BREAK.finditer(text, end, limit))
    bounds = [(one.end(), other.start()) for one, other in pairwise(breaks)]
    bounds += [(breaks[-1].end(), limit)] if breaks else []
    lines = [text[begin:stop] for begin, stop in bounds]
    depth = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    content = ("\n" if text[start] == "|" else " ").join(line[depth:] for line in lines)
    if lines and "-" not in text[start:end]:
        content += "\n"
    stop = start + len(text[start:limit].rstrip(" \t\r\n")) if lines else end
    return Scalar(start=start, end=max(stop, end), text=content, value=content, style=text[start])
