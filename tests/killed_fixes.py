"""`--fix` over many files, killed in the middle: for the tests of every run and the longer one in external."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILES = 200
COMMAND = [sys.executable, "-m", "connector_lint", "--fix", "--quiet", "--select", "base-url-trailing-slash", "."]


def texts() -> dict[str, tuple[bytes, bytes]]:
    """What the files hold before and after, by name."""
    found = {}
    for number in range(FILES):
        old = f'connector:\r\n  name: "Orders {number}"\r\n  base_url: "https://api{number}.example.com/"\r\n'
        found[f"{number:03}.yaml"] = old.encode(), old.replace('.com/"', '.com"').encode()
    return found


def kill_some(folder: Path, kills: int, seed: int) -> list[int]:
    """Kill `--fix` at random moments; each file must be wholly old or new. How many were new, for each kill.

    After each kill a run must repair the rest, and none may pass over what the killed one has left.
    """
    files = texts()
    _write(folder, files)
    start = time.monotonic()
    subprocess.run(COMMAND, cwd=folder, check=True, capture_output=True)
    duration = time.monotonic() - start
    generator = random.Random(seed)
    counts = []
    for _ in range(kills):
        _write(folder, files)
        _run_and_kill(folder, generator.uniform(0, duration))
        held = {name: (folder / name).read_bytes() for name in files}
        assert [name for name, both in files.items() if held[name] not in both] == []
        counts.append(sum(held[name] == new for name, (_, new) in files.items()))
        forget_time(folder)
        subprocess.run(COMMAND, cwd=folder, check=True, capture_output=True)
        assert [name for name, (_, new) in files.items() if (folder / name).read_bytes() != new] == []
        assert {path.name for path in folder.iterdir()} == set(files)
    return counts


def forget_time(folder: Path) -> None:
    """Let what a killed run has left be of long ago."""
    for left in folder.glob(".*"):
        os.utime(left, (1, 1))


def _write(folder: Path, files: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (old, _) in files.items():
        (folder / name).write_bytes(old)


def _run_and_kill(folder: Path, after: float) -> None:
    with subprocess.Popen(COMMAND, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.kill()
