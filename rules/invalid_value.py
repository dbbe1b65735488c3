"""A value is none of those that the format documents for its key.

The platform does not check it when the file is stored: the run ends in an error, or goes on as if the key were not
there.

Write one of the values that the message names. Where the format leaves room for others, such as the types of
parameters, only what looks like a misspelling is reported.

Ignore it if the platform has come to take a value that this version of connector-lint does not know, until the two
agree again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.names import quoted
from connector_lint.placeholders import holds_placeholder
from connector_lint.places import at_key, at_value
from connector_lint.suggest import closest, is_one_edit_away, letters
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.schema_errors import SchemaError


@rule(
    "invalid-value",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com"
          variables_storages: [{name: "results dir", type: "object_store"}]
        interface_parameters:
          section:
            source:
              - {name: "color", type: "color_picker", value: ""}
        steps:
          - {name: "get", type: "rest", http_method: "get", endpoint: "/orders/{color}", pagination: {type: "link"}}
          - {name: "put", type: "rest", http_method: "{color}", endpoint: "/orders"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "limit", type: "integr", value: 5}  # expect: invalid-value@31
              - {name: "period", type: "date_range", period_type: "week"}  # expect: invalid-value@59
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "get"
            type: "rest"
            http_method: "FETCH"  # expect: invalid-value@18
            endpoint: "/orders?limit={limit}&since={period.start_date}"
            pagination: {type: ofset}  # expect: invalid-value@24
        """,
        """
        fields:
          - {name: "password", type: "password", is_encrypted: true}  # expect: invalid-value@30
        """,
        """
        connector: {name: "Orders", base_url: " "}  # expect: invalid-value@39
        """,
    ],
    fixes=[
        (
            """
            connector: {name: "Orders", base_url: "https://api.example.com"}
            steps: [{name: "get", type: "rest", method: 'POSTT', pagination: {type: curser}}]
            """,
            """
            connector: {name: "Orders", base_url: "https://api.example.com"}
            steps: [{name: "get", type: "rest", method: 'POST', pagination: {type: cursor}}]
            """,
        ),
    ],
)
def invalid_value(document: Document) -> Iterator[Hit]:
    """Values that the schema does not take and no other rule owns."""
    for error in document.schema_errors:
        if error.rule != "invalid-value":
            continue
        if isinstance(error.node, Scalar) and holds_placeholder(error.node.text):
            continue  # what the platform fills in nobody knows before
        if error.keyword == "not" and error.node.entry:
            yield Hit(at_key(error.node.entry), f"{quoted(error.node.entry.name)} does not belong here: remove it")
        else:
            yield _hit(document, error)


def _hit(document: Document, error: SchemaError) -> Hit:
    node, known = error.node, error.expected if isinstance(error.expected, list) else [error.expected]
    words = [word for word in known if isinstance(word, str)] if error.keyword not in ("pattern", "format") else []
    near = closest(node.text, words) if isinstance(node, Scalar) else None
    name = quoted(str(node.name))
    if isinstance(node, Scalar) and not node.text.strip():
        message = f"{name} is blank: write a value"
    elif error.keyword == "x-open-enum":
        message = f"{name} has a value that is not known here: did you mean `{near}`?"
    elif words:
        hint = f"did you mean `{near}`?" if near else f"write one of {', '.join(words)}"
        message = f"{name} is none of the allowed values: {hint}"
    else:
        message = f"{name} has a value that the format does not allow here"
    repair = None
    if near and isinstance(node, Scalar) and is_one_edit_away(node.text, near):
        safe = error.keyword != "x-open-enum" or letters(node.text) == letters(near)
        repair = fix(f"write `{near}`", replace_scalar(document, node, near), safe=safe)
    return Hit(at_value(node), message, repair)
