"""The report as JSON, for programs. `schema/report.schema.json` describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from connector_lint.redact import visible
from connector_lint.report import Report, tool_version

if TYPE_CHECKING:
    from connector_lint.finding import Finding, Fix, Position, Related, Span, Suppressed

VERSION = 1


def render(report: Report) -> str:
    """The report as one JSON object and a line break; in ASCII, which is the same in every encoding."""
    document = {
        "version": VERSION,
        "tool": {"name": "connector-lint", "version": tool_version()},
        "summary": {
            "files": report.files,
            "skipped": len(report.skipped),
            **{str(severity): count for severity, count in report.counts.items()},
            "fixable": report.fixable,
            "suppressed": len(report.suppressed),
        },
        "fixed": [_finding(finding) for finding in report.fixed],
        "errors": [{"rule": error.rule, "path": visible(error.path), "type": error.type} for error in report.errors],
        "findings": [_finding(finding) for finding in report.findings],
        "suppressed": [_suppressed(one) for one in report.suppressed],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "category": finding.category,
        "severity": str(finding.severity),
        "message": finding.message,
        "path": visible(finding.path),
        **_span(finding.span),
        "document": finding.document,
        "yaml_path": finding.yaml_path,
        "help": finding.help,
        "fix": _fix(finding.fix) if finding.fix else None,
        "related": [_related(related) for related in finding.related],
        "fingerprint": finding.fingerprint,
    }


def _suppressed(suppressed: Suppressed) -> dict[str, Any]:
    finding = suppressed.finding
    about = {"rule": finding.rule, "path": visible(finding.path), **_span(finding.span)}
    return {**about, "by": suppressed.by, "reason": suppressed.reason}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_span(edit.span), "text": edit.text} for edit in fix.edits]
    changes = [change.effect for change in fix.changes]
    return {"safe": fix.safe, "description": fix.description, "edits": edits, "changes": changes, "todo": fix.todo}


def _related(related: Related) -> dict[str, Any]:
    return {"message": related.message, "path": visible(related.path), **_span(related.span)}


def _span(span: Span) -> dict[str, Any]:
    return {"start": _position(span.start), "end": _position(span.end)}


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}
