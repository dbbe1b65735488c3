"""Small pieces of Markdown that several generated pages need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def put(text: str, name: str, part: str) -> str:
    """The text with what stands between a part's two comments replaced."""
    begin, end = f"<!-- {name}: generated -->\n", f"<!-- {name}: end -->\n"
    before, rest = text.split(begin)
    return before + begin + part + end + rest.split(end)[1]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of cells that are Markdown themselves."""
    names = list(head)
    lines = [names, *([_cell(cell) for cell in row] for row in rows)]
    written = [f"| {' | '.join(line)} |\n" for line in lines]
    return "".join([written[0], "|---" * len(names) + "|\n", *written[1:]])


def code(text: str) -> str:
    """A piece of code within a line."""
    ticks = "``" if "`" in text else "`"
    return f"{ticks}{text}{ticks}"


def block(language: str, text: str) -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```\n"


def anchor(title: str) -> str:
    """The address that Markdown's readers give to a heading."""
    return "#" + re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    # A bar ends a cell, within code too.
    return text.replace("|", "\\|").replace("\n", " ")
