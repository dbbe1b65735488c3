"""The connector's name does not say which team owns it.

Whoever is called at night because a data flow has stopped finds the owner by
this name alone.

Begin the name with the team and a colon, as in `sales: Orders`.

Ignore it for connectors that were taken over from others and keep their name,
because data flows refer to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "unowned-connector",
    category="style",
    severity=Severity.WARNING,
    good=[
        """
        connector:
          name: "sales: Orders"
          base_url: "https://api.example.com"
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"  # expect: acme/unowned-connector@9
          base_url: "https://api.example.com"
        """,
    ],
)
def unowned_connector(document: Document) -> Iterator[Hit]:
    """The connector's name; where there is none, another rule says so."""
    name = document.connector.get("name") if document.connector else None
    if isinstance(name, Scalar) and ": " not in name.text:
        message = "the name does not say which team owns it: begin it with `team: `"
        yield Hit(at_value(name), message)
