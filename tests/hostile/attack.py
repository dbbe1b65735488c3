"""One attack: what it puts into a folder, how the command is called on it, and what must come of that."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 5  # of the processor, for one process; wall time means nothing where others compute too
MEMORY = 512 * 1024 * 1024
CLEAN = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
FILE = "a.yaml"


@dataclass(frozen=True)
class Attack:
    """`prepare` writes into an empty folder, and `arguments` call the command there.

    `rules` are those that have findings, all of them; `says` stands in a message or on standard error, `never` in no
    output. A `quick` one is carried out by every run of the tests, the others by those in `external`.
    `size` is that of the text, in bytes.
    """

    kind: str
    name: str
    prepare: Callable[[Path], object]
    rules: frozenset[str] = frozenset()
    code: int = 0
    says: str = ""
    arguments: tuple[str, ...] = (FILE,)
    never: str = ""
    quick: bool = False
    size: int = 0


@dataclass(frozen=True)
class Outcome:
    """What came of it; `seconds` of the processor, `memory` in bytes at most."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    memory: int

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report; empty where there is none."""
        found: dict[str, Any] = json.loads(self.stdout) if self.stdout.startswith("{") else {}
        return found

    @property
    def rules(self) -> frozenset[str]:
        """The rules that found something."""
        return frozenset(finding["rule"] for finding in self.report.get("findings", []))

    @property
    def words(self) -> str:
        """All that is said to people."""
        messages = [finding["message"] for finding in self.report.get("findings", [])]
        return "\n".join([*messages, self.stderr])


def _limit(seconds: int) -> None:
    """The system ends a process that goes on for too long, and refuses memory over the limit."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(folder: Path, *arguments: str, seconds: int = SECONDS) -> Outcome:
    """Run the command on a folder, within the limits."""
    style = () if "--format" in arguments or "--diff" in arguments else ("--format", "json")
    command = [str(Path(sys.executable).with_name("connector-lint")), *style, *arguments]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COV", "PYTHON"))}
    with (
        (folder.parent / "stdout").open("w+b") as stdout,
        (folder.parent / "stderr").open("w+b") as stderr,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            preexec_fn=partial(_limit, seconds),  # noqa: PLW1509 - there are no threads
        ) as process,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        texts = stdout.read().decode(), stderr.read().decode()
    return Outcome(process.returncode, texts[0], texts[1], used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def contents(folder: Path) -> dict[str, bytes | None]:
    """What stands in a folder: regular files with what they hold, but for very large ones."""
    found: dict[str, bytes | None] = {}
    for above, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(above, name)
            plain = os.path.isfile(path) and not os.path.islink(path) and path.stat().st_size < MEMORY // 8  # noqa: PTH113, PTH114 - Path's raise where a path is too long
            found[str(path)] = path.read_bytes() if plain else None
    return found


def faults(attack: Attack, outcome: Outcome) -> list[str]:
    """How what came of an attack differs from what must come of it."""
    found = []
    if outcome.code != attack.code:
        found.append(f"exit code {outcome.code}, not {attack.code}")
    if outcome.rules != attack.rules:
        found.append(f"rules {sorted(outcome.rules)}, not {sorted(attack.rules)}")
    if attack.says not in outcome.words:
        found.append(f"nothing says {attack.says!r}")
    if attack.never and attack.never in outcome.stdout + outcome.stderr:
        found.append(f"something shows {attack.never!r}")
    if "Traceback" in outcome.stderr:
        found.append("a traceback")
    return found


def carry_out(attack: Attack, scratch: Path) -> tuple[Outcome, list[str]]:
    """Prepare an attack in a folder, run the command on it, and tell what is wrong with what came of it."""
    folder = scratch / "work"
    folder.mkdir()
    attack.prepare(folder)
    before = contents(folder)
    outcome = run(folder, *attack.arguments)
    found = faults(attack, outcome)
    if "--fix" not in attack.arguments and contents(folder) != before:
        found.append("files changed")
    if (folder / "owned").exists() or (scratch / "owned").exists():
        found.append("code was run")
    return outcome, found
