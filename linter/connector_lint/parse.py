"""From text to Documents, or to the reason why not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.comments import find_comments
from connector_lint.compose import Composer, Tree, Unreadable
from connector_lint.document import Document, Problem
from connector_lint.events import HAS_C_PARSER, PURE_PARSER_LIMIT, ParseError, c_events, pure_events
from connector_lint.limits import Limits
from connector_lint.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_DIRECTIVE = re.compile(r"^%(?:YAML|TAG)\b", re.MULTILINE)
UNDEFINED_ALIAS = "undefined alias"


def parse(text: str, limits: Limits | None = None) -> list[Document]:
    """The documents of a text without byte-order mark, at least one.

    Never raises for what stands in the text: a text that is no YAML gives the documents before the error and
    then one without a root whose `problems` tell what is wrong.
    """
    limits = limits or Limits()
    problem = _before_parsing(text, limits)
    if problem:
        return [Document(Lines(text), 0, Tree(0), [], [problem])]
    if HAS_C_PARSER:
        trees, problem, composer = _compose(text, limits, c_events)
        if not (problem and problem.kind == "syntax" and len(text) <= PURE_PARSER_LIMIT):
            return _documents(text, trees, problem, composer)
    return _documents(text, *_compose(text, limits, pure_events))


def _before_parsing(text: str, limits: Limits) -> Problem | None:
    """Limits that must hold before a parser sees the text."""
    nul = text.find("\0")
    if nul >= 0:
        return Problem("unreadable", nul, nul + 1, "it holds a NUL character")
    for count, directive in enumerate(_DIRECTIVE.finditer(text), 1):
        if count > limits.directives:
            reason = f"it has more than {limits.directives} directives"
            return Problem("unreadable", directive.start(), directive.end(), reason)
    return None


def _compose(
    text: str, limits: Limits, events: Callable[[str], Iterator[Any]]
) -> tuple[list[Tree], Problem | None, Composer]:
    composer = Composer(text, limits)
    trees: list[Tree] = []
    stream = events(text)
    try:
        trees.extend(composer.trees(stream))
    except ParseError as error:
        trees.append(Tree(composer.tree.start))
        return trees, Problem("syntax", error.offset, error.offset, error.problem), composer
    except Unreadable as error:
        trees.append(Tree(composer.tree.start))
        kind = "syntax" if error.reason == UNDEFINED_ALIAS else "unreadable"
        return trees, Problem(kind, error.start, error.end, error.reason), composer
    finally:
        stream.close()  # type: ignore[attr-defined]
    return trees or [Tree(0)], None, composer


def _documents(text: str, trees: list[Tree], problem: Problem | None, composer: Composer) -> list[Document]:
    lines = Lines(text)
    comments = [] if problem else list(find_comments(text, composer.scalars))
    documents = []
    for index, tree in enumerate(trees):
        end = trees[index + 1].start if index + 1 < len(trees) else len(text) + 1
        own = [comment for comment in comments if tree.start <= comment.start < end]
        problems = [Problem("syntax", node.start, node.end, "merge key without a mapping") for node in tree.bad_merges]
        if problem and tree is trees[-1]:
            problems.append(problem)
        documents.append(Document(lines, index, tree, own, problems))
    return documents
