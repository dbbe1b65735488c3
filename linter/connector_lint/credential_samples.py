"""Credentials made up at run time, one of each known format, for tests and examples: no file holds any."""

from __future__ import annotations

import base64
import json
import random
import re
import string
from typing import TYPE_CHECKING, NamedTuple

from connector_lint.credential_checks import checksum
from connector_lint.credential_formats import formats

if TYPE_CHECKING:
    from connector_lint.credential_formats import Format, Piece

_CHARACTERS = string.ascii_letters + string.digits
_BREAK = "\\n"  # as JSON and environment files write the line breaks of a key


class Sample(NamedTuple):
    """A text in one line with a credential of the shortest length: offsets from 0 in the text, end exclusive."""

    text: str
    start: int
    end: int

    @property
    def secret(self) -> str:
        """The credential alone."""
        return self.text[self.start : self.end]


def sample(form: Format, seed: int = 0) -> Sample:
    """A credential of a format, with what must stand around it."""
    generator = random.Random(f"{form.id}{seed}")
    prefix = generator.choice(form.prefixes)
    before, body, after = (_made_up(part, generator) for part in (form.before, form.body, form.after))
    if form.check == "crc32":
        body = body[:-6] + checksum(body[:-6])
    elif form.check == "jwt":
        body = _url64(json.dumps({"alg": "HS256", "kid": body[:8]}))[3:] + "." + _url64(body[:30]) + "." + body[-43:]
    elif form.check == "basic":
        body = base64.b64encode(f"{body[:4]}:{body[4:11]}".encode()).decode()
    elif form.check == "discord":
        number = _url64(str(generator.randrange(10**17, 10**18)))
        prefix, body = number[:2], number[2:] + body[body.index(".") :]
    elif form.check == "ado":
        prefix, after = f"Server=db;{prefix}", ";Encrypt=yes"
    start = len(prefix) if form.context else 0
    end = len(before + prefix + body)
    return Sample(before + prefix + body + after, start, end)


def token(kind: str) -> str:
    """A credential of the format of that name, with what must stand around it. Raises KeyError for no such name."""
    return sample({form.id: form for form in formats()}[kind]).text


def _made_up(pieces: tuple[Piece, ...], generator: random.Random) -> str:
    return "".join(_piece(piece, generator) if piece.characters else piece.literal for piece in pieces)


def _piece(piece: Piece, generator: random.Random) -> str:
    if _BREAK[0] in piece.characters and piece.characters.startswith(" "):
        return _BREAK
    fitting = [c for c in _CHARACTERS if re.match(f"[{piece.characters}]", c)]
    return "".join(generator.choices(fitting, k=piece.least))


def _url64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
