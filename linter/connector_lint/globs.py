"""Patterns of files as people write them into a configuration: those of a `.gitignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

from connector_lint.gitignore import is_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence


def globs(patterns: Sequence[str]) -> GitIgnoreSpec:
    """The patterns as one, to match paths from their folder. Raises ValueError with a reason for one that is none."""
    for pattern in patterns:
        if not is_pattern(pattern):
            raise ValueError("it cannot be read, or has too many stars")
        if all(found.include is None for found in GitIgnoreSpec.from_lines([pattern]).patterns):
            raise ValueError("it matches nothing")
    return GitIgnoreSpec.from_lines(patterns)
