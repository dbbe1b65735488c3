"""The file is no YAML.

The platform stores it all the same, and fails when the connector runs. Until the syntax is mended nothing else in the
document can be checked.

Mend it at the place that is shown, or just before it: a parser notices a mistake where the text stops making sense,
which may be a line after the mistake itself. What it most often is stands in the message.

Do not ignore it: nothing in such a document is checked, and a run without this finding looks clean. A template that
is YAML only after it is filled in should be linted then.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_KEY = r"^[ \t]*(?:-[ \t]+)*[\"']?[\w.-]+[\"']?:"
_TAB = re.compile(r"[ ]*\t")
_RESERVED = re.compile(_KEY + r"[ \t]+([@`%])")
_PLACEHOLDER = re.compile(_KEY + r"[ \t]+\{")
_NO_BLANK = re.compile(r"^[ \t]*(?:-[ \t]+)*[A-Za-z_][\w-]*:[^\s/:]")
_UNCLOSED = re.compile(_KEY + r"[ \t]+(?:\"(?:[^\"\\]|\\.)*|'[^']*)\Z")
# What the parsers say, and what it means. Their words choose ours; they may quote the text, so they are not shown.
_WORDS = (
    ("undefined alias", "the alias refers to no anchor above it: define the anchor before it is used"),
    ("merge key without a mapping", "the merge key `<<` needs a mapping, or a list of mappings"),
    ("surrogate", "half of a surrogate pair is no character: save the file as UTF-8"),
    (
        "special characters are not allowed",
        "a control character stands here: remove it, or write it as an escape in quotes",
    ),
    (
        "control characters are not allowed",
        "a control character stands here: remove it, or write it as an escape in quotes",
    ),
    (
        "unknown escape character",
        "in double quotes a backslash begins an escape, and this is none: double it, or use single quotes",
    ),
    ("tag handle", "the tag's handle is not declared: remove the tag"),
    ("',' or ']'", "a comma or the closing `]` of a list is missing"),
    ("',' or '}'", "a comma or the closing `}` of a mapping is missing"),
    (
        "mapping values are not allowed",
        "a colon stands where no key can be: put the value in quotes, or mend the indentation",
    ),
    ("expected key", "the indentation does not fit the lines above"),
    ("block end", "the indentation does not fit the lines above"),
    ("block mapping", "the indentation does not fit the lines above"),
    ("block collection", "the indentation does not fit the lines above"),
    ("expected ':'", "a key without a colon and a value"),
    ("stream end", "the text ends where something is still open: close the bracket or the quote"),
    ("node content", "the text ends where something is still open: close the bracket or the quote"),
    ("document start", "a second document begins without `---`, or the indentation does not fit the lines above"),
)


@rule(
    "yaml-syntax",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "get"
            endpoint: "{{%BASE_URL%}}/me"
            note: 'an @ in the middle, a % too'
            body:	"a tab before a value"
        """,
    ],
    bad=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "me"
            endpoint: {{%BASE_URL%}}/me  # expect: yaml-syntax@17
        """,
        """
        connector:
        	name: "Orders"  # expect: yaml-syntax@1
        """,
        """
        connector:
          name: @orders  # expect: yaml-syntax@9
        """,
        """
        connector:
          name: "Orders"
            base_url: "https://api.example.com"  # expect: yaml-syntax@5
        """,
        """
        connector:
          name: *orders  # expect: yaml-syntax@9
        """,
    ],
)
def yaml_syntax(document: Document) -> Iterator[Hit]:
    """What the parser rejects, in words about what people really do wrong."""
    for problem in document.problems:
        if problem.kind == "syntax":
            reason = _seen(document, problem.start, problem.reason) or _meant(problem.reason)
            end = max(problem.end, min(problem.start + 1, len(document.text)))
            yield Hit(Place(problem.start, end, None), f"this is no YAML: {reason}")


def _seen(document: Document, offset: int, reason: str) -> str | None:
    """What the line of the problem, or the one before it, shows."""
    number = document.lines.position(offset).line
    for line in (_line(document, number), _last_line_before(document, number)):
        if _TAB.match(line):
            return "a tab indents the line: use blanks"
        reserved = _RESERVED.match(line)
        if reserved:
            return f"a value cannot begin with `{reserved[1]}`: put it in quotes"
        if _PLACEHOLDER.match(line):
            return "a value that begins with a placeholder needs quotes"
        if _NO_BLANK.match(line) and "undefined" not in reason:
            return "a blank is missing behind the colon"
    opened = next((line for line in range(number, 0, -1) if _UNCLOSED.match(_line(document, line))), None)
    if opened and ("quoted scalar" in reason or "<scalar>" in reason or "expected key" in reason):
        return f"the quote that is opened on line {opened} is not closed where it should be"
    return None


def _meant(reason: str) -> str:
    return next((ours for theirs, ours in _WORDS if theirs in reason), "the text does not go on as YAML does")


def _line(document: Document, number: int) -> str:
    start, end = document.lines.bounds(number)
    return document.text[start:end]


def _last_line_before(document: Document, number: int) -> str:
    above = (_line(document, earlier) for earlier in range(number - 1, 0, -1))
    return next((line for line in above if line.strip()), "")
