"""Which placeholders refer to nothing, as far as the format can decide it, and what they were probably to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.suggest import closest, is_one_edit_away
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.definitions import Definition, Definitions
    from connector_lint.document import Document
    from connector_lint.references import Reference

# In bodies a shorter name in braces is as likely a word of a query language as a misspelling.
_SHORTEST_NEAR_MISS = 4


@dataclass(frozen=True, eq=False, slots=True)
class Undefined:
    """A placeholder that refers to nothing.

    `near` is what it was probably to be. Where its first part is known and a field of that is not, `owner` is the
    former, and `field` the nearest of its fields. `other_report` is a definition that only another report knows.
    """

    reference: Reference
    near: Definition | None = None
    owner: Definition | None = None
    field: str | None = None
    other_report: Definition | None = None


def undefined_references(document: Document) -> Iterator[Undefined]:
    """The placeholders of requests that refer to nothing; none where a part of the Blueprint is missing."""
    root = document.root
    if not isinstance(root, Mapping) or not {"interface_parameters", "connector"} <= set(root.effective):
        return
    for reference in document.references:
        if reference.is_name and reference.where not in ("parameter", "other"):
            found = _undefined(reference, document.definitions)
            if found:
                yield found


def _undefined(reference: Reference, definitions: Definitions) -> Undefined | None:
    name, report = reference.name, reference.report
    if definitions.meant(reference.text, report) or name in definitions.loose:
        return None
    known = definitions.meant(name, report)
    if known:
        return _undefined_field(reference, known[0])
    near = definitions.near(name, report)
    if name.isupper() and reference.syntax == "{{%x%}}":  # it may be built in
        near = near if near and near.kind == "built-in" and is_one_edit_away(name, near.name) else None
        return Undefined(reference, near) if near else None
    if not reference.is_certain:
        return Undefined(reference, near) if near and _is_near_miss(name, near.name) else None
    return Undefined(reference, near, other_report=definitions.elsewhere(name))


def _undefined_field(reference: Reference, owner: Definition) -> Undefined | None:
    if not reference.member or owner.members is None or reference.member in owner.members:
        return None
    field = closest(reference.member, owner.members, cutoff=0.6)
    if not reference.is_certain and not (field and _is_near_miss(reference.member, field)):
        return None
    return Undefined(reference, owner=owner, field=field)


def _is_near_miss(name: str, known: str) -> bool:
    """Whether a name is a misspelling, by more than its case, of a known one that is long enough to tell."""
    return len(name) >= _SHORTEST_NEAR_MISS and name.lower() != known.lower() and is_one_edit_away(name, known)
