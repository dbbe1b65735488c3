"""What the table of providers costs, as ratios and differences within one run.

    python benchmarks/providers.py [ROUNDS]

A file whose host is nobody's: the time of `check` with the provider rules and without, in turns, of one process. A file
whose host is known: from the start of an interpreter to the findings, with the table and with an empty one, in turns.
Times are the processor's, and the least of each counts, so that what else the machine does matters little.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from connector_lint import Config, check
from connector_lint.registry import all_rules

ROOT = Path(__file__).parent.parent
SAMPLE = (ROOT / "fixtures" / "valid" / "connectors" / "github_issues.yaml").read_text(encoding="utf-8")
KNOWN = "https://api.github.com"
UNKNOWN = "https://api.orders.example"
_COLD = """
import sys, time
begin = time.process_time()
from connector_lint import Config, check, providers
from connector_lint.registry import all_rules
text, with_table = sys.stdin.read(), sys.argv[1] == "with"
config = Config()
if not with_table:
    providers._table = lambda: {"providers": [], "strangers": []}
    config = Config(ignore=frozenset(name for name, rule in all_rules().items() if rule.category == "provider"))
check(text, config=config)
print(time.process_time() - begin)
"""


def warm(rounds: int) -> float:
    """How much longer `check` takes with the provider rules, where the host is nobody's: 0.05 is five per cent."""
    text = SAMPLE.replace(KNOWN, UNKNOWN)
    ours = frozenset(name for name, rule in all_rules().items() if rule.category == "provider")
    configs = (Config(ignore=ours), Config())
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for config, found in zip(configs, times, strict=True):
            begin = time.process_time()
            check(text, config=config)
            if turn:  # the first one reads the tables
                found.append(time.process_time() - begin)
    without, with_rules = map(min, times)
    return with_rules / without - 1


def cold(rounds: int) -> float:
    """Seconds that the table adds to the first file of a process, where its host is known."""
    times: dict[str, list[float]] = {"without": [], "with": []}
    for _ in range(rounds):
        for variant, found in times.items():
            command = [sys.executable, "-c", _COLD, variant]
            result = subprocess.run(command, input=SAMPLE, capture_output=True, encoding="utf-8", check=True)
            found.append(float(result.stdout))
    return min(times["with"]) - min(times["without"])


def main() -> None:
    """Print both figures beside what they should be."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    print(f"unknown host: {warm(rounds):+.1%} (less than +5 %)")
    print(f"known host, cold start: {cold(max(10, rounds // 10)) * 1000:+.1f} ms (less than +10 ms)")


if __name__ == "__main__":
    main()
