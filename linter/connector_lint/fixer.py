"""Repairs a text: applies the fixes of its findings in passes, and takes back each that would do harm."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

from connector_lint.check import inspect
from connector_lint.finding import Severity
from connector_lint.fix import apply_fixes, first_come
from connector_lint.limits import too_slow
from connector_lint.lines import Lines
from connector_lint.meaning import meaning
from connector_lint.overlaps import UNCOVERS
from connector_lint.parse import parse
from connector_lint.quota import BREAKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from connector_lint.config import Config
    from connector_lint.document import Document
    from connector_lint.finding import Change, Edit, Finding, Fix, Span
    from connector_lint.limits import Limits

_MOST_PASSES = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """A repaired text, the findings that were fixed, and those whose fix was taken back, for it would do harm.

    The findings stand at their places in the unrepaired text, also those that only a later pass has found.
    `effects` tell what the text says otherwise: where in the unrepaired one, an offset, and in words.
    """

    text: str
    applied: tuple[Finding, ...] = ()
    taken_back: tuple[Finding, ...] = ()
    effects: tuple[tuple[int, str], ...] = ()


def fix_text(text: str, path: str, config: Config, *, unsafe: bool, blueprints_only: bool = False) -> Fixed:
    """Apply the safe fixes of a text's findings, with `unsafe` all, until nothing changes.

    A fix is taken back where its finding is still there, where the text no longer parses or says otherwise than the
    fix declares, or where it has findings that neither it had before nor the removed one had silenced. Syntax and
    security never count as silenced, advice always does.
    With `blueprints_only` documents that do not look like a Blueprint are left alone.
    Raises LateError where it takes longer than the limit says.
    """
    deadline = monotonic() + config.limits.seconds
    unbounded = replace(config, limits=replace(config.limits, findings=sys.maxsize))  # or a repair would uncover others
    applied: list[Finding] = []
    taken_back: dict[str, Finding] = {}
    effects: list[tuple[int, str]] = []
    passes: list[list[Edit]] = []
    lines = Lines(text)

    def find(text: str) -> Sequence[Finding]:
        if monotonic() > deadline:  # each fix may be tried alone, and each trial reads the whole text
            raise too_slow(config.limits)
        return inspect(text, path, unbounded, blueprints_only=blueprints_only).findings

    for _ in range(_MOST_PASSES):
        found = find(text)
        wanted = first_come(f for f in found if f.fix and (f.fix.safe or unsafe) and f.fingerprint not in taken_back)
        if not wanted:
            break
        done = _Pass(text, found, find, config.limits).harmless([], wanted)
        fixes = [finding.fix for finding in done if finding.fix]
        effects += [(_unrepaired(change.at, passes), change.effect) for fix in fixes for change in fix.changes]
        applied += [_placed(finding, passes, lines) for finding in done]
        if not done:  # what did harm together with others may do none by itself, in the next pass
            taken_back |= {finding.fingerprint: _placed(finding, passes, lines) for finding in wanted}
        passes.append([edit for fix in fixes for edit in fix.edits])
        text = apply_fixes(text, fixes)
    return Fixed(text, tuple(applied), tuple(taken_back.values()), tuple(effects))


def is_sound(text: str, path: str, config: Config, change: Fix, brings: Collection[str] = ()) -> bool:
    """Whether a change leaves a text that says what it declares, and has no finding that was not there before.

    Those of the rules that it `brings` are expected.
    """

    def find(text: str) -> Sequence[Finding]:
        return inspect(text, path, config).findings

    before, after = find(text), apply_fixes(text, [change])
    if not _Pass(text, before, find, config.limits).says_what_is_declared(after, change.changes):
        return False
    new = Counter(map(_kind, find(after))) - Counter(map(_kind, before))
    return all(rule in brings for rule, _ in new)


@dataclass(frozen=True)
class _Pass:
    text: str
    before: Sequence[Finding]
    find: Callable[[str], Sequence[Finding]]
    limits: Limits

    @cached_property
    def _documents(self) -> list[Document]:
        return parse(self.text, self.limits)

    def harmless(self, kept: list[Finding], wanted: list[Finding]) -> list[Finding]:
        """What of `wanted` can be fixed together with what is `kept`: halves of it are tried where the whole cannot."""
        if not self._does_harm([*kept, *wanted]):
            return [*kept, *wanted]
        if len(wanted) == 1:
            return kept
        middle = len(wanted) // 2
        return self.harmless(self.harmless(kept, wanted[:middle]), wanted[middle:])

    def _does_harm(self, fixed: Sequence[Finding]) -> bool:
        fixes = [finding.fix for finding in fixed if finding.fix]
        text = apply_fixes(self.text, fixes)
        if not self.says_what_is_declared(text, [change for fix in fixes for change in fix.changes]):
            return True
        after = self.find(text)
        allowed = Counter(map(_kind, self.before))
        allowed.subtract(map(_kind, fixed))
        counts = Counter(map(_kind, after))
        return any(
            counts[_kind(finding)] > allowed[_kind(finding)] and not _was_silenced(finding, fixed) for finding in after
        )

    def says_what_is_declared(self, text: str, changes: Sequence[Change]) -> bool:
        """Whether a changed text says what this one does, but for the changes."""
        try:
            declared = meaning(self._documents, changes)
        except KeyError:
            return False
        return meaning(parse(text, self.limits)) == declared


def _placed(finding: Finding, passes: Sequence[Sequence[Edit]], lines: Lines) -> Finding:
    """The finding, its places those in the unrepaired text, whose lines these are."""

    def there(span: Span) -> Span:
        return lines.span(_unrepaired(span.start.offset, passes), _unrepaired(span.end.offset, passes))

    if not passes:
        return finding
    related = tuple(replace(one, span=there(one.span)) for one in finding.related)
    edits = tuple(replace(edit, span=there(edit.span)) for edit in finding.fix.edits) if finding.fix else ()
    fix = finding.fix and replace(finding.fix, edits=edits)
    return replace(finding, span=there(finding.span), related=related, fix=fix)


def _unrepaired(offset: int, passes: Sequence[Sequence[Edit]]) -> int:
    """Where an offset was before the passes, the last of which led to the text that it is in."""
    for edits in reversed(passes):
        offset = _before(offset, edits)
    return offset


def _before(offset: int, edits: Iterable[Edit]) -> int:
    shift = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start = edit.span.start.offset
        if offset < start + shift:
            break
        if offset < start + shift + len(edit.text):
            return start
        shift += len(edit.text) - (edit.span.end.offset - start)
    return offset - shift


def _kind(finding: Finding) -> tuple[str, int]:
    return finding.rule, finding.document


def _was_silenced(finding: Finding, fixed: Iterable[Finding]) -> bool:
    """Whether one of the findings that were fixed had kept this one silent. What is bad enough never counts as that.

    Advice always does: it says nothing against the fix.
    """
    if finding.severity is Severity.INFO and finding.rule not in BREAKING:
        return True
    if finding.rule in BREAKING or finding.category == "security":
        return False
    return any(finding.rule in UNCOVERS.get(other.rule, ()) and finding.document == other.document for other in fixed)
