"""No regular expression takes longer than a moment for a hostile text of a million characters."""

from __future__ import annotations

import re
import subprocess
import sys

from .conftest import ROOT

PROGRAM = ROOT / "benchmarks" / "regular_expressions.py"
ROW = re.compile(r"\| `([^`]+)` \| ([0-9,]+) \| ([0-9.]+) \|")


def test_each_ends_on_its_worst_input_of_a_million_characters() -> None:
    """The process is ended after two minutes: all take seconds, and one that is quadratic hours."""
    command = [sys.executable, str(PROGRAM), "--length", "1000000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=120)
    rows = ROW.findall(done.stdout)
    names = {name for name, _, _ in rows}
    assert {length for _, length, _ in rows} == {"1,000,000"}
    # A few that must be among them, of each kind: the engine's, a rule's, and one that is built from a table.
    assert {"placeholders._MASKED", "rules.insecure_url._HTTP", "redact._COMMAND"} <= names
    assert len(names) > 100
