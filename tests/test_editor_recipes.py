"""What the documentation gives editors, applied to what the command really prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from connector_lint.cli import main

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)


def matcher() -> dict[str, object]:
    """The pattern of the problem matcher for VS Code."""
    blocks = [json.loads(text) for text in BLOCK.findall((ROOT / "docs" / "editors.md").read_text(encoding="utf-8"))]
    (task,) = [task for block in blocks for task in block.get("tasks", [])]
    pattern: dict[str, object] = task["problemMatcher"]["pattern"]
    return pattern


@pytest.mark.parametrize("more", [[], ["--color"]])
def test_the_problem_matcher_reads_every_line(more: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    pattern = matcher()
    lines = CliRunner().invoke(main, ["fixtures", "--format", "concise", *more]).stdout.splitlines()
    findings = json.loads(CliRunner().invoke(main, ["fixtures", "--format", "json"]).stdout)["findings"]
    assert len(lines) == len(findings) > 100
    for line, finding in zip(lines, findings, strict=True):
        found = re.match(str(pattern["regexp"]), line)
        assert found, line
        groups = [found[int(str(pattern[name]))] for name in ("file", "line", "column", "severity", "code", "message")]
        start = finding["start"]
        expected = [finding["path"], str(start["line"]), str(start["column"]), finding["severity"]]
        assert groups == [*expected, finding["rule"], finding["message"]]
