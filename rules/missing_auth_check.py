"""No step tries the credentials before the work begins.

A wrong or expired credential then shows up in the middle of a run: as a 401 of some report's, after others have
already written their data, or as an empty result where errors in a loop are ignored. Whoever has to find the reason
reads the log of the whole run.

Add `pre_run_configurations` with one `rest` step that calls a light endpoint which needs the credential, such as
`{{%BASE_URL%}}/me` or `/status`; of many providers the message names one. The run then stops at once, with the reason
in the step's name.

Ignore it where the API has no endpoint that costs little, or where the first step is one already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.places import missing_in
from connector_lint.provider_urls import base_path
from connector_lint.reach import is_before_or_after, signed_steps
from connector_lint.tree import Mapping, Scalar, Sequence
from connector_lint.views import steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document

_KEY = "pre_run_configurations"


@rule(
    "missing-auth-check",
    category="authentication",
    severity=Severity.INFO,
    good=[
        """
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        connector: {name: "Orders", base_url: "https://api.example.com"}
        pre_run_configurations:
          name: "Validate authentication"
          steps:
            - {name: "Auth check", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders"}
        """,
        """
        # The builder's dialect: a list, and the check in a loop.
        connector: {name: Orders, base_url: https://api.example.com, auth: {type: bearer}}
        pre_run_configurations:
          - name: sites
            steps:
              - {name: each, type: loop, nested_steps: [{name: me, type: rest, method: GET, endpoint: /me}]}
        multi-reports:
          - name: orders
            report_parameters: []
            steps: [{name: get, type: rest, method: GET, endpoint: /orders}]
        """,
        """
        # Nothing to try it for.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders"}
        """,
        """
        # No steps yet, and steps that another report's credential has no part in.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
            steps: []
          - name: "rates"
            report_parameters: []
            steps: [{name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/rates"}]
        """,
        """
        # A fragment.
        interface_parameters:
          section:
            source:
              - {name: "orders_auth", type: "authentication", auth_type: "bearer"}
        """,
    ],
    bad=[
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}  # expect: missing-auth-check@1
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        post_run_configurations:
          name: "log out"
          steps: [{name: "leave", type: "rest", http_method: "POST", endpoint: "{{%BASE_URL%}}/leave"}]
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}  # expect: missing-auth-check@1
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
            steps:
              - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/orders"}
        """,
        """
        connector: {name: "Issues", base_url: "https://api.github.com"}  # expect: missing-auth-check@1
        interface_parameters:
          section:
            source:
              - name: "github_token"
                type: "authentication"
                auth_type: "bearer"
                fields: [{name: "bearer_token", type: "string", is_encrypted: true}]
        steps:
          - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/issues"}
        """,
        """
        # The builder's dialect: a configuration that sends nothing.
        connector: {name: Orders, base_url: https://api.example.com, auth: {type: bearer}}
        pre_run_configurations:  # expect: missing-auth-check@1
          - name: check
            steps:
              - {name: each, type: loop, nested_steps: []}
              - {name: wait, type: loop, nested_steps: [], endpoint: /me}
        multi-reports:
          - name: orders
            report_parameters: []
            steps: [{name: get, type: rest, method: GET, endpoint: /orders}]
        """,
        """
        # Old files.
        connector: {name: "Orders", base_url: "https://api.example.com", type: "rest"}
        interface_parameters:
          section:
            source:
              - name: "orders_auth"
                type: "authentication"
                auth_type: "basic_http"
                fields:
                  - {name: "username", type: "string", value: "your_mail"}
                  - {name: "password", type: "string", value: "look at 1password", is_encrypted: true}
        pre_run_configurations: {name: "check", steps: []}  # expect: missing-auth-check@1
        steps:
          - {name: "get", type: "rest", endpoint: "{{%BASE_URL%}}/orders"}
        """,
    ],
)
def missing_auth_check(document: Document) -> Iterator[Hit]:
    """Blueprints with steps that send a credential, and none before the run that sends anything."""
    root = document.root
    if not isinstance(root, Mapping) or document.connector is None:
        return
    if not any(_sends(step) and not is_before_or_after(step) for step in signed_steps(document)):
        return
    before = root.get(_KEY)
    if before is not None and not isinstance(before, (Mapping, Sequence)):
        return  # of a wrong type, which is the defect to speak of
    configurations = [before] if isinstance(before, Mapping) else root.mappings(_KEY)
    if not any(_sends(step) for holder in configurations for step in steps_of(holder)):
        message = (
            f"no step tries the credentials before the run: add one to `{_KEY}` that calls a light endpoint,"
            f" such as {_light_endpoint(document)}"
        )
        yield Hit(missing_in(root if before is None else before), message, about=(_KEY,))


def _light_endpoint(document: Document) -> str:
    """The provider's own, where it is known, as it is written behind the base URL; else an example."""
    check = document.provider.check if document.provider else ""
    if not check or document.provider is None or document.connector is None:
        return "`{{%BASE_URL%}}/me`"
    path = base_path(document.connector.text("base_url") or "")
    if check.startswith(f"{path}/"):
        return f"{document.provider.name}'s `{{{{%BASE_URL%}}}}{check.removeprefix(path)}`"
    return f"{document.provider.name}'s `{check}`"


def _sends(step: Mapping) -> bool:
    """Whether a step is a request. One without an endpoint of its own calls the base URL."""
    kind = step.text("type")
    return kind.lower() == "rest" if kind else isinstance(step.get("endpoint"), Scalar)
