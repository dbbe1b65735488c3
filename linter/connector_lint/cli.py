"""The command. Only here are streams written and usage errors raised."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint.config import Config, check_names
from connector_lint.configs import Configs
from connector_lint.console import ORDER, Command, read_stdin, write_stdout
from connector_lint.discover import discover
from connector_lint.errors import ConfigError
from connector_lint.gitignore import is_ignored
from connector_lint.options import GROUPS, PARAMETERS, Options
from connector_lint.outputs import counted, notices, outputs, write_all
from connector_lint.progress import Log, with_bar
from connector_lint.registry import all_rules
from connector_lint.report_statistics import per_file
from connector_lint.run import run
from connector_lint.settings import Setting
from connector_lint.show_config import show_config
from connector_lint.source import BytesSource, FileSource, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.settings import Settings

STDIN = "-"


@click.command(cls=Command, groups=GROUPS, params=PARAMETERS, add_help_option=False)
def main(**given: Any) -> None:
    """Find mistakes and leaked credentials in YAML connector definitions (Blueprints).

    PATHS are files, folders, or - for standard input; without any, the current folder. A folder is searched for
    Blueprints, other YAML in it is left alone.

    Several reports: --format sarif --output a.sarif --format text. Each --output belongs to the --format before it;
    one --format may be without, and goes to standard output.

    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug in connector-lint or in a rule.
    """
    options = Options(**given)
    configs = _configs(options)
    scope = configs.scope(Path())
    if options.show_config:
        shown = Path(next((path for path in options.paths if path != STDIN), "."))
        write_stdout(show_config(configs.scope(shown if shown.is_dir() else shown.parent)))
        return
    styles = options.styles or tuple(filter(None, [scope.style])) if len(options.files) <= 1 else options.styles
    wanted = outputs(click.get_current_context().meta[ORDER], styles, options.files)
    if options.statistics:
        wanted = counted(wanted)
    log = Log(wanted=options.verbose)
    with log.stage("search"):
        sources = _sources(options, scope.config)
    _keep(sources, options.files)
    config_of = {source: configs.of(source) for source in sources}  # before any is linted: errors come first
    with log.stage("lint"):
        report = run(with_bar(sources, quiet=options.quiet), config_of.__getitem__)
    for line in per_file(report):
        log.tell(line)
    with log.stage("report"):
        write_all(wanted, report, color=options.color, quiet=options.quiet)
    for line in notices(wanted, report, quiet=options.quiet, statistics=options.statistics):
        click.echo(line, err=True)
    sys.exit(report.exit_code(scope.config))


def _configs(options: Options) -> Configs:
    """What holds for which file; options win over all files."""
    check_names(Config(options.select, options.ignore, options.severity), all_rules())
    if options.config and options.no_config:
        raise ConfigError("--config names a file and --no-config says to read none: give one of them")
    given: Settings = {}
    if options.select:
        given["select",] = Setting(sorted(options.select))
    if options.ignore:
        given["ignore",] = Setting(sorted(options.ignore))
    if options.fail_on:
        given["fail-on",] = Setting(options.fail_on)
    if options.styles:
        given["format",] = Setting(options.styles[0])
    for rule, severity in options.severity.items():
        given["severity", rule] = Setting(severity or "off")
    return Configs(given, named=options.config, use_files=not options.no_config)


def _sources(options: Options, config: Config) -> list[Source]:
    name = options.stdin_filename
    if name and STDIN not in options.paths:
        raise ConfigError("--stdin-filename names standard input, and - is not among the paths")
    named = [path for path in options.paths or (".",) if path != STDIN]
    sources: list[Source] = [*discover(named, force_exclude=options.force_exclude)]
    if STDIN in options.paths and not (options.force_exclude and name and is_ignored(Path(name))):
        shown = (name or "<stdin>").replace(os.sep, "/")
        sources.append(BytesSource(shown, read_stdin(config.limits.size + 1), blueprints_only=options.force_exclude))
    return sources


def _keep(sources: Iterable[Source], files: Iterable[Path]) -> None:
    """No report is written over what it is about. Raises ConfigError."""
    linted = {os.path.realpath(source.file) for source in sources if isinstance(source, FileSource)}
    for file in files:
        if file.is_file() and os.path.realpath(file) in linted:
            raise ConfigError(f"--output {file} is one of the files to lint: write the report to another one")


if __name__ == "__main__":
    main()
