"""When the server ends, and what it may write to: standard output is the protocol's alone."""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from typing import BinaryIO

_SECONDS = 1.0  # between two looks at whether the client is still there
_ABANDONED = 1


def own_stdout() -> BinaryIO:
    """Standard output, for the protocol; whatever else is printed from now on goes to standard error."""
    stream = os.fdopen(os.dup(1), "wb")
    with suppress(OSError):  # standard error may be closed
        os.dup2(2, 1)
    sys.stdout = sys.stderr
    return stream


def end_with(process: int | None) -> None:
    """End this process when another one has: a client that dies says no farewell, and may leave its pipes open."""
    if process is None or os.name != "posix":  # on Windows a signal 0 is none
        return

    def watch() -> None:
        while _runs(process):
            time.sleep(_SECONDS)
        os._exit(_ABANDONED)  # the main thread waits for input that will not come

    threading.Thread(target=watch, daemon=True).start()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # it is another user's
        return True
    return True
