"""The way a file takes, from its source to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.check import Inspection, inspect_documents
from connector_lint.finding import Finding, RuleError, Suppressed
from connector_lint.registry import all_rules
from connector_lint.report import LintedFile, Report, SkippedFile
from connector_lint.source import NoBlueprintError, Source, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connector_lint.config import Config


def run(sources: Iterable[Source], config_of: Callable[[Source], Config]) -> Report:
    """Lint all sources, each with its configuration. A bug that one strikes is in the report, the others are linted.

    Raises what `config_of` does, and ConfigError where the installed rules do not fit together.
    """
    linted: list[LintedFile] = []
    skipped: list[SkippedFile] = []
    findings: list[Finding] = []
    suppressed: list[Suppressed] = []
    errors: list[RuleError] = []
    for source in sources:
        inspection = _inspect(source, config_of(source))
        if inspection.skipped is None:
            linted.append(LintedFile(source.path, inspection.excerpts, inspection.authentication_methods))
        else:
            skipped.append(SkippedFile(source.path, inspection.skipped))
        findings += inspection.findings
        suppressed += inspection.suppressed
        errors += inspection.errors
    rules = tuple(all_rules().values())
    return Report(tuple(linted), tuple(skipped), tuple(findings), tuple(errors), rules, tuple(suppressed))


def _inspect(source: Source, config: Config) -> Inspection:
    try:
        read = documents(source, config.limits)
        return inspect_documents(read, source.path, config, blueprints_only=source.blueprints_only)
    except NoBlueprintError as error:
        return Inspection(skipped=error.reason)
    except Exception as error:
        return Inspection(errors=(RuleError(None, source.path, type(error).__name__),))
