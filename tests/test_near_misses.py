"""Near-misses that are a finding of another rule, or of none: texts that no rule's own examples can hold."""

from __future__ import annotations

import pytest

from connector_lint import check
from connector_lint.testing import expand

OPEN_HOST = """\
interface_parameters:
  section:
    source:
      - {name: "host", type: "%s"}
      - name: "orders_auth"
        type: "authentication"
        auth_type: "oauth2"
        oauth2_settings: {grant_type: "client_credentials", token_url: "%s"}
        fields:
          - {name: "client_id", type: "string", value: "reporting"}
          - {name: "client_secret", type: "string", is_encrypted: true, value: "@secret:token@"}
"""
CONNECTOR = 'connector: {name: "Orders", base_url: "https://api.example.com"%s}\n'


def found(text: str, rule: str) -> list[str]:
    """Line and column of each finding of a rule."""
    places = [finding.span.start for finding in check(expand(text)) if finding.rule == rule]
    return [f"{place.line}:{place.column}" for place in places]


@pytest.mark.parametrize(
    ("kind", "url", "places"),
    [
        ("string", "https://{host}/token", ["8:81"]),
        ("string", "{host}", ["8:73"]),
        ("string", "https://auth.{host}.com:8443/token", ["8:86"]),
        ("string", "https://auth.{host}?a=b", ["8:86"]),
        ("string", "https://me@{host}/token", ["8:84"]),
        ("string", "https://{host}.example.com/token", []),
        ("string", "https://auth.example.com/{host}", []),
        ("string", "https://auth.example.com?host={host}", []),
        ("string", "https://auth.example.com#{host}", []),
        ("string", "https://{host}@auth.example.com/token", []),
        ("string", "https://{other}/token", []),
        ("list", "https://{host}/token", []),
    ],
)
def test_who_decides_the_host_of_a_token_url(kind: str, url: str, places: list[str]) -> None:
    assert found(OPEN_HOST % (kind, url), "open-token-host") == places


def test_only_a_token_url_is_sent_the_secret() -> None:
    text = OPEN_HOST % ("string", "https://auth.example.com/token")
    assert found(text + 'connector: {name: "Orders", base_url: "https://{host}"}\n', "open-token-host") == []


def test_a_parameter_of_the_name_is_sent_only_where_the_builder_reads_it() -> None:
    source = """\
interface_parameters:
  section:
    source:
      - {name: "host", type: "string"}
      - {name: "client_secret", type: "string", is_encrypted: true, value: "@secret:token@"}
      - {name: "orders_auth", type: "authentication", auth_type: "oauth2", is_sensitive: true%s}
"""
    built = CONNECTOR % ', auth: {type: "oauth2", oauth: {token_url: "https://{host}"}}'
    column = built.index("{host}") + 1
    assert found(source % "" + built, "open-token-host") == [f"7:{column}"]
    settings = ', oauth2_settings: {grant_type: "client_credentials", token_url: "https://{host}"}'
    assert found(source % settings, "open-token-host") == []


@pytest.mark.parametrize(
    ("storages", "fires"),
    [
        (', variables_storages: [{name: "disk", type: "memory"}]', True),
        (', variables_storages: [{name: "disk"}, {type: "memory"}]', False),
        (', variables_storages: [{name: "disk"}, {name: "disk"}]', False),
        (', variables_storages: [{name: "disk"}, 5]', False),
        (', variables_storages: {name: "disk"}', False),
        (", variables_storages: []", True),
    ],
)
def test_storages_that_cannot_be_read_are_not_guessed_at(storages: str, fires: bool) -> None:
    metadata = ', variables_metadata: {orders: {format: "json", storage_name: "disc"}}'
    text = CONNECTOR % (metadata + storages)
    column = text.index('"disc"') + 1
    assert found(text, "undefined-storage") == ([f"1:{column}"] if fires else [])


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ('"order"', ["2:51"]),
        ('"orders.items"', []),
        ('"items.orders"', ["2:51"]),
        ('" "', []),
        ("5", []),
        ("[orders]", []),
        ('"{{%which%}}"', []),
    ],
)
def test_names_of_variables(name: str, places: list[str]) -> None:
    metadata = ', variables_metadata: {orders: {format: "json"}}'
    step = "steps: [{name: a, variables_output: [{variable_name: %s}]}]\n"
    column = step.index("%s") + 1
    assert found(CONNECTOR % metadata + step % name, "undefined-variable") == [
        place.replace(":51", f":{column}") for place in places
    ]


@pytest.mark.parametrize(
    ("reference", "places"),
    [
        ("headers: {X: '{state}'}", []),
        ("pagination: {condition: 'state == 1'}", []),
        ("loop: {variable_name: state.items}", []),
        ("select: state", []),
        ("select: state.id", []),
        ("select: id.state", ["2:39"]),
        ("headers: {state: '1'}", ["2:39"]),
        ("description: state", ["2:39"]),
        ("headers: {X: '{stat}'}", []),
        ("headers: {X: '{{% upper state %}}'}", []),
    ],
)
def test_what_refers_to_a_parameter(reference: str, places: list[str]) -> None:
    text = 'interface_parameters: {section: {source: [{name: "state", type: "string"}]}}\nsteps: [{name: a, %s}]\n'
    column = text.index('"state"') + 1
    expected = [place.replace("2:39", f"2:{column}") for place in places]
    assert found(CONNECTOR % "" + text % reference, "unused-parameter") == expected


