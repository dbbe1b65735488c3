"""The reports for GitHub, GitLab and readers of JUnit: exact ones, written by hand from what each service documents."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from connector_lint import RuleError, Severity, report_github, report_gitlab, report_junit
from connector_lint.registry import all_rules
from connector_lint.report import LintedFile, Report

if TYPE_CHECKING:
    from tests.report_forms import EXAMPLE, FINDING, GITLAB, MOMENT, SPAN, demand_valid, valid
else:
    from report_forms import EXAMPLE, FINDING, GITLAB, MOMENT, SPAN, demand_valid, valid

BUG = "clean.yaml: internal error: the rule some-rule failed with KeyError; please report it"


def many(severity: Severity, number: int) -> tuple[object, ...]:
    return tuple(replace(FINDING, severity=severity, fingerprint=f"{severity}{n}") for n in range(number))


# --- GitHub ---


def test_github_commands() -> None:
    assert report_github.render(EXAMPLE) == (
        f"::error title=internal error::{BUG}\n"
        "::error file=a b/ö.yaml,line=3,endLine=3,col=13,endColumn=23,title=some-rule::"
        "it is wrong: mend it%0Ahelp: HELP\n"
        "::warning file=a b/ö.yaml,line=3,endLine=5,title=other-rule::100%25 `a`, b%0Ahelp: HELP\n"
        "::notice file=a b/ö.yaml,line=3,endLine=3,col=13,endColumn=23,title=third-rule::look%0Ahelp: HELP\n"
        "2 files checked: 1 error, 1 warning, 1 info, 1 with a fix (1 unsafe: --unsafe-fixes)\n"
    )
    assert report_github.render(Report((LintedFile("a.yaml"),))) == ""


def test_github_escapes_a_path() -> None:
    rendered = report_github.render(Report(findings=(replace(FINDING, path="a,b:c%d\n::error::e.yaml"),)))
    assert rendered.startswith("::error file=a%2Cb%3Ac%25d\\n%3A%3Aerror%3A%3Ae.yaml,line=3,")
    demand_valid("github", rendered)


def test_github_gets_ten_of_each_level_the_errors_first() -> None:
    found = (*many(Severity.INFO, 11), *many(Severity.WARNING, 2), *many(Severity.ERROR, 12))
    report = Report(findings=found, errors=(RuleError(None, "a.yaml", "KeyError"),))  # type: ignore[arg-type]
    *commands, total = report_github.render(report).splitlines()
    assert [line.split(" ")[0] for line in commands] == ["::error"] * 10 + ["::warning"] * 2 + ["::notice"] * 10
    assert commands[0].startswith("::error title=internal error::")
    assert total == "0 files checked: 12 errors, 2 warnings, 11 info (22 of 26 shown: GitHub shows 10 of each level)"


def test_a_line_that_a_finding_only_ends_before_is_not_its_last() -> None:
    before = replace(SPAN, end=replace(SPAN.end, line=5, column=1))
    report = Report(findings=(replace(FINDING, span=before),))
    assert "line=3,endLine=4,title=" in report_github.render(report)
    assert json.loads(report_gitlab.render(report))[0]["location"]["lines"] == {"begin": 3, "end": 4}


def test_the_summary_of_a_job() -> None:
    helped = replace(EXAMPLE, findings=(replace(EXAMPLE.findings[1], help="https://example.com/?a&b"),))
    assert report_github.job_summary(helped) == (
        "### connector-lint\n\n2 files checked: 1 warning, 1 with a fix (1 unsafe: --unsafe-fixes)\n\n"
        f"<p>{BUG}</p>\n\n"
        "<table>\n<tr><th>severity</th><th>place</th><th>rule</th><th>finding</th></tr>\n"
        "<tr><td>warning</td><td><code>a b/ö.yaml:3</code></td>"
        '<td><a href="https://example.com/?a&amp;b">other-rule</a></td><td>100% <code>a</code>, b</td></tr>\n'
        "</table>\n\n"
    )
    clean = Report((LintedFile("a.yaml"),))
    assert report_github.job_summary(clean) == "### connector-lint\n\n1 file checked: no findings\n\n"


def test_a_summary_of_many_begins_with_the_worst_and_has_an_end() -> None:
    found = (*many(Severity.INFO, 600), *many(Severity.ERROR, 1))
    summary = report_github.job_summary(Report(findings=found))  # type: ignore[arg-type]
    assert summary.count("<tr><td>") == 500
    assert summary.index("<td>error</td>") < summary.index("<td>info</td>")
    assert summary.endswith("</table>\n\nand 101 more\n\n")
    long = tuple(replace(FINDING, path="ö" * 2000, fingerprint=str(number)) for number in range(500))
    assert len(report_github.job_summary(Report(findings=long)).encode()) < 2**19


# --- GitLab ---


def test_gitlab() -> None:
    assert valid(GITLAB, report_gitlab.render(EXAMPLE))[1:] == [
        {
            "description": "some-rule: it is wrong: mend it",
            "check_name": "some-rule",
            "fingerprint": "f1",
            "severity": "major",
            "location": {"path": "a b/ö.yaml", "lines": {"begin": 3, "end": 3}},
        },
        {
            "description": "other-rule: 100% `a`, b",
            "check_name": "other-rule",
            "fingerprint": "f2",
            "severity": "major",
            "location": {"path": "a b/ö.yaml", "lines": {"begin": 3, "end": 5}},
        },
        {
            "description": "third-rule: look",
            "check_name": "third-rule",
            "fingerprint": "f3",
            "severity": "info",
            "location": {"path": "a b/ö.yaml", "lines": {"begin": 3, "end": 3}},
        },
    ]
    bug = json.loads(report_gitlab.render(EXAMPLE))[0]
    assert (bug["description"], bug["severity"]) == (f"internal-error: {BUG}", "blocker")
    assert report_gitlab.render(Report((LintedFile("a.yaml"),))) == "[]\n"


@pytest.mark.parametrize(
    ("rule", "severity", "expected"),
    [
        ("yaml-syntax", Severity.ERROR, "major"),
        ("yaml-syntax", Severity.WARNING, "minor"),
        ("yaml-syntax", Severity.INFO, "info"),
        ("insecure-url", Severity.ERROR, "critical"),
        ("insecure-url", Severity.WARNING, "major"),
        ("insecure-url", Severity.INFO, "minor"),
        ("hardcoded-authorization", Severity.ERROR, "blocker"),
        ("hardcoded-authorization", Severity.INFO, "minor"),
    ],
)
def test_gitlab_s_severity_follows_severity_and_category(rule: str, severity: Severity, expected: str) -> None:
    category = all_rules()[rule].category
    finding = replace(FINDING, rule=rule, category=category, severity=severity)
    report = Report(findings=(finding,), rules=tuple(all_rules().values()))
    assert json.loads(report_gitlab.render(report))[0]["severity"] == expected


# --- JUnit ---


def test_junit() -> None:
    assert report_junit.render(EXAMPLE, moment=MOMENT) == (
        "<?xml version='1.0' encoding='us-ascii'?>\n"
        "<testsuites>\n"
        '  <testsuite name="a b/&#246;.yaml" tests="3" time="0" failures="2" errors="0" skipped="1" id="0" '
        'package="connector-lint" hostname="localhost" timestamp="2024-06-07T08:09:10">\n'
        "    <properties />\n"
        '    <testcase classname="a b/&#246;.yaml" name="some-rule f1" time="0">\n'
        '      <failure type="some-rule" message="it is wrong: mend it">'
        "a b/&#246;.yaml:3:13: error some-rule it is wrong: mend it\nhelp: HELP</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="a b/&#246;.yaml" name="other-rule f2" time="0">\n'
        '      <failure type="other-rule" message="100% `a`, b">'
        "a b/&#246;.yaml:3:13: warning other-rule 100% `a`, b\nhelp: HELP</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="a b/&#246;.yaml" name="third-rule f3" time="0">\n'
        '      <skipped message="a b/&#246;.yaml:3:13: look">'
        "a b/&#246;.yaml:3:13: info third-rule look\nhelp: HELP</skipped>\n"
        "    </testcase>\n"
        "    <system-out />\n"
        "    <system-err />\n"
        "  </testsuite>\n"
        '  <testsuite name="clean.yaml" tests="1" time="0" failures="0" errors="1" skipped="0" id="1" '
        'package="connector-lint" hostname="localhost" timestamp="2024-06-07T08:09:10">\n'
        "    <properties />\n"
        '    <testcase classname="clean.yaml" name="internal error of some-rule" time="0">\n'
        '      <error type="KeyError" message="some-rule failed with KeyError; please report it" />\n'
        "    </testcase>\n"
        "    <system-out />\n"
        "    <system-err />\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_clean_file_is_a_case_that_passes_for_junit() -> None:
    (suite,) = ET.fromstring(report_junit.render(Report((LintedFile("a.yaml"),)), moment=MOMENT))
    (case,) = suite.iter("testcase")
    assert (case.get("classname"), case.get("name"), len(case)) == ("a.yaml", "no findings", 0)
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
