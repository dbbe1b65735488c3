"""The edits in JSON and SARIF, made by hand, give the file that `--fix` writes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from connector_lint.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent.parent / "fixtures"
FILES = sorted(path for path in FIXTURES.rglob("*.y*ml") if b"connector" in path.read_bytes())
Replacement = tuple[int, int, str]


def report(file: Path, style: str) -> Any:
    return json.loads(CliRunner().invoke(main, [str(file), "--format", style, "--no-config"]).stdout)


def json_fixes(found: Any, _text: str) -> Iterator[list[Replacement]]:
    for finding in found["findings"]:
        if finding["fix"]:
            edits = finding["fix"]["edits"]
            yield [(edit["start"]["offset"], edit["end"]["offset"], edit["text"]) for edit in edits]


def sarif_fixes(found: Any, text: str) -> Iterator[list[Replacement]]:
    starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]
    for result in found["runs"][0]["results"]:
        for fix in result.get("fixes", ()):
            regions = [
                (one["deletedRegion"], one["insertedContent"]["text"])
                for one in fix["artifactChanges"][0]["replacements"]
            ]
            yield [
                (
                    starts[at["startLine"] - 1] + at["startColumn"] - 1,
                    starts[at["endLine"] - 1] + at["endColumn"] - 1,
                    new,
                )
                for at, new in regions
            ]


def by_hand(text: str, fixes: Iterator[list[Replacement]]) -> str:
    """The fixes that do not touch an earlier one, made from the end."""
    taken: list[Replacement] = []
    for fix in fixes:
        if not any(a[:2] == b[:2] or (a[0] < b[1] and b[0] < a[1]) for a in fix for b in taken):
            taken += fix
    for start, end, new in sorted(taken, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("style", ["json", "sarif"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FIXTURES)))
def test_edits_made_by_hand(file: Path, style: str, ending: str, tmp_path: Path) -> None:
    try:
        text = file.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\n", ending)
    except UnicodeDecodeError:
        return
    fixed, edited = tmp_path / "fixed.yaml", tmp_path / "edited.yaml"
    fixed.write_bytes(text.encode())
    CliRunner().invoke(main, [str(fixed), "--fix", "--unsafe-fixes", "--no-config"])
    before = ""
    while text != before:
        edited.write_bytes(text.encode())
        fixes = (json_fixes if style == "json" else sarif_fixes)(report(edited, style), text)
        before, text = text, by_hand(text, fixes)
    assert text == fixed.read_bytes().decode()
