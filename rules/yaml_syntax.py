"""The file is no YAML.

The platform stores it all the same, and fails when the connector runs. Until the syntax is mended nothing else in the
document can be checked.

Mend it at the place that is shown, or just before it: a parser notices a mistake where the text stops making sense,
which may be a line after the mistake itself. What it most often is stands in the message.

Do not ignore it: nothing in such a document is checked, and a run without this finding looks clean. A template that
is YAML only after it is filled in should be linted then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import Place
from connector_lint.syntax_hints import hint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document


@rule(
    "yaml-syntax",
    category="structure",
    severity=Severity.ERROR,
    good=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "get"
            endpoint: "{{%BASE_URL%}}/me"
            note: 'an @ in the middle, a % too'
            body:	"a tab before a value"
        """,
    ],
    bad=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - name: "me"
            endpoint: {{%BASE_URL%}}/me  # expect: yaml-syntax@17
        """,
        """
        connector:
        	name: "Orders"  # expect: yaml-syntax@1
        """,
        """
        connector:
          name: @orders  # expect: yaml-syntax@9
        """,
        """
        connector:
          name: "Orders"
            base_url: "https://api.example.com"  # expect: yaml-syntax@5
        """,
        """
        connector:
          name: *orders  # expect: yaml-syntax@9
        """,
    ],
)
def yaml_syntax(document: Document) -> Iterator[Hit]:
    """What the parser rejects, in words about what people really do wrong."""
    for problem in document.problems:
        if problem.kind == "syntax":
            end = max(problem.end, min(problem.start + 1, len(document.text)))
            yield Hit(Place(problem.start, end, None), f"this is no YAML: {hint(document, problem)}")
