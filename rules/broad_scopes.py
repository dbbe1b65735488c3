"""`scopes` ask for everything, for all changes or for administration, while all steps only read.

Whoever gets hold of the token can do what the scopes allow. A connector that reads reports needs no right to delete
accounts, and users are asked to consent to it all the same.

Ask for the scopes that the endpoints need; the provider's list tells which of them only read.

Ignore it where the endpoints that are read are open to administrators alone, or where the application's scopes are
fixed with the provider.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.names import quoted
from connector_lint.places import at_part
from connector_lint.provider_use import uses
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Mapping

_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_SCOPE = re.compile(r"[^\s,]+")


@rule(
    "broad-scopes",
    category="provider",
    severity=Severity.INFO,
    cwe=[250],
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "sheets_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "refresh_token"
                  token_url: "https://oauth2.googleapis.com/token"
                  scopes: "https://www.googleapis.com/auth/spreadsheets.readonly"
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Sheets", base_url: "https://sheets.googleapis.com/v4"}
        pre_run_configurations:
          name: "check"
          steps: [{name: "about", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/about"}]
        steps:
          - {name: "read", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/spreadsheets"}
        """,
        """
        # A step that writes.
        interface_parameters:
          section:
            source:
              - name: "sheets_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "refresh_token"
                  token_url: "https://oauth2.googleapis.com/token"
                  scopes: "https://www.googleapis.com/auth/spreadsheets"
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Sheets", base_url: "https://sheets.googleapis.com/v4"}
        pre_run_configurations:
          name: "check"
          steps: [{name: "about", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/about"}]
        steps:
          - {name: "add", type: "rest", http_method: "POST", endpoint: "{{%BASE_URL%}}/spreadsheets"}
        """,
    ],
    bad=[
        """
        interface_parameters:
          section:
            source:
              - name: "sheets_auth"
                type: "authentication"
                auth_type: "oauth2"
                oauth2_settings:
                  grant_type: "refresh_token"
                  token_url: "https://oauth2.googleapis.com/token"
                  scopes: "openid https://www.googleapis.com/auth/spreadsheets"  # expect: broad-scopes@27
                fields:
                  - {name: "client_id", type: "string"}
                  - {name: "client_secret", type: "string", is_encrypted: true}
                  - {name: "refresh_token", type: "string", is_encrypted: true}
        connector: {name: "Sheets", base_url: "https://sheets.googleapis.com/v4"}
        pre_run_configurations:
          name: "check"
          steps: [{name: "about", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/about"}]
        steps:
          - {name: "read", type: "rest", http_method: "get", endpoint: "{{%BASE_URL%}}/spreadsheets"}
        """,
    ],
)
def broad_scopes(document: Document) -> Iterator[Hit]:
    """Each scope that the provider describes as one of these, where no step is known to write."""
    if not document.steps or not all(map(_only_reads, document.steps)):
        return
    for use in uses(document):
        node = use.settings.get("scopes") if use.settings and use.auth_type == "oauth2" else None
        if not isinstance(node, Scalar) or not isinstance(node.value, str):
            continue
        for method in use.provider.of_kind("oauth2"):
            for found in _SCOPE.finditer(node.text):
                if any(_is(found[0], scope) for scope in method.broad_scopes):
                    message = (
                        f"the scope {quoted(found[0])} allows more than these steps do, which only read:"
                        f" ask for less (see {method.broad_docs})"
                    )
                    yield Hit(at_part(document.text, node, found.start(), found.end()), message)


def _is(scope: str, broad: str) -> bool:
    """Whether a scope is one of those that a pattern stands for; some write the API's address before it."""
    ways = {scope, scope.rpartition("/")[2]} if "/" not in broad else {scope}
    pattern = re.compile(".+".join(map(re.escape, broad.split("*"))) + r"\Z") if broad != "*" else re.compile(r"\*\Z")
    return any(pattern.match(way) for way in ways)


def _only_reads(step: Mapping) -> bool:
    """Whether a step is a loop, or a request that changes nothing."""
    if step.text("type") == "loop":
        return True
    method = step.text("http_method") or step.text("method") or ""
    return method.upper() in _READING
