"""The sample files, linted by the command as a person would, every finding at its mark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from connector_lint.cli import main
from connector_lint.testing import Mark, marks

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
INVALID = sorted((FIXTURES / "invalid").rglob("*.yaml"))
BROKEN = sorted((FIXTURES / "broken").rglob("*.yaml"))


def lint(*arguments: str) -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, [*arguments, "--format", "json"])
    report: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(report, json.loads((ROOT / "schema/report.schema.json").read_text(encoding="utf-8")))
    return result.exit_code, report


def found(report: dict[str, Any]) -> list[Mark]:
    findings = report["findings"]
    places = [Mark(finding["start"]["line"], finding["rule"], finding["start"]["column"]) for finding in findings]
    return sorted(places, key=lambda mark: (mark.line, mark.rule, mark.column or 0))


def test_valid_fixtures_have_no_warning_and_no_error() -> None:
    code, report = lint(str(FIXTURES / "valid"), "--fail-on", "warning")
    assert [finding for finding in report["findings"] if finding["severity"] != "info"] == []
    assert code == 0
    assert report["summary"]["files"] == len(list((FIXTURES / "valid").rglob("*.yaml")))
    assert report["summary"]["skipped"] == 0


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_invalid_fixtures_yield_exactly_their_marks(path: Path) -> None:
    code, report = lint(str(path))
    assert found(report) == marks(path.read_bytes().decode())
    severities = {finding["severity"] for finding in report["findings"]}
    assert code == (1 if severities & {"error", "warning"} else 0)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_broken_fixtures_yield_exactly_what_stands_beside_them(path: Path) -> None:
    code, report = lint(str(path))
    expected = []
    for line in path.with_name(f"{path.name}.expect").read_text(encoding="utf-8").splitlines():
        place, rule = line.split()
        number, column = place.split(":")
        expected.append(Mark(int(number), rule, int(column)))
    assert found(report) == sorted(expected)
    assert code == 1


def test_a_folder_search_finds_the_same() -> None:
    code, report = lint(str(FIXTURES))
    paths = [finding["path"] for finding in report["findings"]]
    assert code == 1
    assert paths == sorted(paths)
    single = [len(lint(str(path))[1]["findings"]) for path in (*INVALID, *BROKEN)]
    info = [finding for finding in report["findings"] if "/valid/" in finding["path"]]
    assert len(paths) - len(info) == sum(single)
