"""Repairs a text: applies the fixes of its findings in passes, and takes back each that would do harm."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.check import inspect
from connector_lint.finding import Severity
from connector_lint.fix import apply_fixes, first_come
from connector_lint.overlaps import UNCOVERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from connector_lint.config import Config
    from connector_lint.finding import Finding

_MOST_PASSES = 10
_SYNTAX = frozenset(("yaml-syntax", "unreadable-file"))


@dataclass(frozen=True, slots=True)
class Fixed:
    """A repaired text, the findings that were fixed, and those whose fix was taken back, for it would do harm."""

    text: str
    applied: tuple[Finding, ...] = ()
    taken_back: tuple[Finding, ...] = ()


def fix_text(text: str, path: str, config: Config, *, unsafe: bool, blueprints_only: bool = False) -> Fixed:
    """Apply the safe fixes of a text's findings, with `unsafe` all, until nothing changes.

    A fix is taken back where its finding is still there, where the text no longer parses, or where it has findings
    that neither it had before nor the removed one had silenced. Syntax and security never count as silenced.
    With `blueprints_only` documents that do not look like a Blueprint are left alone.
    """
    applied: list[Finding] = []
    taken_back: dict[str, Finding] = {}

    def find(text: str) -> Sequence[Finding]:
        return inspect(text, path, config, blueprints_only=blueprints_only).findings

    for _ in range(_MOST_PASSES):
        found = find(text)
        wanted = first_come(f for f in found if f.fix and (f.fix.safe or unsafe) and f.fingerprint not in taken_back)
        if not wanted:
            break
        done = _Pass(text, found, find).harmless([], wanted)
        text = _applied(text, done)
        applied += done
        taken_back |= {finding.fingerprint: finding for finding in wanted if finding not in done}
    return Fixed(text, tuple(applied), tuple(taken_back.values()))


@dataclass(frozen=True, slots=True)
class _Pass:
    text: str
    before: Sequence[Finding]
    find: Callable[[str], Sequence[Finding]]

    def harmless(self, kept: list[Finding], wanted: list[Finding]) -> list[Finding]:
        """What of `wanted` can be fixed together with what is `kept`: halves of it are tried where the whole cannot."""
        if not self._does_harm([*kept, *wanted]):
            return [*kept, *wanted]
        if len(wanted) == 1:
            return kept
        middle = len(wanted) // 2
        return self.harmless(self.harmless(kept, wanted[:middle]), wanted[middle:])

    def _does_harm(self, fixed: Sequence[Finding]) -> bool:
        after = self.find(_applied(self.text, fixed))
        allowed = Counter(map(_kind, self.before))
        allowed.subtract(map(_kind, fixed))
        counts = Counter(map(_kind, after))
        return any(
            counts[_kind(finding)] > allowed[_kind(finding)] and not _was_silenced(finding, fixed) for finding in after
        )


def _kind(finding: Finding) -> tuple[str, int]:
    return finding.rule, finding.document


def _applied(text: str, fixed: Iterable[Finding]) -> str:
    return apply_fixes(text, [finding.fix for finding in fixed if finding.fix])


def _was_silenced(finding: Finding, fixed: Iterable[Finding]) -> bool:
    """Whether one of the findings that were fixed had kept this one silent. What is bad enough never counts as that."""
    if finding.rule in _SYNTAX or (finding.category == "security" and finding.severity is not Severity.INFO):
        return False
    return any(finding.rule in UNCOVERS.get(other.rule, ()) and finding.document == other.document for other in fixed)
