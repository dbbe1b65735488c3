"""What is wrong with a document, as on the command line, and in the words of the protocol."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from lsprotocol import types

from connector_lint import baseline
from connector_lint.finding import Severity
from connector_lint.run import run
from connector_lint.source import BytesSource

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.config import Config
    from connector_lint.finding import Finding
    from connector_lint.language.client import Client
    from connector_lint.language.documents import OpenDocument
    from connector_lint.language.workspace_config import FileSettings
    from connector_lint.report import Report

SOURCE = "connector-lint"
SCHEMA_RULES = frozenset(("invalid-value", "missing-key", "unknown-key", "wrong-type"))
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_NO_PAGE = "connector-lint "  # what `help` of a third party's rule begins with: a command, and no address


def configured(settings: FileSettings, *, schema_features: bool) -> Config:
    """A document's configuration; without `schema_features` what the schema alone can tell is not reported."""
    config = settings.config
    return config if schema_features else replace(config, ignore=config.ignore | SCHEMA_RULES)


def check(text: str, settings: FileSettings, config: Config) -> Report:
    """What the command line reports of a text in a folder that it searches, in the document's file."""
    source = BytesSource(settings.path, text.encode(errors="replace"), blueprints_only=True)
    report = run([source], lambda _: config)
    return baseline.without(report, settings.known, lambda _: settings.old_name) if settings.known else report


def diagnostic(finding: Finding, document: OpenDocument, client: Client) -> types.Diagnostic:
    """A finding, with as much of it as the client understands."""
    related = [
        types.DiagnosticRelatedInformation(
            types.Location(document.uri, document.range(one.span.start.offset, one.span.end.offset)), one.message
        )
        for one in finding.related
        if client.related
    ]
    has_page = client.code_description and not finding.help.startswith(_NO_PAGE)
    is_unused = client.unnecessary and finding.rule.startswith("unused-")
    return types.Diagnostic(
        range=document.range(finding.span.start.offset, finding.span.end.offset),
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=types.CodeDescription(finding.help) if has_page else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if is_unused else None,
        related_information=related or None,
        data={"fingerprint": finding.fingerprint} if client.data else None,
    )


def diagnostics(findings: Iterable[Finding], document: OpenDocument, client: Client) -> list[types.Diagnostic]:
    """All of a document's findings, in its order."""
    return [diagnostic(finding, document, client) for finding in findings]


def result_id(items: Iterable[types.Diagnostic]) -> str:
    """Equal for equal diagnostics, so that a client need not be sent again what it has."""
    return hashlib.sha256(repr(list(items)).encode(errors="replace")).hexdigest()[:32]
