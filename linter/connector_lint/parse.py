"""From text to Documents, or to the reason why not."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from connector_lint.comments import find_comments
from connector_lint.compose import Composer, Tree
from connector_lint.document import Document, Problem
from connector_lint.events import HAS_C_PARSER, PURE_PARSER_LIMIT, ParseError, c_events, pure_events
from connector_lint.limits import Limits, UnreadableError
from connector_lint.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from connector_lint.comments import Comment
    from connector_lint.tree import Offsets

# What stands between scalars, up to a quote or the header of a block.
_SCALAR_BEGINS = re.compile(r"(?:#[^\r\n]*|[^#\"'|>])*+(?=[\"'|>])")
_DIRECTIVE = re.compile(r"(?<![^\r\n])%(?:YAML|TAG)\b[^\r\n]*")
_LONGEST_DIRECTIVE = 256


def parse(text: str, limits: Limits | None = None, *, second_opinion: bool = True) -> list[Document]:
    """The documents of a text without byte-order mark, at least one.

    Where the C parser fails, the pure one has the last word, slowly, unless no `second_opinion` is wanted.
    Never raises for what stands in the text: a text that is no YAML gives the documents before the error and
    then one without a root whose `problems` tell what is wrong.
    """
    limits = limits or Limits()
    problem = _before_parsing(text, limits)
    if problem:
        return [Document(Lines(text), 0, Tree(0), [], [problem])]
    if not HAS_C_PARSER:
        return _documents(text, *_compose(text, limits, pure_events))
    composed = _compose(text, limits, c_events)
    if second_opinion and composed[1] and composed[1].kind == "syntax" and len(text) <= PURE_PARSER_LIMIT:
        second = _compose(text, limits, pure_events)
        composed = max(composed, second, key=_reach)
    return _documents(text, *composed)


def _before_parsing(text: str, limits: Limits) -> Problem | None:
    """Limits that must hold before a parser sees the text."""
    nul = text.find("\0")
    if nul >= 0:
        return Problem("unreadable", nul, nul + 1, "it holds a NUL character")
    for count, directive in enumerate(_DIRECTIVE.finditer(text), 1):
        if directive.end() - directive.start() > _LONGEST_DIRECTIVE:  # each tag that it shortens is as long again
            reason = f"a directive is longer than {_LONGEST_DIRECTIVE} characters"
            return Problem("unreadable", directive.start(), directive.end(), reason)
        if count > limits.directives:
            reason = f"it has more than {limits.directives} directives"
            return Problem("unreadable", directive.start(), directive.end(), reason)
    return None


def _compose(
    text: str, limits: Limits, events: Callable[[str], Iterator[Any]]
) -> tuple[list[Tree], Problem | None, list[Offsets]]:
    """The trees of a text, an empty one last where a problem ends them; that problem; the offsets of all scalars."""
    composer = Composer(text, limits)
    trees: list[Tree] = []
    problem = None
    try:
        trees.extend(composer.trees(events(text)))
    except ParseError as error:
        problem = Problem("syntax", error.offset, error.end, error.problem)
    except UnreadableError as error:
        problem = Problem("unreadable", error.start, min(error.end, len(text)), error.reason)
    if problem or not trees:
        trees.append(Tree(composer.tree.start))
    return trees, problem, composer.scalars


def _reach(composed: tuple[list[Tree], Problem | None, list[Offsets]]) -> tuple[bool, int, int]:
    """How far a parser came: each finds the text's true errors, and stops earlier only where it errs itself.

    The pure parser looks for control characters first, and then has nothing of the documents before them.
    """
    trees, problem, _ = composed
    return problem is None, len(trees), problem.start if problem else 0


def _sure_until(text: str, scalars: list[Offsets], problem: Problem) -> int:
    """The offset up to which it can be told what is a comment, where a problem ends the reading.

    That is the problem's, or where a scalar begins before it that the parser did not come to the end of.
    """
    last = max((end for _, end in scalars if end <= problem.start), default=0)
    begun = _SCALAR_BEGINS.match(text, last, problem.start)
    return begun.end() if begun else problem.start


def _documents(text: str, trees: list[Tree], problem: Problem | None, scalars: list[Offsets]) -> list[Document]:
    lines = Lines(text)
    starts = [tree.start for tree in trees]
    comments: list[list[Comment]] = [[] for _ in trees]
    end = _sure_until(text, scalars, problem) if problem else len(text)
    for comment in find_comments(text, scalars, end):
        comments[bisect_right(starts, comment.start) - 1].append(comment)
    documents = []
    for index, tree in enumerate(trees):
        if tree.root:
            tree.root.name = index
        problems = [Problem("syntax", *place, "merge key without a mapping") for place in tree.bad_merges]
        documents.append(Document(lines, index, tree, comments[index], problems))
    if problem:
        documents[-1].problems.append(problem)
    return documents
