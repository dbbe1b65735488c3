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

# What findings name beside their own place: sample, rule, line → the places in order.
RELATED = {
    ("colliding-header", "colliding-header", 22): ["12:20 the `key_name`"],
    ("cross-origin-credentials", "cross-origin-credentials", 36): ["15:13 the `base_url`"],
    ("duplicate-authentication", "duplicate-authentication", 15): ["5:15 the first one"],
    ("duplicate-key-decides", "duplicate-key", 14): ["13:13 first defined here"],
    ("duplicate-key-decides", "duplicate-key", 19): ["18:3 first defined here"],
    ("duplicate-key", "duplicate-key", 12): ["11:13 first defined here"],
    ("duplicate-key", "duplicate-key", 20): ["18:5 first defined here"],
    ("duplicate-key", "duplicate-key", 28): ["22:5 first defined here"],
    ("duplicate-name", "duplicate-name", 9): ["6:15 `house` is defined here"],
    ("festival_lineup_builder", "hardcoded-authorization", 5): ["75:15 used here"],
    ("festival_lineup_builder", "hardcoded-secret", 6): ["95:35 used here"],
    ("festival_lineup_builder", "duplicate-key", 100): ["99:11 first defined here"],
    ("hardcoded-authorization-step", "hardcoded-authorization", 5): ["29:11 used here"],
    ("hardcoded-secret-headers", "hardcoded-secret", 2): ["26:22 used here"],
    ("invalid-key-map", "invalid-key-map", 23): ["20:22 first mapped here"],
    ("marina_berths_single_report", "unencrypted-secret", 4): ["22:13 used here"],
    ("marina_berths_single_report", "unencrypted-secret", 7): ["23:13 used here"],
    ("marina_berths_single_report", "hardcoded-secret", 9): ["46:9 used here"],
    ("marina_berths_single_report", "hardcoded-authorization", 11): ["114:15 used here"],
    ("marina_berths_single_report", "duplicate-key", 43): ["42:5 first defined here"],
    ("open-token-host", "open-token-host", 14): ["21:20 `client_secret` is preset here"],
    ("secret-in-url", "secret-in-url", 40): [
        "29:28 `sessions` takes it from a response here",
        "35:68 it is looped over as `session` here",
    ],
    ("secret-in-url", "secret-in-url", 42): [
        "6:15 `telescope_api_key` is defined here",
        "26:25 it is also sent in a body here",
    ],
    ("undefined-parameter-report", "undefined-parameter", 30): ["14:15 `region` is defined here"],
    ("undefined-parameter", "undefined-parameter", 21): ["6:15 `harbour_code` is defined here"],
    ("undefined-parameter", "undefined-parameter", 30): ["9:15 `sailing` is defined here"],
    ("undefined-storage", "undefined-storage", 9): ["11:13 `results dir` is defined here"],
    ("undefined-variable", "undefined-variable", 24): ["7:5 `hive_ids` is defined here"],
}


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


def test_findings_name_the_other_places_that_they_are_about() -> None:
    _, report = lint(str(FIXTURES / "invalid"))
    related = {
        (Path(finding["path"]).stem, finding["rule"], finding["start"]["line"]): [
            f"{place['start']['line']}:{place['start']['column']} {place['message']}" for place in finding["related"]
        ]
        for finding in report["findings"]
        if finding["related"]
    }
    assert related == RELATED


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
