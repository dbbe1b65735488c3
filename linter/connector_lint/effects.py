"""What fixes change of what a file says, in words that hold no credential."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from connector_lint.names import yaml_path
from connector_lint.redact import visible
from connector_lint.tree import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Change, Fix
    from connector_lint.redact import Redaction
    from connector_lint.tree import Path

_LONGEST = 60


def with_effects(document: Document, redaction: Redaction, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, each with its effect, such as `source[0].fields[1].is_encrypted: absent → true`."""
    return tuple(replace(change, effect=_effect(document, redaction, change)) for change in changes)


def drops_anchor(document: Document, fix: Fix) -> bool:
    """Whether an edit takes an anchor away that is used elsewhere."""
    spans = [(edit.span.start.offset, edit.span.end.offset) for edit in fix.edits]
    anchors = [document.text.rfind("&", 0, begin) for begin, _ in document.tree.shared]
    return any(start <= anchor < stop for start, stop in spans for anchor in anchors)


def changes_aliases(document: Document, fix: Fix) -> bool:
    """Whether a fix changes an anchored node that is used elsewhere, also by what it writes behind its end."""
    places = [edit.span.start.offset for edit in fix.edits] + [change.holder for change in fix.changes]
    return any(begin <= place < end for place in places for begin, end in document.tree.shared)


def shown_path(path: Path, redaction: Redaction) -> str:
    """A path as text. A key in it may be a misplaced credential, and is masked."""
    return visible(yaml_path(tuple(redaction.scrub(step) if isinstance(step, str) else step for step in path)))


def _effect(document: Document, redaction: Redaction, change: Change) -> str:
    written = document.written
    holder = written.container(change.holder, change.name)
    path = (*(holder.path if holder else ()), change.name)
    before = written.value(holder, change.name)
    if change.part and isinstance(before, Scalar):
        return f"{shown_path(path, redaction)}: {_shown_part(redaction, before, change)}"
    if change.after is not None:
        after = visible(redaction.scrub(_brief(change.after)))
    else:
        moved = written.value(written.container(*change.moved), change.moved[1]) if change.moved else None
        after = _shown(redaction, moved)
    return f"{shown_path(path, redaction)}: {_shown(redaction, before)} → {after}"


def _brief(new: str) -> str:
    """What is written, as JSON; of a long mapping or list what it is and the first name in it."""
    value = json.loads(new)
    if len(new) <= _LONGEST or not isinstance(value, dict | list):
        return new
    name = next(_names(value), None)
    return ("a mapping" if isinstance(value, dict) else "a list") + (f" (name: {json.dumps(name)})" if name else "")


def _names(value: object) -> Iterator[str]:
    """The names of what a new value holds, in the order in which they are written."""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        yield value["name"]
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(inner)


def _shown_part(redaction: Redaction, scalar: Scalar, change: Change) -> str:
    """The part of a text that changes, dots for what stays around it."""
    (start, end), new = change.part or (0, 0), str(json.loads(change.after or '""'))
    if redaction.hides(scalar.start, scalar.end):
        return "a text → another text"
    head, tail = "…" if start else "", "…" if end < len(scalar.text) else ""
    parts = (json.dumps(text)[1:-1] for text in (scalar.text[start:end], new))
    before, after = (f'"{head}{visible(redaction.scrub(part))}{tail}"' for part in parts)
    return f"{before} → {after}"


def _shown(redaction: Redaction, node: Node | None) -> str:
    """A value as it is written, masked; what it is where it is long or has several lines."""
    if node is None:
        return "absent"
    start, end = node.used_at[0] if node.used_at else (node.start, node.end)
    text = "" if end - start > _LONGEST else redaction.part(start, end)
    if end - start > _LONGEST or not text.isprintable():
        return {Mapping: "a mapping", Sequence: "a list"}.get(type(node), "a text")
    return visible(text) or "nothing"
