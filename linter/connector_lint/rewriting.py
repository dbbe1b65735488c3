"""The options that write into the files that are linted: they come before the report, which tells what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from connector_lint.add_ignores import add_ignores
from connector_lint.errors import ConfigError
from connector_lint.inputs import STDIN
from connector_lint.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connector_lint.config import Config
    from connector_lint.options import Options
    from connector_lint.source import Source


def write_ignores(sources: Iterable[Source], config_of: Callable[[Source], Config], options: Options) -> list[str]:
    """Tell what was written, and return what could not be. Raises ConfigError."""
    if not options.add_ignores:
        return []
    if STDIN in options.paths:
        raise ConfigError("--add-ignores writes into files, and - is standard input")
    if options.no_ignores:
        raise ConfigError("--add-ignores and --no-ignores: what is ignored already would be ignored twice")
    failed = []
    for source in sources:
        if isinstance(source, FileSource):
            try:
                if (written := add_ignores(source, config_of(source))) and not options.quiet:
                    click.echo(written, err=True)
            except ConfigError as error:
                failed.append(str(error))
    return failed
