"""`yes`, `no`, `on`, `off`, `y` or `n` stands where a boolean is meant, or a number is written so that it reads as two.

YAML 1.1 reads such a word as a boolean, YAML 1.2 as a text. Which one the platform's loader follows decides whether
a credential is encrypted or not. Likewise `010` is 8 to YAML 1.1 and ten to YAML 1.2, `0o10` and `1e3` are texts to
YAML 1.1, and `12:30`, `1_000` and `0b11` are numbers to it, 750 the first, and texts to YAML 1.2.

Write `true` or `false`: all readers agree on these. Write `<<` for what merges by a tag. Write a number without a
leading zero and without an exponent, and a code that looks like one in quotes.

Never for the sake of looks. Ignore it only where the same loader reads every file and its answer has been tried out,
as in a folder of old files that nobody may touch.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.edits import fix, rewrite
from connector_lint.names import quoted
from connector_lint.places import at_key, at_value
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

# Source: the bool type of YAML 1.1, yaml.org/type/bool.html.
# Octal numbers; and for YAML 1.1 a number with an exponent has a point and a sign. Source: yaml.org/type/float.html.
_DISPUTED = re.compile(r"[-+]?(?:0o?[0-9]+|[0-9]+[eE][-+]?[0-9]+|(?:[0-9]+\.[0-9]*|\.[0-9]+)[eE][0-9]+)\Z")
# Base 60, underscores and binary. Source: yaml.org/type/int.html and float.html.
_NUMBERS_TO_1_1 = re.compile(
    r"[-+]?(?:[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[0-9]+(?:_[0-9]+)+(?:\.[0-9_]*)?|0b[01_]+)\Z"
)
_EACH_ITS_OWN = "a number that YAML 1.1 and YAML 1.2 read differently: write it plainly"
_TEXT_TO_1_2 = "a number to YAML 1.1 and a text to YAML 1.2: write it plainly"
_TRUE, _FALSE = ("y", "yes", "on"), ("n", "no", "off")


@rule(
    "ambiguous-value",
    category="structure",
    severity=Severity.WARNING,
    good=[
        """
        interface_parameters:
          section:
            source:
              - {name: "country", type: "string", value: no}
              - {name: "api_token", type: "string", is_encrypted: true}
              - {name: "code", type: "string", value: "010", x-order: 0}
              - {name: "at", type: "string", value: "12:30", x-since: 2024-01-15T12:30:00Z}
              - {name: "version", type: "string", value: !!str 2024_01, x-from: 10.0.0.1:8080, x-to: a_1, x-of: 12:75}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - {name: "api_token", type: "string", is_encrypted: yes}  # expect: ambiguous-value@59
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            steps:
              - name: "each"
                type: "loop"
                loop: {type: "data", variable_name: "ids", item_name: "id", ignore_errors: Off}  # expect: ambiguous-value@84
                headers: {X-Token: "{{api_token}}", X-Site: 0123}  # expect: ambiguous-value@53
                retry_strategy: {503: {max_attempts: 010, retry_interval: 0o17}}  # expect: ambiguous-value@46 ambiguous-value@67
                query_params: {at: 12:30, version: 2024_01_15, mask: 0b11}  # expect: ambiguous-value@28 ambiguous-value@44 ambiguous-value@62
                body: {!!merge with: {}}  # expect: ambiguous-value@24
        """,
    ],
    fixes=[
        (
            """
            fields: [{name: "password", type: "string", is_encrypted: YES}]
            """,
            """
            fields: [{name: "password", type: "string", is_encrypted: true}]
            """,
        ),
    ],
)
def ambiguous_value(document: Document) -> Iterator[Hit]:
    """Where the schema wants a boolean and finds one of the words; keys and numbers of which only one version knows the meaning."""
    for error in document.schema_errors:
        node = error.node
        if error.rule == "ambiguous-value" and isinstance(node, Scalar):
            word = "true" if node.text.lower() in _TRUE else "false"
            message = f"{quoted(str(node.name))} is a boolean to YAML 1.1 and a text to YAML 1.2: write `{word}`"
            yield Hit(at_value(node), message, fix(f"write `{word}`", rewrite(document, node, word, word == "true")))
    for mapping in document.mappings:
        for entry in mapping.entries:
            if entry.is_merge and entry.name != "<<":
                message = f"{quoted(entry.name)} merges by its tag, which only loaders of YAML 1.1 know: write `<<`"
                yield Hit(at_key(entry), message)
    wrong = {id(error.node) for error in document.schema_errors}  # a text where a number is meant is `wrong-type`
    for node in document.scalars:
        if node.entry and node.entry.value is node and id(node) not in wrong and (how := _disputed(document, node)):
            yield Hit(at_value(node), f"{quoted(str(node.name))} is {how}, or in quotes where it is a code")


def _disputed(document: Document, node: Scalar) -> str:
    """How the two versions of YAML read a number, where they differ, and what to write."""
    if type(node.value) in (int, float):
        return _EACH_ITS_OWN if _DISPUTED.match(document.source(node)) else ""
    is_plain = node.tag is None and not node.style
    return _TEXT_TO_1_2 if is_plain and _NUMBERS_TO_1_1.match(node.text) else ""
