"""Characters that deceive: invisible, direction-changing, or drawn like a letter or sign of ASCII."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

# What is drawn like each character: Cyrillic, Greek, Armenian, Cherokee and phonetic letters, dashes and strokes.
# Source: Unicode Technical Standard 39, confusables.txt; of these the ones that common fonts draw alike.
_DRAWN_LIKE = {
    "-": "\u2010\u2011\u2212",
    "/": "\u2044\u2215\u29f8",
    "A": "\u0410\u0391\u13aa",
    "B": "\u0412\u0392\u13f4",
    "C": "\u0421\u03f9\u13df",
    "E": "\u0415\u0395\u13ac",
    "G": "\u050c",
    "H": "\u041d\u0397\u13bb",
    "I": "\u0406\u0399",
    "J": "\u0408\u13ab",
    "K": "\u041a\u039a\u13e6",
    "L": "\u053c\u13de",
    "M": "\u041c\u039c\u13b7",
    "N": "\u039d",
    "O": "\u041e\u039f\u0555",
    "P": "\u0420\u03a1\u13e2",
    "Q": "\u051a",
    "R": "\u13d2",
    "S": "\u0405\u054f\u13da",
    "T": "\u0422\u03a4\u13a2",
    "V": "\u13d9",
    "W": "\u051c\u13d4",
    "X": "\u0425\u03a7",
    "Y": "\u0423\u03a5",
    "Z": "\u0396\u13c3",
    "a": "\u0430\u03b1\u0251",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435",
    "g": "\u0581\u0261",
    "h": "\u04bb\u0570",
    "i": "\u0456\u03b9\u0269",
    "j": "\u0458\u03f3",
    "k": "\u03ba",
    "l": "\u04cf",
    "n": "\u0578",
    "o": "\u043e\u03bf\u0585",
    "p": "\u0440\u03c1",
    "q": "\u051b\u0566",
    "s": "\u0455",
    "u": "\u03c5\u057d",
    "v": "\u03bd",
    "w": "\u051d",
    "x": "\u0445",
    "y": "\u0443",
}
_ASCII_OF = {other: plain for plain, others in _DRAWN_LIKE.items() for other in others}
# Fullwidth letters, mathematical ones, ligatures: what a normalization makes ASCII of, superscripts aside.
_VARIANTS = ("<wide>", "<font>", "<compat>")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+")
_SIGNS = frozenset("-/:.?#@\\%=&_")
# Without width, though no control character, and a blank Braille cell. Source: Unicode's Default_Ignorable_Code_Point.
_NO_WIDTH = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
_INVISIBLE = frozenset(("Cc", "Cf", "Zl", "Zp"))
_BREAKS = frozenset("\t\n\r")
_NON_JOINER, _JOINER = "\u200c", "\u200d"
_VIRAMA = 9
_BEFORE_A_JOINER = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
_EMOJI_SELECTOR = re.compile("[\ufe0e\ufe0f]")


def invisible(text: str, *, blanks: bool) -> Iterator[int]:
    """The offsets of invisible and direction-changing characters; with `blanks` also of all blanks but the common one.

    Joiners are left alone where a script or an emoji needs them.
    """
    if text.isascii() and text.isprintable():
        return
    for index, character in enumerate(text):
        if character in _BREAKS or (character.isascii() and character.isprintable()):
            continue
        kind = unicodedata.category(character)
        if (blanks and kind == "Zs") or (
            (kind in _INVISIBLE or _NO_WIDTH.match(character)) and not _is_needed(text, index)
        ):
            yield index


def _is_needed(text: str, index: int) -> bool:
    """Whether a joiner or selector stands where it has a task. Source: RFC 5892, appendix A; UTS 51 for emoji."""
    character, before, after = text[index], text[index - 1 : index], text[index + 1 : index + 2]
    if not before:
        return False
    is_picture = unicodedata.category(before) == "So"
    if _EMOJI_SELECTOR.match(character):
        return is_picture
    if character == _JOINER and (is_picture or _BEFORE_A_JOINER.match(before)):
        return True
    if character not in (_JOINER, _NON_JOINER):
        return False
    joins = all(unicodedata.bidirectional(other) == "AL" for other in (before, after) if other)
    return unicodedata.combining(before) == _VIRAMA or (joins and bool(after))


def lookalikes(text: str, *, is_known: Callable[[str], bool]) -> Iterator[int]:
    """The offsets of letters that are drawn like ASCII ones, in words that read as ASCII only because of them.

    A word of one foreign alphabet may be a word of its language: it counts only where the whole text, read as ASCII,
    `is_known`.
    """
    if text.isascii():
        return
    meant = is_known(folded(text))
    for word in _WORD.finditer(text):
        plain = folded(word[0])
        if word[0].isascii() or not plain.isascii():
            continue
        if meant or any(map(str.isascii, word[0])):
            yield from (word.start() + index for index, letter in enumerate(word[0]) if not letter.isascii())
    if meant:
        yield from signs(text)


def signs(text: str) -> Iterator[int]:
    """The offsets of characters that are drawn like the signs of URLs and names: slashes, dots, colons, dashes."""
    for index, character in enumerate(text):
        if not character.isascii() and _plain(character) in _SIGNS:
            yield index


def folded(text: str) -> str:
    """The text as it reads: look-alike characters as the ASCII ones, invisible ones left out."""
    hidden = set(invisible(text, blanks=False))
    return "".join(_plain(character) for index, character in enumerate(text) if index not in hidden)


@cache
def _plain(character: str) -> str:
    if character in _ASCII_OF or character.isascii():
        return _ASCII_OF.get(character, character)
    if unicodedata.decomposition(character).startswith(_VARIANTS):
        plain = unicodedata.normalize("NFKC", character)
        return plain if plain.isascii() else character
    return character


def code_point(character: str) -> str:
    """A character as its number and name: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def with_code_points(text: str, found: Collection[int]) -> str:
    """The text, the characters at these offsets as `<U+200B>`: it can be read for what it is."""
    return "".join(f"<U+{ord(c):04X}>" if index in found else c for index, c in enumerate(text))
