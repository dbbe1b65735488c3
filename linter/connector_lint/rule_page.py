"""A rule's page, made of its file: what it finds, why that matters, what to do, examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.rule import Rule

_MARK = re.compile(r"[ \t]*# expect: [^\n]*")
_ALONE = re.compile(r"^[ \t]*# expect: [^\n]*\n", re.MULTILINE)
_MACRO = re.compile(r"@secret:[a-z0-9-]+@")


def page(rule: Rule) -> str:
    """The page in Markdown. Credentials in its examples are masked, marks removed."""
    fix = "repairs some of it" if rule.fixable else "none"
    parts = [
        f"# {rule.id}",
        f"Category: {rule.category} · Severity: {rule.severity} · Fix: {fix}",
        rule.doc,
        "## Found",
        *(_block(example) for example in rule.bad),
        "## Not found",
        *(_block(example) for example in rule.good),
    ]
    if rule.fixes:
        parts += ["## Repaired", *(_block(after) for _, after in rule.fixes)]
    parts += ["## Switch it off", f"`connector-lint --ignore {rule.id}` leaves it out of a run."]
    return "\n\n".join(parts) + "\n"


def table(rules: Iterable[Rule]) -> str:
    """The rules as a Markdown table: name with a link to its page, category, severity, fix, what it finds."""
    rows = ["| rule | category | severity | fix | finds |", "|---|---|---|---|---|"]
    rows += [
        f"| [`{rule.id}`](docs/rules/{rule.id}.md) | {rule.category} | {rule.severity} "
        f"| {'yes' if rule.fixable else ''} | {rule.summary} |"
        for rule in rules
    ]
    return "\n".join(rows) + "\n"


def _block(example: str) -> str:
    without_marks = _MARK.sub("", _ALONE.sub("", example))
    return f"```yaml\n{_MACRO.sub('********', without_marks)}```"
