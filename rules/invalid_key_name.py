"""The value of `key_name` cannot be the name of a header, or of a query parameter.

The platform writes it as it is: a colon or a blank in a header's name makes the request malformed, and `&`, `=`, `?`
or `#` in a query parameter's name make another parameter of it. The API does not find its key and answers 401, or
the request is not even sent.

Write the bare name, as in `X-API-Key` or `api_key`, without a colon, an equals sign or the key itself. Leave the
value out to let the user enter the name.

Ignore it only for an API that is known to want such a name, and after a request with it has been seen to arrive. In a
header no server can want a blank or a colon.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, replace_scalar
from connector_lint.placeholders import is_placeholder
from connector_lint.places import at_value
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.finding import Fix

# Header names: `token` of RFC 9110, section 5.6.2.
_NAMES = {
    "header": re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z"),
    "query_param": re.compile(r"[^\s&=?#]+\Z"),
}
_BARE = re.compile(r"[A-Za-z_][\w.-]*\Z", re.ASCII)


@rule(
    "invalid-key-name",
    category="authentication",
    severity=Severity.ERROR,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Orders.Key_v2"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: ""}
                  - {name: "key_value", type: "string", is_encrypted: true}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - {name: "header", type: "string", value: "X-API-Key"}
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X {{%header%}}:"}
                  - {name: "key_value", type: "string", is_encrypted: true}
            steps: []
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: X API Key}  # expect: invalid-key-name@55
                  - {name: "key_value", type: "string", is_encrypted: true}
        """,
        """
        interface_parameters:
          section:
            source:
              - name: "orders_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "X-Clé"}  # expect: invalid-key-name@55
                  - {name: "key_value", type: "string", is_encrypted: true}
        """,
    ],
    fixes=[
        (
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - {name: "key_name", type: "string", value: 'X-API-Key: '}
                      - {name: "key_value", type: "string", is_encrypted: true}
            """,
            """
            interface_parameters:
              section:
                source:
                  - name: "orders_key"
                    type: "authentication"
                    auth_type: "api_key"
                    location: "header"
                    fields:
                      - {name: "key_name", type: "string", value: 'X-API-Key'}
                      - {name: "key_value", type: "string", is_encrypted: true}
            """,
        ),
    ],
)
def invalid_key_name(document: Document) -> Iterator[Hit]:
    """Preset values of `key_name`, where it is known what they have to be a name of."""
    for authentication in document.authentications:
        location = authentication.node.text("location")
        field = authentication.field("key_name")
        if authentication.auth_type != "api_key" or location not in _NAMES or field is None:
            continue
        for node in (field.node.get("value"), field.node.get("default")):
            if isinstance(node, Scalar) and isinstance(node.value, str) and _is_wrong(node.text, location):
                kind = "header" if location == "header" else "query parameter"
                message = f"this `key_name` cannot be the name of a {kind}: write the bare name"
                yield Hit(at_value(node), message, _repair(document, node, location))


def _is_wrong(text: str, location: str) -> bool:
    names, bare = _NAMES[location], text.strip(" \t:=")
    return bool(text.strip()) and not names.match(text) and bool(names.match(bare) or not is_placeholder(bare))


def _repair(document: Document, node: Scalar, location: str) -> Fix | None:
    bare = node.text.strip().rstrip(" \t:")
    if node.style in ("|", ">") or not _BARE.match(bare) or not _NAMES[location].match(bare):
        return None
    return fix("write the bare name", replace_scalar(document, node, bare))
