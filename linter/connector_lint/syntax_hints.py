"""What people did wrong where a parser found no YAML: from the place it stopped at, else from its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.document import Document, Problem

_TAB = re.compile(r"[ ]*\t")
_NO_BLANK = re.compile(r"^[ \t]*(?:-[ \t]+)*[A-Za-z_][\w-]*:[^\s/:]")
# `{x}`, `{{x}}`, `{{%x%}}` as the last thing; with a colon or a comma in it, it is a mapping.
_PLACEHOLDER = re.compile(r"\{{1,2}%?[^{}:,\"'%]{1,200}%?\}{1,2}[ \t]*\Z")
_QUOTED = re.compile(r"(?:^|(?<=[\s\[{(,]))(?:\"(?:[^\"\\]|\\.?)*+(?:(\")|\Z)|'[^']*+(?:(')|\Z))")
_CLOSERS = {"]": "closes nothing", "}": "closes nothing", ",": "separates nothing"}
_OPEN = "the text ends where something is still open: close the bracket or the quote"
_INDENTATION = "the indentation does not fit the lines above"
_CONTROL = "a control character stands here: remove it, or write it as an escape in quotes"
_BLOCK = "`|` or `>` begins a block of lines, and the block begins on the next: put the value in quotes"
# What the parsers say, and what it means. Their words choose ours; they may quote the text, so they are not shown.
_WORDS = (
    ("undefined alias", "the alias refers to no anchor above it: define the anchor before it is used"),
    ("merge key without a mapping", "the merge key `<<` needs a mapping, or a list of mappings"),
    ("surrogate", "half of a surrogate pair is no character: save the file as UTF-8"),
    ("special characters are not allowed", _CONTROL),
    ("control characters are not allowed", _CONTROL),
    (
        "unknown escape character",
        "in double quotes a backslash begins an escape, and this is none: double it, or use single quotes",
    ),
    ("tag handle", "the tag's handle is not declared: remove the tag"),
    ("scanning an alias", "`*` begins an alias, and this is no name of one: put the value in quotes"),
    ("scanning an anchor", "`&` begins an anchor, and this is no name of one: put the value in quotes"),
    ("line break", _BLOCK),
    ("chomping", _BLOCK),
    ("',' or ']'", "a comma or the closing `]` of a list is missing"),
    ("',' or '}'", "a comma or the closing `}` of a mapping is missing"),
    (
        "mapping values are not allowed",
        "a colon stands where no key can be: put the value in quotes, or mend the indentation",
    ),
    ("expected key", _INDENTATION),
    ("block end", _INDENTATION),
    ("block mapping", _INDENTATION),
    ("block collection", _INDENTATION),
    ("expected ':'", "a key without a colon and a value"),
    ("stream end", _OPEN),
    ("node content", _OPEN),
    ("document start", "a second document begins without `---`, or the indentation does not fit the lines above"),
)


def hint(document: Document, problem: Problem) -> str:
    """What is wrong at a syntax problem, and what to do."""
    position = document.lines.position(problem.start)
    line = _line(document, position.line)
    before, at = line[: position.column - 1], line[position.column - 1 : position.column]
    hints = (
        _about_quotes(document, problem.reason, position.line, before),
        _about_a_character(problem.reason, before, at),
        _about_lines(problem.reason, (line, _last_line_before(document, position.line))),
        next((ours for theirs, ours in _WORDS if theirs in problem.reason), None),
    )
    return next(filter(None, hints), "the text does not go on as YAML does")


def _about_quotes(document: Document, reason: str, number: int, before: str) -> str | None:
    """A quote that is not closed, or that is closed before its value ends."""
    in_flow = "',' or" in reason
    ends = before if in_flow else before.rstrip(" \t")
    goes_on = ends.endswith(('"', "'")) and "mapping values" not in reason
    if goes_on and any(found.end() == len(ends) and _is_closed(found) for found in _QUOTED.finditer(ends)):
        return "the value goes on behind its closing quote: put all of it in quotes, and escape a quote within it"
    if goes_on or "quoted scalar" in reason:
        opened = next((line for line in range(number, 0, -1) if _is_open(_line(document, line))), None)
        if opened:
            return f"the quote that is opened on line {opened} is not closed where it should be"
    return None


def _is_closed(quoted: re.Match[str]) -> bool:
    return quoted[1] is not None or quoted[2] is not None


def _is_open(line: str) -> bool:
    return not all(map(_is_closed, _QUOTED.finditer(line)))


def _about_a_character(reason: str, before: str, at: str) -> str | None:
    """What stands where the parser stopped."""
    if (at == "%" and before.endswith("{")) or (at not in ("", ",", "]", "}") and _PLACEHOLDER.search(before[-206:])):
        return "a value that begins with a placeholder needs quotes"
    if "cannot start any token" in reason and at in ("@", "`", "%"):
        return f"a value cannot begin with `{at}`: put it in quotes"
    if at in _CLOSERS and "',' or" not in reason:
        return f"the `{at}` {_CLOSERS[at]} here: remove it, or put the value in quotes"
    if at and before.rstrip(" \t").endswith(("]", "}")) and "',' or" not in reason and "mapping" in reason:
        return "text follows a closing bracket: put it on a line of its own, or all of it in quotes"
    return None


def _about_lines(reason: str, lines: tuple[str, str]) -> str | None:
    """What the line of the problem, or the one before it, shows."""
    for line in lines:
        if _TAB.match(line):
            return "a tab indents the line: use blanks"
        if _NO_BLANK.match(line) and "undefined" not in reason:
            return "a blank is missing behind the colon"
    return None


def _line(document: Document, number: int) -> str:
    start, end = document.lines.bounds(number)
    return document.text[start:end]


def _last_line_before(document: Document, number: int) -> str:
    above: Iterator[str] = (_line(document, earlier) for earlier in range(number - 1, 0, -1))
    return next((line for line in above if line.strip()), "")
