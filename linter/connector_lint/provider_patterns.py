"""The patterns in which `providers.json` writes hosts and URLs, and texts with placeholders that may fit them."""

from __future__ import annotations

import re
from functools import cache

from connector_lint.hosts import HOLE

_LABEL = r"[^./]+"


def may_be(text: str, pattern: str) -> bool:
    """Whether a text is what a pattern says, or may be it with what fills its placeholders (each a HOLE).

    In patterns `*` stands for one or more labels of a host, `{}` for anything but a slash.
    """
    if HOLE not in text:
        return bool(regex(pattern).match(text))
    return _meets(text, pattern.replace("{}", "*"))


def _meets(text: str, pattern: str) -> bool:
    """Both ways at once: which ends of the pattern can be reached behind each character of the text."""
    reached = {0}
    for character in text:
        if character == HOLE:
            reached = set(range(min(reached), len(pattern) + 1)) if reached else reached
            continue
        stay = {at for at in reached if pattern[at : at + 1] == "*" and character != "/"}
        # One that stands for something stays where it is, or has had enough.
        reached = stay | {at + 1 for at in stay} | {at + 1 for at in reached if pattern[at : at + 1] == character}
    return len(pattern) in reached


@cache
def regex(pattern: str) -> re.Pattern[str]:
    """What a pattern matches, as a whole."""
    parts = (re.escape(part).replace(r"\*", rf"(?:{_LABEL}\.)*{_LABEL}") for part in pattern.split("{}"))
    return re.compile("[^/]+".join(parts) + r"\Z")
