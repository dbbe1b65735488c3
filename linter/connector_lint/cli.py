"""The command. Only here are options read, streams written and usage errors raised."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint.config import Config, check_names, check_rule_name
from connector_lint.console import ORDER, Command, read_stdin, write_stdout
from connector_lint.discover import discover
from connector_lint.errors import ConfigError
from connector_lint.finding import Severity
from connector_lint.gitignore import is_ignored
from connector_lint.outputs import FORMATS, notices, outputs, write_all
from connector_lint.registry import all_rules
from connector_lint.report import tool_version
from connector_lint.run import run
from connector_lint.source import BytesSource, FileSource, Source

if TYPE_CHECKING:
    from collections.abc import Callable

STDIN = "-"
_LEVELS = [str(severity) for severity in Severity]


def _names(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.strip() for value in values for name in value.split(",") if name.strip())


def _severities(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, Severity | None]:
    overrides: dict[str, Severity | None] = {}
    for value in values:
        name, equals, level = value.partition("=")
        if not equals or level not in (*_LEVELS, "off"):
            raise click.BadParameter(f"{value!r} is not RULE=error, RULE=warning, RULE=info or RULE=off")
        overrides[name] = None if level == "off" else Severity(level)
    return overrides


def _instead(action: Callable[[Any], str]) -> Callable[[click.Context, click.Parameter, Any], None]:
    """An option's callback that prints something instead of linting."""

    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value not in (None, False) and not context.resilient_parsing:
            write_stdout(action(value))
            context.exit()

    return callback


def _schema(_value: object) -> str:
    from connector_lint.schema_errors import schema_text  # noqa: PLC0415 - jsonschema is slow to import

    return schema_text()


def _explain(name: str) -> str:
    from connector_lint.rule_page import page  # noqa: PLC0415 - only what the run needs

    rules = all_rules()
    check_rule_name(name, rules)
    return page(rules[name])


def _list_rules(_value: object) -> str:
    rules = all_rules().values()
    width = max(len(rule.id) for rule in rules)
    return "".join(
        f"{rule.id:{width}}  {rule.severity:7}  {rule.category:14}  {'fix' if rule.fixable else '':3}  {rule.summary}\n"
        for rule in rules
    )


@click.command(cls=Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.argument("paths", nargs=-1, type=click.Path(readable=False, path_type=str))
@click.option(
    "--format", "styles", multiple=True, type=click.Choice([*FORMATS]), help="How to report: text if not given."
)
@click.option(
    "--output",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    help="Write the report of the --format before it to this file.",
)
@click.option("--select", multiple=True, callback=_names, metavar="RULE|CATEGORY", help="Only these rules.")
@click.option("--ignore", multiple=True, callback=_names, metavar="RULE|CATEGORY", help="All rules but these.")
@click.option(
    "--severity", multiple=True, callback=_severities, metavar="RULE=LEVEL", help="Override: error, warning, info, off."
)
@click.option(
    "--fail-on", type=click.Choice([*_LEVELS, "never"]), default="warning", help="Least severity for exit code 1."
)
@click.option("--stdin-filename", metavar="PATH", help="What reports call standard input.")
@click.option("--force-exclude", is_flag=True, help="Leave ignored files and other YAML alone even where named.")
@click.option("--color/--no-color", default=None, help="Colour the text; by default on a terminal.")
@click.option("--quiet", is_flag=True, help="Findings only: no summary, no notices.")
@click.option(
    "--list-rules", is_flag=True, is_eager=True, expose_value=False, callback=_instead(_list_rules), help="List rules."
)
@click.option(
    "--explain", metavar="RULE", is_eager=True, expose_value=False, callback=_instead(_explain), help="Print its page."
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_instead(_schema),
    help="Print the JSON Schema.",
)
@click.version_option(tool_version(), message="connector-lint %(version)s")
def main(  # noqa: PLR0913 - one parameter an option
    *,
    paths: tuple[str, ...],
    styles: tuple[str, ...],
    files: tuple[Path, ...],
    select: frozenset[str],
    ignore: frozenset[str],
    severity: dict[str, Severity | None],
    fail_on: str,
    stdin_filename: str | None,
    force_exclude: bool,
    color: bool | None,
    quiet: bool,
) -> None:
    """Find mistakes and leaked credentials in YAML connector definitions (Blueprints).

    PATHS are files, folders, or - for standard input; without any, the current folder. A folder is searched for
    Blueprints, other YAML in it is left alone.

    Several reports: --format sarif --output a.sarif --format text. Each --output belongs to the --format before it;
    one --format may be without, and goes to standard output.

    Exit codes: 0 clean, 1 findings, 2 wrong usage, 3 a bug in connector-lint or in a rule.
    """
    config = Config(select, ignore, severity, None if fail_on == "never" else Severity(fail_on))
    check_names(config, all_rules())
    wanted = outputs(click.get_current_context().meta[ORDER], styles, files)
    sources = _sources(paths, stdin_filename, config, force_exclude=force_exclude)
    _keep(sources, files)
    report = run(sources, config)
    write_all(wanted, report, color=color, quiet=quiet)
    for line in notices(wanted, report, quiet=quiet):
        click.echo(line, err=True)
    sys.exit(report.exit_code(config))


def _sources(
    paths: tuple[str, ...], stdin_filename: str | None, config: Config, *, force_exclude: bool
) -> list[Source]:
    if stdin_filename and STDIN not in paths:
        raise ConfigError("--stdin-filename names standard input, and - is not among the paths")
    named = [path for path in paths or (".",) if path != STDIN]
    sources: list[Source] = [*discover(named, force_exclude=force_exclude)]
    if STDIN in paths and not (force_exclude and stdin_filename and is_ignored(Path(stdin_filename))):
        name = (stdin_filename or "<stdin>").replace(os.sep, "/")
        sources.append(BytesSource(name, read_stdin(config.limits.size + 1), blueprints_only=force_exclude))
    return sources


def _keep(sources: list[Source], files: tuple[Path, ...]) -> None:
    """No report is written over what it is about. Raises ConfigError."""
    linted = {os.path.realpath(source.file) for source in sources if isinstance(source, FileSource)}
    for file in files:
        if file.is_file() and os.path.realpath(file) in linted:
            raise ConfigError(f"--output {file} is one of the files to lint: write the report to another one")


if __name__ == "__main__":
    main()
