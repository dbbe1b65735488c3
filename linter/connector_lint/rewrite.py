"""Writes files whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class ChangedMeanwhileError(Exception):
    """A file holds something else than what was read from it: nothing was written."""


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Write `new` in the place of `old`. Raises OSError, and ChangedMeanwhileError where the file holds not `old`."""
    target = Path(os.path.realpath(file))
    if not target.stat().st_mode & _WRITABLE:  # another file in its place would get round that
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if target.read_bytes() != old:
        raise ChangedMeanwhileError
    replace_file(target, new)


def replace_file(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all; a link's target where it is a link. Its mode stays. Raises OSError."""
    target = Path(os.path.realpath(file))
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    with draft.open("xb") as stream:
        try:
            stream.write(data)
            stream.close()
            if target.exists():
                draft.chmod(stat.S_IMODE(target.stat().st_mode))
            draft.replace(target)
        except BaseException:
            draft.unlink()
            raise
