"""The documents that are open in the editor: their texts, kept in step with it edit by edit."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from lsprotocol import types

from connector_lint.discover import SUFFIXES
from connector_lint.language.positions import BOM, Positions
from connector_lint.language.state import TextState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, eq=False)
class OpenDocument:
    """One version of a document: an edit makes another one. `text` is as the editor has it, a byte-order mark included.

    `encoding` is how the client counts characters. Two are equal only where they are the same.
    """

    uri: str
    version: int
    language: str
    text: str
    encoding: str

    @cached_property
    def file(self) -> Path | None:
        """The file that it is in, absolute; None where it is in none, or none of this machine's."""
        return file_of(self.uri)

    @property
    def is_yaml(self) -> bool:
        """Whether its language or its file's name says that it is YAML, or JSON, which is that too."""
        named = self.uri.lower().endswith(SUFFIXES)
        return named or any(word in self.language.lower() for word in ("yaml", "yml", "json"))

    @cached_property
    def positions(self) -> Positions:
        """Converts its positions."""
        return Positions(self.text, self.encoding)

    @cached_property
    def plain_text(self) -> str:
        """The text that the engine sees."""
        return self.text.removeprefix(BOM)

    @cached_property
    def state(self) -> TextState:
        """What the language features read of it."""
        return TextState(self.plain_text)

    def range(self, start: int, end: int) -> types.Range:
        """The range between two offsets in `plain_text`."""
        return types.Range(
            types.Position(*self.positions.position(start)), types.Position(*self.positions.position(end))
        )

    def offset(self, position: types.Position) -> int:
        """The offset in `plain_text` of a position; one that is out of range is at the nearest end."""
        return self.positions.offset(position.line, position.character)

    def changed(self, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]) -> OpenDocument:
        """The document after edits, each of which is about the text that the one before it left."""
        document = replace(self, version=version)
        for change in changes:
            text = change.text
            if isinstance(change, types.TextDocumentContentChangePartial):
                at, old = document.positions, document.text
                ends = (change.range.start, change.range.end)
                start, end = sorted(at.raw_offset(end.line, end.character) for end in ends)
                text = old[:start] + text + old[end:]
            document = replace(document, text=text)
        return document


def file_of(uri: str) -> Path | None:
    """The file that a URI names, absolute; None for one of another kind, such as `untitled:`."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    name = os.fsdecode(unquote_to_bytes(parts.path))
    if parts.scheme != "file" or not name or "\0" in name:
        return None
    if os.name == "nt":
        name = f"//{parts.netloc}{name}" if parts.netloc else name.lstrip("/")
    return Path(os.path.abspath(name))  # noqa: PTH100 - links must stay as they are named


class OpenDocuments:
    """What is open, by URI. What a client says of documents that are not open, or again, changes nothing."""

    def __init__(self) -> None:
        self._open: dict[str, OpenDocument] = {}

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(tuple(self._open.values()))

    def get(self, uri: str) -> OpenDocument | None:
        """The newest version of a document; None for one that is not open."""
        return self._open.get(uri)

    def is_newest(self, document: OpenDocument) -> bool:
        """Whether a document is still open and has not changed."""
        return self._open.get(document.uri) is document

    def open(self, item: types.TextDocumentItem, encoding: str) -> OpenDocument:
        """Take in a document."""
        document = OpenDocument(item.uri, item.version, item.language_id, item.text, encoding)
        self._open[item.uri] = document
        return document

    def change(self, params: types.DidChangeTextDocumentParams) -> OpenDocument | None:
        """The document after edits; None where they are about one that is not open, or about an older version."""
        known, version = self._open.get(params.text_document.uri), params.text_document.version
        if known is None or version <= known.version:
            return None
        self._open[known.uri] = changed = known.changed(version, params.content_changes)
        return changed

    def close(self, uri: str) -> bool:
        """Forget a document. False where it was not open."""
        return self._open.pop(uri, None) is not None
