"""How many findings each rule has: the first look at an old code base."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from connector_lint.report_text import summary_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.report import Report


def render(report: Report) -> str:
    """A line for each rule that found something, most findings first, and the summary line."""
    counts = Counter(finding.rule for finding in report.findings)
    fixable = Counter(finding.rule for finding in report.findings if finding.fix)
    severities = {finding.rule: str(finding.severity) for finding in report.findings}
    digits = max((len(str(count)) for count in counts.values()), default=0)
    width = max(map(len, counts), default=0)
    lines = []
    for rule, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        fixes = f"  {fixable[rule]} with a fix" if fixable[rule] else ""
        lines.append(f"{count:{digits}}  {rule:{width}}  {severities[rule]:7}{fixes}".rstrip())
    return "\n".join([*lines, summary_line(report)]) + "\n"


def per_file(report: Report) -> Iterator[str]:
    """A line for each file: how many findings it has, or why it was skipped."""
    counts = Counter(finding.path for finding in report.findings)
    for file in report.linted:
        yield f"linted {file.path}: {counts[file.path]} finding" + "s" * (counts[file.path] != 1)
    for skipped in report.skipped:
        yield f"skipped {skipped.path}: {skipped.reason}"
