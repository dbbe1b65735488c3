"""A key stands twice in one mapping.

Only the last of the two counts, and nobody is told: the base URL, header or credential that stands first is
silently lost, and a reader sees a file that says something else than what runs.

Keep the one that is meant. If both are, give them different names or make a list of them.

There is no good reason: the first of the two never has an effect. In generated files, mend the generator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_key
from connector_lint.tree import Entry, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "duplicate-key",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers: {Accept: "application/json", accept: "text/csv"}
        """,
        """
        x-headers: &headers
          Accept: "application/json"
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          default_headers:
            <<: *headers
            Accept: "text/csv"
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://staging.example.com"
          base_url: "https://api.example.com"  # expect: duplicate-key@3
        """,
    ],
)
def duplicate_key(document: Document) -> Iterator[Hit]:
    """Compare the keys of each mapping as written; merged ones may be overridden."""
    for mapping in document.mappings:
        seen: dict[tuple[str, str], Entry] = {}
        for entry in mapping.entries:
            first = seen.setdefault(_identity(entry), entry)
            if first is not entry and not entry.is_merge:
                line = document.lines.position(first.key.start).line
                message = (
                    f"{quoted(entry.name)} is already defined on line {line}, and only the last one counts: remove one"
                )
                yield Hit(at_key(entry), message, related=(Note("first defined here", first.key.start, first.key.end),))


def _identity(entry: Entry) -> tuple[str, str]:
    """Keys are equal if text and type are: `1` and `"1"` are two keys."""
    kind = type(entry.key.value).__name__ if isinstance(entry.key, Scalar) else "collection"
    return entry.name, kind
