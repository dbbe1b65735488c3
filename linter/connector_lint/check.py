"""Inspects one text: the function that the command line, editors, tests and workers all call."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connector_lint import redact
from connector_lint.config import Config
from connector_lint.detect import looks_like_blueprint
from connector_lint.finding import Finding, Fix, Related, RuleError
from connector_lint.names import named_path, yaml_path
from connector_lint.overlaps import superseded
from connector_lint.parse import parse
from connector_lint.registry import all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from connector_lint.document import Document
    from connector_lint.rule import Hit, Rule
    from connector_lint.tree import Path


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one text gave: findings in the order of the text, bugs of rules, and the facts that reports need.

    `excerpts` holds the lines (numbered from 1) that findings stand on, every credential in them masked.
    `linted` tells whether any document was a Blueprint, or taken for one.
    """

    findings: tuple[Finding, ...] = ()
    errors: tuple[RuleError, ...] = ()
    excerpts: Mapping[int, str] = field(default_factory=dict)
    authentication_methods: tuple[str, ...] = ()
    linted: bool = True


def check(text: str, path: str = "<text>", config: Config | None = None) -> list[Finding]:
    """The findings of a text in its order. `path` is what findings and fingerprints say it comes from.

    Raises ConfigError where the installed rules do not fit together, and RuntimeError where a rule has a bug:
    what the other rules found is in `inspect`.
    """
    inspection = inspect(text, path, config or Config())
    if inspection.errors:
        failed = ", ".join(f"{error.rule} ({error.type})" for error in inspection.errors)
        raise RuntimeError(f"rules failed on {path}: {failed}")
    return list(inspection.findings)


def inspect(text: str, path: str, config: Config, *, blueprints_only: bool = False) -> Inspection:
    """Inspect one text; with `blueprints_only` documents that do not look like a Blueprint are left alone."""
    return inspect_documents(
        parse(text.removeprefix("\ufeff"), config.limits), path, config, blueprints_only=blueprints_only
    )


def inspect_documents(documents: Sequence[Document], path: str, config: Config, *, blueprints_only: bool) -> Inspection:
    """Inspect the documents of one file."""
    chosen = [document for document in documents if not blueprints_only or looks_like_blueprint(document)]
    if not chosen:
        return Inspection(linted=False)
    errors: list[RuleError] = []
    secrets = redact.secret_offsets(documents)
    findings: list[Finding] = []
    for document in chosen:
        findings += _Checker(document, path, config, _secret_texts(document, secrets)).findings(errors)
    findings = _numbered(sorted(findings, key=_order))
    methods = {auth.auth_type for document in chosen for auth in document.authentications if auth.auth_type}
    return Inspection(
        tuple(findings), tuple(errors), _excerpts(documents[0], findings, secrets), tuple(sorted(methods))
    )


class _Checker:
    """Turns the hits of all rules on one document into findings."""

    def __init__(self, document: Document, path: str, config: Config, secrets: list[str]) -> None:
        self._document, self._path, self._config, self._secrets = document, path, config, secrets

    def findings(self, errors: list[RuleError]) -> list[Finding]:
        hits: list[tuple[Rule, Hit, Path]] = []
        for rule in all_rules().values():
            if self._config.selects(rule):
                hits += [(rule, hit, _about(hit)) for hit in self._hits(rule, errors)]
        losers = superseded((rule.id, about) for rule, _, about in hits)
        reported = [
            (rule, hit) for rule, hit, about in hits if (rule.id, about) not in losers and self._config.reports(rule)
        ]
        return _merged([(self._finding(rule, hit), hit) for rule, hit in reported])

    def _hits(self, rule: Rule, errors: list[RuleError]) -> list[Hit]:
        found: list[Hit] = []
        try:
            found.extend(rule.check(self._document))
        except Exception as error:
            errors.append(RuleError(rule.id, self._path, type(error).__name__))
        return found

    def _finding(self, rule: Rule, hit: Hit) -> Finding:
        lines, place = self._document.lines, hit.place
        path = place.node.path if place.node else None
        related = [Related(self._clean(n.message), self._path, lines.span(n.start, n.end)) for n in hit.related]
        related += [Related("used here", self._path, lines.span(*used)) for used in place.used_at]
        names = named_path(self._document.root, path) if path is not None else "-"
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=self._config.severity_of(rule),
            message=self._clean(hit.message),
            path=self._path,
            span=lines.span(place.start, place.end),
            document=self._document.index,
            yaml_path=None if path is None else self._clean(yaml_path(path)),
            help=rule.help,
            fingerprint=f"{rule.id}\0{self._path}\0{self._document.index}\0{names}",
            fix=self._fix(hit.fix),
            related=tuple(related),
        )

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None or any(redact.scrub(edit.text, self._secrets) != edit.text for edit in fix.edits):
            return None  # a report holds the edits, and may not hold a credential
        starts = [edit.span.start.offset for edit in fix.edits]
        shared = any(begin <= start < end for start in starts for begin, end in self._document.tree.shared)
        description = self._clean(fix.description)
        if shared:
            description += " (it stands in an anchored node, so every alias of it changes too)"
        return Fix(description, fix.safe and not shared, fix.edits)

    def _clean(self, text: str) -> str:
        return redact.visible(redact.scrub(text, self._secrets))


def _about(hit: Hit) -> Path:
    if hit.about is not None:
        return hit.about
    return hit.place.node.path if hit.place.node else (hit.place.start, hit.place.end)


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.span, finding.rule, finding.message, finding.document


def _merged(found: Iterable[tuple[Finding, Hit]]) -> list[Finding]:
    """Findings of one rule, span and message are one, with all places of use.

    So are those about one value that aliases bring to several keys, whatever each key makes of the message.
    """
    merged: dict[tuple[object, ...], Finding] = {}
    first: dict[tuple[object, ...], tuple[object, ...]] = {}
    for finding, hit in sorted(found, key=lambda pair: (bool(pair[1].place.used_at), _order(pair[0]))):
        exact = (finding.rule, finding.span, finding.message)
        by_alias = bool(hit.place.used_at) and hit.about is None
        key = first.setdefault(exact[:2], exact)
        key = key if by_alias else exact
        known = merged.get(key)
        more = tuple(related for related in finding.related if known is None or related not in known.related)
        merged[key] = replace(known, related=known.related + more) if known else finding
    return list(merged.values())


def _numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Fingerprints made of rule, path, place by names, and an ordinal among equals: no line and no value."""
    seen: Counter[str] = Counter()
    numbered = []
    for finding in findings:
        base = finding.fingerprint
        digest = hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass")).hexdigest()
        seen[base] += 1
        numbered.append(replace(finding, fingerprint=digest[:32]))
    return numbered


def _secret_texts(document: Document, secrets: Iterable[tuple[int, int]]) -> list[str]:
    texts = {document.text[start:end].strip("\"'") for start, end in secrets}
    return sorted(texts, key=len, reverse=True)


def _excerpts(document: Document, findings: Iterable[Finding], secrets: Sequence[tuple[int, int]]) -> dict[int, str]:
    excerpts = {}
    for finding in findings:
        line = finding.span.start.line
        start, end = document.lines.bounds(line)
        excerpts[line] = redact.mask(document.text[start:end], start, secrets)
    return excerpts
