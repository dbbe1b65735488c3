"""The way a file takes, from its source to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.check import Inspection, inspect_documents
from connector_lint.finding import Finding, RuleError
from connector_lint.report import Report
from connector_lint.source import Source, documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from connector_lint.config import Config


def run(sources: Iterable[Source], config: Config) -> Report:
    """Lint all sources. A bug that one of them strikes is in the report, and the others are linted all the same."""
    files = skipped = 0
    findings: list[Finding] = []
    errors: list[RuleError] = []
    excerpts: dict[str, Mapping[int, str]] = {}
    for source in sources:
        inspection = _inspect(source, config)
        files += inspection.linted
        skipped += not inspection.linted
        findings += inspection.findings
        errors += inspection.errors
        if inspection.excerpts:
            excerpts[source.path] = inspection.excerpts
    return Report(files, skipped, tuple(findings), tuple(errors), excerpts)


def _inspect(source: Source, config: Config) -> Inspection:
    try:
        read = documents(source, config.limits)
        return inspect_documents(read, source.path, config, blueprints_only=source.blueprints_only)
    except Exception as error:
        return Inspection(errors=(RuleError(None, source.path, type(error).__name__),))
