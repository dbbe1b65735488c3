"""One defect, one finding: which rule speaks where several mean the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.tree import Path

# What the schema and a rule could both say is no matter of this table: `x-rule` decides it in the schema.
SUPERSEDES: dict[str, tuple[str, ...]] = {
    "hardcoded-authorization": ("credentials-in-url", "hardcoded-secret", "colliding-header"),
    "manual-authorization": ("colliding-header",),
    "credentials-in-url": ("hardcoded-secret",),
    "hardcoded-secret": ("wrong-type",),
    "invalid-location": ("api-key-in-query",),
    "misplaced-auth-key": ("missing-token-url", "missing-grant-type"),
    "missing-auth-field": ("wrong-type",),
    "wrong-type": ("unencrypted-secret",),
    "ambiguous-value": ("unencrypted-secret",),
    "unencrypted-secret": ("unknown-key",),
    "unknown-key": (
        "missing-key",
        "missing-token-url",
        "missing-grant-type",
        "invalid-location",
        "unknown-auth-type",
        "missing-auth-field",
        "missing-auth-check",
    ),
}


def superseded(hits: Iterable[tuple[str, Path]]) -> set[tuple[str, Path]]:
    """Those of the (rule, path of what is wrong) pairs that another rule's hit about the same thing stands for."""
    present = set(hits)
    return {
        (loser, about) for rule, about in present for loser in SUPERSEDES.get(rule, ()) if (loser, about) in present
    }
