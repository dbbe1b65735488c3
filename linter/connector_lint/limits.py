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
