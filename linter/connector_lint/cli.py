"""The command. Only here are streams written and usage errors raised."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint import baseline
from connector_lint.config_file import shown
from connector_lint.console import ORDER, Command, asker, write_stdout
from connector_lint.errors import ConfigError
from connector_lint.fix_files import failed
from connector_lint.init import init
from connector_lint.inputs import STDIN, baseline_of, config_by_source, configs_of, sources_of
from connector_lint.options import BARE, GROUPS, PARAMETERS, Options
from connector_lint.outputs import counted, notices, outputs, write_all
from connector_lint.progress import Log, with_bar
from connector_lint.redact import visible
from connector_lint.report_statistics import per_file
from connector_lint.rewriting import check_fixes, diff, fix, write_ignores
from connector_lint.run import run
from connector_lint.show_config import show_config

if TYPE_CHECKING:
    from connector_lint.configs import Configs


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
    check_fixes(options)
    configs = configs_of(options)
    if _lints_nothing(options, configs):
        return
    scope = configs.scope(Path())
    wanted = outputs(click.get_current_context().meta[ORDER], options.styles, options.files, scope.style)
    if options.statistics:
        wanted = counted(wanted)
    known = baseline_of(options, scope)
    log = Log(wanted=options.verbose)
    with log.stage("search"):
        sources = sources_of(options, configs)
    config_of = config_by_source(sources, configs, options)
    if options.diff:
        sys.exit(diff(sources, config_of, options))
    repaired = fix(sources, config_of, options)
    problems = [*failed(repaired), *write_ignores(sources, config_of, options)]
    with log.stage("lint"):
        report = run(with_bar(sources, quiet=options.quiet), config_of)
    report = replace(report, fixed=tuple(finding for file in repaired for finding in file.fixed.applied))
    by_path = {source.path: config_of(source) for source in sources}
    if options.init:
        for line in init(report, asker(), lambda file: baseline.apply(report, baseline.new(file), by_path, ())):
            click.echo(line, err=True)
        return
    told: list[str] = []
    if known:
        report, told = baseline.apply(report, known, by_path, options.paths or (".",))
    for line in (*_told_of(configs), *per_file(report)):
        log.tell(line)
    with log.stage("report"):
        write_all(wanted, report, color=options.color, quiet=options.quiet)
    changed = options.changed is not None
    about_run = notices(wanted, report, quiet=options.quiet, statistics=options.statistics, changed=changed)
    for line in (*map(visible, told if not options.quiet else ()), *about_run):
        click.echo(line, err=True)
    if problems:
        raise ConfigError("; ".join(problems))
    sys.exit(report.exit_code(replace(scope.config, fail_on=None) if options.write_baseline else scope.config))


def _serve(options: Options) -> int:
    """Serve an editor. Returns the exit code. Raises ConfigError where nobody can be at the other end."""
    if sys.stdin and sys.stdin.isatty():  # who tries it by hand would wait in vain, and Ctrl+C does not end the server
        raise ConfigError("--lsp is for an editor, which starts it itself; docs/editors.md tells how")
    try:
        from connector_lint.language.handlers import serve  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in ("lsprotocol", "pygls"):
            raise
        raise ConfigError("--lsp needs pygls: pip install 'connector-lint[lsp]'") from None
    return serve(partial(configs_of, options), options.baseline)


def _lints_nothing(options: Options, configs: Configs) -> bool:
    """Do what is asked for instead of linting; False where nothing is."""
    if options.lsp:
        sys.exit(_serve(options))
    if options.show_config:
        path = Path(next((path for path in options.paths if path != STDIN), "."))
        write_stdout(show_config(configs.scope(path if path.is_dir() else path.parent)))
    return options.show_config


def _told_of(configs: Configs) -> list[str]:
    """Which configuration holds."""
    return [f"configuration: {shown(file)}" for file in configs.files] or ["configuration: none, all is default"]


if __name__ == "__main__":
    main()
