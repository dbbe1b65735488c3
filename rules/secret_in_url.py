"""A placeholder puts a credential into a URL.

URLs are written down everywhere: in the logs of the platform, of proxies and of the API's own servers, in error
messages, in the `Referer` of a redirect. Whoever reads one of them can sign in.

Let the platform send the credential: by an `authentication` parameter, which writes it into a header. Where the API
takes it in the URL only, `api_key` with `location: query_param` does the same and needs no placeholder.

Ignore it where the API accepts the credential nowhere else and the platform cannot put it there, as with a webhook
whose path is its key. Providers that are known for it, such as Telegram, are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Note, Severity, rule
from connector_lint.credential_flow import CredentialFlow, pages_through
from connector_lint.credentials import is_credential_name, words
from connector_lint.hosts import host_of
from connector_lint.names import quoted
from connector_lint.places import at_reference
from connector_lint.provider_urls import takes_in_path
from connector_lint.providers import provider_at
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.references import Reference


@rule(
    "secret-in-url",
    category="security",
    severity=Severity.WARNING,
    cwe=(598,),
    owasp=("API2:2023",),
    good=[
        """
        # Hosts and tenants, encrypted or not; credentials in headers and bodies; tokens that page or guard.
        interface_parameters:
          section:
            source:
              - {name: "account_id", type: "string", is_encrypted: true}
              - {name: "tenant", type: "string"}
              - {name: "api_secret", type: "string", is_encrypted: true}
              - {name: "orders_auth", type: "authentication", auth_type: "basic_http", fields: [{name: "username", type: "string"}, {name: "password", type: "string", is_encrypted: true}]}
        connector: {name: "Orders", base_url: "https://{tenant}.example.com/{account_id}"}
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/{orders_auth.username}"}]}
        steps:
          - name: "log in"
            type: "rest"
            http_method: "POST"
            endpoint: "{{%BASE_URL%}}/session"
            headers: {X-Secret: "{api_secret}"}
            body: '{"secret": "{api_secret}"}'
            variables_output:
              - {response_location: "data", variable_name: "session_token", variable_format: "json"}
              - response_location: "data"
                variable_name: "token"
                variable_format: "json"
                transformation_layers: [{type: "extract_json", from_type: "json", json_path: "$.nextPageToken"}]
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders?page={{%token%}}"
            query_params: [{name: "page_token", value: "{{%session_token%}}"}]
            headers: {X-Session: "{{%session_token%}}"}
        """,
        """
        # Telegram takes the token in the path and nowhere else.
        interface_parameters: {section: {source: [{name: "bot_token", type: "string", is_encrypted: true}]}}
        connector: {name: "Bot", base_url: "https://api.telegram.org/bot{bot_token}"}
        steps:
          - {name: "updates", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/getUpdates"}
        """,
        """
        # Trello needs a second query parameter beside the key.
        interface_parameters:
          section:
            source:
              - {name: "user_token", type: "string", is_encrypted: true}
              - name: "trello_key"
                type: "authentication"
                auth_type: "api_key"
                location: "header"
                fields:
                  - {name: "key_name", type: "string", value: "Authorization"}
                  - {name: "key_value", type: "string", value: "OAuth ", is_encrypted: true}
        connector: {name: "Trello", base_url: "https://api.trello.com/1"}
        pre_run_configurations:
          name: "check"
          steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/members/me"}]
        steps:
          - name: "boards"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/boards"
            query_params: {token: "{user_token}"}
        """,
    ],
    bad=[
        """
        # Elsewhere in the path of a provider that has a place for it, and in that place of another.
        interface_parameters: {section: {source: [{name: "bot_token", type: "string", is_encrypted: true}]}}
        connector: {name: "Bot", base_url: "https://api.telegram.org"}
        steps:
          - {name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/bot{bot_token}/getMe"}
          - name: "file"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/file?token={bot_token}"  # expect: secret-in-url@42
          - name: "relay"
            type: "rest"
            http_method: "GET"
            endpoint: "https://relay.example.com/bot{bot_token}/getMe"  # expect: secret-in-url@45
        """,
        """
        # Single-report.
        interface_parameters:
          section:
            source:
              - {name: "api_key", type: "string", is_encrypted: true}
              - {name: "orders_auth", type: "authentication", auth_type: "bearer", fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}
        connector: {name: "Orders", base_url: "https://api.example.com/{api_key}"}  # expect: secret-in-url@64
        pre_run_configurations:
          {name: "try", steps: [{name: "me", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/me"}]}
        steps:
          - name: "list"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}/orders?token={orders_auth.bearer_token}"  # expect: secret-in-url@44
            query_params: {key: "{api_key}", limit: "50"}  # expect: secret-in-url@26
        """,
        """
        # Multi-report: by variables and loops.
        interface_parameters: {section: {source: [{name: "master_key", type: "string", is_encrypted: true}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters: []
            steps:
              - name: "log in"
                type: "rest"
                http_method: "POST"
                endpoint: "{{%BASE_URL%}}/session"
                body: '{"key": "{{%master_key%}}"}'
                variables_output:
                  - response_location: "data"
                    variable_name: "sessions"
                    variable_format: "json"
                    transformation_layers:
                      - {type: "extract_json", from_type: "json", json_path: "$.items[*].access_token"}
                  - {variable_name: "kept", value: "{{%master_key%}}"}
              - name: "each"
                type: "loop"
                loop: {type: "data", variable_name: "sessions", item_name: "session"}
                steps:
                  - name: "list"
                    type: "rest"
                    http_method: "GET"
                    endpoint: "{{%BASE_URL%}}/orders;s={{%session%}}"  # expect: secret-in-url@48
                    query_params:
                      k: >-
                        {{%kept%}}  # expect: secret-in-url@17
        """,
        """
        # The builder's dialect.
        interface_parameters: {section: {source: [{name: "api_token", type: "string", is_sensitive: true}]}}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            report_parameters: []
            steps:
              - name: "list"
                type: "rest"
                method: "GET"
                endpoint: "/orders"
                query_params: {api_token: "{{api_token}}"}  # expect: secret-in-url@36
        """,
    ],
)
def secret_in_url(document: Document) -> Iterator[Hit]:
    """Placeholders in base URL, endpoints and query parameters, each with the way that its credential took."""
    if not document.references:
        return
    flow = CredentialFlow(document)
    for reference in document.references:
        carrier = flow.carrier(reference) if _is_in_url(reference) and not _belongs_there(document, reference) else None
        if carrier:
            message = (
                f"{quoted(reference.text)} puts a credential into the URL: send it by an `authentication` parameter"
            )
            yield Hit(
                at_reference(document.text, reference),
                message,
                related=(*carrier.way, *_others(document, flow, carrier.way)),
            )


def _others(document: Document, flow: CredentialFlow, way: tuple[Note, ...]) -> Iterator[Note]:
    """Where else the same credential ends up: in headers and bodies."""
    for reference in document.references:
        carrier = flow.carrier(reference) if reference.where in ("header", "body") else None
        if carrier and way and carrier.way[:1] == way[:1]:
            place = at_reference(document.text, reference)
            yield Note(f"it is also sent in a {reference.where} here", place.start, place.end)


def _belongs_there(document: Document, reference: Reference) -> bool:
    """Whether the provider takes its credential there and nowhere else, as Telegram does behind `/bot`."""
    text = reference.node.text
    if reference.where == "query":  # what is needed beside the key that the platform sends
        methods = document.provider.methods if document.provider else ()
        return any(way.matches("query_param", _query_name(reference)) for method in methods for way in method.also)
    host = host_of(text)
    return takes_in_path(provider_at(host) if host else document.provider, text[: reference.start])


def _is_in_url(reference: Reference) -> bool:
    """Whether a placeholder stands in the URL of a request, other than that of a token, or in one that only pages."""
    if reference.where == "query":
        name = _query_name(reference)
        return is_credential_name(name) or not ((words(name) or [""])[-1] == "token" or pages_through(name))
    return reference.where == "url" and reference.node.name != "token_url"


def _query_name(reference: Reference) -> str:
    """The query parameter that a placeholder fills."""
    node = reference.node
    pair = node.parent if isinstance(node.parent, Mapping) and node.name == "value" else None
    return (pair.text("name") if pair else None) or str(node.name)
