"""An API key travels in the URL, as a query parameter.

URLs are written down where headers are not: in the logs of proxies and servers, in error messages, in monitoring, and
in what support is sent. Everyone who can read one of these can call the API with the key.

Send the key in a header, with `location: "header"` and the header's name as `key_name`, where the API takes one. Most
APIs that document a query parameter do.

Ignore it where the API reads the key from the query alone, and let the key be one that may do little and is easy to
replace. Providers of which no other way is known are left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint import Hit, Severity, rule
from connector_lint.authentication import LOCATIONS
from connector_lint.places import at_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.provider_facts import Provider
    from connector_lint.tree import Mapping


@rule(
    "api-key-in-query",
    category="security",
    severity=Severity.INFO,
    cwe=(598,),
    owasp=("API2:2023",),
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
                  - {name: "key_name", type: "string", value: "api_key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        """,
        """
        # The location of pages, and of another parameter's, is none of a key.
        connector: {name: "Orders", base_url: "https://api.example.com"}
        multi-reports:
          - name: "orders"
            report_parameters: []
            steps:
              - name: "get"
                type: "rest"
                method: "GET"
                endpoint: "/orders"
                pagination: {type: "page", location: "query_param", page_param_name: "page"}
        """,
        """
        # The builder's dialect does not say where its key goes.
        interface_parameters:
          section:
            source:
              - {name: "orders_key", type: "authentication", auth_type: "api_key", is_sensitive: true}
        connector: {name: "Orders", base_url: "https://api.example.com", auth: {type: "api_key"}}
        """,
        """
        # A provider that reads the key from the URL alone.
        interface_parameters:
          section:
            source:
              - name: "weather_key"
                type: "authentication"
                auth_type: "api_key"
                location: "query_param"
                fields:
                  - {name: "key_name", type: "string", value: "appid"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Weather", base_url: "https://api.openweathermap.org/data/2.5"}
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
                location: "query_param"  # expect: api-key-in-query@19
                fields:
                  - {name: "key_name", type: "string", value: "X-API-Key"}
                  - {name: "key_value", type: "string", is_encrypted: true}
        connector: {name: "Orders", base_url: "https://api.example.com"}
        """,
        """
        connector: {name: "Orders", base_url: "https://api.example.com"}
        reports:
          - name: "orders"
            report_parameters:
              - name: "orders_key"
                type: authentication
                auth_type: api_key
                location: query_param  # expect: api-key-in-query@19
                fields:
                  - {name: key_name, type: string}
                  - {name: key_value, type: string, is_encrypted: true}
            steps: []
        """,
        """
        # The builder's dialect.
        interface_parameters:
          section:
            source:
              - name: orders_key
                type: authentication
                auth_type: api_key
                location: query_param  # expect: api-key-in-query@19
                is_sensitive: true
        connector:
          name: Orders
          base_url: https://api.example.com
          auth: {type: api_key, location: query_param}
        """,
        """
        interface_parameters:
          section:
            source:
              - {name: orders_key, type: authentication, auth_type: api_key, is_sensitive: true}
        connector:
          name: Orders
          base_url: https://api.example.com
          auth:
            type: api_key
            location: 'query_param'  # expect: api-key-in-query@15
        """,
    ],
)
def api_key_in_query(document: Document) -> Iterator[Hit]:
    """The location of each API key, or else what the builder says of it in `connector.auth`.

    A word that means the query counts as well: invalid-location speaks of it first.
    """
    if document.provider and not _has_other_way(document.provider):
        return
    keys = [auth.node for auth in document.authentications if auth.auth_type == "api_key"]
    auth = document.connector.mapping("auth") if document.connector else None
    if auth and auth.text("type") == "api_key" and not any("location" in key.effective for key in keys):
        keys.append(auth)
    for key in keys:
        yield from _hits(key)


def _has_other_way(provider: Provider) -> bool:
    """Whether it is known to take a credential elsewhere than in the URL."""
    others = any(method.kind == "basic_http" or method.is_bearer_token for method in provider.methods)
    return others or any(way.location == "header" for way in provider.sendings())


def _hits(key: Mapping) -> Iterator[Hit]:
    node = key.get("location")
    if node and LOCATIONS.meant(key.text("location") or "") == "query_param":
        message = "the key travels in the URL, which ends up in logs: write `header` if the API takes it there"
        yield Hit(at_value(node), message)
