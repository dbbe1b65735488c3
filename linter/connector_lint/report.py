"""What a run has to tell: the value that every reporter turns into text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from connector_lint.finding import Finding, RuleError, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connector_lint.config import Config


def tool_version() -> str:
    """The installed version of connector-lint."""
    return version("connector-lint")


@dataclass(frozen=True)
class Report:
    """The outcome of a run: `files` were linted, `skipped` were no Blueprints.

    `excerpts` holds by path the lines that findings stand on, numbered from 1, their credentials masked.
    """

    files: int = 0
    skipped: int = 0
    findings: tuple[Finding, ...] = ()
    errors: tuple[RuleError, ...] = ()
    excerpts: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    @cached_property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def fixable(self) -> int:
        """How many findings have a fix."""
        return sum(finding.fix is not None for finding in self.findings)

    def exit_code(self, config: Config) -> int:
        """0 clean, 1 findings that fail the run, 3 a bug of ours. Usage errors (2) end before there is a report."""
        if self.errors:
            return 3
        if config.fail_on is None:
            return 0
        return int(any(finding.severity.rank >= config.fail_on.rank for finding in self.findings))
