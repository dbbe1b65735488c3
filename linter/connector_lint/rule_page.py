"""A rule's page, made of its file: what it finds, why that matters, what to do, examples with what is said of them."""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING

from connector_lint.check import inspect
from connector_lint.config import Config
from connector_lint.finding import Severity
from connector_lint.report import LintedFile, Report
from connector_lint.report_text import render, render_concise
from connector_lint.testing import expand, masked, unmarked
from connector_lint.weaknesses import cwe_link, owasp_link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.finding import Fix
    from connector_lint.rule import Rule

_EXAMPLE = "example.yaml"
_UNREAD = frozenset(("unreadable-file", "yaml-syntax"))  # where no comment can be read, or only some


@cache  # its examples are linted for it, and a process may write many reports
def page(rule: Rule) -> str:
    """The page in Markdown. Credentials in its examples are masked, marks removed."""
    what, why, *remedies, ignoring = _paragraphs(rule.doc)
    fix = "repairs some of it" if rule.fixable else "none"
    parts = [
        f"# {rule.id}",
        f"Category: {rule.category} · Severity: {rule.severity} · Fix: {fix}{' · Runs on request' * rule.on_request}",
        what,
        "## Why it matters",
        why,
        " · ".join([*map(cwe_link, rule.cwe), *map(owasp_link, rule.owasp)]),
        "## Bad example",
        *_bad(rule),
        "## Good example",
        *(_block("yaml", _shown(example)) for example in rule.good),
        "## How to fix it",
        *remedies,
        *_repairs(rule),
        "## When to ignore it",
        ignoring,
        _how_to_ignore(rule),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _paragraphs(doc: str) -> list[str]:
    """What, why, what to do, when to ignore; blank where a rule of another package does not say."""
    found = doc.split("\n\n")
    return found if len(found) > 3 else [*found, *[""] * (4 - len(found))]


def _bad(rule: Rule) -> Iterator[str]:
    """The first example with the report for people, the others with a line a finding."""
    for number, example in enumerate(rule.bad):
        report = _report(rule, example)
        if number == 1:
            yield "These are found too:"
        yield _block("yaml", _shown(example))
        if number == 0:
            yield "connector-lint says:"
            yield _block("text", render(report, summary=False))
        else:
            yield _block("text", render_concise(report))


def _repairs(rule: Rule) -> Iterator[str]:
    """The fix of each pair, and what it changes in the whole text."""
    unsafe = False
    for before, after in rule.fixes:
        fixes = [finding.fix for finding in _report(rule, before).findings if finding.fix]
        unsafe |= not all(fix.safe for fix in fixes)
        yield "\n".join(dict.fromkeys(map(_described, fixes)))
        lines = difflib.unified_diff(_shown(before).split("\n"), _shown(after).split("\n"), lineterm="", n=10**6)
        yield _block("diff", "\n".join([*lines][3:]).rstrip() + "\n")
    if rule.migrates:
        yield (
            f"`connector-lint --fix --select {rule.id}` converts a whole file: where the rule is named like that, its"
            " fixes count as safe."
        )
    elif unsafe:
        yield "An unsafe fix may change what the file means: look at it before you take it over."


def _described(fix: Fix) -> str:
    return f"- {'safe' if fix.safe else 'unsafe'} fix: {fix.description}"


def _how_to_ignore(rule: Rule) -> str:
    off = f"`--ignore {rule.id}` leaves the rule out of a run, as `--severity {rule.id}=off` does."
    if rule.id not in _UNREAD:
        comment = (
            f"At one place the comment `# connector-lint: ignore[{rule.id}] why` ignores it, at the end of the line"
        )
        file = f"in a whole file, `# connector-lint: ignore-file[{rule.id}] why`"
        off = f"{comment} or alone on the one before; {file}.\n\n{off}"
    if rule.severity is Severity.INFO:
        return f"{off} It is advice, and fails no run by default."
    return f"{off} `--severity {rule.id}=info` goes on reporting it, and fails no run by default."


def _report(rule: Rule, example: str) -> Report:
    """What a run says of an example, the findings of other rules left out: these depend on what is installed."""
    inspection = inspect(expand(unmarked(example)), _EXAMPLE, Config.for_rule(rule))
    findings = tuple(finding for finding in inspection.findings if finding.rule == rule.id)
    return Report((LintedFile(_EXAMPLE, inspection.excerpts),), (), findings)


def _shown(example: str) -> str:
    return masked(unmarked(example))


def _block(language: str, text: str) -> str:
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`{3,}", text)), 3)
    return f"{fence}{language}\n{text}{fence}"
