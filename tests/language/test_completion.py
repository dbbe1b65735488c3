"""Completion: what fits the place, in the style of what stands around it, also in a text that is half typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint import check
from connector_lint.language.completion import completions
from connector_lint.language.state import TextState

if TYPE_CHECKING:
    from tests.language.marked_texts import at_cursor, completed, labels
else:
    from marked_texts import at_cursor, completed, labels

SOURCE = "interface_parameters:\n  section:\n    source:\n"
METHODS = ["bearer", "basic_http", "api_key", "oauth2"]
SNIPPETS = ["bearer", "basic_http", "api_key", *(f"oauth2, {g}" for g in ("client_credentials", "refresh_token", "authorization_code"))]  # fmt: skip
CONNECTOR = """\
connector:
  name: "Orders"
  base_url: "https://api.example.com"
  variables_metadata:
    orders: {format: "json", storage_name: "disk"}
  variables_storages:
    - {name: "disk", type: "memory"}
    - {name: "results dir", type: "file_system"}
"""
PARAMETERS = """\
      - {name: account, type: string}
      - {name: dates, type: date_range}
      - {name: login, type: authentication, auth_type: bearer}
"""


def authentication(rest: str) -> str:
    return f'{SOURCE}      - name: "login"\n        type: "authentication"\n{rest}'


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("^", ["connector", "interface_parameters", "steps", "reports", "pre_run_configurations", "post_run_configurations", "fields", "multi-reports"]),
        ("interface_parameters:\n  ^", ["section"]),
        ("interface_parameters:\n  sec^", ["section"]),
        ("interface_parameters: {^}", ["section"]),
        ("interface_parameters:\n  section:\n    ^\n", ["source"]),
        ("connector:\n  name: x\n  ^\n", ["base_url", "type", "default_headers", "default_retry_strategy", "variables_metadata", "variables_storages", "auth"]),
        (authentication("        ^"), ["auth_type", "label", "description", "required", "is_encrypted", "is_sensitive", "fields", "location", "oauth2_settings"]),
        # What a method has no use for is left out, as is what is there.
        (authentication("        auth_type: bearer\n        ^\n"), ["label", "description", "required", "is_encrypted", "is_sensitive", "fields"]),
        (authentication("        auth_type: api_key\n        fields: []\n        ^\n"), ["location", "label", "description", "required", "is_encrypted", "is_sensitive"]),
        (authentication("        auth_type: oauth2\n        fields: []\n        ^\n"), ["oauth2_settings", "label", "description", "required", "is_encrypted", "is_sensitive"]),
        (authentication("        auth_type: oauth2\n        oauth2_settings:\n          ^"), ["grant_type", "token_url", "is_basic_auth", "scopes"]),
        (authentication("        auth_type: oauth2\n        oauth2_settings: {scopes: a, ^}"), ["grant_type", "token_url", "is_basic_auth"]),
        (SOURCE + "      - name: a\n        type: string\n        ^\n", ["value", "default", "label", "description", "required", "is_encrypted", "is_sensitive"]),
        (SOURCE + "      - name: a\n        type: date_range\n        ^\n", ["label", "description", "required", "is_encrypted", "is_sensitive", "period_type", "format", "fields"]),
        # A key_value is a secret, and has to be encrypted.
        (authentication("        fields:\n          - name: key_value\n            ^\n"), ["type", "is_encrypted", "value", "default", "is_sensitive", "key_map", "label", "description", "required"]),
    ],
)  # fmt: skip
def test_keys(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (authentication("        auth_type: ^"), METHODS),
        (authentication("        auth_type:^"), METHODS),
        (authentication('        auth_type: "^"'), METHODS),
        (authentication('        auth_type: "be^arer"\n        fields: []'), METHODS),
        (authentication("        auth_type: b^ # why"), METHODS),
        (SOURCE + "      - name: login\n        auth_type: ^\n", METHODS),
        (SOURCE + "      - {name: login, type: authentication, auth_type: ^}", METHODS),
        (authentication("        auth_type: api_key\n        location: ^"), ["header", "query_param"]),
        (authentication("        auth_type: oauth2\n        oauth2_settings:\n          grant_type: ^\n"), ["client_credentials", "refresh_token", "authorization_code"]),
        (SOURCE + "      - name: a\n        type: ^", ["string", "authentication", "date_range", "list", "integer", "boolean", "multiselect", "enum"]),
        (SOURCE + "      - name: a\n        type: string\n        is_encrypted: ^", ["true", "false"]),
        (SOURCE + "      - {name: a, is_encrypted: t^, type: string}", ["true", "false"]),
        (CONNECTOR.replace('"disk"}', '"^"}', 1), ["disk", "results dir"]),
        (CONNECTOR + "steps:\n  - name: get\n    http_method: ^", ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"]),
        (CONNECTOR + "steps:\n  - variables_output:\n      - variable_name: ^", ["orders"]),
        (SOURCE + PARAMETERS + "      - {name: a, type: list, dynamic_source: {populate_on: ^}}\n", ["account", "dates", "login", "a"]),
        (CONNECTOR + "  default_headers:\n    Accept: ^", ["application/json", "application/x-www-form-urlencoded", "application/xml", "application/x-ndjson", "text/csv", "text/plain", "multipart/form-data"]),
        (authentication("        auth_type: api_key\n        location: query_param\n        fields:\n          - name: key_name\n            value: ^"), ["api_key", "apikey", "key", "token", "access_token", "appid"]),
        (authentication("        auth_type: api_key\n        location: header\n        fields: [{name: key_name, value: '^'}]"), ["X-API-Key", "X-Auth-Token", "X-Access-Token", "api-key", "apikey"]),
        # The fields that are missing, then those that a token response fills.
        (authentication("        auth_type: basic_http\n        fields:\n          - {name: username, type: string}\n          - name: ^"), ["password"]),
        (authentication("        auth_type: oauth2\n        oauth2_settings: {grant_type: authorization_code}\n        fields:\n          - name: client_id\n          - name: ^"), ["client_secret", "code", "redirect_uri", "access_token", "refresh_token", "expires_in", "token_type"]),
        # Nothing is known of these.
        (CONNECTOR.replace('"Orders"', '"Or^"'), []),
        ("# conn^\n" + CONNECTOR, []),
    ],
)  # fmt: skip
def test_values(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ("conn^", "connector", "connector:\n  "),
        ("a: 1\r\nconn^", "connector", "a: 1\r\nconnector:\r\n  "),
        ("connector:\n  na^", "name", "connector:\n  name: "),
        ("connector:\n  na^: x", "name", "connector:\n  name: x"),
        ("connector:\n  variables_st^", "variables_storages", "connector:\n  variables_storages:\n    - "),
        ("connector: {^}", "default_headers", "connector: {default_headers: {}}"),
        ("connector: {name: x, var^}", "variables_storages", "connector: {name: x, variables_storages: []}"),
        (authentication("        auth_type: ^"), "bearer", authentication('        auth_type: "bearer"')),
        (authentication("        auth_type:^\n        fields: []"), "bearer", authentication('        auth_type: "bearer"\n        fields: []')),
        (authentication('        auth_type: "o^auth"'), "oauth2", authentication('        auth_type: "oauth2"')),
        (authentication("        auth_type: 'o^"), "oauth2", authentication("        auth_type: 'oauth2")),
        (SOURCE + "      - name: a\n        type: ^ # text", "string", SOURCE + "      - name: a\n        type: string # text"),
        (SOURCE + "      - {name: a, type: ^}", "string", SOURCE + "      - {name: a, type: string}"),
        (CONNECTOR.replace('"disk"}', "^}", 1), "results dir", CONNECTOR.replace('"disk"}', '"results dir"}', 1)),
        (CONNECTOR + "  default_headers: {con^: x}", "Content-Type", CONNECTOR + "  default_headers: {Content-Type: x}"),
    ],
)  # fmt: skip
def test_what_is_written(marked: str, label: str, expected: str) -> None:
    assert completed(marked, label) == expected


def test_headers_that_are_not_there_yet_and_never_authorization() -> None:
    found = labels(CONNECTOR + "  default_headers:\n    content-type: x\n    ^\n")
    assert "Accept" in found
    assert "Content-Type" not in found
    assert "Authorization" not in found
    assert "Accept" in labels(CONNECTOR + "steps:\n  - headers: {^}")


@pytest.mark.parametrize("lead", ["      ^", "      - ^", "      -^", "      - b^"])
@pytest.mark.parametrize("method", SNIPPETS)
def test_each_snippet_makes_an_authentication_without_a_finding(lead: str, method: str) -> None:
    assert labels(SOURCE + lead)[:6] == SNIPPETS
    text = completed(SOURCE + lead, method)
    assert text.startswith(SOURCE + '      - name: "credentials"\n        type: "authentication"\n        auth_type: "')
    assert [finding.rule for finding in check(text)] == []


def test_a_missing_field_is_written_with_what_it_needs() -> None:
    marked = authentication("        auth_type: basic_http\n        fields:\n          - name: username\n          ^\n")
    assert labels(marked)[0] == "password"
    assert completed(marked, "password") == marked.replace(
        "^", '- name: "password"\n            type: "string"\n            is_encrypted: true'
    )


REPORT = f"""\
{SOURCE}{PARAMETERS}{CONNECTOR}reports:
  - name: "orders"
    report_parameters: [{{name: state, type: string}}]
    steps:
      - name: "each"
        type: loop
        loop: {{variable_name: orders, item_name: order}}
        endpoint: "/x/HERE"
  - name: "items"
    report_parameters: [{{name: other, type: string}}]
