"""What a run says: findings, their places and their fixes. Plain values, all of them picklable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class Severity(StrEnum):
    """How bad a finding is: `error` is broken or dangerous, `warning` very likely a mistake, `info` advice."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """3 for `error`, 2 for `warning`, 1 for `info`: the higher, the worse."""
        return {"error": 3, "warning": 2, "info": 1}[self.value]


@dataclass(frozen=True, order=True, slots=True)
class Position:
    """A place in a text: offset from 0, line and column from 1, all in code points."""

    offset: int
    line: int
    column: int


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of a text; `end` is exclusive."""

    start: Position
    end: Position

    @property
    def last_line(self) -> int:
        """The last line, from 1, of which it holds something; the first one where it is empty."""
        before_line = self.end.column == 1 and self.end.line > self.start.line
        return self.end.line - before_line


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `span` by `text`; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a fix changes of what a file says, at one key or index.

    `holder` is the offset of the mapping that has the key, or of the list that has the index. There stands afterwards
    what `after` says as JSON, or what stood at `moved` before, a holder and a key, or nothing where both are None.
    With `part`, two indexes of a string's content, only what is between them is replaced.
    `at` is the offset of the edit that makes the change. `effect` is for people, and holds no credential:
    "`fields[0].is_encrypted`: absent → true".
    """

    holder: int
    name: str | int
    after: str | None
    at: int
    moved: tuple[int, str] | None = None
    part: tuple[int, int] | None = None
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Fix:
    """Text edits that remove a finding. A `safe` fix cannot change what the author meant.

    `changes` are all that the edits change of what the file says: one that does anything else is not applied.
    `todo` is what the person who applies it has to do afterwards; empty where that is nothing.
    """

    description: str
    safe: bool
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...] = ()
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a finding is about, such as the alias that uses the value."""

    message: str
    path: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect at one span.

    `document` counts the documents of the file from 0. `yaml_path` is None for syntax and comments.
    `named_path` is the place in the tree by names (`source[name=x]`), `-` where there is none: it stays when lines move
    and lists are re-ordered. `help` is the address of the rule's page. `fingerprint` is stable in the same way.
    Neither holds a credential.
    """

    rule: str
    category: str
    severity: Severity
    message: str
    path: str
    span: Span
    document: int
    yaml_path: str | None
    help: str
    fingerprint: str
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    named_path: str = "-"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is not reported: `by` a comment in the file or the baseline, and the `reason` that is given."""

    finding: Finding
    by: Literal["comment", "baseline"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RuleError:
    """A bug of a rule's or of ours: where it struck and the exception's type, never its text (it may hold a secret)."""

    rule: str | None
    path: str
    type: str
