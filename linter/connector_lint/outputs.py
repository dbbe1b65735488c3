"""What a run's report is written as and where: each format to one file, or to standard output."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint.console import append_file, wants_color, write_file, write_stdout
from connector_lint.errors import ConfigError
from connector_lint.rooted import root_folder, rooted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from connector_lint.report import Report

DEFAULT = "text"
# A module of its own for each, imported when it is needed: module and function.
FORMATS = {
    "text": "report_text.render",
    "concise": "report_text.render_concise",
    "json": "report_json.render",
    "sarif": "report_sarif.render",
    "github": "report_github.render",
    "gitlab": "report_gitlab.render",
    "junit": "report_junit.render",
    "html": "report_html.render",
}
STATISTICS = "statistics"  # what --statistics writes in the place of a report for people
_FOR_PEOPLE = frozenset(("text", "concise"))
_FOR_SERVICES = frozenset(("sarif", "github", "gitlab", "junit"))  # which find files from the repository's root
_TELL_BUGS = frozenset(("text", "concise", "github"))
_TELL_TOTALS = frozenset(("text", "github"))  # but not those of a clean run


@dataclass(frozen=True, slots=True)
class Output:
    """A format, and the file that it is written to: None is standard output."""

    style: str
    file: Path | None = None


def outputs(
    order: Iterable[str], styles: Sequence[str], files: Sequence[Path], configured: str | None = None
) -> list[Output]:
    """What to write: each file belongs to the format before it. Raises ConfigError.

    `configured` is the format where none is given. `order` holds `styles` and `files` as the options stand in the
    command. One of each belong together anyhow.
    """
    if len(styles) <= 1 and len(files) <= 1:
        return [Output(next(iter(styles), configured or DEFAULT), next(iter(files), None))]
    found: list[Output] = []
    left_styles, left_files = iter(styles), iter(files)
    for kind in order:
        if kind == "styles":
            found.append(Output(next(left_styles)))
        elif kind != "files":
            continue
        elif found and found[-1].file is None:
            found[-1] = Output(found[-1].style, next(left_files))
        else:
            raise ConfigError("with several reports, write each --output right after its --format")
    _check(found)
    return found


def counted(found: Iterable[Output]) -> list[Output]:
    """The same, with the statistics in the place of reports that list findings for people."""
    return [Output(STATISTICS, output.file) if output.style in _FOR_PEOPLE else output for output in found]


def _check(found: Iterable[Output]) -> None:
    to_stdout = [output.style for output in found if output.file is None]
    if len(to_stdout) > 1:
        raise ConfigError(
            f"--format {' and '.join(to_stdout)}: only one can go to standard output, --output the others"
        )
    targets = [os.path.realpath(output.file) for output in found if output.file and output.file != Path(os.devnull)]
    if twice := next((target for target in targets if targets.count(target) > 1), None):
        raise ConfigError(f"two reports would be written to {Path(twice).name}")


def write_all(found: Iterable[Output], report: Report, *, color: bool | None, quiet: bool) -> None:
    """Write them all, also where one cannot be written. Raises ConfigError, at the end, that names those."""
    for_services = report
    if any(output.style in _FOR_SERVICES for output in found):
        here = os.path.realpath(Path.cwd())
        for_services = rooted(report, root_folder(os.environ, here), here)
    failed = []
    for output in found:
        own = for_services if output.style in _FOR_SERVICES else report
        to_file = output.file is not None
        try:
            text = _render(output.style, own, color=wants_color(color, to_file=to_file), quiet=quiet)
            if output.file is None:
                write_stdout(text)
            else:
                write_file(output.file, text)
        except ConfigError as error:
            failed.append(str(error))
        if output.style == "github":
            _job_summary(own)
    if failed:
        raise ConfigError("; ".join(failed))


def _render(style: str, report: Report, *, color: bool, quiet: bool) -> str:
    module, _, function = {**FORMATS, STATISTICS: "report_statistics.render"}[style].partition(".")
    extra: dict[str, Any] = {}
    if style == "text":
        extra = {"color": color, "summary": bool(report.findings) and not quiet}
    elif style == "junit":
        extra = {"moment": _moment()}
    text: str = getattr(import_module(f"connector_lint.{module}"), function)(report, **extra)
    return text


def _moment() -> datetime:
    """Now, or what `SOURCE_DATE_EPOCH` says (seconds since 1970, reproducible-builds.org), in UTC."""
    wanted = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(wanted), UTC) if wanted else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise ConfigError("SOURCE_DATE_EPOCH is no number of seconds since 1970") from None


def _job_summary(report: Report) -> None:
    """In GitHub Actions, the findings for the page of the job. That it cannot be written fails no run."""
    from connector_lint.report_github import job_summary  # noqa: PLC0415 - only what the run needs

    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            append_file(Path(path), job_summary(report))
        except ConfigError as error:
            click.echo(str(error), err=True)


def notices(found: Sequence[Output], report: Report, *, quiet: bool, statistics: bool, changed: bool) -> Iterator[str]:
    """The lines for standard error: bugs, totals and statistics that no report tells."""
    from connector_lint.report_statistics import render  # noqa: PLC0415 - only what the run needs
    from connector_lint.report_text import error_lines, summary_line  # noqa: PLC0415 - only what the run needs

    shown = next((output.style for output in found if output.file is None), None)
    if shown not in _TELL_BUGS:
        yield from error_lines(report)
    if statistics and all(output.style != STATISTICS for output in found):
        yield from render(report).splitlines()
    if quiet:
        return
    if not report.files and not report.skipped:
        yield "no YAML file has changed" if changed else "no YAML files found"
    elif shown is None or (shown in _TELL_TOTALS and not report.findings):
        yield summary_line(report)
