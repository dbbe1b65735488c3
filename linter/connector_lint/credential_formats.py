"""Credentials that are known by their format: prefix, alphabet, length, and a checksum or structure where one is.

The formats are the table `credential_formats.json` beside the rules. All prefixes are looked for in one pass, then
what stands around each is checked exactly.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from connector_lint.credential_checks import CHECKS, is_dummy

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST = 8  # no text that is shorter holds a credential of a known format and what must stand around it
# Behind an escape of a text within a text, and behind one of a URL, a letter is no part of a longer word.
_ESCAPES = r"(?<=\\[nrt])|(?<=%[0-9A-Fa-f][0-9A-Fa-f])"
_WORD = "A-Za-z0-9_"
_PIECE = re.compile(r"<(\w+):(\d+)(?:-(\d+))?>|[^<]+")


class Piece(NamedTuple):
    """A part of a format: `least` to `most` characters of the class `characters`, or else the text `literal`."""

    literal: str
    characters: str = ""
    least: int = 1
    most: int = 1

    @property
    def pattern(self) -> str:
        """As a regular expression."""
        return f"[{self.characters}]{{{self.least},{self.most}}}" if self.characters else re.escape(self.literal)


@dataclass(frozen=True)
class Format:
    """A format of credentials. `before`, `body` and `after` are what stands around and behind one of the prefixes.

    What is in `after`, and in a `context` format the prefix, is no part of the credential. `check` names what else is
    tested, `source` is where the format is documented.
    """

    id: str
    name: str
    prefixes: tuple[str, ...]
    body: tuple[Piece, ...]
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    context: bool
    check: str
    source: str

    @property
    def lengths_before(self) -> range:
        """How many characters may stand before the prefix, the most first."""
        least = sum(piece.least if piece.characters else len(piece.literal) for piece in self.before)
        most = sum(piece.most if piece.characters else len(piece.literal) for piece in self.before)
        return range(most, least - 1, -1)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The exact pattern, with the groups `secret`, and `before` and `body` around the prefix in it."""
        prefix = f"(?:{'|'.join(map(re.escape, sorted(self.prefixes, key=len, reverse=True)))})"
        before, body, after = (
            "".join(piece.pattern for piece in part) for part in (self.before, self.body, self.after)
        )
        # A dash is a part of words that may have some, so that each run of them is looked at once.
        texts = (*self.prefixes, *(piece.characters[-1:] for piece in (*self.before, *self.body)))
        left = f"(?:(?<![{_WORD}{'-' * any('-' in text for text in texts)}])|{_ESCAPES})"
        last = self.body[-1].characters if self.body else ""
        right = f"(?={after})" if after else f"(?![{_WORD}])" + f"(?![{last}])" * bool(last)
        outside, inside = (prefix, "") if self.context else ("", prefix)
        return re.compile(f"{left}{outside}(?P<secret>(?P<before>{before}){inside}(?P<body>{body})){right}")


class Found(NamedTuple):
    """A credential in a text: offsets from 0, end exclusive, and what it is."""

    start: int
    end: int
    name: str


@cache
def formats() -> tuple[Format, ...]:
    """All known formats in the order of the table."""
    text = resources.files("connector_lint.rules").joinpath("credential_formats.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return tuple(_format(row, table["alphabets"]) for row in table["formats"])


def find_credentials(text: str) -> Iterator[Found]:
    """The credentials of known formats in a text, in its order, no two of them overlapping."""
    if len(text) < SHORTEST:
        return
    anchors, candidates = _anchors()
    position = end = 0
    while anchor := anchors.search(text, position):
        position = anchor.start() + 1
        for form in candidates[anchor[0]]:
            found = _match(form, text, anchor.start(), end)
            if found and found.start("secret") >= end:
                yield Found(found.start("secret"), found.end("secret"), form.name)
                position = max(position, end := found.end("secret"))
                break


def _match(form: Format, text: str, start: int, end: int) -> re.Match[str] | None:
    """Where a format fits whose prefix begins at `start`, not before `end`."""
    for length in form.lengths_before:
        found = form.pattern.match(text, start - length) if start - length >= end else None
        if found:
            is_sound = CHECKS[form.check](found) if form.check else not is_dummy(found["before"] + found["body"])
            return found if is_sound else None
    return None


@cache
def _anchors() -> tuple[re.Pattern[str], dict[str, tuple[Format, ...]]]:
    """A pattern of all prefixes, and the formats that each of them, or its beginning, may belong to."""
    words = {prefix for form in formats() for prefix in form.prefixes if not form.before}
    inner = {prefix for form in formats() for prefix in form.prefixes if form.before}
    alternatives = ("|".join(map(re.escape, sorted(part, key=len, reverse=True))) for part in (words, inner))
    candidates = {
        anchor: tuple(form for form in formats() if any(anchor.startswith(prefix) for prefix in form.prefixes))
        for anchor in words | inner
    }
    return re.compile(f"(?:(?<![{_WORD}])|{_ESCAPES})(?:{next(alternatives)})|{next(alternatives)}"), candidates


def _format(row: dict[str, object], alphabets: dict[str, str]) -> Format:
    before, body, after = (_pieces(str(row.get(part, "")), alphabets) for part in ("before", "body", "after"))
    prefixes = row["prefix"]
    assert isinstance(prefixes, list)
    return Format(
        id=str(row["id"]),
        name=str(row["name"]),
        prefixes=tuple(prefixes),
        body=body,
        before=before,
        after=after,
        context=bool(row.get("context")),
        check=str(row.get("check", "")),
        source=str(row["source"]),
    )


def _pieces(written: str, alphabets: dict[str, str]) -> tuple[Piece, ...]:
    return tuple(
        Piece("", alphabets[found[1]], int(found[2]), int(found[3] or found[2])) if found[1] else Piece(found[0])
        for found in _PIECE.finditer(written)
    )
