"""The command's manners: its streams and files, its errors in one line, its exit codes."""

from __future__ import annotations

import os
import stat
import sys
import traceback
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from connector_lint.errors import ConfigError
from connector_lint.redact import visible, visible_lines, without_commands
from connector_lint.rewrite import replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

ORDER = "connector_lint.order"
_OUR_BUG = 3
_INTERRUPTED = 130


class Command(click.Command):
    """Says in one line what is wrong with how it is used. Exit code 1 means findings, whatever else goes wrong.

    `context.meta[ORDER]` has the names of its parameters as they stand in the command, each as often as it does.
    `--help` lists the options under the headings of `groups`. `bare` has the values of options that may stand without.
    """

    def __init__(
        self, *args: Any, groups: Mapping[str, Sequence[click.Option]], bare: Mapping[str, str], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.groups = groups
        self.bare = bare

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options into the help, by groups."""
        for heading, options in self.groups.items():
            records = [option.get_help_record(ctx) for option in options]
            with formatter.section(heading):
                formatter.write_dl([record for record in records if record], col_max=26)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options."""
        with _in_one_line():
            return super().make_context(*args, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options, and their order, which click keeps from callbacks."""
        args = self._with_values(args)
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)

    def _with_values(self, args: list[str]) -> list[str]:
        """The arguments, where each option whose value may be left out has one.

        click would take whatever follows for its value: a path, for the most part.
        """
        end = args.index("--") if "--" in args else len(args)
        return [f"{arg}={self.bare[arg]}" if arg in self.bare else arg for arg in args[:end]] + args[end:]

    def invoke(self, ctx: click.Context) -> Any:
        """Run."""
        with _in_one_line():
            return super().invoke(ctx)


@contextmanager
def _in_one_line() -> Iterator[None]:
    try:
        yield
    except click.exceptions.Exit:
        raise
    except (ConfigError, click.ClickException) as error:
        message = error.format_message() if isinstance(error, click.ClickException) else str(error)
        raise click.UsageError(visible(message)) from None  # without a context, and so without click's usage lines
    except OSError as error:  # what cannot be read is a finding: this is the working folder, or the system
        raise click.UsageError(f"the system refuses: {error.strerror or type(error).__name__}") from None
    except (KeyboardInterrupt, click.Abort):
        raise click.exceptions.Exit(_INTERRUPTED) from None
    except Exception as error:
        # Not the exception's own text: it may hold a credential.
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        click.echo(f"internal error: connector-lint failed with {where}; please report it", err=True)
        raise click.exceptions.Exit(_OUR_BUG) from None


def asker() -> Callable[[str], bool]:
    """Puts questions to the person at the terminal. Where there is none, every answer is no."""
    streams = (sys.stdin, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return lambda _question: False
    return partial(click.confirm, default=True, err=True)


def read_stdin(size: int) -> bytes:
    """At most `size` bytes of standard input. Raises ConfigError."""
    if sys.stdin is None:
        raise ConfigError("standard input is closed")
    try:
        return sys.stdin.buffer.read(size)
    except OSError as error:
        raise ConfigError(f"cannot read standard input: {error.strerror}") from error


def write_stdout(text: str) -> None:
    """Write to standard output; what its encoding lacks is written as an escape. Raises ConfigError.

    Whoever closes a pipe has seen enough: that is no error.
    """
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=True)
    except OSError as error:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())  # or Python stumbles over the rest when it ends
        if not isinstance(error, BrokenPipeError):
            raise ConfigError(f"cannot write to standard output: {error.strerror}") from error


def write_patch(text: str) -> None:
    """Write a patch to standard output: as it is where a program reads it, inert on a terminal and in a server's log.

    A server is one that sets `CI` or `TF_BUILD`; there only a redirection to a file is no log. Raises ConfigError.
    """
    if sys.stdout is not None and sys.stdout.isatty():
        text = visible_lines(text)
    elif (os.environ.get("CI") or os.environ.get("TF_BUILD")) and not _is_to_file():
        text = without_commands(text)
    write_stdout(text)


def _is_to_file() -> bool:
    try:
        return stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (AttributeError, OSError, ValueError):
        return False


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all, a link's target where it is a link; its mode stays. Raises ConfigError."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe
            path.write_text(text, encoding="utf-8")
        else:
            replace_file(path, text.encode())
    except OSError as error:
        raise _cannot_write(path, error) from error


def append_file(path: Path, text: str) -> None:
    """Write behind what a file holds already. Raises ConfigError."""
    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> ConfigError:
    gone = isinstance(error, FileNotFoundError) and not path.parent.is_dir()
    why = f"there is no folder {path.parent}" if gone else error.strerror
    return ConfigError(f"cannot write {path}: {why}")


def wants_color(color: bool | None, *, to_file: bool) -> bool:
    """Colour on a terminal; `NO_COLOR` and `FORCE_COLOR` win over that, the option over both."""
    if color is not None:
        return color
    if to_file or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
