"""Does work on a file in a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from connector_lint.limits import LateError, too_slow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from connector_lint.limits import Limits

# A smaller file is worked on where we are: it is done before the limit, and starting a process would cost more.
LARGE = 256 * 1024  # bytes
_SAFE_PATH = "PYTHONSAFEPATH"
Result = TypeVar("Result")


class Worker:
    """One process for one call after the other, started by the first of them. To be used in a `with`."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def call(self, limits: Limits, function: Callable[..., Result], *arguments: Any) -> Result:
        """What a function of a module returns; it, the arguments and the result are picklable.

        Raises LateError where it takes longer than the limit says, or the system ends the process.
        """
        pipe = self._pipe or self._start()
        try:
            pipe.send((function, arguments))
            if pipe.poll(limits.seconds):
                result: Result = pipe.recv()
                return result
        except (EOFError, OSError):
            self._end()
            raise LateError("the system ended the process that read it") from None
        except BaseException:
            self._end()
            raise
        self._end()
        raise too_slow(limits)

    def call_if_large(self, size: int, limits: Limits, function: Callable[..., Result], *arguments: Any) -> Result:
        """As `call` for work on a file of more than LARGE bytes; for a smaller one the function is called here."""
        return self.call(limits, function, *arguments) if size > LARGE else function(*arguments)

    def _start(self) -> Connection:
        import multiprocessing  # noqa: PLC0415 - only for large files

        self._pipe, theirs = multiprocessing.Pipe()
        # Not by fork, which hangs where other threads hold locks: a language server has some.
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
        with _safe_path():
            self._process.start()
        theirs.close()  # or the end of the process would not end the pipe
        return self._pipe

    def _end(self) -> None:
        if self._process and self._pipe:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = self._pipe = None


@contextmanager
def _safe_path() -> Iterator[None]:
    """A Python that starts now imports nothing from the working folder, which may be a stranger's."""
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        del os.environ[_SAFE_PATH]
        if before is not None:
            os.environ[_SAFE_PATH] = before


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told too, and ends this
    with suppress(EOFError):
        while True:
            function, arguments = pipe.recv()
            pipe.send(function(*arguments))
