"""What tells a credential from a text that only has its format: checksums, structure, and values made up for docs."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import TYPE_CHECKING

from connector_lint.credentials import is_ordinary, looks_secret
from connector_lint.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM = 6  # characters at the end of a GitHub or npm token
_FEWEST_CHARACTERS = 6  # so few different ones are typed, not drawn
_STRETCH = 8
_ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "9876543210")
_SEQUENCES = "|".join(row[at : at + _STRETCH] for row in _ROWS for at in range(len(row) - _STRETCH + 1))
# `A` repeats in Base64 of binary data.
_DUMMY = re.compile(
    rf"(?i:{_SEQUENCES}|example|placeholder|redacted|changeme|dummy|your[_-]?(?:own|api|access|secret|token|key))"
    rf"|([^A])\1{{{_STRETCH - 1}}}"
)
_BREAKS = re.compile(r"[\s#]|\\[nrt]")
_HEADERS = re.compile(r"(?:\A|\n|\\n)[ \t#]*(?:Proc-Type|DEK-Info|Version|Comment|Hash|Charset):[^\n\\]*")
_END = re.compile(r"-----END [^-]*-----\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{64,}={0,2}(?:=[A-Za-z0-9+/]{4})?\Z")
_NOBODY = frozenset(("anonymous", "guest"))
_SERVER = re.compile(
    r"(?i)(?:\b(?:server|data source|host|hostname|driver|addr(?:ess)?|initial catalog|database)\s{0,5}=)"
)
_AROUND = 300  # characters in which the other parts of a connection string stand


def checksum(text: str) -> str:
    """The CRC32 of a text in six digits of base 62, as at the end of GitHub's and npm's tokens."""
    number, digits = zlib.crc32(text.encode("ascii")), ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    return digits


def is_dummy(text: str) -> bool:
    """Whether what is behind a prefix was made up for documentation: masked, counted up, of one character, a word."""
    few = len(text) >= 2 * _STRETCH and len(set(text)) < _FEWEST_CHARACTERS
    words = ("-" in text or "_" in text) and is_ordinary(text)  # in a format that allows for dashes
    return few or words or bool(_DUMMY.search(text)) or is_placeholder(text)


def _ends_in_checksum(found: re.Match[str]) -> bool:
    body = found["body"]
    return checksum(body[:-_CHECKSUM]) == body[-_CHECKSUM:] and not is_dummy(body)


def _is_jwt(found: re.Match[str]) -> bool:
    header, payload, signature = found["secret"].split(".")
    try:
        parsed = json.loads(_decoded(header))
    except (ValueError, RecursionError):
        return False
    is_sample = _DUMMY.search(_decoded(payload).decode("utf-8", "replace")) is not None or is_dummy(signature)
    return isinstance(parsed, dict) and isinstance(parsed.get("alg"), str) and not is_sample


def _is_basic(found: re.Match[str]) -> bool:
    try:
        text = base64.b64decode(found["secret"], validate=True).decode()
    except ValueError:
        return False
    user, colon, password = text.partition(":")
    if not colon or not text.isprintable() or user == "Aladdin":  # of the specification
        return False
    return _is_password(user, password) if password else looks_secret(user) and not is_dummy(user)


def _is_login(found: re.Match[str]) -> bool:
    user, _, password = found["secret"].partition(":")
    return _is_password(user, password)


def _is_password(user: str, password: str) -> bool:
    is_real = user not in _NOBODY and password not in (user, "pass", "passwd", "pwd", "test", "guest")
    return is_real and not is_placeholder(password, "password") and not _DUMMY.search(password)


def _is_connection_string(found: re.Match[str]) -> bool:
    text, start, end = found.string, found.start(), found.end()
    before, after = text[max(0, start - _AROUND) : start].rstrip(), text[end : end + _AROUND]
    is_part = before.endswith(";") or (after.startswith(";") and not before.endswith("-"))  # else a command's option
    return is_part and bool(_SERVER.search(f"{before} {after}")) and _is_password("", found["secret"])


def _is_key_block(found: re.Match[str]) -> bool:
    body = _BREAKS.sub("", _HEADERS.sub("", _END.sub("", found["body"])))
    return bool(_BASE64.match(body)) and len(set(body)) >= _FEWEST_CHARACTERS and not _DUMMY.search(body)


def _is_discord(found: re.Match[str]) -> bool:
    return _decoded(found["secret"].partition(".")[0]).isdigit() and not is_dummy(found["body"])


def _decoded(text: str) -> bytes:
    """The bytes of URL-safe Base64 without padding; none where it is no Base64."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


CHECKS: Mapping[str, Callable[[re.Match[str]], bool]] = {
    "crc32": _ends_in_checksum,
    "jwt": _is_jwt,
    "basic": _is_basic,
    "password": _is_login,
    "ado": _is_connection_string,
    "pem": _is_key_block,
    "discord": _is_discord,
}
