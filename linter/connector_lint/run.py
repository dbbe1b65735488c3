"""The way a file takes, from its source to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.check import Inspection, inspect_documents
from connector_lint.finding import Finding, RuleError, Suppressed
from connector_lint.limits import LateError
from connector_lint.registry import all_rules
from connector_lint.report import LintedFile, Report, SkippedFile
from connector_lint.source import NoBlueprintError, Source, documents, unreadable
from connector_lint.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
    for source, inspection in inspections(sources, config_of):
        if inspection.skipped is None:
            linted.append(LintedFile(source.path, inspection.excerpts, inspection.authentication_methods))
        else:
            skipped.append(SkippedFile(source.path, inspection.skipped))
        findings += inspection.findings
        suppressed += inspection.suppressed
        errors += inspection.errors
    rules = tuple(all_rules().values())
    return Report(tuple(linted), tuple(skipped), tuple(findings), tuple(errors), rules, tuple(suppressed))


def inspections(
    sources: Iterable[Source], config_of: Callable[[Source], Config]
) -> Iterator[tuple[Source, Inspection]]:
    """What each source gives; a large one is inspected by a worker, within the limit of time."""
    with Worker() as worker:
        for source in sources:
            config = config_of(source)
            try:
                yield source, worker.call_if_large(source.size, config.limits, inspect_source, source, config)
            except LateError as error:
                yield source, _given_up(source, config, error.reason)


def _given_up(source: Source, config: Config, reason: str) -> Inspection:
    return inspect_documents([unreadable("", 0, reason)], source.path, config, blueprints_only=source.blueprints_only)


def inspect_source(source: Source, config: Config) -> Inspection:
    """What a source gives. What goes wrong is in it: nothing is raised."""
    try:
        read = documents(source, config.limits)
        return inspect_documents(read, source.path, config, blueprints_only=source.blueprints_only)
    except NoBlueprintError as error:
        return Inspection(skipped=error.reason)
    except Exception as error:
        return Inspection(errors=(RuleError(None, source.path, type(error).__name__),))
