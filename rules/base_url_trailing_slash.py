"""`base_url` ends in a slash.

Endpoints begin with one, so that requests go to `https://host//path`. Many servers answer that with 404, some with a
redirect that loses the body of a POST or the credential.

Remove the slash, and begin every endpoint with one.

Ignore it where the API answers under the doubled slash as well, or where all endpoints begin without one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_part
from connector_lint.places import at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix
    from connector_lint.tree import Scalar


_BASE_URL = re.compile(r"(?<!\s)\s*+\{\{%\s*+BASE_URL\s*+%\}\}")


@rule(
    "base-url-trailing-slash",
    category="structure",
    severity=Severity.WARNING,
    good=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com/v1"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com/v1?callback=/"}
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://api.example.com/v1/"  # expect: base-url-trailing-slash@13
        """,
        """
        interface_parameters: {section: {source: [{name: "orders_url", type: "string"}]}}
        connector: {name: "Orders", base_url: '{orders_url}/'}  # expect: base-url-trailing-slash@39
        """,
    ],
    fixes=[
        (
            """
            connector: {name: "Orders", base_url: "https://api.example.com//"}
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/orders"}]
            """,
            """
            connector: {name: "Orders", base_url: "https://api.example.com"}
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "/orders"}]
            """,
        ),
    ],
)
def base_url_trailing_slash(document: Document) -> Iterator[Hit]:
    """The connector's base URL."""
    for url in document.urls:
        text = url.node.text.rstrip()
        if (
            url.key == "base_url"
            and text.endswith("/")
            and "?" not in text
            and not text.rstrip("/").endswith(":")
            and text.strip("/")
        ):
            message = "`base_url` ends in a slash, and endpoints begin with one: remove it"
            yield Hit(at_value(url.node), message, _repair(document, url.node))


def _repair(document: Document, url: Scalar) -> Fix | None:
    text = url.text.rstrip()
    kept = len(text.rstrip("/"))
    part = replace_part(document, url, kept, len(text), "")
    return fix("remove the slash", part, safe=not _is_relied_on(document))


def _is_relied_on(document: Document) -> bool:
    """Whether an endpoint begins without a slash, so that the base URL's is the only one."""
    endpoints = [step.text("endpoint") or "" for step in document.steps]
    own = [_BASE_URL.sub("", endpoint) for endpoint in endpoints]
    return any(path and not path.startswith(("/", "?", "#", "http://", "https://")) for path in own)
