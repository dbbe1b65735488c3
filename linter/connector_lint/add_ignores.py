"""Writes ignore comments for what is found today into files, and changes nothing else in them."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from connector_lint.check import inspect_documents
from connector_lint.edits import line_break
from connector_lint.errors import ConfigError
from connector_lint.ignore_comments import IgnoreComments
from connector_lint.parse import parse
from connector_lint.redact import visible
from connector_lint.rewrite import ChangedMeanwhileError, rewrite
from connector_lint.source import BytesSource, documents
from connector_lint.tree import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from connector_lint.config import Config
    from connector_lint.document import Document
    from connector_lint.finding import Finding
    from connector_lint.source import FileSource

_BOM = "\ufeff"
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def add_ignores(source: FileSource, config: Config) -> str:
    """Write comments into a file for all that is found in it. Returns a line about that, empty if there is nothing.

    Raises ConfigError for a file that changes meanwhile or cannot be written, and for one whose text cannot be read.
    """
    shown = visible(source.path)
    try:
        old = source.read(config.limits.size + 1)
    except OSError as error:
        raise ConfigError(f"{shown}: no comments added: {error.strerror}") from error
    read = documents(BytesSource(source.path, old, source.blueprints_only), config.limits)
    inspection = inspect_documents(read, source.path, config, blueprints_only=source.blueprints_only)
    if not inspection.findings:
        return ""
    try:
        text = old.decode()
    except UnicodeDecodeError:
        raise ConfigError(f"{shown}: a comment cannot ignore that the file is unreadable") from None
    mark = _BOM if text.startswith(_BOM) else ""
    new = with_ignores(text.removeprefix(_BOM), source.path, config, blueprints_only=source.blueprints_only)
    if new is None:
        raise ConfigError(f"{shown}: a comment cannot ignore what is found here")
    try:
        if not (source.file.stat().st_mode & _WRITABLE and os.access(source.file, os.W_OK)):
            raise ConfigError(f"{shown}: no comments added: the file is read-only")
        rewrite(source.file, old, (mark + new).encode())
    except ChangedMeanwhileError:
        raise ConfigError(f"{shown}: no comments added: the file changed meanwhile") from None
    except OSError as error:
        raise ConfigError(f"{shown}: no comments added: {error.strerror}") from error
    count = len(inspection.findings)
    return f"{shown}: ignore comments added for {count} finding{'s' if count > 1 else ''}"


def with_ignores(text: str, path: str, config: Config, *, blueprints_only: bool = False) -> str | None:
    """A text without byte-order mark with comments that silence all its findings; None where comments cannot."""
    read = parse(text, config.limits)
    found = inspect_documents(read, path, config, blueprints_only=blueprints_only).findings
    new = _with_comments(read, found)
    if not same_values(read, parse(new, config.limits)):
        new = _for_file(read, new=text, rules={finding.rule for finding in found})
    for _ in range(2):
        again = parse(new, config.limits)
        left = inspect_documents(again, path, config, blueprints_only=blueprints_only).findings
        if not left:
            return new
        new = _for_file(read, new=new, rules={finding.rule for finding in left})
    return None


def _with_comments(read: Sequence[Document], findings: Iterable[Finding]) -> str:
    text = read[0].text
    for offset, comment in reversed(insertions(read, findings)):
        text = text[:offset] + comment + text[offset:]
    return text


def insertions(read: Sequence[Document], findings: Iterable[Finding]) -> list[tuple[int, str]]:
    """What to insert at which offsets, in their order, so that comments silence findings.

    Each finding's rule goes into a comment that is there, to the end of a line, or above it; else nowhere.
    """
    ignores, places = IgnoreComments(read), Places(read)
    names: dict[tuple[int, str, str], dict[str, None]] = {}  # what is inserted where, around which names
    for finding in findings:
        if read[finding.document].root is None:
            continue  # comments behind the place of the error are not read
        there = [(i, i.brackets) for i in ignores.about(finding) if i.brackets and not i.whole_file]
        if there:
            ignore, (_, end) = there[0]
            place = (end, ", " if ignore.names else "", "")
        else:
            first, last = ignores.lines(finding)
            found = places.at_end(first) or places.at_end(last) or places.above(first)
            if found is None:
                continue
            place = found
        names.setdefault(place, {})[finding.rule] = None
    return [(offset, before + ", ".join(rules) + after) for (offset, before, after), rules in sorted(names.items())]


class Places:
    """Where in a file a comment can be written: the offset, and what goes before and behind the names."""

    def __init__(self, read: Sequence[Document]) -> None:
        self._lines, self._text, self._break = read[0].lines, read[0].text, line_break(read[0])
        self._commented = {self._lines.position(c.start).line for document in read for c in document.comments}
        self._inside: set[int] = set()  # lines that end within a scalar: no comment can stand there
        self._begin_inside: set[int] = set()
        for scalar in (scalar for document in read for scalar in document.scalars):
            span = self._lines.span(scalar.start, scalar.end)
            is_block = scalar.style in ("|", ">")
            self._inside.update(range(span.start.line + is_block, span.last_line + is_block))
            self._begin_inside.update(range(span.start.line + 1, span.last_line + 1))

    def at_end(self, line: int) -> tuple[int, str, str] | None:
        """At the end of a line that holds no comment yet and does not end within a scalar."""
        if line in self._commented or line in self._inside:
            return None
        return self._lines.bounds(line)[1], "  # connector-lint: ignore[", "]"

    def above(self, line: int) -> tuple[int, str, str] | None:
        """On a line of its own, with the indentation of the line below it."""
        if line in self._begin_inside:
            return None
        start, end = self._lines.bounds(line)
        indented = self._text[start:end]
        indentation = indented[: len(indented) - len(indented.lstrip(" "))]
        return start, f"{indentation}# connector-lint: ignore[", f"]{self._break}"


def _for_file(read: Sequence[Document], *, new: str, rules: set[str]) -> str:
    """A comment for the whole file, above all else."""
    return f"# connector-lint: ignore-file[{', '.join(sorted(rules))}]{line_break(read[0])}{new}"


def same_values(read: Sequence[Document], again: Sequence[Document]) -> bool:
    """Whether two texts mean the same to a loader."""

    def values(documents: Sequence[Document]) -> list[object]:
        return [document.root and plain(document.root) for document in documents]

    return repr(values(read)) == repr(values(again))  # as text: not-a-number equals nothing
