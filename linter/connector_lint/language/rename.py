"""Gives a name another text, where it is defined and wherever it is used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.authentication import TOKEN_FIELDS, required_fields
from connector_lint.language.navigation import occurrence_at
from connector_lint.language.occurrences import linked
from connector_lint.scalars import BINARY, resolve
from connector_lint.schema_errors import AMBIGUOUS_BOOLEANS
from connector_lint.views import Authentication

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.finding import Edit, Span
    from connector_lint.language.occurrences import Name, Occurrence
    from connector_lint.language.state import TextState

# Told to whoever renames a parameter: what stands outside of the file is not seen.
WARNING = "data flows that use the connector name its parameters: rename them there too"

_LONGEST = 100
_NAME = re.compile(r"[^\W\d][\w\-]*(?: [\w\-]+)*\Z")
_STORAGE = re.compile(r"[^\W][\w\-./ ]*(?<! )\Z")
_PLAIN = re.compile(r"[^\W\d][\w\-./ ]*\Z")


class RenameError(Exception):
    """A name cannot be changed, or not to this: one sentence for people, without a value of the file."""


def prepare_rename(state: TextState, offset: int) -> Span | None:
    """The name at an offset, from 0, if it can be changed."""
    exact = state.exact()
    at = occurrence_at(exact, offset) if exact else None
    if exact is None or at is None or any(_is_fixed(exact.document_at(offset), name) for name in at[0].names):
        return None
    return state.lines.span(at[0].start, at[0].end)


def rename_edits(state: TextState, offset: int, new_name: str) -> list[Edit]:
    """The edits that give the name at an offset, from 0, another text, first to last. Raises RenameError."""
    exact = state.exact()
    if exact is None:
        raise RenameError("the file is no YAML as it stands: repair it first, or some places would be missed")
    at = occurrence_at(exact, offset)
    if at is None:
        raise RenameError("nothing here can be renamed: put the cursor on a parameter, variable, item or storage")
    here, found = at
    document = exact.document_at(offset)
    same = linked(found, here.names)
    names = here.names.union(*(one.names for one in same))
    _check(document, names, found, new_name)
    return [edit for one in same if (edit := _edit(document, one, new_name))]


def _is_fixed(document: Document, name: Name) -> bool:
    """Whether the platform knows it by this name."""
    if name.kind == "built-in":
        return True
    if name.kind != "field":
        return False
    owner = next((one for one in document.parameters if one.name == name.owner), None)
    if isinstance(owner, Authentication):
        return name.text in (*required_fields(owner), *TOKEN_FIELDS)
    return owner is not None and owner.type == "date_range"


def _check(document: Document, names: frozenset[Name], found: list[Occurrence], new: str) -> None:
    """Raise RenameError where a name must stay, or the new one is none or means something else already."""
    if any(_is_fixed(document, name) for name in names):
        raise RenameError("the platform knows this name as it is: it cannot be changed")
    is_storage = any(name.kind == "storage" for name in names)
    if len(new) > _LONGEST or not (_STORAGE if is_storage else _NAME).match(new):
        allowed = "letters, digits, blanks, `_`, `-`" + (", `.` and `/`" if is_storage else "; a letter comes first")
        raise RenameError(f"this is no valid name: write at most {_LONGEST} {allowed}")
    if any(_clashes(name, other, new) for one in found for other in one.names for name in names):
        raise RenameError("the new name is taken: something else that is known here is called so")
    if not is_storage and any(name.kind != "field" for name in names) and new == "BASE_URL":
        raise RenameError("the new name is taken: the platform itself fills in `BASE_URL`")


def _clashes(name: Name, other: Name, new: str) -> bool:
    if other.text != new or other.text == name.text:
        return False
    if "storage" in (name.kind, other.kind):
        return name.kind == other.kind
    if name.kind == "field" and other.kind == "field":
        return (name.owner, name.report) == (other.owner, other.report)
    meets = name.report is None or other.report is None or name.report == other.report
    return meets and "field" not in (name.kind, other.kind)


def _edit(document: Document, one: Occurrence, new: str) -> Edit | None:
    """The edit of one place; in quotes where the text would mean something else without."""
    written = document.text[one.start : one.end]
    old = next(name.text for name in one.names)
    if old == new:
        return None
    is_hidden = (one.start, one.end) == (one.node.start, one.node.end) or not one.is_whole
    if one.node.tag == BINARY or (written != old and is_hidden):
        line = document.lines.position(one.start).line
        raise RenameError(f"line {line} writes the name in a way that cannot be edited: change it there first")
    needs_quotes = one.is_whole and not one.node.style and not _is_plain(new)
    return document.edit(one.start, one.end, f'"{new}"' if needs_quotes else new)


def _is_plain(text: str) -> bool:
    is_text = isinstance(resolve(text, plain=True, tag=None), str) and text not in AMBIGUOUS_BOOLEANS
    return is_text and bool(_PLAIN.match(text))
