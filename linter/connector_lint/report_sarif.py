"""The report as SARIF 2.1.0, for GitHub's code scanning and every other viewer of that standard.

There is no snippet of any file: it would carry the credential that a finding is about. Section numbers are those
of OASIS's standard; limits and what must be there are from GitHub's documentation of SARIF for code scanning.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from connector_lint.report import Report, tool_version
from connector_lint.rule import PROJECT
from connector_lint.sarif_rules import LEVELS, descriptor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.finding import Finding, Fix, RuleError, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS = 25_000  # GitHub refuses a run with more
_MOST_RELATED = 100  # GitHub shows no more of them
_ROOT = "%SRCROOT%"  # GitHub's name for the repository's root
# 3.14.14: without a `uri` the reader has to know where the base is. Ours would be a path of this machine.
_BASES = {_ROOT: {"description": {"text": "The root of the repository, or the folder that connector-lint ran in."}}}
_UNREAD = frozenset(("unreadable-file", "yaml-syntax"))


def render(report: Report) -> str:
    """One log with one run, and a line break; in ASCII, which is the same in every encoding."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [_Run(report).run()]}
    return json.dumps(log, indent=1) + "\n"


class _Run:
    """Knows the numbers of rules and files, by which results refer to them."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._rules = {rule.id: number for number, rule in enumerate(report.rules)}
        named = [file.path for file in report.linted]
        named += [error.path for error in report.errors]
        named += [path for found in report.findings for path in (found.path, *(r.path for r in found.related))]
        self._files = {path: number for number, path in enumerate(dict.fromkeys(named))}

    def run(self) -> dict[str, Any]:
        kept = _worst(self._report.findings)
        return {
            "tool": {"driver": self._driver()},
            # A second tool's or configuration's run would replace this one if it had the same id.
            "automationDetails": {"id": "connector-lint/"},
            "columnKind": "unicodeCodePoints",
            "newlineSequences": ["\r\n", "\n", "\r"],
            "originalUriBaseIds": _BASES,
            "artifacts": [{"location": self._file(path), "roles": ["analysisTarget"]} for path in self._files],
            "invocations": [self._invocation(left_out=len(self._report.findings) - len(kept))],
            "results": [self._result(finding) for finding in kept],
        }

    def _driver(self) -> dict[str, Any]:
        return {
            "name": "connector-lint",
            "version": tool_version(),
            "informationUri": PROJECT,
            "rules": [descriptor(rule) for rule in self._report.rules],
        }

    def _invocation(self, left_out: int) -> dict[str, Any]:
        notes = [self._bug(error) for error in self._report.errors]
        notes += [self._unread(finding) for finding in self._report.findings if finding.rule in _UNREAD]
        if left_out:
            text = f"{left_out} findings are left out, the least severe ones: a run may have {_MOST_RESULTS} results."
            notes.append({"level": "warning", "message": {"text": text}})
        return {"executionSuccessful": not self._report.errors, "toolExecutionNotifications": notes}

    def _bug(self, error: RuleError) -> dict[str, Any]:
        culprit = f"The rule {error.rule}" if error.rule else "connector-lint"
        return {
            "level": "error",
            "message": {"text": f"{culprit} failed with {error.type} on this file; please report it."},
            "exception": {"kind": error.type},
            "locations": [{"physicalLocation": {"artifactLocation": self._file(error.path)}}],
            **(self._about(error.rule) if error.rule else {}),
        }

    def _unread(self, finding: Finding) -> dict[str, Any]:
        return {
            "level": "error",
            "message": {"text": _plain(finding.message)},
            "locations": [self._location(finding.path, self._one_line(finding))],
            **self._about(finding.rule),
        }

    def _about(self, rule: str) -> dict[str, Any]:
        number = {"index": self._rules[rule]} if rule in self._rules else {}
        return {"associatedRule": {"id": rule, **number}}

    def _result(self, finding: Finding) -> dict[str, Any]:
        number = {"ruleIndex": self._rules[finding.rule]} if finding.rule in self._rules else {}
        result = {
            "ruleId": finding.rule,
            **number,
            "level": LEVELS[finding.severity],
            "message": {"text": _plain(finding.message)},
            "locations": [self._location(finding.path, self._one_line(finding))],
            "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = list(self._related(finding))
        if finding.fix:
            result["fixes"] = [self._fix(finding.path, finding.fix)]
        return result

    def _related(self, finding: Finding) -> Iterator[dict[str, Any]]:
        for number, related in enumerate(finding.related[:_MOST_RELATED], 1):
            place = self._location(related.path, _region(related.span))
            yield {"id": number, "message": {"text": _plain(related.message)}, **place}

    def _fix(self, path: str, fix: Fix) -> dict[str, Any]:
        replacements = [{"deletedRegion": _region(e.span), "insertedContent": {"text": e.text}} for e in fix.edits]
        unsafe = "" if fix.safe else " (unsafe: look at what it changes)"
        return {
            "description": {"text": _plain(fix.description) + unsafe},
            "artifactChanges": [{"artifactLocation": self._file(path), "replacements": replacements}],
        }

    def _one_line(self, finding: Finding) -> dict[str, int]:
        """The finding's region, cut to its first line: in a pull request GitHub wants every line to be in the diff."""
        start, end = finding.span.start, finding.span.end
        if end.line == start.line:
            return _region(finding.span)
        line = self._report.excerpt(finding.path, start.line)
        after = start.column if line is None else max(len(line) + 1, start.column)
        return {"startLine": start.line, "startColumn": start.column, "endLine": start.line, "endColumn": after}

    def _location(self, path: str, region: dict[str, int]) -> dict[str, Any]:
        return {"physicalLocation": {"artifactLocation": self._file(path), "region": region}}

    def _file(self, path: str) -> dict[str, Any]:
        return {"uri": uri(path), "uriBaseId": _ROOT, "index": self._files[path]}


def uri(path: str) -> str:
    """A path as a relative reference (RFC 3986), also where its bytes are no text; a colon is escaped like the rest."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"))


def _region(span: Span) -> dict[str, int]:
    """Lines and columns from 1, the end column exclusive (3.30.5 to 3.30.8), as in our own spans."""
    start, end = span.start, span.end
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _plain(text: str) -> str:
    """The text without anything that readers take for a link (3.11.6): names in it come from the file.

    Braces are not doubled (3.11.5): there are no arguments, and readers show what they find.
    """
    return text.replace("](", "] (")


def _worst(findings: tuple[Finding, ...]) -> list[Finding]:
    """As many findings as a run may have: the most severe ones, in their order."""
    numbers = sorted(range(len(findings)), key=lambda number: -findings[number].severity.rank)
    return [findings[number] for number in sorted(numbers[:_MOST_RESULTS])]
