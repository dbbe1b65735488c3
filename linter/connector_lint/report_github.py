"""Findings as GitHub's workflow commands, which become annotations, and the summary of a job.

Escaping is that of GitHub's own toolkit (`packages/core/src/command.ts`), the number of annotations that are shown
is from GitHub's documentation ("Limitations" of problem matchers: ten of each level a step).
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from connector_lint.finding import Severity
from connector_lint.redact import visible
from connector_lint.report_text import error_lines, summary_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from connector_lint.finding import Finding
    from connector_lint.report import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10  # of each level a step
_ROWS, _BYTES = 500, 500_000  # of a job's summary, which may have 1 MiB with all that other tools write there


def render(report: Report) -> str:
    """Commands, errors first, as many of each level as GitHub shows; then a line that says how many there are."""
    commands: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    commands[Severity.ERROR] += [_command("error", {"title": "internal error"}, line) for line in error_lines(report)]
    for finding in report.findings:
        if len(commands[finding.severity]) < _SHOWN:
            commands[finding.severity].append(_annotation(finding))
    shown = [line for level in commands.values() for line in level[:_SHOWN]]
    if not shown:
        return ""
    total = len(report.findings) + len(report.errors)
    cut = f" ({len(shown)} of {total} shown: GitHub shows {_SHOWN} of each level)" if len(shown) < total else ""
    return "".join(f"{line}\n" for line in [*shown, f"{summary_line(report)}{cut}"])


def _annotation(finding: Finding) -> str:
    start, end = finding.span.start, finding.span.end
    place: dict[str, str | int] = {
        "file": visible(finding.path),
        "line": start.line,
        "endLine": finding.span.last_line,
    }
    if start.line == end.line:  # GitHub refuses columns over several lines
        place |= {"col": start.column, "endColumn": end.column}
    message = f"{visible(finding.message)}\nhelp: {finding.help}"
    return _command(_COMMANDS[finding.severity], place | {"title": finding.rule}, message)


def _command(name: str, properties: Mapping[str, str | int], message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def job_summary(report: Report) -> str:
    """Markdown for a job's page: how many findings there are, and a table of them, the most severe first.

    The table is HTML, which Markdown takes as it is up to a blank line: nothing in it can become Markdown.
    """
    parts = [f"### connector-lint\n\n{summary_line(report)}\n"]
    parts += [f"\n<p>{escape(line)}</p>\n" for line in error_lines(report)]
    if report.findings:
        head = "<tr><th>severity</th><th>place</th><th>rule</th><th>finding</th></tr>"
        rows = list(_rows(report))
        parts.append("\n".join(["", "<table>", head, *rows, "</table>", ""]))
        if left := len(report.findings) - len(rows):
            parts.append(f"\nand {left} more\n")
    return "".join(parts) + "\n"


def _rows(report: Report) -> Iterator[str]:
    room = _BYTES
    worst = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    for finding in worst[:_ROWS]:
        place = f"{visible(finding.path)}:{finding.span.start.line}"
        rule = escape(finding.rule)
        if finding.help.startswith("https:"):
            rule = f'<a href="{escape(finding.help)}">{rule}</a>'
        # Names stand in backquotes; as code GitHub makes no link of what looks like a person's or an issue's name.
        message = re.sub("`([^`]*)`", r"<code>\1</code>", escape(visible(finding.message)))
        cells = (str(finding.severity), f"<code>{escape(place)}</code>", rule, message)
        row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        room -= len(row.encode("utf-8", "replace"))
        if room < 0:
            return
        yield row
