"""Inspects one text: the function that the command line, editors, tests and workers all call."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from connector_lint.authentication import AUTH_TYPES
from connector_lint.config import Config
from connector_lint.detect import looks_like_blueprint, why_no_blueprint
from connector_lint.effects import changes_aliases, drops_anchor, shown_path, with_effects
from connector_lint.finding import Finding, Fix, Related, RuleError, Suppressed
from connector_lint.ignore_comments import UNUSED, IgnoreComments
from connector_lint.names import named_path
from connector_lint.overlaps import Subject, subject, superseded
from connector_lint.parse import parse
from connector_lint.places import Place
from connector_lint.quota import Quota
from connector_lint.redact import Redaction, visible
from connector_lint.registry import all_rules
from connector_lint.rule import Hit

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from connector_lint.document import Document
    from connector_lint.rule import Rule

# To find all that must be masked takes longer than anything else: of a larger text no line is shown.
_MOST_SHOWN = 1_000_000
UNREADABLE = "unreadable-file"  # the rule that carries what a limit ends


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one text gave: findings in the order of the text, bugs of rules, and the facts that reports need.

    `suppressed` are findings that are not reported.
    `excerpts` holds the lines (numbered from 1) that findings stand on, every credential in them masked; none of them
    where the text has more than a million characters.
    `skipped` tells why the text was left alone, where no document was a Blueprint, or taken for one.
    """

    findings: tuple[Finding, ...] = ()
    errors: tuple[RuleError, ...] = ()
    excerpts: Mapping[int, str] = field(default_factory=dict)
    authentication_methods: tuple[str, ...] = ()
    skipped: str | None = None
    suppressed: tuple[Suppressed, ...] = ()

    @property
    def linted(self) -> bool:
        """Whether the text was not left alone."""
        return self.skipped is None


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
        return Inspection(skipped="; ".join(dict.fromkeys(filter(None, map(why_no_blueprint, documents)))))
    errors: list[RuleError] = []
    redaction = Redaction(documents, config.credential_names)
    quota = Quota(config.limits.findings)
    checkers = [_Checker(document, path, config, redaction, errors, quota) for document in chosen]
    ignores = IgnoreComments([] if config.no_ignores else documents)
    rules = all_rules()
    found = [finding for checker in checkers for finding in checker.findings(set(rules) - {UNUSED})]
    findings, suppressed = ignores.split(_numbered(sorted(found, key=_order)))
    ran = {name for name, rule in rules.items() if config.selects(rule) and config.reports(rule)}
    for document in chosen:
        document.unused_ignores = ignores.unused(document, rules.values(), ran - {error.rule for error in errors})
    late = [finding for checker in checkers for finding in checker.findings({UNUSED})]
    kept, more = ignores.split(_numbered(sorted(late, key=_order)))
    findings = sorted(quota.worst(sorted([*findings, *kept], key=_order)), key=_order)
    if quota.left:
        findings.insert(0, checkers[0].unreadable(quota.reason))
    methods = {auth.auth_type for document in chosen for auth in document.authentications} & {*AUTH_TYPES.known}
    shown = findings if len(documents[0].text) <= _MOST_SHOWN else ()
    excerpts = {line: redaction.line(line) for line in {finding.span.start.line for finding in shown}}
    silenced = tuple(replace(one, reason=visible(redaction.scrub(one.reason))) for one in (*suppressed, *more))
    return Inspection(
        tuple(findings), tuple(dict.fromkeys(errors)), excerpts, tuple(sorted(methods)), suppressed=silenced
    )


