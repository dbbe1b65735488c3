"""A key that the format does not know.

The platform passes over such a key without a word: what it was to switch on stays off. Most are misspellings, and
a misspelt `is_encrypted` or `base_url` is found out only when something has gone wrong.

Correct the spelling, or remove the key. A key that begins with `x-` is always accepted: anchors and notes go there.

Ignore it if the platform has come to read a key that this version of connector-lint does not know. A note of your own
needs no ignoring: let its key begin with `x-`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, rename_key
from connector_lint.names import quoted
from connector_lint.places import at_key
from connector_lint.suggest import closest, is_one_edit_away
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.schema_errors import SchemaError


_MOST_NAMED = 8
# How many keys of a mapping are near to each key that is known there.
_Meant: TypeAlias = dict[tuple[Mapping, tuple[str, ...]], Counter[str | None]]


@rule(
    "unknown-key",
    category="structure",
    severity=Severity.WARNING,
    good=[
        """
        x-notes: "free for all"
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          x-owner: "team orders"
          default_retry_strategy:
            429: {max_attempts: 3, retry_interval: 10}
            5xx: {max_attempts: 3, retry_interval: 10}
            500-599: {max_attempts: 3, retry_interval: 10}
            "429,503": {max_attempts: 3, retry_interval: 10}
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "/orders", house_rule: "steps are open"}
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          baseurl: "https://api.example.com"  # expect: unknown-key@3
          timeout: 30  # expect: unknown-key@3
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: "domain", type: "string", vlaue: ""}  # expect: unknown-key@42
        multi_reports: []  # expect: unknown-key@1
        connector: {name: "Orders", base_url: "https://{{domain}}.example.com", auth: {type: "bearer"}}
        """,
    ],
    fixes=[
        (
            """
            connector:
              name: "Orders"
              'base-url': "https://api.example.com"
              defualt_headers: {}
            """,
            """
            connector:
              name: "Orders"
              'base_url': "https://api.example.com"
              default_headers: {}
            """,
        ),
    ],
)
def unknown_key(document: Document) -> Iterator[Hit]:
    """Keys that the schema does not list where it is closed, and that no other rule owns."""
    meant: _Meant = {}
    for error in document.schema_errors:
        if error.rule == "unknown-key" and error.key is not None and isinstance(error.node, Mapping):
            yield _hit(document, error, error.node, error.key, meant)


def _hint(known: tuple[str, ...]) -> str:
    if len(known) > _MOST_NAMED:
        return "correct or remove it, or call it `x-…` to keep it"
    return f"known are {', '.join(f'`{name}`' for name in sorted(known))}"


def _hit(document: Document, error: SchemaError, mapping: Mapping, key: str, meant: _Meant) -> Hit:
    entry = mapping.effective[key]
    near = closest(key, error.known)
    hint = f"did you mean `{near}`?" if near else _hint(error.known)
    message = f"{quoted(key)} is no key that is known here: {hint}"
    repair = None
    if near and near not in mapping.effective and is_one_edit_away(key, near):
        # Counted once a mapping: it may have thousands of unknown keys.
        counted = meant.get((mapping, error.known))
        if counted is None:
            counted = meant[mapping, error.known] = Counter(closest(other, error.known) for other in mapping.effective)
        if counted[near] == 1:  # no other key may be meant so too
            repair = fix(f"rename it to `{near}`", rename_key(document, entry, near))
    return Hit(at_key(entry), message, repair, about=(*mapping.path, near or key))
