"""SARIF: what GitHub's code scanning and OASIS's schema ask for."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint import Severity
from connector_lint.registry import all_rules
from connector_lint.report import LintedFile, Report, tool_version
from connector_lint.report_sarif import render, uri
from connector_lint.rule_page import page
from connector_lint.sarif_rules import descriptor

if TYPE_CHECKING:
    from tests.report_forms import EXAMPLE, FINDING, LINES, ROOT, SARIF, lint, valid

    from connector_lint import Rule
else:
    from report_forms import EXAMPLE, FINDING, LINES, ROOT, SARIF, lint, valid

RULES = tuple(all_rules().values())


def run_of(report: Report) -> dict[str, Any]:
    (run,) = valid(SARIF, render(report))["runs"]
    assert isinstance(run, dict)
    return run


def place(path: str, index: int, *numbers: int) -> dict[str, Any]:
    names = ("startLine", "startColumn", "endLine", "endColumn")
    location = {"uri": path, "uriBaseId": "%SRCROOT%", "index": index}
    return {"physicalLocation": {"artifactLocation": location, "region": dict(zip(names, numbers, strict=True))}}


def test_the_whole_of_a_small_report() -> None:
    """Written by hand from the standard and from GitHub's documentation."""
    first, clean = "a%20b/%C3%B6.yaml", "clean.yaml"
    base = {"uriBaseId": "%SRCROOT%"}
    expected = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "connector-lint",
                        "version": tool_version(),
                        "informationUri": "https://github.com/connector-lint/connector-lint",
                        "rules": [],
                    }
                },
                "automationDetails": {"id": "connector-lint/"},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "originalUriBaseIds": {
                    "%SRCROOT%": {
                        "description": {
                            "text": "The root of the repository, or the folder that connector-lint ran in."
                        }
                    }
                },
                "artifacts": [
                    {"location": {"uri": first, **base, "index": 0}, "roles": ["analysisTarget"]},
                    {"location": {"uri": clean, **base, "index": 1}, "roles": ["analysisTarget"]},
                ],
                "invocations": [
                    {
                        "executionSuccessful": False,
                        "toolExecutionNotifications": [
                            {
                                "level": "error",
                                "message": {
                                    "text": "The rule some-rule failed with KeyError on this file; please report it."
                                },
                                "exception": {"kind": "KeyError"},
                                "locations": [
                                    {"physicalLocation": {"artifactLocation": {"uri": clean, **base, "index": 1}}}
                                ],
                                "associatedRule": {"id": "some-rule"},
                            }
                        ],
                    }
                ],
                "results": [
                    {
                        "ruleId": "some-rule",
                        "level": "error",
                        "message": {"text": "it is wrong: mend it"},
                        "locations": [place(first, 0, 3, 13, 3, 23)],
                        "partialFingerprints": {"primaryLocationLineHash": "f1"},
                    },
                    {
                        "ruleId": "other-rule",
                        "level": "warning",
                        "message": {"text": "100% `a`, b"},
                        "locations": [place(first, 0, 3, 13, 3, 26)],  # the line has 25 characters
                        "partialFingerprints": {"primaryLocationLineHash": "f2"},
                        "relatedLocations": [
                            {"id": 1, "message": {"text": "used here"}, **place(first, 0, 3, 13, 5, 4)}
                        ],
                        "fixes": [
                            {
                                "description": {"text": "write `b` (unsafe: look at what it changes)"},
                                "artifactChanges": [
                                    {
                                        "artifactLocation": {"uri": first, **base, "index": 0},
                                        "replacements": [
                                            {
                                                "deletedRegion": {
                                                    "startLine": 3, "startColumn": 13, "endLine": 3, "endColumn": 23,
                                                },
                                                "insertedContent": {"text": "b"},
                                            }
                                        ],
                                    }
                                ],
                            }
                        ],
                    },
                    {
                        "ruleId": "third-rule",
                        "level": "note",
                        "message": {"text": "look"},
                        "locations": [place(first, 0, 3, 13, 3, 23)],
                        "partialFingerprints": {"primaryLocationLineHash": "f3"},
                    },
                ],
            }
        ],
    }  # fmt: skip
    assert valid(SARIF, render(EXAMPLE)) == expected


