"""The options that write into the files that are linted: they come before the report, which tells what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connector_lint.add_ignores import add_ignores
from connector_lint.console import write_patch
from connector_lint.errors import ConfigError
from connector_lint.fix_files import FixedFile, failed, fix_files, show_fixes, told
from connector_lint.inputs import STDIN
from connector_lint.limits import LateError
from connector_lint.progress import with_bar
from connector_lint.redact import visible
from connector_lint.source import FileSource
from connector_lint.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from connector_lint.config import Config
    from connector_lint.options import Options
    from connector_lint.source import Source


def check_fixes(options: Options) -> None:
    """Raises ConfigError for options of fixes that make no sense together."""
    if options.fix and options.diff:
        raise ConfigError("--diff shows what --fix would do, and writes nothing: leave one of them out")
    if options.unsafe_fixes and not (options.fix or options.diff):
        raise ConfigError("--unsafe-fixes goes with --fix or --diff")
    if options.fix and STDIN in options.paths:
        raise ConfigError("--fix repairs files, and - is standard input: use --diff, or name the file")


def diff(sources: Sequence[Source], config_of: Callable[[Source], Config], options: Options) -> int:
    """Print what would be fixed. The exit code: 1 where anything would."""
    shown = list(show_fixes(with_bar(sources, quiet=options.quiet), config_of, unsafe=options.unsafe_fixes))
    write_patch("".join(file.diff for file in shown))
    _tell(shown, options)
    if problems := failed(shown):
        raise ConfigError("; ".join(problems))
    return int(any(file.diff for file in shown))


def fix(sources: Iterable[Source], config_of: Callable[[Source], Config], options: Options) -> list[FixedFile]:
    """Repair the files, if that is asked for, and tell what is left to do and what was taken back."""
    if not options.fix:
        return []
    files = [source for source in sources if isinstance(source, FileSource)]
    repaired = list(fix_files(with_bar(files, quiet=options.quiet), config_of, unsafe=options.unsafe_fixes))
    _tell(repaired, options)
    return repaired


def _tell(files: Iterable[FixedFile], options: Options) -> None:
    for line in () if options.quiet else told(files):
        click.echo(visible(line), err=True)


def write_ignores(sources: Iterable[Source], config_of: Callable[[Source], Config], options: Options) -> list[str]:
    """Tell what was written, and return what could not be. Raises ConfigError."""
    if not options.add_ignores:
        return []
    if STDIN in options.paths:
        raise ConfigError("--add-ignores writes into files, and - is standard input")
    if options.no_ignores:
        raise ConfigError("--add-ignores and --no-ignores: what is ignored already would be ignored twice")
    failed = []
    with Worker() as worker:
        for source in sources:
            if isinstance(source, FileSource):
                written, why_not = _ignores_written(source, config_of(source), worker)
                if written and not options.quiet:
                    click.echo(written, err=True)
                failed += [why_not] if why_not else []
    return failed


def _ignores_written(source: FileSource, config: Config, worker: Worker) -> tuple[str, str]:
    """What was written into a file, and why nothing could be; a large one is left to a worker."""
    try:
        return worker.call_if_large(source.size, config.limits, _tried, source, config)
    except LateError as error:
        return "", f"{visible(source.path)}: no comments added: {error.reason}"


def _tried(source: FileSource, config: Config) -> tuple[str, str]:
    try:
        return add_ignores(source, config), ""
    except ConfigError as error:
        return "", str(error)
