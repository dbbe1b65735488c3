"""Keeps credentials out of everything that is shown. Masks have the width of what they hide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.credentials import entropy
from connector_lint.secrets import all_secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.tree import Offsets

MASK = "*"
_SHORTEST_WORD = 5  # a shorter secret would blank ordinary words out of messages
# In comments and in text that no parser understood: whatever follows a name that a credential could have.
_NAMED = re.compile(
    r"(?i)(?:[\w.\-]*(?:passw|pwd|passphrase|secret|token|api[_\-]?key|key_value|credential|authorization|private"
    r"|access[_\-]?key|cookie|jwt)[\w.\-]*|\bvalue|\bdefault)[\"']?[ \t]*[:=][ \t]*(\S[^\r\n]*)"
    r"|(?:://)([^\s/@\"']+)@|\b(?:bearer|basic)[ \t]+(\S+)"
)
_RANDOM = re.compile(r"[A-Za-z0-9_+=\-]{20,}")
_SCHEME = re.compile(r"[\"']?[A-Za-z][A-Za-z-]* +(?=\S)")


def secret_offsets(documents: Iterable[Document]) -> list[Offsets]:
    """Offsets of all that may not be shown of a file, in order."""
    found: set[Offsets] = set()
    for document in documents:
        found.update(_known(document))
        if document.root is None:
            found.update(_guessed(document.text, 0, len(document.text)))
        for comment in document.comments:
            found.update(_guessed(document.text, comment.start, comment.end))
        found.update(_random(document.text))
    return sorted(found)


def _known(document: Document) -> Iterator[Offsets]:
    for secret in all_secrets(document):
        start, end = secret.place.start, secret.place.end
        scheme = _SCHEME.match(document.text, start, end)
        yield (scheme.end() if scheme else start), end


def _guessed(text: str, start: int, end: int) -> Iterator[Offsets]:
    for found in _NAMED.finditer(text, start, end):
        yield found.span(found.lastindex or 0)


def _random(text: str) -> Iterator[Offsets]:
    for found in _RANDOM.finditer(text):
        token = found[0]
        digits = sum(map(str.isdigit, token))
        mixed = token.lower() != token and token.upper() != token
        if digits and (mixed or digits >= 5) and entropy(token) >= 3.0:
            yield found.span()


def mask(text: str, start: int, secrets: Iterable[Offsets]) -> str:
    """A piece of the text that begins at offset `start`, with every character of a secret replaced, quotes kept."""
    characters = list(text)
    for begin, end in secrets:
        for offset in range(max(begin - start, 0), min(end - start, len(characters))):
            quote = characters[offset] in "\"'" and offset + start in (begin, end - 1)
            if not quote and not characters[offset].isspace():
                characters[offset] = MASK
    return "".join(characters)


def scrub(message: str, secrets: Iterable[str]) -> str:
    """A message without any of the secrets' texts: names stand in it, and a name may be a misplaced credential."""
    for secret in secrets:
        if len(secret) >= _SHORTEST_WORD:
            message = message.replace(secret, MASK * 8)
    return message


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with control, direction-changing and invisible characters written as escapes: inert in any output."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
