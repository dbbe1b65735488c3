"""A text in the editor, read as far as it can be."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from connector_lint.credential_formats import find_credentials
from connector_lint.credentials import looks_secret
from connector_lint.language.occurrences import occurrences
from connector_lint.language.outline import outline
from connector_lint.lines import Lines
from connector_lint.parse import parse
from connector_lint.redact import visible
from connector_lint.tree import Mapping, Node, Scalar, children

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.language.occurrences import Occurrence

LONGEST_NAME = 100
# No one types in a longer text and waits for words on it; it is linted all the same.
LONGEST_TEXT = 300_000


class TextState:
    """One version of a text, without byte-order mark. Everything is worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._occurrences: dict[int, list[Occurrence]] = {}

    @cached_property
    def lines(self) -> Lines:
        """Its lines."""
        return Lines(self.text)

    @cached_property
    def is_yaml(self) -> bool:
        """Whether a parser takes the text; if not, its documents are what the lines and their indentation say."""
        return all(document.root is not None or not document.problems for document in self._parsed)

    @cached_property
    def documents(self) -> list[Document]:
        """The documents of the text, at least one; an empty one where the text is too long."""
        return self._parsed if self.is_yaml or self.is_too_long else outline(self.text)

    @property
    def is_too_long(self) -> bool:
        """Whether it is not read at all."""
        return len(self.text) > LONGEST_TEXT

    def exact(self) -> TextState | None:
        """The state of a text that is YAML for the parser that has the last word; None where it is none."""
        if self.is_yaml:
            return self
        other = TextState(self.text)
        other.__dict__["_parsed"] = parse("" if self.is_too_long else self.text)
        return other if other.is_yaml else None

    def document_at(self, offset: int) -> Document:
        """The document that an offset, from 0, lies in."""
        found = [document for document in self.documents if document.tree.start <= offset]
        return found[-1] if found else self.documents[0]

    def node_at(self, offset: int) -> Node | None:
        """The innermost node that an offset lies in or at the end of; None between nodes and in comments."""
        node: Node | None = self.document_at(offset).root
        if node is None or not node.start <= offset <= node.end:
            return None
        while True:
            below = [child for child in children(node) if _holds(child, node, offset)]
            if not below:
                break
            node = next((child for child in below if offset < child.end), below[-1])
        return node if isinstance(node, Scalar) else None

    def occurrences_at(self, offset: int) -> list[Occurrence]:
        """Where the document at an offset defines and uses its names, in the order of the text."""
        document = self.document_at(offset)
        if document.index not in self._occurrences:
            self._occurrences[document.index] = occurrences(document)
        return self._occurrences[document.index]

    @cached_property
    def _parsed(self) -> list[Document]:
        return parse("" if self.is_too_long else self.text, second_opinion=False)


def _holds(child: Node, parent: Node, offset: int) -> bool:
    """Whether an offset lies in a child where it is written, not where an alias uses it."""
    return len(child.used_at) == len(parent.used_at) and child.start <= offset <= child.end


def mapping_of(node: Node | None) -> Mapping | None:
    """The mapping that a key or a value stands in."""
    return node.parent if node is not None and isinstance(node.parent, Mapping) else None


@lru_cache(maxsize=4096)
def is_shown(name: str) -> bool:
    """Whether a name of the file may be shown: no name is that could be a credential which stands in its place."""
    if not name or len(name) > LONGEST_NAME or looks_secret(name):
        return False
    return not any(True for _ in find_credentials(name))


def shown(name: str) -> str:
    """A name of the file as it is shown, made inert; a word for it where it may not be."""
    return visible(name).replace("`", "'") if is_shown(name) else "(hidden)"
