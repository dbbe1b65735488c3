"""Applies edits to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connector_lint.finding import Finding, Fix

Item = TypeVar("Item")


def apply_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes applied, first come first served: one that overlaps an earlier one is left out.

    Everything outside of the edits stays as it is.
    """
    edits = [edit for fix in _apart(fixes, lambda fix: fix) for edit in _edits(fix)]
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def first_come(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings whose fixes can be applied together: one whose fix overlaps an earlier one's is left out."""
    return [finding for finding in _apart(findings, lambda finding: finding.fix) if finding.fix and finding.fix.edits]


def _apart(items: Iterable[Item], fix_of: Callable[[Item], Fix | None]) -> Iterator[Item]:
    """The items in their order, without those whose edits overlap what came before."""
    taken: list[tuple[int, int, str]] = []
    for item in items:
        fix = fix_of(item)
        edits = _edits(fix) if fix else []
        if not any(_overlap(one, other) for one in edits for other in taken):
            taken += edits
            yield item


def _edits(fix: Fix) -> list[tuple[int, int, str]]:
    return [(edit.span.start.offset, edit.span.end.offset, edit.text) for edit in fix.edits]


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[:2] == other[:2] or (one[0] < other[1] and other[0] < one[1])
