"""A file's bytes, and the text in them or why there is none."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from connector_lint.compose import Tree
from connector_lint.document import Document, Problem
from connector_lint.lines import Lines
from connector_lint.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from connector_lint.limits import Limits

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

    def read(self, size: int) -> bytes:
        """At most `size` bytes. Raises OSError."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file."""

    path: str
    file: Path
    blueprints_only: bool

    def read(self, size: int) -> bytes:
        """At most `size` bytes of the file. Raises OSError."""
        with self.file.open("rb") as stream:
            return stream.read(size)


@dataclass(frozen=True, slots=True)
class BytesSource:
    """Bytes that are there already, such as standard input."""

    path: str
    data: bytes
    blueprints_only: bool

    def read(self, size: int) -> bytes:
        """At most `size` of the bytes."""
        return self.data[:size]


def documents(source: Source, limits: Limits) -> list[Document]:
    """The documents of a source; where it cannot be read, one whose problem says why."""
    try:
        data = source.read(limits.size + 1)
    except OSError as error:
        # Without the exception's own text: it holds the path once more, unescaped.
        return [_unreadable("", 0, f"it cannot be opened: {error.strerror or type(error).__name__}")]
    if len(data) > limits.size:
        text = data[:_ENOUGH].decode("utf-8", "replace")
        return [_unreadable(text, 0, f"it is larger than {limits.size / 1024 / 1024:g} MiB")]
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            return [_unreadable(text, 0, f"it is {encoding.upper()}: save it as UTF-8")]
    try:
        return parse(data.decode("utf-8").removeprefix("\ufeff"), limits)
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        return [_unreadable(text, len(before), f"the byte 0x{data[error.start]:02X} is not UTF-8: save it as UTF-8")]


def _unreadable(text: str, offset: int, reason: str) -> Document:
    problem = Problem("unreadable", offset, min(offset + 1, len(text)), reason)
    return Document(Lines(text), 0, Tree(0), [], [problem])
