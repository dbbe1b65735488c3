"""The tables of rules, made of the rules themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.markdown import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint import Rule


def rules_table(rules: Iterable[Rule], folder: str) -> str:
    """Name with a link to its page in the folder, category, severity, fix, what it finds."""
    return table(
        ["rule", "category", "severity", "fix", "finds"],
        (
            [
                f"[`{rule.id}`]({folder}/{rule.id}.md)",
                rule.category,
                str(rule.severity),
                "yes" if rule.fixable else "",
                rule.summary,
            ]
            for rule in rules
        ),
    )
