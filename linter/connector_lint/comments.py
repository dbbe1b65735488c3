"""Comments and their places: the C parser's events do not hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Outside of scalars a `#` begins a comment unless it is part of an anchor, an alias, a tag or a directive.
_TOKENS = re.compile(r"#[^\r\n]*|!<[^>\s]*>|[&*!][^\s,\[\]{}]*|^%(?:[^#\r\n]|(?<=\S)#)*", re.MULTILINE)
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]*(#[^\r\n]*)")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: offsets from 0, its `#` included, its line break not."""

    start: int
    end: int
    text: str


def find_comments(text: str, scalars: list[tuple[int, int]]) -> Iterator[Comment]:
    """The comments of a text in order, given the offsets of all its scalars in order.

    A block scalar's header line may hold one too.
    """
    position = 0
    for start, end in [*scalars, (len(text), len(text))]:
        yield from _between(text, position, start)
        header = _BLOCK_HEADER.match(text, start, end)
        if header:
            yield Comment(header.start(1), header.end(1), header[1])
        position = max(position, end)


def _between(text: str, start: int, end: int) -> Iterator[Comment]:
    for token in _TOKENS.finditer(text, start, end):
        if token[0].startswith("#"):
            yield Comment(token.start(), token.end(), token[0])