"""
SINGLE = f'{SOURCE}{PARAMETERS}{CONNECTOR}steps:\n  - name: get\n    endpoint: "/x/HERE"\n'
NAMES = ["account", "dates", "dates.end_date", "dates.start_date"]


@pytest.mark.parametrize("typed", ["{^", "{{^", "{{%^", "{{% ^", "{{%acc^", "{^}", "{{%^%}}/y", "{{%acc^ount%}}"])
def test_names_in_a_placeholder_of_many_reports(typed: str) -> None:
    marked = REPORT.replace("HERE", typed)
    assert labels(marked) == [*NAMES, "state", "orders", "order", "BASE_URL"]
    after = "/y" if typed.endswith("/y") else ""
    assert completed(marked, "dates.start_date") == REPORT.replace("HERE", "{{%dates.start_date%}}" + after)


@pytest.mark.parametrize(
    ("typed", "label", "written"),
    [
        ("{^", "account", "{account}"),
        ("{^}/y", "account", "{account}/y"),
        ("{acc^", "dates.end_date", "{dates.end_date}"),
        ("{^", "BASE_URL", "{{%BASE_URL%}}"),
        ("{^", "orders", "{{%orders%}}"),
        ("{{%^", "account", "{{%account%}}"),
    ],
)
def test_names_in_a_placeholder_of_one_report(typed: str, label: str, written: str) -> None:
    marked = SINGLE.replace("HERE", typed)
    assert labels(marked) == [*NAMES, "orders", "BASE_URL"]
    assert completed(marked, label) == SINGLE.replace("HERE", written)


@pytest.mark.parametrize("typed", ["{{%^", "{^", "{^}"])
def test_a_placeholder_that_begins_a_value_gets_quotes(typed: str) -> None:
    marked = REPORT.replace('"/x/HERE"', typed)
    assert completed(marked, "account") == REPORT.replace('"/x/HERE"', '"{{%account%}}"')


def test_the_syntax_of_the_yaml_builder() -> None:
    marked = REPORT.replace("reports:", "multi-reports:").replace("HERE", "{{^")
    assert completed(marked, "account") == REPORT.replace("reports:", "multi-reports:").replace("HERE", "{{account}}")


def test_editors_can_filter_by_what_is_typed() -> None:
    state, offset = at_cursor(SINGLE.replace("HERE", "{acc^"))
    one = completions(state, offset)[0]
    typed = state.text[one.span.start.offset : offset]
    assert typed == "{acc"
    assert one.filter_text == "{account"
    assert one.detail == "parameter, string"


def test_the_schema_documents_what_is_offered() -> None:
    state, offset = at_cursor("connector:\n  ^")
    one = next(one for one in completions(state, offset) if one.label == "base_url")
    assert (one.kind, one.detail) == ("property", "Base URL")
    assert one.documentation.startswith("What all endpoints begin with, as `{{%BASE_URL%}}`")
    state, offset = at_cursor(authentication("        auth_type: ^"))
    assert completions(state, offset)[0].documentation.startswith("A token in the header")


@pytest.mark.parametrize(
    "broken",
    ["reports:\n  - x: [1, 2\n", 'reports:\n  - x: "never closed\n', "reports:\n\t- x\n  y\n", "a: b: c\n", "x: @y\n", "*z\n"],
)  # fmt: skip
def test_broken_yaml_elsewhere_changes_nothing(broken: str) -> None:
    marked = authentication("        auth_type: oauth2\n        oauth2_settings:\n          gra^\n") + broken
    assert labels(marked) == ["grant_type", "token_url", "is_basic_auth", "scopes"]
    before = broken.replace("reports", "x-before") + authentication("        auth_type: ^")
    assert labels(before) == METHODS


def test_what_a_merge_key_brings_is_there() -> None:
    merged = f"x-login: &login\n  type: authentication\n  auth_type: bearer\n{SOURCE}      - <<: *login\n        name: a\n        ^\n"
    assert labels(merged) == ["label", "description", "required", "is_encrypted", "is_sensitive", "fields"]


def test_a_long_text_is_left_alone() -> None:
    assert completions(TextState("a: b\n" * 200_001), 0) == []
