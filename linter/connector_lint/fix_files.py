"""Repairs files: what is read from them, what is written back, and what stands in the way."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from connector_lint.fixer import Fixed, fix_text
from connector_lint.limits import LateError
from connector_lint.rewrite import ChangedMeanwhileError, remove_leftovers, rewrite
from connector_lint.unified_diff import MASKED, unified_diff
from connector_lint.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connector_lint.config import Config
    from connector_lint.source import FileSource, Source


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What became of a file. `diff` is what changed or would change, `error` why it could not be written."""

    path: str
    fixed: Fixed
    diff: str = ""
    error: str = ""


def told(files: Iterable[FixedFile]) -> Iterator[str]:
    """What is left to do for a person, and what could not be done, a line each."""
    for file in files:
        if MASKED in file.diff:
            yield f"{file.path}: a credential in the diff is masked, so git apply refuses the whole diff: use --fix"
        for finding in file.fixed.applied:
            at = finding.span.start
            if finding.fix and finding.fix.todo:
                yield f"{file.path}:{at.line}:{at.column}: after the fix of {finding.rule}: {finding.fix.todo}"
        for finding in file.fixed.taken_back:
            at = finding.span.start
            yield f"{file.path}:{at.line}:{at.column}: the fix of {finding.rule} would do harm and was taken back"


def failed(files: Iterable[FixedFile]) -> list[str]:
    """Which files could not be written, and why."""
    return [f"{file.path}: {file.error}" for file in files if file.error]


def fix_files(
    sources: Iterable[FileSource], config_of: Callable[[Source], Config], *, unsafe: bool
) -> Iterator[FixedFile]:
    """Repair files where they stand: their bytes outside of the fixes, byte-order mark and mode stay.

    What killed runs have left in the files' folders is removed.
    """
    tidy: set[Path] = set()
    for source, (data, text, fixed), late in _all_fixed(sources, config_of, unsafe=unsafe):
        folder = Path(os.path.realpath(source.file)).parent
        if folder not in tidy:
            tidy.add(folder)
            remove_leftovers(folder)
        if late:
            yield FixedFile(source.path, fixed, error=late)
            continue
        if fixed.text == text:
            yield FixedFile(source.path, fixed)
            continue
        try:
            rewrite(source.file, data, (_mark(data) + fixed.text).encode())
        except ChangedMeanwhileError:
            yield FixedFile(source.path, Fixed(text), error="it changed meanwhile and stays as it is: run --fix again")
        except OSError as error:
            yield FixedFile(source.path, Fixed(text), error=f"it cannot be written: {error.strerror}")
        else:
            yield FixedFile(source.path, fixed)


def show_fixes(
    sources: Iterable[Source], config_of: Callable[[Source], Config], *, unsafe: bool
) -> Iterator[FixedFile]:
    """What `fix_files` would do, as diffs."""
    for source, (data, text, fixed), late in _all_fixed(sources, config_of, unsafe=unsafe):
        mark = _mark(data)
        limits = config_of(source).limits
        shown = unified_diff(source.path, mark + text, mark + fixed.text, limits, fixed.effects)
        yield FixedFile(source.path, fixed, shown, error=late)


def _mark(data: bytes) -> str:
    """The byte-order mark of a file, empty where there is none."""
    return "\ufeff" if data.startswith(codecs.BOM_UTF8) else ""


_NOTHING = b"", "", Fixed("")
_Source = TypeVar("_Source", bound="Source")


def _all_fixed(
    sources: Iterable[_Source], config_of: Callable[[Source], Config], *, unsafe: bool
) -> Iterator[tuple[_Source, tuple[bytes, str, Fixed], str]]:
    """Each source, what `_fixed` gives for it, and why that was given up; a large one is left to a worker."""
    with Worker() as worker:
        for source in sources:
            config = config_of(source)
            try:
                yield source, worker.call_if_large(source.size, config.limits, _fixed, source, config, unsafe), ""
            except LateError as error:
                yield source, _NOTHING, f"it is not repaired: {error.reason}"


def _fixed(source: Source, config: Config, unsafe: bool) -> tuple[bytes, str, Fixed]:
    """The bytes of a source, the text in them, and the repaired one: empty, and so unchanged, where there is none."""
    try:
        data = source.read(config.limits.size + 1)
        text = data.decode("utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError):
        return _NOTHING
    if len(data) > config.limits.size:
        return _NOTHING
    return data, text, fix_text(text, source.path, config, unsafe=unsafe, blueprints_only=source.blueprints_only)
