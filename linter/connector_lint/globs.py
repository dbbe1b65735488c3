"""Patterns of files as people write them into a configuration: those of a `.gitignore`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pathspec import GitIgnoreSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

# A pattern becomes a regular expression, which each star makes slower on long names. People need three or four.
_MOST_STARS = 8


def globs(patterns: Sequence[str]) -> GitIgnoreSpec:
    """The patterns as one, to match paths from their folder. Raises ValueError with a reason for one that is none."""
    for pattern in patterns:
        if pattern.count("*") > _MOST_STARS:
            raise ValueError(f"it has more than {_MOST_STARS} stars")
        try:
            matches = any(found.include is not None for found in GitIgnoreSpec.from_lines([pattern]).patterns)
        except (ValueError, re.error):
            raise ValueError("it cannot be read") from None
        if not matches:
            raise ValueError("it matches nothing")
    return GitIgnoreSpec.from_lines(patterns)
