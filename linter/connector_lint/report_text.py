"""The report for people: `text` with frames, and `concise`, one line a finding, for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.frame import frame
from connector_lint.redact import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.finding import Finding, Fix
    from connector_lint.report import Report

_STYLES = {"error": "1;31", "warning": "1;33", "info": "1;36", "bold": "1", "dim": "2", "fix": "32"}


def render(report: Report, *, color: bool = False, summary: bool = True) -> str:
    """Frames with a caret under each span, then the bugs, then a summary line; empty for a clean quiet run."""
    blocks = ["\n".join(_block(finding, report, color=color)) + "\n" for finding in report.findings]
    text = "\n".join(blocks)
    fixed = "".join(f"{line}\n" for line in fixed_lines(report))
    errors = "".join(f"{line}\n" for line in error_lines(report))
    parts = [fixed, text, errors, f"{summary_line(report)}\n" if summary else ""]
    return "\n".join(filter(None, parts))


def render_concise(report: Report) -> str:
    """`path:line:column: severity rule message`, one line a finding."""
    lines = [
        f"{visible(finding.path)}:{finding.span.start.line}:{finding.span.start.column}: "
        f"{finding.severity} {finding.rule} {finding.message}"
        for finding in report.findings
    ]
    return "".join(f"{line}\n" for line in [*fixed_lines(report), *lines, *error_lines(report)])


def summary_line(report: Report) -> str:
    """How many files and findings there were."""
    files = _count(report.files, "file")
    skipped = f", {len(report.skipped)} skipped (no Blueprint)" if report.skipped else ""
    fixed = f", {len(report.fixed)} fixed" if report.fixed else ""
    left = " left" if fixed else ""
    suppressed = f", {len(report.suppressed)} suppressed" if report.suppressed else ""
    if not report.findings:
        return f"{files} checked{skipped}{fixed}: no findings{left}{suppressed}"
    counts = [_count(n, str(s)) if s != "info" else f"{n} info" for s, n in report.counts.items() if n]
    return f"{files} checked{skipped}{fixed}: {', '.join(counts)}{left}{_fixable(report)}{suppressed}"


def _fixable(report: Report) -> str:
    """How many findings can be fixed, and how many of them only with `--unsafe-fixes`."""
    if not report.fixable:
        return ""
    unsafe = f" ({report.unsafe} unsafe: --unsafe-fixes)" if report.unsafe else ""
    return f", {report.fixable} with a fix{unsafe}"


def fixed_lines(report: Report) -> list[str]:
    """A line for each finding that was fixed."""
    return [
        f"{visible(finding.path)}:{finding.span.start.line}:{finding.span.start.column}: fixed {finding.rule}: "
        f"{_in_words(finding.fix) if finding.fix else ''}"
        for finding in report.fixed
    ]


def error_lines(report: Report) -> list[str]:
    """A line for each bug of a rule or of ours."""
    return [
        f"{visible(error.path)}: internal error: {_culprit(error.rule)} failed with {error.type}; please report it"
        for error in report.errors
    ]


def _culprit(rule: str | None) -> str:
    return f"the rule {rule}" if rule else "connector-lint"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 else "")


def _block(finding: Finding, report: Report, *, color: bool) -> Iterator[str]:
    start = finding.span.start
    severity = _paint(str(finding.severity), str(finding.severity), color=color)
    where = _paint(f"{visible(finding.path)}:{start.line}:{start.column}", "bold", color=color)
    yield f"{where}: {severity} {finding.rule}"
    line = report.excerpt(finding.path, start.line)
    if line is not None:
        yield from _frame(finding, line, color=color)
    yield f"  {finding.message}"
    for related in finding.related:
        at = related.span.start
        yield _paint(f"  {visible(related.path)}:{at.line}:{at.column}: {related.message}", "dim", color=color)
    if finding.fix:
        how = "" if finding.fix.safe else " (unsafe)"
        yield _paint(f"  fix{how}: {_in_words(finding.fix)}", "fix", color=color)
    yield _paint(f"  help: {finding.help}", "dim", color=color)


def _in_words(fix: Fix) -> str:
    return f"{fix.description}; afterwards {fix.todo}" if fix.todo else fix.description


def _frame(finding: Finding, line: str, *, color: bool) -> Iterator[str]:
    shown = frame(finding, line)
    margin = " " * len(shown.number)
    yield _paint(f"  {shown.number} | ", "dim", color=color) + shown.text
    carets = _paint("^" * shown.carets, str(finding.severity), color=color)
    yield _paint(f"  {margin} | ", "dim", color=color) + " " * shown.blanks + carets


def _paint(text: str, style: str, *, color: bool) -> str:
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if color else text
