"""A file that cannot be checked: it is not UTF-8, holds a NUL, cannot be opened, or exceeds a limit.

YAML is a format for text, and the platform expects UTF-8. The limits on size, depth, the expansion of aliases, time
and others are far above what a connector needs: what exceeds them is damaged, or made to stop whoever reads it. A file
with too many findings gets this one beside the worst of them, so that none is left out without a word.

Save the file as UTF-8. If a file is too large or too deep, split it, or write out what its aliases repeat. The limits
can be set in the configuration, and with `--limit`.

Do not ignore it: nothing in such a file is checked, and a run without this finding looks clean. A file that is no
Blueprint belongs in `.gitignore`, or out of the folder that is searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "unreadable-file",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector: {name: "Bestellungen für Köln 🚲", base_url: "https://api.example.com"}
        """,
    ],
    bad=[
        "connector: {name: " + "[" * 99 + "]" * 99 + "}  # expect: unreadable-file@117\n",
        """
        connector: &all
          name: [*all]  # expect: unreadable-file@10
        """,
    ],
)
def unreadable_file(document: Document) -> Iterator[Hit]:
    """What stopped the reading or the parsing, other than broken syntax."""
    for problem in document.problems:
        if problem.kind == "unreadable":
            yield Hit(Place(problem.start, problem.end, None), f"the file cannot be checked: {problem.reason}")
