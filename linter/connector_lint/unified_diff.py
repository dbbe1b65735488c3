"""What `--diff` shows: a unified diff that `git apply` takes, its hunks masked where they would show a credential."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.parse import parse
from connector_lint.redact import Redaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from connector_lint.limits import Limits

MASKED = "a credential in this hunk is masked: only --fix can apply it"
_MARK = "\ufeff"  # of byte order: git compares it, too
_CONTEXT = 2  # lines: what stands around an edit may be a credential
_PLAIN = re.compile(r"[ !#-\[\]-~]+")
_NO_LINE_BREAK = "\n\\ No newline at end of file\n"
_Change: TypeAlias = "tuple[str, int, int, int, int]"  # of difflib: kind, lines before, lines after


class _Side:
    """The lines of a text, as they are and as they may be shown. Only LF ends one, as for git."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.lines = [line for line in re.split("(?<=\n)", text) if line]
        self._starts = [0, *accumulate(map(len, self.lines))]
        self._mark = text[: text.startswith(_MARK)]
        self._redaction = Redaction(parse(text.removeprefix(_MARK), limits))

    def number(self, offset: int) -> int:
        """The line, counted from 0, of an offset that does not count a byte-order mark."""
        return bisect_right(self._starts, offset + len(self._mark)) - 1

    def shown(self, number: int) -> str:
        """A line, counted from 0, its credentials masked."""
        start, end = (max(offset - len(self._mark), 0) for offset in self._starts[number : number + 2])
        return ("" if number else self._mark) + self._redaction.part(start, end)


@dataclass(frozen=True, slots=True)
class _Row:
    mark: str
    line: str
    shown: str


def unified_diff(path: str, old: str, new: str, limits: Limits, effects: Iterable[tuple[int, str]] = ()) -> str:
    """The diff of a file's texts; empty where they are equal.

    `effects` are offsets in the old text, a byte-order mark not counted, and what changes there, in words: each stands
    in the head of its hunk.
    """
    before, after = _Side(old, limits), _Side(new, limits)
    matcher = difflib.SequenceMatcher(None, before.lines, after.lines, autojunk=False)
    hunks = list(matcher.get_grouped_opcodes(_CONTEXT))
    ends = [changes[-1][2] for changes in hunks]
    notes: list[list[str]] = [[] for _ in hunks]
    for offset, effect in sorted(effects):
        if hunks:
            notes[min(bisect_right(ends, before.number(offset)), len(hunks) - 1)].append(effect)
    text = "".join(_hunk(before, after, changes, noted) for changes, noted in zip(hunks, notes, strict=True))
    return text and f"--- {_name(f'a/{path}')}\n+++ {_name(f'b/{path}')}\n{text}"


def _name(path: str) -> str:
    """A name as git writes it: in quotes, with escapes, where it holds more than plain characters."""
    if _PLAIN.fullmatch(path):
        return f"{path}\t" if " " in path else path
    data = path.encode("utf-8", "surrogateescape")
    return '"' + "".join(chr(b) if _PLAIN.fullmatch(chr(b)) else f"\\{b:03o}" for b in data) + '"'


def _hunk(before: _Side, after: _Side, changes: Sequence[_Change], effects: Iterable[str]) -> str:
    rows = [row for change in changes for row in _rows(before, after, change)]
    masked = [MASKED] if any(row.shown != row.line for row in rows) else []
    note = "".join(f" {words}" for words in ["; ".join([*masked, *effects])] if words)
    old, new = _range(changes[0][1], changes[-1][2]), _range(changes[0][3], changes[-1][4])
    return f"@@ -{old} +{new} @@{note}\n" + "".join(map(_written, rows))


def _rows(before: _Side, after: _Side, change: _Change) -> Iterator[_Row]:
    kind, start, end, new_start, new_end = change
    for number in range(start, end):
        yield _Row(" " if kind == "equal" else "-", before.lines[number], before.shown(number))
    for number in range(new_start, new_end) if kind != "equal" else ():
        yield _Row("+", after.lines[number], after.shown(number))


def _range(start: int, end: int) -> str:
    return f"{start + (end > start)},{end - start}"


def _written(row: _Row) -> str:
    return f"{row.mark}{row.shown}" + ("" if row.line.endswith("\n") else _NO_LINE_BREAK)
