"""One defect, one finding: which rule speaks where several mean the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.tree import Path

# Rules that know what a key means speak before those that only know its shape.
_SHAPE = ("wrong-type", "invalid-value")
SUPERSEDES: dict[str, tuple[str, ...]] = {
    "hardcoded-authorization": ("credentials-in-url", "hardcoded-secret", *_SHAPE),
    "manual-authorization": _SHAPE,
    "credentials-in-url": ("hardcoded-secret",),
    "misplaced-auth-key": ("missing-token-url", "missing-grant-type", "invalid-location"),
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
    ),
    "unknown-auth-type": _SHAPE,
    "missing-auth-field": _SHAPE,
    "unknown-grant-type": _SHAPE,
    "missing-token-url": _SHAPE,
    "missing-grant-type": _SHAPE,
    "invalid-token-url": _SHAPE,
    "invalid-location": _SHAPE,
    "invalid-key-name": _SHAPE,
    "invalid-scopes": _SHAPE,
    "invalid-key-map": _SHAPE,
}


def superseded(hits: Iterable[tuple[str, Path]]) -> set[tuple[str, Path]]:
    """Those of the (rule, path of what is wrong) pairs that another rule's hit about the same thing stands for."""
    present = set(hits)
    return {
        (loser, about) for rule, about in present for loser in SUPERSEDES.get(rule, ()) if (loser, about) in present
    }
