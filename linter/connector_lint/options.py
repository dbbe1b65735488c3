"""The options of the command, grouped as `--help` shows them, and the value that they are read into."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint.config import check_rule_name
from connector_lint.config_check import wrong_limits
from connector_lint.console import write_stdout
from connector_lint.finding import Severity
from connector_lint.gitignore import is_pattern
from connector_lint.outputs import FORMATS
from connector_lint.registry import all_rules
from connector_lint.report import tool_version

if TYPE_CHECKING:
    from collections.abc import Callable

HELP = ("-h", "--help")
_MOST_DIGITS = 15
_LEVELS = [str(severity) for severity in Severity]


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said. None or empty: not a word about it."""

    paths: tuple[str, ...]
    styles: tuple[str, ...]
    files: tuple[Path, ...]
    select: frozenset[str]
    ignore: frozenset[str]
    severity: dict[str, Severity | None]
    baseline: Path | None
    write_baseline: Path | None
    fix: bool
    unsafe_fixes: bool
    diff: bool
    exclude: tuple[str, ...]
    changed: str | None
    no_ignores: bool
    add_ignores: bool
    fail_on: str | None
    config: Path | None
    no_config: bool
    limits: dict[str, int]
    show_config: bool
    stdin_filename: str | None
    force_exclude: bool
    color: bool | None
    quiet: bool
    statistics: bool
    verbose: bool
    init: bool
    lsp: bool


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


def _limits(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, int]:
    limits: dict[str, int] = {}
    for value in values:
        name, _, number = value.partition("=")
        if not number.isdecimal() or len(number) > _MOST_DIGITS:
            raise click.BadParameter(f"{value!r} is not NAME=NUMBER, such as seconds=10")
        limits[name] = int(number)
    for message in wrong_limits(limits):
        raise click.BadParameter(message)
    return limits