@pytest.mark.parametrize(
    ("auth", "name", "is_unused"),
    [
        ("", "client_secret", True),
        (', auth: {type: "oauth2"}', "client_secret", False),
        (', auth: {type: "oauth2"}', "client_id", False),
        (', auth: {type: "oauth2"}', "api_token", False),
        (', auth: {type: "oauth2"}', "region", True),
    ],
)
def test_what_the_builder_takes_by_its_name(auth: str, name: str, is_unused: bool) -> None:
    source = "interface_parameters: {section: {source: [{name: %s, type: string}]}}\nsteps: []\n"
    text = CONNECTOR % auth + source % name
    assert bool(found(text, "unused-parameter")) is is_unused


@pytest.mark.parametrize("place", ["token_url", "base_url"])
def test_a_token_url_is_no_url_of_a_request(place: str) -> None:
    auth = 'type: authentication, auth_type: oauth2, oauth2_settings: {grant_type: refresh_token, token_url: "%s"}}'
    source = "interface_parameters: {section: {source: [{name: api_token, type: string}, {name: b, " + auth + "]}}\n"
    url = "https://a.example/{api_token}"
    token_url, base_url = (url, "https://a.example") if place == "token_url" else ("https://a.example", url)
    text = source % token_url + f'connector: {{name: "A", base_url: "{base_url}"}}\n'
    assert bool(found(text, "secret-in-url")) is (place == "base_url")


@pytest.mark.parametrize(
    ("query", "fires"),
    [
        ("{key: '{api_token}'}", True),
        ("{page_token: '{api_token}'}", False),
        ("{access_token: '{api_token}'}", True),
        ("[{name: page_token, value: '{api_token}'}]", False),
        ("[{name: key, value: '{api_token}'}]", True),
        ("{value: '{api_token}'}", True),
    ],
)
def test_credentials_in_query_parameters(query: str, fires: bool) -> None:
    source = "interface_parameters: {section: {source: [{name: api_token, type: string, is_encrypted: true}]}}\n"
    step = "steps: [{name: a, type: rest, http_method: GET, endpoint: /a, query_params: %s}]\n"
    assert bool(found(CONNECTOR % "" + source + step % query, "secret-in-url")) is fires


PARAMETERS = "interface_parameters: {section: {source: [%s]}}\n"
TOKEN = '{name: "api_token", type: "string", is_encrypted: true}'


@pytest.mark.parametrize(
    ("request_", "fires"),
    [
        ("query_params: {fields: 'adsets{name}'}", False),
        ("query_params: {q: 'mutation{logout}'}", False),
        ("headers: {X-Fields: 'items{id}'}", False),
        ("endpoint: '/ads?fields=id,owner{name}'", False),
        ("endpoint: '/repos{owner}'", True),
        ("endpoint: '/repos/{owner}?a={b}'", True),
        ("query_params: {a: 'x-{owner}'}", True),
        ("endpoint: '/a/{{%data%}}', variables_output: [{response_location: data, variable_name: b}]", True),
        (
            "endpoint: '/a', query_params: {after: '{{%next_cursor%}}'}, pagination: {cursor_path: $.meta.next_cursor}",
            False,
        ),
        ("endpoint: '/a/{{%login.instance_url%}}'", False),
        ("endpoint: '/a/{{%start_date%}}'", False),
    ],
)
def test_what_may_be_undefined(request_: str, fires: bool) -> None:
    login = "{name: login, type: authentication, auth_type: oauth2}"
    source = PARAMETERS % f"{login}, {{name: when, type: date_range}}"
    text = CONNECTOR % "" + source + "reports: [{name: a, steps: [{name: b, type: rest, %s}]}]\n"
    assert bool(found(text % request_, "undefined-parameter")) is fires


@pytest.mark.parametrize(
    ("variable", "path", "query", "fires"),
    [
        ("session", "$.access_token", "{s: '{{%session%}}'}", True),
        ("next_page", "$.paging.token", "{page: '{{%next_page%}}'}", False),
        ("more", "$.pagination.token", "{a: '{{%more%}}'}", False),
        ("token", "$.nextPage", "{cursor: '{{%token%}}'}", False),
        ("token", "$['@odata.nextLink']", "{a: '{{%token%}}'}", False),
        ("session_token", "$.data", "{after: '{{%session_token%}}'}", False),
        ("session_token", "$.data", "{a: '{{%session_token | upper%}}'}", True),
    ],
)
def test_tokens_that_page_open_nothing(variable: str, path: str, query: str, fires: bool) -> None:
    output = f'{{variable_name: {variable}, transformation_layers: [{{type: extract_json, json_path: "{path}"}}]}}'
    step = f"steps: [{{name: a, type: rest, endpoint: /a, query_params: {query}, variables_output: [{output}]}}]\n"
    assert bool(found(CONNECTOR % "" + PARAMETERS % TOKEN + step, "secret-in-url")) is fires


def test_one_provider_s_hosts_belong_together() -> None:
    source = PARAMETERS % "{name: login, type: authentication, auth_type: bearer}"
    text = (
        source
        + "connector: {name: A, base_url: 'https://sheets.googleapis.com/v4'}\nsteps: [{name: a, endpoint: '%s'}]\n"
    )
    assert found(text % "https://www.googleapis.com/drive/v3/files", "cross-origin-credentials") == []
    assert found(text % "https://www.googleapis.com.example.org/drive", "cross-origin-credentials") != []


@pytest.mark.parametrize(("name", "fires"), [("key", False), ("appid", False), ("api_key", True)])
def test_a_uuid_under_a_name_that_is_no_credential_s(name: str, fires: bool) -> None:
    step = f"steps: [{{name: a, endpoint: /a, query_params: {{{name}: 4f9c2a7b-1d3e-4c5f-8a6b-7d8e9f0a1b2c}}}}]\n"
    assert bool(found(CONNECTOR % "" + step, "hardcoded-secret")) is fires
