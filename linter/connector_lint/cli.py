"""The command. Only here are streams written and usage errors raised."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint import baseline
from connector_lint.add_ignores import add_ignores
from connector_lint.changed import only_changed
from connector_lint.config import Config, check_names
from connector_lint.console import ORDER, Command, asker, read_stdin
from connector_lint.discover import discover, is_excluded
from connector_lint.errors import ConfigError
from connector_lint.finding import Severity
from connector_lint.gitignore import is_ignored
from connector_lint.init import init
from connector_lint.options import BARE, GROUPS, PARAMETERS, Options
from connector_lint.outputs import counted, notices, outputs, write_all
from connector_lint.progress import Log, with_bar
from connector_lint.redact import visible
from connector_lint.registry import all_rules
from connector_lint.report_statistics import per_file
from connector_lint.run import run
from connector_lint.source import BytesSource, FileSource, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

STDIN = "-"


@click.command(cls=Command, groups=GROUPS, bare=BARE, params=PARAMETERS, add_help_option=False)
def main(**given: Any) -> None:
    """Find mistakes and leaked credentials in YAML connector definitions (Blueprints).

    PATHS are files, folders, or - for standard input; without any, the current folder. A folder is searched for
    Blueprints, other YAML in it is left alone.

    Several reports: --format sarif --output a.sarif --format text. Each --output belongs to the --format before it;
    one --format may be without, and goes to standard output.

    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug in connector-lint or in a rule.
    """
    options = Options(**given)
    fail_on = None if options.fail_on == "never" else Severity(options.fail_on)
    config = Config(options.select, options.ignore, options.severity, fail_on, no_ignores=options.no_ignores)
    check_names(config, all_rules())
    wanted = outputs(click.get_current_context().meta[ORDER], options.styles, options.files)
    if options.statistics:
        wanted = counted(wanted)
    known = baseline.chosen(options.baseline, options.write_baseline, options.files)
    log = Log(wanted=options.verbose)
    with log.stage("search"):
        sources = _sources(options, config)
    _keep(sources, options.files)
    failed = _add_ignores(sources, options, config) if options.add_ignores else []
    with log.stage("lint"):
        report = run(with_bar(sources, quiet=options.quiet), config)
    if options.init:
        for line in init(report, asker(), lambda file: baseline.apply(report, baseline.new(file), config, ())):
            click.echo(line, err=True)
        sys.exit(0)
    told: list[str] = []
    if known:
        report, told = baseline.apply(report, known, config, options.paths or (".",))
    for line in per_file(report):
        log.tell(line)
    with log.stage("report"):
        write_all(wanted, report, color=options.color, quiet=options.quiet)
    for line in () if options.quiet else told:
        click.echo(visible(line), err=True)
    for line in notices(wanted, report, quiet=options.quiet, statistics=options.statistics):
        click.echo(line, err=True)
    if failed:
        raise ConfigError("; ".join(failed))
    sys.exit(report.exit_code(replace(config, fail_on=None) if options.write_baseline else config))


def _sources(options: Options, config: Config) -> list[Source]:
    name = options.stdin_filename
    if name and STDIN not in options.paths:
        raise ConfigError("--stdin-filename names standard input, and - is not among the paths")
    named = [path for path in options.paths or (".",) if path != STDIN]
    here = Path(os.path.realpath("."))

    def excludes_of(_folder: Path) -> list[tuple[Path, tuple[str, ...]]]:
        return [(here, options.exclude)]

    found = discover(named, force_exclude=options.force_exclude, excludes_of=excludes_of)
    sources: list[Source] = [*(found if options.changed is None else only_changed(found, options.changed))]
    passed_over = options.force_exclude and name and (is_ignored(Path(name)) or is_excluded(Path(name), excludes_of))
    if STDIN in options.paths and not passed_over:
        shown = (name or "<stdin>").replace(os.sep, "/")
        sources.append(BytesSource(shown, read_stdin(config.limits.size + 1), blueprints_only=options.force_exclude))
    return sources


def _add_ignores(sources: Iterable[Source], options: Options, config: Config) -> list[str]:
    """Tell what was written, and return what could not be. Raises ConfigError."""
    if STDIN in options.paths:
        raise ConfigError("--add-ignores writes into files, and - is standard input")
    if config.no_ignores:
        raise ConfigError("--add-ignores and --no-ignores: what is ignored already would be ignored twice")
    failed = []
    for source in sources:
        if isinstance(source, FileSource):
            try:
                if (written := add_ignores(source, config)) and not options.quiet:
                    click.echo(written, err=True)
            except ConfigError as error:
                failed.append(str(error))
    return failed


def _keep(sources: Iterable[Source], files: Iterable[Path]) -> None:
    """No report is written over what it is about. Raises ConfigError."""
    linted = {os.path.realpath(source.file) for source in sources if isinstance(source, FileSource)}
    for file in files:
        if file.is_file() and os.path.realpath(file) in linted:
            raise ConfigError(f"--output {file} is one of the files to lint: write the report to another one")


if __name__ == "__main__":
    main()
