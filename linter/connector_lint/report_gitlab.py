"""Findings in the form of GitLab's Code Quality reports, as its documentation describes it."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from connector_lint.finding import Severity
from connector_lint.redact import visible
from connector_lint.report_text import error_lines
from connector_lint.weaknesses import leaks_credential

if TYPE_CHECKING:
    from connector_lint.finding import Finding, RuleError
    from connector_lint.report import Report

_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
_OF_SECURITY = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "minor"}
_WORST = "blocker"  # a credential that stands in the file


def render(report: Report) -> str:
    """A list of issues and a line break, `[]` for a clean run; in ASCII, which is the same in every encoding."""
    bugs = [_bug(error, line) for error, line in zip(report.errors, error_lines(report), strict=True)]
    return json.dumps([*bugs, *(_issue(finding, report) for finding in report.findings)], indent=2) + "\n"


def _issue(finding: Finding, report: Report) -> dict[str, Any]:
    """GitLab does not show `check_name`, so that the description begins with the rule."""
    lines = {"begin": finding.span.start.line, "end": finding.span.last_line}
    return {
        "description": f"{finding.rule}: {visible(finding.message)}",
        "check_name": finding.rule,
        "fingerprint": finding.fingerprint,
        "severity": _severity(finding, report),
        "location": {"path": visible(finding.path), "lines": lines},
    }


def _severity(finding: Finding, report: Report) -> str:
    if finding.category != "security":
        return _SEVERITY[finding.severity]
    rule = report.rules_by_id.get(finding.rule)
    if finding.severity is Severity.ERROR and rule and leaks_credential(rule.cwe):
        return _WORST
    return _OF_SECURITY[finding.severity]


def _bug(error: RuleError, line: str) -> dict[str, Any]:
    """A bug of ours: without it, what the failed rule had found before would look as if it were mended."""
    identity = f"internal-error\0{error.rule}\0{error.path}\0{error.type}"
    return {
        "description": f"internal-error: {line}",
        "check_name": "internal-error",
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "severity": _WORST,
        "location": {"path": visible(error.path), "lines": {"begin": 1, "end": 1}},
    }
