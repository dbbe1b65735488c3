"""Applies edits to a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.finding import Finding, Fix


def apply_fixes(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes applied, first come first served: one that overlaps an earlier one is left out.

    Everything outside of the edits stays as it is.
    """
    taken: list[tuple[int, int, str]] = []
    for fix in fixes:
        edits = _edits(fix)
        if not _overlaps(edits, taken):
            taken += edits
    for start, end, replacement in sorted(taken, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def first_come(findings: Iterable[Finding]) -> list[Finding]:
    """Those findings whose fixes can be applied together: one whose fix overlaps an earlier one's is left out."""
    chosen: list[Finding] = []
    taken: list[tuple[int, int, str]] = []
    for finding in findings:
        edits = _edits(finding.fix) if finding.fix else []
        if edits and not _overlaps(edits, taken):
            chosen.append(finding)
            taken += edits
    return chosen


def _edits(fix: Fix) -> list[tuple[int, int, str]]:
    return [(edit.span.start.offset, edit.span.end.offset, edit.text) for edit in fix.edits]


def _overlaps(edits: Iterable[tuple[int, int, str]], taken: Iterable[tuple[int, int, str]]) -> bool:
    return any(
        one[:2] == other[:2] or (one[0] < other[1] and other[0] < one[1]) for one in edits for other in list(taken)
    )
