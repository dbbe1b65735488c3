"""A bar on standard error for long work, and what `--verbose` tells there."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from connector_lint.redact import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PATIENCE = 1.0  # seconds until the bar shows
Item = TypeVar("Item")


def with_bar(items: Sequence[Item], *, quiet: bool) -> Iterator[Item]:
    """The items, one after the other. On a terminal a bar tells how many are done, once it takes more than a second."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    started = monotonic()
    with ExitStack() as stack:
        bar = None
        for done, item in enumerate(items):
            if bar is None and monotonic() - started > _PATIENCE:
                bar = stack.enter_context(
                    click.progressbar(length=len(items), label="Linting", show_pos=True, file=sys.stderr)
                )
                bar.update(done)
            yield item
            if bar is not None:
                bar.update(1)


class Log:
    """Lines for people who want to know more, on standard error; silent unless `wanted`."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted

    def tell(self, line: str) -> None:
        """A line; its control characters are made visible."""
        if self._wanted:
            click.echo(visible(line), err=True)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Tell at its end how long a stage took."""
        started = monotonic()
        yield
        self.tell(f"{name}: {monotonic() - started:.2f} s")
