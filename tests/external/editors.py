"""What the tests of editors have in common: the page's recipes, a folder to work in, and what the linter makes of a file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from connector_lint import Config, check
from connector_lint.fixer import fix_text

from .conftest import ROOT

PAGE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
SEVERITIES = ("", "error", "warning", "info")  # as editors count them
# The column of the finding differs in code points, UTF-16 units and bytes.
WITH_EMOJI = (
    "interface_parameters:\n  section:\n    source:\n"
    '      - {label: "é😀", name: a, type: authentication, auth_type: api_key, location: query,\n'
    "         fields: [{name: key_name, type: string, value: X-Key}, {name: key_value, type: string, is_encrypted: true}]}\n"
)
FILES = {
    "invalid-location": (
        (ROOT / "fixtures/invalid/invalid-location.yaml").read_text(encoding="utf-8"),
        "Write `query_param`",
    ),
    "emoji": (WITH_EMOJI, "Write `query_param`"),
    "bookings": ((ROOT / "fixtures/invalid/bookings.yaml").read_text(encoding="utf-8"), "Repair all that is safe"),
}
RULE = "invalid-location"


# Line and column where a finding begins and where it ends, from 0, and its rule.
Place = tuple[int, int, int, int, str]


def recipes(language: str) -> list[str]:
    """The page's blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def places(text: str, *, bytes_: bool = False) -> list[Place]:
    """What the linter finds, columns in code points or, as Neovim has them, in bytes."""
    lines = text.split("\n")

    def column(line: int, column: int) -> int:
        before = lines[line - 1][: column - 1]
        return len(before.encode() if bytes_ else before)

    return [
        (s.line - 1, column(s.line, s.column), e.line - 1, column(e.line, e.column), finding.rule)
        for finding in check(text, path="connector.yaml", config=Config())
        for s, e in [(finding.span.start, finding.span.end)]
    ]


def repaired(text: str) -> str:
    """The text as `--fix` leaves it."""
    return fix_text(text, "connector.yaml", Config(), unsafe=False).text


def drive(command: list[str | Path], file: Path, action: str) -> dict[str, Any]:
    """What an editor shows of a file when it is driven to choose an action for the finding of RULE."""
    report = file.parent / "report.json"
    told = {"DRIVE_FILE": file, "DRIVE_RULE": RULE, "DRIVE_ACTION": action, "DRIVE_REPORT": report}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "COV"))}
    environment |= {name: str(value) for name, value in told.items()}
    environment |= {"PATH": f"{BIN}{os.pathsep}{environment['PATH']}", "HOME": str(file.parent)}
    done = subprocess.run(
        list(map(str, command)),
        cwd=file.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert report.exists(), done.stdout + done.stderr
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert "error" not in said, said
    return said


def placed(folder: Path, text: str) -> Path:
    """The file with this text in a folder of its own, which is taken for a project's."""
    (folder / ".git").mkdir()
    file = folder / "connector.yaml"
    file.write_text(text, encoding="utf-8")
    return file
