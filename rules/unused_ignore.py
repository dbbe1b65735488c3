"""An ignore comment that silences nothing, or names no rule.

A comment that is left behind when its finding is mended hides the next one at that place, and one that names no rule
hides nothing while it looks as if it did.

Remove the comment, or the name that is of no use in it. Where it names no rule, write the rule's name in brackets:
`# connector-lint: ignore[insecure-url] why`. A comment about a rule that did not run is left alone.

Files that are made from one template may hold comments that not all of them need: `ignore-file[unused-ignore]`
silences it there, but not `ignore-file[structure]`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from connector_lint import Edit, Fix, Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import Place
from connector_lint.registry import all_rules
from connector_lint.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.ignore_comments import Ignore, UnusedIgnore

_REST = re.compile(r"[ \t]*")


@rule(
    "unused-ignore",
    category="structure",
    severity=Severity.WARNING,
    good=[
        """
        connector:
          name: "Orders"
          # connector-lint: ignore[insecure-url] only inside of the plant's own network
          base_url: "http://api.example.com"
        """,
        """
        connector: {name: "Orders", base_url: "http://api.example.com"}  # connector-lint: ignore[insecure-url]
        """,
        """
        # connector-lint: ignore-file[structure, insecure-url, unused-ignore] made from a template
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"  # connector-lint: ignore[insecure-url]  # expect: unused-ignore@40
        """,
        """
        connector:
          name: "Orders"
          # connector-lint: ignore[insecure-ulr] on its way out  # expect: unused-ignore@3
          base_url: "http://api.example.com"  # expect: insecure-url@13
        """,
    ],
    fixes=[
        (
            """
            connector:
              name: "Orders"  # connector-lint: ignore
              # connector-lint: ignore[unknown-key] no longer
              base_url: "http://api.example.com"  # connector-lint: ignore[insecure-url, unknown-key] at home
            """,
            """
            connector:
              name: "Orders"
              base_url: "http://api.example.com"  # connector-lint: ignore[insecure-url] at home
            """,
        ),
    ],
)
def unused_ignore(document: Document) -> Iterator[Hit]:
    """What the engine found out: it knows which comments silenced something when all other rules are done."""
    for unused in document.unused_ignores:
        yield Hit(Place(*_place(document, unused), None), _message(unused), _fix(document, unused))


def _place(document: Document, unused: UnusedIgnore) -> tuple[int, int]:
    """The comment; where a part of it is of use, the first name that is not."""
    ignore = unused.ignore
    if not unused.kept or ignore.brackets is None:
        return ignore.start, ignore.end
    name = next(name for name in ignore.names if name not in unused.kept)
    start = document.text.index(name, ignore.brackets[0])
    return start, start + len(name)


def _message(unused: UnusedIgnore) -> str:
    if not unused.ignore.names:
        return "this comment names no rule, and ignores nothing: name the rules in brackets, as in ignore[insecure-url]"
    parts = [f"there is no rule or category called {quoted(name)}{_meant(name)}" for name in unused.unknown]
    if unused.idle:
        parts.append(f"there is nothing to ignore here for {', '.join(map(quoted, unused.idle))}")
    return "; ".join(parts) + ("" if _misspelled(unused) else ": remove " + ("it" if unused.kept else "the comment"))


def _misspelled(unused: UnusedIgnore) -> bool:
    return any(_near(name) for name in unused.unknown)


def _near(name: str) -> str | None:
    return closest(name, _known())


@cache
def _known() -> list[str]:
    return sorted({known for rule in all_rules().values() for known in (rule.id, rule.category)})


def _meant(name: str) -> str:
    near = _near(name)
    return f": did you mean {near}?" if near else ""


def _fix(document: Document, unused: UnusedIgnore) -> Fix | None:
    """None where a name is misspelled: it is not to be removed but mended."""
    ignore = unused.ignore
    if _misspelled(unused):
        return None
    if unused.kept and ignore.brackets:
        edits = (document.edit(*ignore.brackets, ", ".join(unused.kept)),)
        return Fix("remove what ignores nothing", True, edits, changes=())
    return Fix("remove the comment", True, (_removal(document, ignore),), changes=())


def _removal(document: Document, ignore: Ignore) -> Edit:
    """The comment with the blanks before it, or the whole line where there is nothing else on it."""
    lines, text = document.lines, document.text
    line = lines.position(ignore.start).line
    begin, stop = lines.bounds(line)
    start = ignore.start
    while start > begin and text[start - 1] in " \t":  # a copy of all before would cost too much in a long line
        start -= 1
    if start > begin or not _REST.fullmatch(text, ignore.end, stop):
        return document.edit(start, ignore.end, "")
    if line < len(lines):
        return document.edit(begin, lines.bounds(line + 1)[0], "")
    return document.edit(lines.bounds(line - 1)[1] if line > 1 else begin, stop, "")
