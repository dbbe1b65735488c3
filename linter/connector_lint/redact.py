"""Keeps credentials out of everything that is shown. Masks have the width of what they hide."""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from connector_lint import hidden

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from connector_lint.document import Document
    from connector_lint.tree import Offsets

MASK = "*"
_WINDOW = 8  # so many characters of a credential give it away
_SHORTEST = 5  # a shorter one is only hidden where it stands
_MOST_PIECES, _MOST_PHRASES = 200_000, 200
_TOKEN = re.compile(r"[A-Za-z0-9_+=\-]{20,}")
_SWITCH = re.compile(r"[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])|[a-z](?=[A-Z](?![a-z]{2}))")
_FEWEST_SWITCHES = 5
# Letters as words have them: capitals at their beginning, or all of one case.
_WORDS = re.compile(r"[a-z _\-.:/]*(?:[A-Z][a-z _\-.:/]{2,})*[A-Z]?[a-z _\-.:/]?|[A-Z _\-.:/]*")


class Redaction:
    """What of one file may not be shown; `names` are a credential's beside those that are known anyhow.

    Nothing is looked for before something is to be shown.
    """

    def __init__(self, documents: Sequence[Document], names: Sequence[str] = ()) -> None:
        self._documents = documents
        self._names = names
        self._lines = documents[0].lines
        self._hides: dict[Offsets, bool] = {}

    def line(self, number: int) -> str:
        """A line of the file, numbered from 1, its credentials masked."""
        return self.part(*self._lines.bounds(number))

    def part(self, start: int, end: int) -> str:
        """What stands between two offsets, its credentials masked."""
        part = self._lines.text[start:end]
        first = max(bisect_right(self._offsets, (start, start)) - 1, 0)
        stretches = []
        for begin, stop in islice(self._offsets, first, None):
            if begin >= end:
                break
            stretches.append((max(begin - start, 0), max(stop - start, 0)))
        return _masked(part, chain(stretches, self._pieces_in(part)))

    def hides(self, start: int, end: int) -> bool:
        """Whether a credential stands between two offsets."""
        if (start, end) not in self._hides:  # asked again for each finding in a long text
            self._hides[start, end] = self.part(start, end) != self._lines.text[start:end]
        return self._hides[start, end]

    def scrub(self, text: str) -> str:
        """Words about the file, without what of a credential stands in them: a name may be a misplaced credential."""
        return _masked(text, chain(_random(text), self._pieces_in(text)))

    @cached_property
    def _known(self) -> list[tuple[Offsets, str]]:
        return [
            known
            for document in self._documents
            for known in [*hidden.known(document), *hidden.named(document, self._names)]
        ]

    @cached_property
    def _offsets(self) -> list[Offsets]:
        """All that is hidden, in order, no two of them overlapping."""
        found = {offsets for offsets, _ in self._known}
        found.update(hidden.suspected(self._documents), _random(self._lines.text))
        merged: list[Offsets] = []
        for start, end in sorted(found):
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return merged

    @cached_property
    def _pieces(self) -> dict[int, set[str]]:
        """What gives a credential away, by length."""
        text = self._lines.text
        texts = [piece for (start, end), content in self._known for piece in (text[start:end], content)]
        texts += [text[start:end] for start, end in _random(text)]
        pieces: dict[int, set[str]] = {}
        every = (piece for whole in dict.fromkeys(texts) for form in _forms(whole) for piece in _pieces_of(form))
        for piece in islice(every, _MOST_PIECES):
            pieces.setdefault(min(len(piece), _WINDOW + 1), set()).add(piece)
        return pieces

    def _pieces_in(self, text: str) -> Iterator[Offsets]:
        for size, pieces in self._pieces.items():
            if size > _WINDOW:
                yield from (found for phrase in islice(pieces, _MOST_PHRASES) for found in _find(phrase, text))
                continue
            for start in range(len(text) - size + 1):
                if text[start : start + size] in pieces:
                    yield start, start + size


def _find(phrase: str, text: str) -> Iterator[Offsets]:
    start = text.find(phrase)
    while start >= 0:
        yield start, start + len(phrase)
        start = text.find(phrase, start + len(phrase))


def _masked(text: str, stretches: Iterable[Offsets]) -> str:
    characters = list(text)
    for start, end in stretches:
        characters[start:end] = [c if c.isspace() else MASK for c in characters[start:end]]
    return "".join(characters)


def _random(text: str) -> Iterator[Offsets]:
    """Tokens that no one would choose as a name: letters and digits, upper and lower case change all the time."""
    for found in _TOKEN.finditer(text):
        if len(_SWITCH.findall(found[0])) >= _FEWEST_SWITCHES:
            yield found.span()


def _forms(text: str) -> Iterator[str]:
    """A credential as it is, in a URL, and in Base64 behind whatever else was encoded together with it."""
    yield text
    if (escaped := quote(text, safe="", errors="surrogatepass")) != text:
        yield escaped
    data = text.encode("utf-8", "surrogatepass")
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + data).decode("ascii")
        sure = encoded[-(-before * 8 // 6) : (before + len(data)) * 8 // 6]
        yield sure
        yield sure.translate({ord("+"): "-", ord("/"): "_"})


def _pieces_of(text: str) -> Iterator[str]:
    """The stretches of a text that must not be seen; of one made of words only the whole, for words are everywhere."""
    if _WORDS.fullmatch(text):
        if len(text) >= _WINDOW:
            yield text
    elif len(text) >= _SHORTEST:
        size = min(_WINDOW, len(text))
        windows = [text[start : start + size] for start in range(min(len(text) - size + 1, _MOST_PIECES))]
        telling = [window for window in windows if not _WORDS.fullmatch(window)]
        if len(telling) < len(windows) and len(text) > _WINDOW:  # some are words, and only the whole gives them away
            yield text
        yield from telling


def visible(text: str) -> str:
    """The text made inert for any output: control, direction-changing and invisible characters as escapes.

    Nor does it begin like a command that build servers read from what a program prints.
    """
    if not text.isprintable():
        text = "".join(map(_escaped, text))
    return _COMMAND.sub(_disarmed, text)


def visible_lines(text: str) -> str:
    """Lines made inert for a terminal or a log, their breaks and tabs kept."""
    return "".join(c if c in "\n\t" else _escaped(c) for c in without_commands(text).replace("\r\n", "\n"))


def without_commands(text: str) -> str:
    """Lines of which none is a command to a build server; all else stays."""
    return _COMMAND.sub(_disarmed, text)


def _escaped(character: str) -> str:
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def _disarmed(found: re.Match[str]) -> str:
    return found["lead"] + "".join(f"\\x{ord(c):02x}" for c in found["sign"])


# GitHub's runner passes over blanks before the colons; other servers find theirs anywhere in a line.
_COMMAND = re.compile(
    r"(?P<lead>(?:\A|(?<=[\r\n]))[^\S\r\n]*+(?=::)|(?=##[a-z]{0,20}\[))(?P<sign>::|##)",
)
