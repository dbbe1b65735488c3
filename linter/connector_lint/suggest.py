"""Near misses: "did you mean"."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTOFF = 0.75


_SEPARATORS = str.maketrans("", "", " -_")


def closest(word: str, known: Iterable[str], cutoff: float = _CUTOFF) -> str | None:
    """The known word that `word` most likely is a misspelling of, case and separators aside; None where none is near.

    A word that is itself known is no misspelling: None.
    """
    return _closest(word, tuple(known), cutoff)


@lru_cache(maxsize=4096)  # a file repeats its mistakes, and rules ask about the same key again
def _closest(word: str, candidates: tuple[str, ...], cutoff: float) -> str | None:
    if word in candidates:
        return None
    by_letters = {letters(candidate): candidate for candidate in candidates}
    found = difflib.get_close_matches(letters(word), by_letters, n=1, cutoff=cutoff)
    return by_letters[found[0]] if found else None


def letters(word: str) -> str:
    """The word in lower case without blanks, dashes and underscores."""
    return word.lower().translate(_SEPARATORS)


def is_one_edit_away(word: str, other: str) -> bool:
    """Whether one character added, dropped, changed or swapped with its neighbour turns one word into the other.

    Case and separators do not count: `baseurl` and `Base-URL` are `base_url` but for them.
    """
    word, other = letters(word), letters(other)
    if word == other:
        return True
    if len(word) > len(other):
        word, other = other, word
    if len(other) - len(word) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))
    if len(word) < len(other):
        return word[at:] == other[at + 1 :]
    swapped = word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]
    return word[at + 1 :] == other[at + 1 :] or swapped == other
