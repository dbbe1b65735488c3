"""Comments that silence findings: `# connector-lint: ignore[rule] reason`, and `ignore-file[rule]` for a whole file."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from connector_lint.finding import Suppressed

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from connector_lint.document import Document
    from connector_lint.finding import Finding
    from connector_lint.rule import Rule
    from connector_lint.tree import Offsets

UNUSED = "unused-ignore"  # the rule that reports comments without effect, from what the others found
# Names and reason end where another comment may begin, and no blank is looked at twice: a line may be a whole file.
_IGNORE = re.compile(
    r"(?<![^\s])#[ \t]*connector-lint[ \t]*:[ \t]*ignore(?P<file>-file)?(?![\w-])"
    r"(?:[ \t]*\[(?P<names>(?:[^\]\r\n#]++|(?<!\s)#)*+)\])?(?P<reason>(?:[^ \t\r\n]++|[ \t]++(?!#[ \t]))*+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\s,](?:[^,]*[^\s,])?")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One such comment: offsets from 0, without blanks at its end; `names` are rules and categories as written.

    `lines` (from 1) are those that it is about: its own, and where it stands `alone`, the next one and the first that
    holds more than a comment. `brackets` are the offsets of what stands between them; None without any. `document`
    counts from 0.
    """

    start: int
    end: int
    document: int
    lines: tuple[int, ...]
    alone: bool
    whole_file: bool
    names: tuple[str, ...]
    brackets: Offsets | None
    reason: str


@dataclass(frozen=True, slots=True)
class UnusedIgnore:
    """A comment, and those of its names that silenced nothing; `unknown` ones are called like no rule."""

    ignore: Ignore
    idle: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """The names that are of use."""
        return tuple(name for name in self.ignore.names if name not in (*self.idle, *self.unknown))


class IgnoreComments:
    """The ignore comments of one file, and which of their names have silenced something."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents
        self._used: set[tuple[Ignore, str]] = set()
        self.all = [ignore for document in documents for ignore in _ignores(document)] if documents else []
        self._whole_file = [ignore for ignore in self.all if ignore.whole_file]
        local = [ignore for ignore in self.all if not ignore.whole_file]
        self._by_document: dict[int, list[Ignore]] = {}
        for ignore in self.all:
            self._by_document.setdefault(ignore.document, []).append(ignore)
        self._broken = {document.index for document in documents if document.problems and document.root is None}
        self._at_end = sorted((ignore for ignore in local if not ignore.alone), key=_line)
        self._before: dict[int, list[Ignore]] = {}
        for ignore in local:
            for line in ignore.lines if ignore.alone else ():
                self._before.setdefault(line, []).append(ignore)

    def lines(self, finding: Finding) -> tuple[int, int]:
        """The first and the last line, from 1, that a finding is on.

        They are those of its span; in a scalar of several lines, all of that scalar, a block's header included:
        inside of it no comment can stand.
        """
        first, last, offset = finding.span.start.line, finding.span.last_line, finding.span.start.offset
        number = bisect_left(self._long_scalars, (offset + 1,)) - 1
        if number >= 0:
            start, end, from_line, to_line = self._long_scalars[number]
            if start <= offset < end:
                first, last = min(first, from_line), max(last, to_line)
        return first, last

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Suppressed]]:
        """What is reported of the findings, and what a comment silences, with its reason as it is written."""
        if not self.all:
            return list(findings), []
        kept: list[Finding] = []
        suppressed: list[Suppressed] = []
        reasons: dict[tuple[object, ...], str | None] = {}  # a line may hold thousands of findings, and of comments
        for finding in findings:
            same = finding.rule, finding.category, *self.lines(finding)
            if same not in reasons:
                reasons[same] = self._silence(finding)
            reason = reasons[same]
            if reason is None:
                kept.append(finding)
            else:
                suppressed.append(Suppressed(finding, "comment", reason))
        return kept, suppressed

    def _silence(self, finding: Finding) -> str | None:
        """Why comments silence a finding, as they say; None where none does. Those that do are used."""
        # A comment without effect does not silence the finding about itself by naming the category of that.
        called = {finding.rule} if finding.rule == UNUSED else {finding.rule, finding.category}
        found = [(ignore, name) for ignore in self.about(finding) for name in ignore.names if name in called]
        self._used.update(found)
        return next((ignore.reason for ignore, _ in found if ignore.reason), "") if found else None

    def unused(self, document: Document, rules: Iterable[Rule], ran: Container[str]) -> list[UnusedIgnore]:
        """The comments of a document without effect. `rules` are all that there are, `ran` those that did.

        None of a document that could not be read, nor for a whole file that one of them is in: who knows what is there.
        """
        rules = list(rules)
        known = {name for rule in rules for name in (rule.id, rule.category)}
        idlers = [rule for rule in rules if rule.id not in ran]
        silent = {UNUSED, *(rule.id for rule in idlers), *(rule.category for rule in idlers if not rule.on_request)}
        found = []
        for ignore in self._by_document.get(document.index, ()):
            if ignore.document in self._broken or (ignore.whole_file and self._broken):
                continue
            idle = [name for name in ignore.names if name in known - silent and (ignore, name) not in self._used]
            unknown = [name for name in ignore.names if name not in known]
            if idle or unknown or not ignore.names:
                found.append(UnusedIgnore(ignore, tuple(dict.fromkeys(idle)), tuple(dict.fromkeys(unknown))))
        return found

    def about(self, finding: Finding) -> Iterator[Ignore]:
        """The comments whose names hold for a finding: those for the whole file first."""
        if not self.all:
            return
        yield from self._whole_file
        first, last = self.lines(finding)
        yield from self._before.get(first, ())
        for number in range(bisect_left(self._at_end, first, key=_line), len(self._at_end)):
            if _line(self._at_end[number]) > last:
                break
            yield self._at_end[number]

    @cached_property
    def _long_scalars(self) -> list[tuple[int, int, int, int]]:
        """Offsets, first and last line of the scalars of several lines, in order."""
        found = set()
        for document in self._documents:
            for scalar in document.scalars:
                span = document.lines.span(scalar.start, scalar.end)
                if span.last_line > span.start.line:
                    found.add((scalar.start, scalar.end, span.start.line, span.last_line))
        return sorted(found)


def _ignores(document: Document) -> Iterator[Ignore]:
    lines, text = document.lines, document.text
    if not _IGNORE.search(text):  # in a text of comments only, each of them costs something
        return
    own_lines = [lines.position(comment.start) for comment in document.comments]
    alone = {at.line for at in own_lines if not text[at.offset - at.column + 1 : at.offset].strip(" \t")}
    below: dict[int, int] = {}
    for number in sorted(alone, reverse=True):
        below[number] = below.get(number + 1, number + 1)
    for comment, at in zip(document.comments, own_lines, strict=True):
        for found in _IGNORE.finditer(comment.text):
            names = _NAME.findall(found["names"] or "")
            yield Ignore(
                start=comment.start + found.start(),
                end=comment.start + found.start() + len(found[0].rstrip()),
                document=document.index,
                lines=tuple(sorted({at.line, at.line + 1, below[at.line]})) if at.line in alone else (at.line,),
                alone=at.line in alone,
                whole_file=found["file"] is not None,
                names=tuple(names),
                brackets=None if found["names"] is None else _moved(found.span("names"), comment.start),
                reason=found["reason"].strip(),
            )


def _line(ignore: Ignore) -> int:
    return ignore.lines[0]


def _moved(offsets: Offsets, by: int) -> Offsets:
    return offsets[0] + by, offsets[1] + by
