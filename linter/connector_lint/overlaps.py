"""One defect, one finding: which rule speaks where several mean the same thing."""

from __future__ import annotations

import sys
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.rule import Hit
    from connector_lint.tree import Offsets, Path

# What the schema and a rule could both say is no matter of this table: `x-rule` decides it in the schema.
SUPERSEDES: dict[str, tuple[str, ...]] = {
    "hardcoded-authorization": ("credentials-in-url", "hardcoded-secret", "colliding-header"),
    "manual-authorization": ("colliding-header", "undefined-parameter", "wrong-placeholder-syntax"),
    "credentials-in-url": ("hardcoded-secret",),
    "hardcoded-secret": ("wrong-type",),
    "invalid-location": ("api-key-in-query",),
    "misplaced-auth-key": ("missing-token-url", "missing-grant-type"),
    "missing-auth-field": ("wrong-type",),
    "wrong-type": ("unencrypted-secret",),
    "ambiguous-value": ("unencrypted-secret",),
    "unencrypted-secret": ("unknown-key",),
    "provider-auth-type": ("prefer-oauth2",),
    "provider-key-name": ("api-key-in-query",),
    "retired-credential": ("prefer-oauth2",),
    "typo-host": ("provider-token-url",),
    "deceptive-text": ("unknown-key",),
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

# What may show when a finding is gone, because it had kept it silent: besides the table above, rules that cannot judge
# an authentication whose method or grant is unknown, or a value of the wrong type.
_OF_A_METHOD = (
    "double-prefix",
    "invalid-key-map",
    "invalid-key-name",
    "invalid-location",
    "invalid-scopes",
    "invalid-token-url",
    "misplaced-auth-key",
    "missing-auth-field",
    "missing-grant-type",
    "missing-token-url",
    "prefer-bearer",
    "unknown-grant-type",
)
# What a provider is asked about is the whole authentication: it cannot be judged before it is whole.
_OF_A_PROVIDER = (
    "provider-auth-type",
    "provider-basic-auth",
    "provider-grant-type",
    "provider-key-name",
    "provider-token-url",
    "retired-credential",
    "unencrypted-username",
)
_OF_A_VALUE = (
    *_OF_A_METHOD,
    *_OF_A_PROVIDER,
    "invalid-value",
    "unknown-auth-type",
    "unused-parameter",
    "undefined-parameter",
)
# What may be said of an authentication that was not there before, and of a file that had no parameters: names that
# could not be judged. The other headers that it collides with are removed in the next pass.
_OF_A_NEW_ONE = (*_OF_A_PROVIDER, "colliding-header", "undefined-parameter")
UNCOVERS: dict[str, tuple[str, ...]] = {
    **SUPERSEDES,
    **{
        rule: (*SUPERSEDES[rule], *_OF_A_NEW_ONE)
        for rule in ("hardcoded-authorization", "manual-authorization", "hardcoded-secret")
    },
    "credentials-in-url": (*SUPERSEDES["credentials-in-url"], *_OF_A_NEW_ONE, "base-url-trailing-slash"),
    "misplaced-auth-key": (*SUPERSEDES["misplaced-auth-key"], *_OF_A_PROVIDER, "wrong-type", "ambiguous-value"),
    "missing-auth-field": (*SUPERSEDES["missing-auth-field"], *_OF_A_PROVIDER),
    "provider-token-url": (*_OF_A_PROVIDER, "unused-parameter"),  # which stood in the address that was written
    "unknown-auth-type": (*_OF_A_METHOD, *_OF_A_PROVIDER, "wrong-type"),
    "unknown-grant-type": (*_OF_A_PROVIDER, "invalid-token-url", "missing-auth-field", "missing-token-url"),
    "unknown-key": (*SUPERSEDES["unknown-key"], *_OF_A_VALUE, "wrong-type", "ambiguous-value", "unknown-key"),
    "wrong-type": _OF_A_VALUE,
    "invalid-value": _OF_A_VALUE,
    "ambiguous-value": _OF_A_VALUE,
}

WHOLE = (0, sys.maxsize)
Subject: TypeAlias = "tuple[str, Path, Offsets]"


def subject(rule: str, hit: Hit) -> Subject:
    """What a hit of a rule is about: the path of what is wrong, and where in it the defect is, WHOLE if everywhere."""
    place = hit.place
    if hit.about is not None:
        return rule, hit.about, WHOLE
    if place.node is None:
        return rule, (place.start, place.end), WHOLE
    node = place.node
    is_within = isinstance(node, Scalar) and node.start <= place.start < place.end <= node.end
    is_part = is_within and (place.start, place.end) != (node.start, node.end)
    return rule, node.path, (place.start, place.end) if is_part else WHOLE


def superseded(subjects: Iterable[Subject]) -> set[Subject]:
    """Those that another rule's hit stands for: about the same thing, and where both are in a part, in one part."""
    places: dict[tuple[str, Path], set[Offsets]] = {}
    for rule, about, where in subjects:
        places.setdefault((rule, about), set()).add(where)
    losers: set[Subject] = set()
    for (rule, about), winning in places.items():
        starts, ends = _merged(winning)
        for loser in SUPERSEDES.get(rule, ()):
            for where in places.get((loser, about), ()):
                before = bisect_left(starts, where[1])
                if before and ends[before - 1] > where[0]:
                    losers.add((loser, about, where))
    return losers


def _merged(places: Iterable[Offsets]) -> tuple[list[int], list[int]]:
    """Where the places begin, in order, and how far those up to each of them reach."""
    ordered = sorted(places)
    return [start for start, _ in ordered], list(accumulate((end for _, end in ordered), max))
