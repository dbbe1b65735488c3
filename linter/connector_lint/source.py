"""A file's bytes, and the text in them or why there is none."""

from __future__ import annotations

import codecs
import errno
import os
import select
import stat
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from connector_lint.compose import Tree
from connector_lint.detect import NO_KEYS, may_be_blueprint
from connector_lint.document import Document, Problem
from connector_lint.lines import Lines
from connector_lint.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from connector_lint.limits import Limits

_PATIENCE = 10  # seconds that a pipe has to write all
_ENOUGH = 64 * 1024  # of a file that is too large, to tell whether it is a Blueprint
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip


class Source(Protocol):
    """Something to lint: `path` is what reports call it, with `/` between folders."""

    @property
    def path(self) -> str:
        """The name in reports."""

    @property
    def blueprints_only(self) -> bool:
        """Whether it is left alone where it does not look like a Blueprint."""

    @property
    def size(self) -> int:
        """How many bytes there are, as far as that can be told without reading them."""

    def read(self, size: int) -> bytes:
        """At most `size` bytes. Raises OSError."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file."""

    path: str
    file: Path
    blueprints_only: bool

    @property
    def size(self) -> int:
        """What the system says; 0 where it does not."""
        try:
            return self.file.stat().st_size
        except (OSError, ValueError):  # a ValueError: the path holds a NUL
            return 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes of the file. Raises OSError, also for a pipe or a device that nothing comes from."""
        with open(self.file, "rb", opener=_open) as stream:
            if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                return stream.read(size) or b""
            return _read_in_time(stream.fileno(), size)


@dataclass(frozen=True, slots=True)
class BytesSource:
    """Bytes that are there already, such as standard input."""

    path: str
    data: bytes
    blueprints_only: bool

    @property
    def size(self) -> int:
        """How many they are."""
        return len(self.data)

    def read(self, size: int) -> bytes:
        """At most `size` of the bytes."""
        return self.data[:size]


def _open(path: str, flags: int) -> int:
    """Without waiting for who writes to a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_in_time(descriptor: int, size: int) -> bytes:
    """At most `size` bytes of what is no regular file, which may keep us waiting for ever."""
    data = bytearray()
    deadline = monotonic() + _PATIENCE
    while len(data) < size:
        if not select.select([descriptor], [], [], max(deadline - monotonic(), 0))[0]:
            raise OSError(errno.ETIMEDOUT, f"nothing came for {_PATIENCE} s")
        part = os.read(descriptor, size - len(data))
        if not part:
            break
        data += part
    return bytes(data)


class NoBlueprintError(Exception):
    """A source that is to be left alone where it is no Blueprint is none, which parsing it would only confirm."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def documents(source: Source, limits: Limits) -> list[Document]:
    """The documents of a source; where it cannot be read, one whose problem says why. Raises NoBlueprintError."""
    try:
        data = source.read(limits.size + 1)
    except OSError as error:
        if source.blueprints_only and isinstance(error, FileNotFoundError):
            raise NoBlueprintError("it is there no longer") from None  # whoever removed it needs no finding about it
        # Without the exception's own text: it holds the path once more, unescaped.
        return [unreadable("", 0, f"it cannot be opened: {error.strerror or type(error).__name__}")]
    if len(data) > limits.size:
        text = data[:_ENOUGH].decode("utf-8", "replace")
        return [unreadable(text, 0, f"it is larger than {limits.size / 1024 / 1024:g} MiB")]
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return [unreadable(text, 0, f"it is {encoding.upper()}: save it as UTF-8")]
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        return [unreadable(text, len(before), f"the byte 0x{data[error.start]:02X} is not UTF-8: save it as UTF-8")]
    if source.blueprints_only and not may_be_blueprint(text):
        raise NoBlueprintError(NO_KEYS)
    return parse(text, limits)


def unreadable(text: str, offset: int, reason: str) -> Document:
    """The document of a text that is not parsed, and why: `offset` from 0, `reason` our words."""
    problem = Problem("unreadable", offset, min(offset + 1, len(text)), reason)
    return Document(Lines(text), 0, Tree(0), [], [problem])