def test_all_rules_stand_in_every_run_in_their_order() -> None:
    for report in (Report(rules=RULES), lint("connector: {nmae: x}\n")):
        run = run_of(report)
        assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(all_rules())
        for result in run["results"]:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_all_that_github_asks_for(rule: Rule) -> None:
    described = descriptor(rule)
    for name in ("shortDescription", "fullDescription"):
        assert 0 < len(described[name]["text"]) <= 1024
    assert described["help"] == {"text": page(rule), "markdown": page(rule)}
    assert described["helpUri"] == rule.help
    assert described["defaultConfiguration"]["level"] in ("error", "warning", "note")
    properties = described["properties"]
    assert properties["tags"][0] == rule.category
    assert {f"external/cwe/cwe-{number:03}" for number in rule.cwe} <= set(properties["tags"])
    assert len(properties["tags"]) == len(set(properties["tags"])) <= 20
    assert properties["precision"] in ("very-high", "high", "medium", "low")
    assert properties["problem.severity"] in ("error", "warning", "recommendation")
    assert ("security-severity" in properties) == (rule.category == "security")


def test_the_scale_of_security_severity() -> None:
    found = {rule.id: descriptor(rule)["properties"].get("security-severity") for rule in RULES}
    assert found["hardcoded-secret"] == found["hardcoded-authorization"] == "9.8"  # critical: over 9.0
    assert found["insecure-url"] == "8.0"  # high: from 7.0
    assert found["secret-in-url"] == "5.5"  # medium: from 4.0
    assert found["api-key-in-query"] == "2.0"  # low
    assert found["yaml-syntax"] is None


def test_a_rule_of_another_package_has_no_address_of_ours_and_may_say_much() -> None:
    other = replace(RULES[0], id="acme/rule", doc="x" * 2000, category="acme")
    described = descriptor(other)
    assert "helpUri" not in described
    assert len(described["shortDescription"]["text"]) == len(described["fullDescription"]["text"]) == 1024
    run_of(Report(rules=(other, replace(other, id="acme/silent", doc=""))))


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("a/b.yaml", "a/b.yaml"),
        ("C:/b.yaml", "C%3A/b.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("a b%#?[]\n.yaml", "a%20b%25%23%3F%5B%5D%0A.yaml"),
        ("ö🚲", "%C3%B6%F0%9F%9A%B2"),
        ("\udcff.yaml", "%FF.yaml"),
        ("\ud800.yaml", "%ED%A0%80.yaml"),
        ("../x.yaml", "../x.yaml"),
    ],
)
def test_a_path_becomes_a_relative_uri(path: str, written: str) -> None:
    assert uri(path) == written
    assert run_of(Report((LintedFile(path),)))["artifacts"][0]["location"]["uri"] == written


def test_names_become_no_link() -> None:
    report = Report(findings=(replace(FINDING, message="`[x](http://example.com)` is unknown"),))
    assert run_of(report)["results"][0]["message"]["text"] == "`[x] (http://example.com)` is unknown"


def test_a_line_that_is_not_kept_gives_an_empty_region() -> None:
    (result,) = run_of(Report(findings=(replace(FINDING, span=LINES),)))["results"]
    assert result["locations"] == [place("a%20b/%C3%B6.yaml", 0, 3, 13, 3, 13)]


def test_what_could_not_be_read_is_told_as_a_notification_too() -> None:
    for text, rule in (("a: [\n", "yaml-syntax"), ("a: \udcff\n", "unreadable-file")):
        run = run_of(lint(text))
        (invocation,) = run["invocations"]
        (note,) = invocation["toolExecutionNotifications"]
        (result,) = run["results"]
        assert invocation["executionSuccessful"] is True
        assert note["level"] == "error"
        assert note["associatedRule"] == {"id": rule, "index": list(all_rules()).index(rule)}
        assert note["message"] == result["message"]
        assert note["locations"] == result["locations"]


def test_of_too_many_results_the_worst_are_kept() -> None:
    many = [replace(FINDING, severity=Severity.INFO, fingerprint=f"i{number}") for number in range(25_001)]
    worst = replace(FINDING, fingerprint="worst")
    run = json.loads(render(Report(findings=(*many, worst))))["runs"][0]
    kept = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert len(kept) == 25_000
    assert kept == [*(f"i{number}" for number in range(24_999)), "worst"]
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    text = "2 findings are left out, the least severe ones: a run may have 25000 results."
    assert note == {"level": "warning", "message": {"text": text}}


def test_of_too_many_related_places_the_first_are_kept() -> None:
    related = EXAMPLE.findings[1].related * 200
    (result,) = run_of(Report(findings=(replace(FINDING, related=related),)))["results"]
    assert [place["id"] for place in result["relatedLocations"]] == list(range(1, 101))


def test_every_fixture_is_valid_and_every_region_one_line_of_the_file() -> None:
    for path in sorted((ROOT / "fixtures").rglob("*.yaml")):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        report = lint(text, path.relative_to(ROOT).as_posix())
        results = run_of(report)["results"]
        assert len(results) == len(report.findings)
        for result in results:
            region = result["locations"][0]["physicalLocation"]["region"]
            assert region["startLine"] == region["endLine"]
            assert 1 <= region["startColumn"] <= region["endColumn"]
            assert "snippet" not in region
