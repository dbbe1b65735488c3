"""The limit on findings: which of a file's are reported, and how many are only counted."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.finding import Finding


BREAKING = frozenset(("yaml-syntax", "unreadable-file"))  # these hide what else there is, and are always reported


class Quota:
    """How many findings of one file are taken: no more than `most` of each rule, and in the end of all rules.

    `left` counts the others. A rule's quota keeps the work bounded; that no worse finding is left out for a lesser
    one is the business of `worst`.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()
        self.left = 0

    def takes(self, rule: str) -> bool:
        """Whether one more finding of a rule is taken."""
        full = self._taken[rule] >= self._most
        self._taken[rule] += not full
        self.left += full
        return not full

    def worst(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those that are reported: what hides other findings, then the most severe, of these the first of the text."""
        ranked = sorted(findings, key=lambda finding: (finding.rule not in BREAKING, -finding.severity.rank))
        self.left += max(len(ranked) - self._most, 0)
        return ranked[: self._most]

    @property
    def reason(self) -> str:
        """What to say where findings were left out."""
        return f"it has more than {self._most:,} findings, and {self.left:,} of them are not reported"
