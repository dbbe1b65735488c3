"""What a run has to tell: the value that every reporter turns into text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from connector_lint.finding import Finding, RuleError, Severity, Suppressed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector_lint.config import Config
    from connector_lint.rule import Rule


def tool_version() -> str:
    """The installed version of connector-lint."""
    return version("connector-lint")


@dataclass(frozen=True, slots=True)
class LintedFile:
    """A file that was linted, with or without findings.

    `excerpts` holds the lines that findings stand on, numbered from 1, their credentials masked.
    `authentication_methods` are those `auth_type` words of its authentications that the platform knows, sorted.
    """

    path: str
    excerpts: Mapping[int, str] = field(default_factory=dict)
    authentication_methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was left alone, being no Blueprint, and the reason."""

    path: str
    reason: str


@dataclass(frozen=True)
class Report:
    """The outcome of a run: the files that were linted, and those that were skipped, being no Blueprints.

    `rules` are all rules that are installed, whether they ran or not. `suppressed` are findings that are not reported,
    `fixed` those that were before the files were repaired.
    """

    linted: tuple[LintedFile, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    findings: tuple[Finding, ...] = ()
    errors: tuple[RuleError, ...] = ()
    rules: tuple[Rule, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    fixed: tuple[Finding, ...] = ()

    @property
    def files(self) -> int:
        """How many files were linted."""
        return len(self.linted)

    @cached_property
    def _linted_by_path(self) -> Mapping[str, LintedFile]:
        return {file.path: file for file in self.linted}

    def excerpt(self, path: str, line: int) -> str | None:
        """A line, numbered from 1, that a finding stands on, its credentials masked; None where it is not kept."""
        file = self._linted_by_path.get(path)
        return file.excerpts.get(line) if file else None

    @cached_property
    def rules_by_id(self) -> Mapping[str, Rule]:
        """All rules that are installed, by their names."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def fixable(self) -> int:
        """How many findings have a fix."""
        return sum(finding.fix is not None for finding in self.findings)

    @property
    def unsafe(self) -> int:
        """How many findings have a fix that is not safe."""
        return sum(finding.fix is not None and not finding.fix.safe for finding in self.findings)

    def exit_code(self, config: Config) -> int:
        """0 clean, 1 findings that fail the run, 3 a bug of ours. Usage errors (2) end before there is a report."""
        if self.errors:
            return 3
        if config.fail_on is None:
            return 0
        return int(any(finding.severity.rank >= config.fail_on.rank for finding in self.findings))
