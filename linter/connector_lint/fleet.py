"""What a report says of all files together: how each of them stands, and how many there are of what."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.finding import Finding
    from connector_lint.report import Report

SECURITY = "security"
# Of a file with one of these not everything was checked: that nothing else is found in it means little.
UNREADABLE = frozenset({"unreadable-file", "yaml-syntax"})


@dataclass(frozen=True, slots=True)
class FileState:
    """How a file stands. `dangers` are its security errors, `incomplete` tells that not all of it was checked."""

    path: str
    methods: tuple[str, ...]
    counts: dict[Severity, int]
    dangers: int
    incomplete: bool

    @property
    def state(self) -> str:
        """One word for the worst: a file that could not be checked is neither safe nor unsafe."""
        if self.dangers:
            return "unsafe"
        if self.incomplete:
            return "unknown"
        return next((str(severity) for severity in Severity if self.counts[severity]), "clean")


def file_states(report: Report) -> list[FileState]:
    """All files, the worst first; equally bad ones by name."""
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[finding.path].append(finding)
    methods = {file.path: file.authentication_methods for file in report.linted}
    failed = {error.path for error in report.errors}
    paths = {*methods, *findings, *failed}
    states = [_state(path, methods.get(path, ()), findings[path], failed=path in failed) for path in paths]
    return sorted(states, key=_badness)


def _state(path: str, methods: tuple[str, ...], findings: Iterable[Finding], *, failed: bool) -> FileState:
    rules = {finding.rule for finding in findings}
    counted = Counter(finding.severity for finding in findings)
    return FileState(
        path=path,
        methods=methods,
        counts={severity: counted[severity] for severity in Severity},
        dangers=sum(is_danger(finding) for finding in findings),
        incomplete=failed or bool(rules & UNREADABLE),
    )


def is_danger(finding: Finding) -> bool:
    """Whether it is a security error."""
    return finding.category == SECURITY and finding.severity is Severity.ERROR


def _badness(file: FileState) -> tuple[object, ...]:
    return (-file.dangers, not file.incomplete, *(-count for count in file.counts.values()), file.path)


def method_names(file: FileState) -> tuple[str, ...]:
    """The authentication methods, or why there are none to name."""
    return file.methods or (("unknown",) if file.incomplete else ("none",))


def counted(words: Iterable[str]) -> list[tuple[str, int]]:
    """How often there is what, the most frequent first; equally frequent ones by name."""
    return sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))


def verdict(report: Report, files: list[FileState]) -> tuple[str, str]:
    """The worst state of all, and a sentence on whether the fleet is safe that claims no more than is known."""
    total = _files(len(files))
    unsafe = sum(file.dangers > 0 for file in files)
    unknown = sum(file.incomplete for file in files)
    if unsafe:
        return "unsafe", f"Not safe: {unsafe:,} of {total} {_has(unsafe)} security errors."
    if not files:
        return "unknown", "Nothing was checked: no file was a Blueprint."
    if unknown:
        return "unknown", f"Not known to be safe: {unknown:,} of {total} could not be checked completely."
    if report.findings:
        worst = next(str(severity) for severity in Severity if report.counts[severity])
        return worst, f"No security errors found in {total}."
    return "clean", f"Nothing found in {total}."


def _files(number: int) -> str:
    return f"{number:,} file" + ("" if number == 1 else "s")


def _has(number: int) -> str:
    return "has" if number == 1 else "have"
