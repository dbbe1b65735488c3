"""Carries out every attack and prints a table by class: `python -m hostile.table`, in the folder `tests`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from .attack import SECONDS, carry_out
from .attacks import ATTACKS


def main(only: str = "") -> int:
    """Print the table, and what is wrong; the exit code."""
    rows: dict[str, list[tuple[float, int]]] = {}
    wrong = 0
    for attack in ATTACKS:
        if only not in (*attack.kind.split(","), ""):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            outcome, found = carry_out(attack, Path(scratch))
        rows.setdefault(attack.kind, []).append((outcome.seconds, outcome.memory))
        wrong += bool(found)
        if found:
            sys.stdout.write(f"{attack.kind} / {attack.name}: {'; '.join(found)}: {outcome.words[:300]!r}\n")
    sys.stdout.write(f"| class | inputs | slowest (s of {SECONDS}) | most memory (MB of 512) |\n|---|---|---|---|\n")
    for kind, used in rows.items():
        slowest, most = max(seconds for seconds, _ in used), max(memory for _, memory in used)
        sys.stdout.write(f"| {kind} | {len(used)} | {slowest:.1f} | {most / 1024 / 1024:.0f} |\n")
    sys.stdout.write(f"{sum(map(len, rows.values()))} inputs, {wrong} wrong\n")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
