"""Findings as failed tests, in the form of Ant's JUnit task, which Jenkins, Azure Pipelines, GitLab and others read.

The form is the schema of `windyroad/JUnit-Schema`: it wants a time, a host and elements that are mostly empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from connector_lint.finding import Severity
from connector_lint.redact import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from connector_lint.finding import Finding, RuleError
    from connector_lint.report import Report


def render(report: Report, *, moment: datetime) -> str:
    """A suite a file, a case a finding, a case that passes for a clean file; in ASCII, the same in every encoding.

    Advice (`info`) is a skipped case: build servers mark a run with failures, and advice fails none.
    `moment` is when the run was, as its own time zone has it: the form has no room for a zone.
    """
    findings: dict[str, list[Finding]] = {file.path: [] for file in report.linted}
    for finding in report.findings:
        findings.setdefault(finding.path, []).append(finding)
    errors: dict[str, list[RuleError]] = {}
    for error in report.errors:
        errors.setdefault(error.path, []).append(error)
    root = ET.Element("testsuites")
    time = moment.strftime("%Y-%m-%dT%H:%M:%S")
    for number, path in enumerate(findings | errors):
        suite = _suite(path, findings.get(path, []), errors.get(path, []))
        suite.attrib |= {"id": str(number), "package": "connector-lint", "hostname": "localhost", "timestamp": time}
        root.append(suite)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="us-ascii", xml_declaration=True)
    return written.decode("ascii") + "\n"


def _suite(path: str, findings: Iterable[Finding], errors: Iterable[RuleError]) -> ET.Element:
    # Blanks around a name are no part of it to this form, and a name of nothing else would be none.
    name = visible(path) if path.strip() else repr(path)
    cases = [_broken(name, error) for error in errors] + [_failed(name, finding) for finding in findings]
    cases = cases or [_case(name, "no findings")]
    suite = ET.Element("testsuite", name=name, tests=str(len(cases)), time="0")
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(kind) is not None for case in cases)))
    suite.append(ET.Element("properties"))
    suite.extend(cases)
    suite.extend([ET.Element("system-out"), ET.Element("system-err")])
    return suite


def _case(file: str, name: str) -> ET.Element:
    return ET.Element("testcase", classname=file, name=name, time="0")


def _failed(file: str, finding: Finding) -> ET.Element:
    """Build servers know a case again by its name: a line in it would make each edit a mended and a new failure."""
    case = _case(file, f"{finding.rule} {finding.fingerprint[:12]}")
    message = visible(finding.message)
    start = finding.span.start
    place = f"{file}:{start.line}:{start.column}"
    if finding.severity is Severity.INFO:
        outcome = ET.SubElement(case, "skipped", message=f"{place}: {message}")
    else:
        outcome = ET.SubElement(case, "failure", type=finding.rule, message=message)
    outcome.text = f"{place}: {finding.severity} {finding.rule} {message}\nhelp: {finding.help}"
    return case


def _broken(file: str, error: RuleError) -> ET.Element:
    case = _case(file, f"internal error of {error.rule or 'connector-lint'}")
    message = f"{error.rule or 'connector-lint'} failed with {visible(error.type)}; please report it"
    ET.SubElement(case, "error", type=visible(error.type), message=message)
    return case
