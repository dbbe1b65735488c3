"""The line that a finding stands on, as people see it: cut to a window, carets under what is wrong."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.redact import visible

if TYPE_CHECKING:
    from connector_lint.finding import Finding

_WIDTH = 110  # a longer line is cut to a window around the caret
_LEAD = 30


@dataclass(frozen=True, slots=True)
class Frame:
    """A shown line, inert; `text[start:end]` is what of the span stands on it, and carets count terminal columns."""

    number: str
    text: str
    start: int
    end: int
    blanks: int
    carets: int

    @property
    def under(self) -> str:
        """The line of carets."""
        return " " * self.blanks + "^" * self.carets


def frame(finding: Finding, line: str) -> Frame:
    """The frame of a finding on its line, whose credentials are masked."""
    start, end = finding.span.start, finding.span.end
    first = start.column - 1
    last = end.column - 1 if end.line == start.line else len(line)
    cut = max(first - _LEAD, 0) if len(line) > _WIDTH else 0
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDTH < len(line) else ""
    before, marked = lead + _flat(line[cut:first]), _flat(line[first : min(last, cut + _WIDTH)])
    return Frame(
        number=str(start.line),
        text=lead + _flat(line[cut : cut + _WIDTH]) + tail,
        start=len(before),
        end=len(before) + len(marked),
        blanks=_width(before),
        carets=max(_width(marked), 1),
    )


def _flat(text: str) -> str:
    return visible(text.replace("\t", " "))


def _width(text: str) -> int:
    """The columns that a terminal gives a text."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.category(character) in ("Mn", "Me") for character in text)
