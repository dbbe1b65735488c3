"""The baseline: old findings that a run does not report. What it knows of them gives no value away."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.baseline_file import Entry, read_entries, text_of
from connector_lint.console import write_file
from connector_lint.errors import ConfigError
from connector_lint.finding import Finding, Suppressed
from connector_lint.quota import BREAKING
from connector_lint.renames import renamed_since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from connector_lint.config import Config
    from connector_lint.report import Report

_NO_FILE = "<stdin>"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline's file, what it says (before git was asked about renamed files), and whether to write it anew."""

    file: Path
    entries: Mapping[Entry, int]
    write: bool

    @property
    def folder(self) -> str:
        """Where its paths begin: absolute, no link in it."""
        return os.path.realpath(self.file.parent)


def new(file: Path) -> Baseline:
    """A baseline that is to be written, and knows nothing yet."""
    return Baseline(file, {}, write=True)


def chosen(read: Path | None, write: Path | None, outputs: Iterable[Path]) -> Baseline | None:
    """The baseline of `--baseline` or `--write-baseline`; None where there is none. Raises ConfigError."""
    file = write or read
    if not file:
        return None
    if read and write and os.path.realpath(read) != os.path.realpath(write):
        raise ConfigError("--write-baseline writes the file that --baseline reads: leave one of them out")
    if os.path.realpath(file) in map(os.path.realpath, outputs):
        raise ConfigError(f"--output {file} is the baseline: write the report to another file")
    entries = read_entries(file)
    if entries is None and not write:
        raise ConfigError(f"--baseline {file}: there is no such file: make it with --write-baseline {file}")
    return Baseline(file, entries or {}, bool(write))


def apply(
    report: Report, baseline: Baseline, configs: Mapping[str, Config], paths: Iterable[str]
) -> tuple[Report, list[str]]:
    """The report without old findings, and what to say of the baseline, which is written first where that was asked.

    `configs` are those of the linted files, by path. `paths` are those of the command line: below the folders among
    them, a file that is not there is gone. Of equal findings the first ones of the text are the old ones.
    Raises ConfigError where the baseline cannot be written.
    """
    name = namer(baseline.folder)
    known = renamed(baseline)
    found = Counter(entry for finding in report.findings if (entry := _entry(finding, name)))
    seen = _seen(report, baseline, configs, paths, name)
    if not baseline.write:
        stale = sum(found[entry] < count and seen(entry) for entry, count in known.items())
        return without(report, known, name), [_stale(stale, baseline.file)] if stale else []
    kept = {entry: count for entry, count in known.items() if not seen(entry)}
    new = {entry: max(kept.get(entry, 0), found[entry]) for entry in (*kept, *found)}
    _write(baseline, new)
    added, removed = Counter(new) - Counter(known), Counter(known) - Counter(new)
    told = f"baseline: {_findings(sum(new.values()))} in {baseline.file}"
    return without(report, new, name), [f"{told}, {added.total()} added, {removed.total()} removed"]


def _write(baseline: Baseline, entries: Mapping[Entry, int]) -> None:
    text = text_of(entries)
    if not baseline.file.exists() or baseline.file.read_bytes() != text.encode():
        write_file(baseline.file, text)


def _stale(count: int, file: Path) -> str:
    which, them = ("entry no longer matches", "it") if count == 1 else ("entries no longer match", "them")
    return f"baseline: {count} {which}; --write-baseline {file} removes {them}, and adds what is new"


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"


def namer(folder: str) -> Callable[[str], str]:
    """From a path of a report to that of an entry: from the baseline's folder, with `/`."""

    @cache
    def name(path: str) -> str:
        parent, last = os.path.split(path)
        whole = os.path.join(os.path.realpath(parent), last)  # noqa: PTH118 - on Windows too without a drive's quirks
        try:
            return os.path.relpath(whole, folder).replace(os.sep, "/")
        except ValueError:  # another drive
            return whole.replace(os.sep, "/")

    return name


def _entry(finding: Finding, name: Callable[[str], str]) -> Entry | None:
    if finding.rule in BREAKING or finding.path == _NO_FILE:
        return None
    return Entry(name(finding.path), finding.named_path, finding.rule)


def without(report: Report, known: Mapping[Entry, int], name: Callable[[str], str]) -> Report:
    """The report without the old findings that are `known`, those being suppressed. `name` is as `namer` makes it."""
    left = Counter(known)
    findings: list[Finding] = []
    suppressed = list(report.suppressed)
    for finding in report.findings:
        entry = _entry(finding, name)
        if entry and left[entry]:
            left[entry] -= 1
            suppressed.append(Suppressed(finding, "baseline"))
        else:
            findings.append(finding)
    return replace(report, findings=tuple(findings), suppressed=tuple(suppressed))


def renamed(baseline: Baseline) -> Mapping[Entry, int]:
    """The entries, those of files that git knows under a new name by that name. It is asked only where one is gone."""
    folder = baseline.folder
    gone = {path: whole for path, whole in _whole(baseline).items() if not os.path.lexists(whole)}
    new_names = renamed_since(baseline.file) if gone else {}
    named = {path: namer(folder)(new_names[whole]) for path, whole in gone.items() if whole in new_names}
    entries: dict[Entry, int] = {}
    for entry, count in baseline.entries.items():
        current = entry._replace(path=named.get(entry.path, entry.path))
        entries[current] = max(count, entries.get(current, 0))
    return entries


def _whole(baseline: Baseline) -> dict[str, str]:
    """Where the files of the entries should be."""
    paths = {entry.path for entry in baseline.entries}
    return {path: os.path.normpath(os.path.join(baseline.folder, path)) for path in paths}  # noqa: PTH118 - not resolved


def _seen(
    report: Report,
    baseline: Baseline,
    configs: Mapping[str, Config],
    paths: Iterable[str],
    name: Callable[[str], str],
) -> Callable[[Entry], bool]:
    """Whether this run would have found what an entry stands for: its file was linted by its rule, or is gone."""
    broken = {finding.path for finding in report.findings if finding.rule in BREAKING}
    broken.update(error.path for error in report.errors)
    linted = {name(file.path): configs[file.path] for file in report.linted if file.path not in broken}
    searched = [Path(os.path.realpath(path)) for path in paths if os.path.isdir(path)]  # noqa: PTH112 - as in discover
    folder = baseline.folder

    @cache
    def gone(path: str) -> bool:
        whole = Path(os.path.normpath(Path(folder, path)))
        return any(map(whole.is_relative_to, searched)) and not os.path.lexists(whole)

    def ran(entry: Entry) -> bool:
        config, rule = linted.get(entry.path), report.rules_by_id.get(entry.rule)
        return bool(config and rule and config.selects(rule) and config.reports(rule))

    return lambda entry: ran(entry) or gone(entry.path)
