"""What a file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: size in bytes, nesting depth, nodes, nodes that aliases bring in, `%` directives.

    Documents, characters of a scalar, findings that are reported, and seconds.
    """

    size: int = 4 * 1024 * 1024
    depth: int = 100
    nodes: int = 200_000
    alias_nodes: int = 100_000
    directives: int = 100
    documents: int = 1_000
    scalar: int = 1_000_000
    findings: int = 1_000
    seconds: int = 30


class UnreadableError(Exception):
    """The text is YAML that exceeds a limit: `start`, `end` are offsets from 0, `reason` our words."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        super().__init__(reason)
        self.start, self.end, self.reason = start, end, reason


class LateError(Exception):
    """The work on a file was given up: `reason` are our words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def too_slow(limits: Limits) -> LateError:
    """The error for work that takes longer than the limit says."""
    return LateError(f"it takes longer than {limits.seconds} s")
