"""What a file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file: size in bytes, nesting depth, nodes, nodes that aliases bring in, `%` directives."""

    size: int = 10 * 1024 * 1024
    depth: int = 100
    nodes: int = 1_000_000
    alias_nodes: int = 100_000
    directives: int = 100


class UnreadableError(Exception):
    """The text is YAML that exceeds a limit: `start`, `end` are offsets from 0, `reason` our words."""

    def __init__(self, start: int, end: int, reason: str) -> None:
        super().__init__(reason)
        self.start, self.end, self.reason = start, end, reason
