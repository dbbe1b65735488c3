"""What stands at the cursor of a text that is being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from connector_lint.language.outline import outline
from connector_lint.language.schema_at import Schema, schemas_at
from connector_lint.references import is_key
from connector_lint.tree import Mapping, Node, Scalar, Sequence, children

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Span
    from connector_lint.language.state import TextState

_LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*-?")
_INDICATOR = re.compile(r"(?:[\w\"']:|\A[ \t]*(?:-[ \t]+)*-)\Z")
_PRIVATE = [chr(code) for code in range(0xE000, 0xE020)]


@dataclass(frozen=True, eq=False, slots=True)
class Completion:
    """One proposal: replace `span` by `insert_text`, a snippet (`$1`, `${2:name}`) where `is_snippet`.

    `documentation` is Markdown. Lines of the text behind the first are indented in full: insert it as it is. Editors
    compare what is typed at `span` with `filter_text`, where it is no prefix of the label.
    """

    label: str
    kind: str
    detail: str
    documentation: str
    insert_text: str
    span: Span
    is_snippet: bool = False
    filter_text: str = ""

    @property
    def plain_text(self) -> str:
        """The text for editors that know no snippets."""
        if not self.is_snippet:
            return self.insert_text
        return re.sub(r"\$\{[0-9]:([^{}]*)\}|\$[0-9]", lambda found: found[1] or "", self.insert_text)


class Cursor:
    """An offset, from 0, of a text, and the scalar that would stand there if one more character was typed.

    Its document is that of the text with a mark at the cursor, read by lines.
    """

    def __init__(self, state: TextState, offset: int) -> None:
        text = state.text
        line_start, line_end = state.lines.bounds(state.lines.position(offset).line)
        offset = min(offset, line_end)
        self.state = state
        self.offset = offset
        self.head = text[line_start:offset]
        self.line = text[line_start:line_end]
        self.line_start = line_start
        self.mark = next((character for character in _PRIVATE if character not in text), "")
        # Right behind a colon or a dash a value needs a blank first, which comes with it.
        self.needs_blank = bool(_INDICATOR.search(self.head)) and not self.line[len(self.head) :].strip()
        self._inserted = " " * self.needs_blank + self.mark
        documents = outline(text[:offset] + self._inserted + text[offset:]) if self.mark else state.documents
        self.document: Document = [document for document in documents if document.tree.start <= offset][-1]
        self.node = _scalar_at(self.document.root, offset + self.needs_blank)
        if self.is_quoted:
            self.needs_blank = False

    @property
    def is_key(self) -> bool:
        """Whether a key is being typed."""
        return self.node is not None and is_key(self.node)

    @property
    def holder(self) -> Mapping | Sequence | None:
        """What the scalar stands in."""
        return self.node.parent if self.node else None

    @property
    def is_flow(self) -> bool:
        """Whether it stands in brackets."""
        return self.holder is not None and self.holder.flow

    @cached_property
    def schemas(self) -> list[Schema]:
        """What the schema says of the scalar, or of the value of the key that it is."""
        return schemas_at(self.node) if self.node else []

    @property
    def key(self) -> str:
        """The key whose value, or an item of whose list, is being typed."""
        node: Node | None = self.holder if isinstance(self.holder, Sequence) else self.node
        return str(node.name) if node is not None and isinstance(node.parent, Mapping) else ""

    @cached_property
    def span(self) -> Span:
        """What a proposal replaces: the word at the cursor, without its quotes."""
        node = self.node
        if node is None:
            return self.state.lines.span(self.offset, self.offset)
        quotes = 1 if node.style in ("'", '"') else 0
        start, end = node.start + quotes, node.end - len(self._inserted)
        if quotes and end > start and self.state.text[end - 1 : end] == node.style and self.offset < end:
            end -= 1
        start = max(start, self.line_start)
        end = min(max(end, self.offset), self.line_start + len(self.line))
        return self.state.lines.span(min(start, self.offset), end)

    @property
    def is_quoted(self) -> bool:
        """Whether it stands in quotes or in a block scalar, where nothing needs quotes."""
        return self.node is not None and self.node.style != ""

    @property
    def column(self) -> int:
        """The column, from 0, of the word at the cursor: where the keys of its mapping stand in block style."""
        return self.span.start.offset - self.line_start

    @property
    def is_alone(self) -> bool:
        """Whether nothing but blanks and dashes stands before the word on its line."""
        before = self.line[: self.column]
        return _LEAD.fullmatch(before) is not None

    @property
    def is_behind_dash(self) -> bool:
        """Whether a dash stands before the word on its line."""
        return self.is_alone and "-" in self.line[: self.column]


def _scalar_at(root: Node | None, offset: int) -> Scalar | None:
    """The scalar that holds the mark at an offset."""
    node = root
    while node is not None and not isinstance(node, Scalar):
        inside = (child for child in children(node) if child.start <= offset < child.end)
        node = next((child for child in inside if len(child.used_at) == len(node.used_at)), None)
    return node if node is not None and node.start <= offset < node.end else None
