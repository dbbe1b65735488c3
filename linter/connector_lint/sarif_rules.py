"""What SARIF says of the rules: the same in every run, whatever was found.

What must be there and how long it may be is GitHub's documentation of SARIF for code scanning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connector_lint.finding import Severity
from connector_lint.rule_page import page
from connector_lint.weaknesses import leaks_credential

if TYPE_CHECKING:
    from connector_lint.rule import Rule

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_LONGEST = 1024  # characters of a description
_MOST_TAGS = 20
# GitHub's bands: over 9.0 critical, from 7.0 high, from 4.0 medium, below it low. What a rule of the category
# `security` finds is rated by the rule's own severity; a credential that stands in the file is critical, for
# whoever reads the file can use it (GitHub's own queries for CWE-798 say 9.8 too).
_CRITICAL = "9.8"
_SECURITY_SEVERITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "2.0"}
_PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISION = {Severity.ERROR: "high", Severity.WARNING: "medium", Severity.INFO: "medium"}


def descriptor(rule: Rule) -> dict[str, Any]:
    """A rule as SARIF's `reportingDescriptor`: its whole page is its help."""
    whole = page(rule)
    described = {
        "id": rule.id,
        "shortDescription": {"text": _cut(rule.summary or rule.id)},
        "fullDescription": {"text": _cut(_description(rule) or rule.id)},
        "help": {"text": whole, "markdown": whole},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": _properties(rule),
    }
    if rule.help.startswith("https:"):  # a third party's rule has a command there
        described["helpUri"] = rule.help
    return described


def _description(rule: Rule) -> str:
    """What it finds and why that matters."""
    return " ".join(" ".join(rule.doc.split("\n\n")[:2]).split())


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _properties(rule: Rule) -> dict[str, Any]:
    tags = [rule.category, *(f"external/cwe/cwe-{number:03}" for number in rule.cwe)]
    properties = {
        "tags": tags[:_MOST_TAGS],
        "precision": _PRECISION[rule.severity],
        "problem.severity": _PROBLEM_SEVERITY[rule.severity],
    }
    if rule.category == "security":
        critical = rule.severity is Severity.ERROR and leaks_credential(rule.cwe)
        properties["security-severity"] = _CRITICAL if critical else _SECURITY_SEVERITY[rule.severity]
    return properties