@dataclass(frozen=True, slots=True)
class _Checker:
    """Turns the hits of all rules on one document into findings, and what rules raise into errors."""

    document: Document
    path: str
    config: Config
    redaction: Redaction
    errors: list[RuleError]
    quota: Quota

    def findings(self, names: Container[str]) -> list[Finding]:
        """What the rules with these names find."""
        hits: list[tuple[Rule, Hit, Subject]] = []
        for rule in all_rules().values():
            if rule.id in names and self.config.selects(rule):
                with self._blaming(rule):
                    for hit in rule.hits(self.document, self.config.options.get(rule.id)):
                        hits.append((rule, hit, subject(rule.id, hit)))  # noqa: PERF401 - those before the bug are kept
        losers = superseded(about for _, _, about in hits)
        found: list[tuple[Finding, Hit]] = []
        for rule, hit, about in hits:
            if about not in losers and self.config.reports(rule) and self.quota.takes(rule.id):
                with self._blaming(rule):
                    found.append((self._finding(rule, hit), hit))
        return _merged(found)

    @contextmanager
    def _blaming(self, rule: Rule) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.errors.append(RuleError(rule.id, self.path, type(error).__name__))

    def unreadable(self, reason: str) -> Finding:
        """The finding about the whole file, which no option or comment silences."""
        place = Place(0, min(1, len(self.document.text)), None)
        finding = self._finding(all_rules()[UNREADABLE], Hit(place, f"the file cannot be checked: {reason}"))
        return _numbered([finding])[0]

    def _finding(self, rule: Rule, hit: Hit) -> Finding:
        lines, place = self.document.lines, hit.place
        path = place.node.path if place.node else None
        related = [Related(self._clean(n.message), self.path, lines.span(n.start, n.end)) for n in hit.related]
        related += [Related("used here", self.path, lines.span(*used)) for used in place.used_at]
        about = path if hit.about is None else hit.about
        names = "-" if about is None else self._clean(named_path(self.document.root, about))
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=self.config.severity_of(rule),
            message=self._clean(hit.message),
            path=self.path,
            span=lines.span(place.start, place.end),
            document=self.document.index,
            yaml_path=None if path is None else shown_path(path, self.redaction),
            named_path=names,
            help=rule.help,
            fingerprint="",
            fix=self._fix(rule, hit.fix),
            related=tuple(related),
        )

    def _fix(self, rule: Rule, fix: Fix | None) -> Fix | None:
        if fix is None or any(self.redaction.scrub(edit.text) != edit.text for edit in fix.edits):
            return None  # a report holds the edits, and may not hold a credential
        if drops_anchor(self.document, fix):
            return None
        shared = changes_aliases(self.document, fix)
        description = self._clean(fix.description)
        if shared:
            description += " (it stands in an anchored node, so every alias of it changes too)"
        changes = with_effects(self.document, self.redaction, fix.changes)
        safe = (fix.safe or (rule.migrates and self.config.asks_for(rule))) and not shared
        return replace(fix, description=description, safe=safe, changes=changes, todo=self._clean(fix.todo))

    def _clean(self, text: str) -> str:
        return visible(self.redaction.scrub(text))


def _order(finding: Finding) -> tuple[object, ...]:
    return finding.span, finding.rule, finding.message, finding.document


def _merged(found: Iterable[tuple[Finding, Hit]]) -> list[Finding]:
    """Findings of one rule, span and message are one, with all places of use.

    So are those about one value that aliases bring to several keys, whatever each key makes of the message.
    """
    merged: dict[tuple[object, ...], Finding] = {}
    related: dict[tuple[object, ...], dict[Related, None]] = {}
    first: dict[tuple[object, ...], tuple[object, ...]] = {}
    for finding, hit in sorted(found, key=lambda pair: (bool(pair[1].place.used_at), _order(pair[0]))):
        exact = (finding.rule, finding.span, finding.message)
        by_alias = bool(hit.place.used_at) and hit.about is None
        key = first.setdefault(exact[:2], exact)
        key = key if by_alias else exact
        merged.setdefault(key, finding)
        related.setdefault(key, {}).update(dict.fromkeys(finding.related))
    return [replace(finding, related=tuple(related[key])) for key, finding in merged.items()]


def _numbered(findings: Iterable[Finding]) -> list[Finding]:
    """Fingerprints made of rule, path, place by names, and an ordinal among equals: no line and no value."""
    seen: Counter[str] = Counter()
    numbered = []
    for finding in findings:
        base = f"{finding.rule}\0{finding.path}\0{finding.document}\0{finding.named_path}"
        digest = hashlib.sha256(f"{base}\0{seen[base]}".encode("utf-8", "surrogatepass")).hexdigest()
        seen[base] += 1
        numbered.append(replace(finding, fingerprint=digest[:32]))
    return numbered
