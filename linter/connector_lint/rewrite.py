"""Writes files whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_DRAFTS = re.compile(r"\.connector-lint-[0-9a-f]{12}\.tmp")
_LONGEST = 60  # seconds: nobody works on a draft for so long


class ChangedMeanwhileError(Exception):
    """A file holds something else than what was read from it: nothing was written."""


def rewrite(file: Path, old: bytes, new: bytes) -> None:
    """Write `new` in the place of `old`. Raises OSError, and ChangedMeanwhileError where the file holds not `old`."""
    target = Path(os.path.realpath(file))
    read_only = not target.stat().st_mode & _WRITABLE  # also for root, who may do all
    if read_only or not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        # Another file in its place would get round that.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with _draft(target, new) as draft:
        if target.read_bytes() != old:
            raise ChangedMeanwhileError
        draft.replace(target)


def replace_file(file: Path, data: bytes) -> None:
    """Write a file, whole or not at all; a link's target where it is a link. Its mode stays. Raises OSError.

    A path within the working folder that a link leads out of it is refused: the link may be a stranger's.
    """
    target = Path(os.path.realpath(file))
    here = Path.cwd()
    if Path(os.path.abspath(file)).is_relative_to(here) and not target.is_relative_to(here):  # noqa: PTH100 - `..` only
        raise PermissionError(errno.EACCES, "a link leads out of the working folder: name the place itself")
    with _draft(target, data) as draft:
        draft.replace(target)


def remove_leftovers(folder: Path) -> None:
    """Remove the drafts in a folder that killed processes have left there. What cannot be removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _DRAFTS.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < time.time() - _LONGEST:
                shutil.rmtree(entry.path, ignore_errors=True)


@contextmanager
def _draft(target: Path, data: bytes) -> Iterator[Path]:
    """A file that can take the place of another one: it has its mode, and its owner where the system allows that.

    It stands in a folder of its own, which git ignores: a killed process leaves it behind.
    """
    folder = target.with_name(f".connector-lint-{token_hex(6)}.tmp")
    try:
        folder.mkdir()
    except PermissionError as error:  # the file itself may be writable
        raise PermissionError(error.errno, "no file can be made in its folder") from None
    try:
        (folder / ".gitignore").write_bytes(b"*\n")
        draft = folder / "draft"
        there = target.stat() if target.exists() else None
        mode = 0o600 if there else 0o666  # nobody may read from a draft what the file keeps from them
        with open(draft, "xb", opener=partial(os.open, mode=mode)) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())  # or a crash of the system may leave an empty file
        if there:
            _take_after(draft, there)
        yield draft
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take_after(draft: Path, there: os.stat_result) -> None:
    if hasattr(os, "chown"):
        for owner in (-1, there.st_uid):  # a group can be kept by whoever is in it, an owner only by root
            with suppress(OSError):
                os.chown(draft, owner, there.st_gid)
    draft.chmod(stat.S_IMODE(there.st_mode))