def _rules_beginning(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    return [name for name in all_rules() if name.startswith(incomplete)]


def _names_beginning(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    names = {name for rule in all_rules().values() for name in (rule.id, rule.category)}
    before, comma, last = incomplete.rpartition(",")
    return [f"{before}{comma}{name}" for name in sorted(names) if name.startswith(last)]


def _patterns(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if not is_pattern(value):
            raise click.BadParameter(f"{value!r} is no pattern as in a .gitignore, or has too many stars")
    return values


def _schema() -> str:
    from connector_lint.schema_errors import schema_text  # noqa: PLC0415 - jsonschema is slow to import

    return schema_text()


def _explain(name: str) -> str:
    from connector_lint.rule_page import page  # noqa: PLC0415 - only what the run needs

    rules = all_rules()
    check_rule_name(name, rules)
    return page(rules[name])


def _template(name: str) -> str:
    from connector_lint.template import printed  # noqa: PLC0415 - only what the run needs

    return printed(name)


def _providers_beginning(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from connector_lint.providers import all_providers  # noqa: PLC0415 - only what the run needs

    names = [provider.name for provider in all_providers()]
    return [name for name in names if name.lower().startswith(incomplete.lower())]


def _list_rules() -> str:
    rules = all_rules().values()
    width = max(len(rule.id) for rule in rules)
    return "".join(
        f"{rule.id:{width}}  {rule.severity:7}  {rule.category:14}  {'fix' if rule.fixable else '':3}  {rule.summary}\n"
        for rule in rules
    )


def _version() -> str:
    return f"connector-lint {tool_version()}\n"


def _help(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


def _option(*names: str, help: str, **more: Any) -> click.Option:  # noqa: A002 - click's word
    return click.Option(names, help=help, **more)


def _flag(*names: str, help: str) -> click.Option:  # noqa: A002 - click's word
    return click.Option(names, is_flag=True, help=help)


def _instead(name: str, action: Callable[..., str], help: str, **more: Any) -> click.Option:  # noqa: A002 - click's word
    """An option that prints something instead of linting: what `action` makes of its value, if it takes one."""

    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value not in (None, False) and not context.resilient_parsing:
            write_stdout(action() if value is True else action(value))
            context.exit()

    more = more or {"is_flag": True}
    return click.Option([name], is_eager=True, expose_value=False, callback=callback, help=help, **more)


_RULES_AND_CATEGORIES = {
    "multiple": True,
    "callback": _names,
    "metavar": "RULE|CATEGORY",
    "shell_complete": _names_beginning,
}
PATHS = click.Argument(["paths"], nargs=-1, type=click.Path(readable=False, path_type=str))
_FILE = click.Path(dir_okay=False, readable=False, path_type=Path)

GROUPS: dict[str, list[click.Option]] = {
    "Rules": [
        _option("--select", help="Only these rules.", **_RULES_AND_CATEGORIES),
        _option("--ignore", help="All rules but these.", **_RULES_AND_CATEGORIES),
        _option(
            "--severity",
            multiple=True,
            callback=_severities,
            metavar="RULE=LEVEL",
            help="Override: error, warning, info, off.",
        ),
        _option(
            "--fail-on",
            type=click.Choice([*_LEVELS, "never"]),
            metavar="LEVEL",
            help="Least severity for exit code 1: error, warning (if not given), info, never.",
        ),
        _flag("--no-ignores", help="Report what ignore comments silence, too."),
        _flag("--add-ignores", help="Write ignore comments for today's findings into the files."),
    ],
    "Baseline": [
        _option("--baseline", type=_FILE, help="Do not report the old findings that this file knows."),
        _option("--write-baseline", type=_FILE, help="Write today's findings to this file; exit code 0."),
    ],
    "Configuration": [
        _option(
            "--config",
            type=click.Path(readable=False, path_type=Path),
            help="This file holds for all, instead of the nearest of each file.",
        ),
        _flag("--no-config", help="Read no configuration file."),
        _option(
            "--limit",
            "limits",
            multiple=True,
            callback=_limits,
            metavar="NAME=NUMBER",
            help="Limit what a file may cost, whatever a configuration says.",
        ),
        _flag("--show-config", help="Print what holds and where it comes from; lint nothing."),
    ],
    "Fixes": [
        _flag("--fix", help="Repair the files where that is safe, then report what is left."),
        _flag("--unsafe-fixes", help="With --fix or --diff: also what may change the meaning."),
        _flag("--diff", help="Show what --fix would change, and write nothing."),
    ],
    "Files": [
        _option(
            "--exclude",
            multiple=True,
            callback=_patterns,
            metavar="GLOB",
            help="Leave these alone in a search; as in .gitignore.",
        ),
        _option(
            "--changed",
            metavar="[=REF]",
            help="Only what git says has changed, since it left REF if given.",
        ),
        _option("--stdin-filename", metavar="PATH", help="What reports call standard input."),
        _flag("--force-exclude", help="Leave ignored files and other YAML alone even where named."),
    ],
    "Report": [
        _option(
            "--format",
            "styles",
            multiple=True,
            type=click.Choice([*FORMATS]),
            metavar="FORMAT",
            help=f"How to report: {', '.join(FORMATS)}; text if not given.",
        ),
        _option(
            "--output",
            "files",
            multiple=True,
            type=_FILE,
            help="Write the report of the --format before it to this file.",
        ),
        _option("--color/--no-color", default=None, help="Colour the text; by default on a terminal."),
        _flag("--statistics", help="Count the findings of each rule, instead of showing them."),
        _flag("--verbose", help="Tell which files are linted or skipped, and how long it takes."),
        _flag("--quiet", help="Findings only: no summary, no notices."),
    ],
    "Instead of linting": [
        _flag("--init", help="Write settings and, if wanted, hook and baseline."),
        _flag("--lsp", help="Serve an editor: speak the language server protocol."),
        _instead("--list-rules", _list_rules, "List the rules."),
        _instead("--explain", _explain, "Print a rule's page.", metavar="RULE", shell_complete=_rules_beginning),
        _instead(
            "--template",
            _template,
            "Print how to authenticate with a known API; alone: list them.",
            is_flag=False,
            flag_value="",
            metavar="[PROVIDER]",
            shell_complete=_providers_beginning,
        ),
        _instead("--schema", _schema, "Print the JSON Schema of Blueprints."),
        _instead("--version", _version, "Print the version."),
        click.Option(HELP, is_flag=True, is_eager=True, expose_value=False, callback=_help, help="Print this help."),
    ],
}

BARE = {"--changed": "HEAD"}  # what an option without its value means

PARAMETERS: list[click.Parameter] = [PATHS, *(option for group in GROUPS.values() for option in group)]
