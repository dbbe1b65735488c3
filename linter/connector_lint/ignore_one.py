"""A comment that silences one finding, or its rule in the whole file, as an editor offers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.add_ignores import insertions, same_values
from connector_lint.check import inspect_documents
from connector_lint.edits import line_break
from connector_lint.ignore_comments import IgnoreComments
from connector_lint.parse import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector_lint.config import Config
    from connector_lint.document import Document
    from connector_lint.finding import Finding


def ignore_here(text: str, finding: Finding, config: Config) -> tuple[int, str] | None:
    """What to insert, and at which offset of a text without byte-order mark, so that a finding is silent.

    None where no comment can do that.
    """
    read = parse(text, config.limits)
    return next((one for one in insertions(read, [finding]) if _silences(read, one, finding, config)), None)


def ignore_in_file(text: str, finding: Finding, config: Config) -> tuple[int, str] | None:
    """The same so that nothing that the finding's rule finds in the text is reported."""
    read = parse(text, config.limits)
    there = [ignore for ignore in IgnoreComments(read).all if ignore.whole_file and ignore.brackets and ignore.names]
    one = 0, f"# connector-lint: ignore-file[{finding.rule}]{line_break(read[0])}"
    if there and there[0].brackets:
        one = there[0].brackets[1], f", {finding.rule}"
    return one if _silences(read, one, finding, config) else None


def _silences(read: Sequence[Document], one: tuple[int, str], finding: Finding, config: Config) -> bool:
    text, (offset, comment) = read[0].text, one
    after = parse(text[:offset] + comment + text[offset:], config.limits)
    return same_values(read, after) and _silent(after, finding, config) > _silent(read, finding, config)


def _silent(read: Sequence[Document], finding: Finding, config: Config) -> int:
    """How many findings of the rule comments silence."""
    suppressed = inspect_documents(read, finding.path, config, blueprints_only=True).suppressed
    return sum(one.finding.rule == finding.rule for one in suppressed)
