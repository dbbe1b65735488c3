"""The structural repair: a credential that a request carries by hand becomes an authentication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from connector_lint import Config, check, inspect
from connector_lint.cli import main
from connector_lint.fixer import Fixed, fix_text
from connector_lint.parse import parse
from connector_lint.repair import Repairs
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

ABOUT_CREDENTIALS = {
    "hardcoded-authorization",
    "manual-authorization",
    "credentials-in-url",
    "hardcoded-secret",
    "colliding-header",
    "unencrypted-secret",
    "unused-parameter",
    "undefined-parameter",
}

BEARER = """\
interface_parameters:
  section:
    source:
      - name: "api_credentials"
        type: "authentication"
        auth_type: "bearer"
        fields:
          - name: "bearer_token"
            type: "string"
            is_encrypted: true
"""
BASIC = """\
interface_parameters:
  section:
    source:
      - name: "api_credentials"
        type: "authentication"
        auth_type: "basic_http"
        fields:
          - name: "username"
            type: "string"
          - name: "password"
            type: "string"
            is_encrypted: true
"""
KEY = """\
interface_parameters:
  section:
    source:
      - name: "api_credentials"
        type: "authentication"
        auth_type: "api_key"
        location: "{location}"
        fields:
          - name: "key_name"
            type: "string"
            value: "{name}"
          - name: "key_value"
            type: "string"
            is_encrypted: true{note}
"""
CONNECTOR = """\
connector:
  name: "Orders"
  base_url: "https://api.example.com"
"""
HEADER = """\
  default_headers:
    Authorization: "Bearer @secret:token@"
"""
STEPS = """\
steps:
  - name: "get"
    type: "rest"
    http_method: "GET"
    endpoint: "{{%BASE_URL%}}/orders"
"""


def key(name: str, note: str = "", location: str = "header") -> str:
    return KEY.format(name=name, note=note and f"  # {note}", location=location)


def repair(text: str) -> Fixed:
    """A text repaired; nothing is taken back, a second run changes nothing, and nothing new is wrong."""
    before = expand(text)
    fixed = fix_text(before, "a.yaml", Config(), unsafe=True)
    assert [finding.rule for finding in fixed.taken_back] == []
    assert fix_text(fixed.text, "a.yaml", Config(), unsafe=True).text == fixed.text
    old = {finding.rule for finding in check(before)}
    assert {f.rule for f in check(fixed.text) if f.severity != "info"} <= old - ABOUT_CREDENTIALS
    return fixed


def stays(text: str) -> bool:
    """Whether a text stays as it is, for no fix is offered."""
    before = expand(text)
    fixed = fix_text(before, "a.yaml", Config(), unsafe=True)
    return fixed.text == before and not fixed.taken_back


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("value", ["Bearer @secret:token@", "Bearer {{%token%}}"])
def test_the_wrong_examples_of_the_page_become_its_correct_ones(value: str, end: str) -> None:
    text = f'connector:\n  default_headers:\n    Authorization: "{value}"{end}'
    fixed = repair(text)
    assert fixed.text == BEARER.removesuffix("\n") + end
    assert check(fixed.text) == []


@pytest.mark.parametrize(
    ("header", "block"),
    [
        ("Authorization: Bearer @secret:token@", BEARER),
        ("authorization: BEARER {token}", BEARER),
        ("Authorization: Bearer", BEARER),
        ("Authorization: @secret:jwt@", BEARER),
        ("Authorization: Basic @secret:token@", BASIC),
        ("Authorization: 'Basic {YOUR_AUTH}'", BASIC),
        ("Authorization: @secret:token@", key("Authorization", "the bare key")),
        ("Authorization: Token @secret:token@", key("Authorization", 'enter "Token <key>", with the prefix')),
        (
            "AUTHORIZATION: Token token=@secret:token@",
            key("AUTHORIZATION", 'enter "Token token=<key>", with the prefix'),
        ),
        (
            "Authorization: 'Klaviyo-API-Key {{%token%}}'",
            key("Authorization", 'enter "Klaviyo-API-Key <key>", with the prefix'),
        ),
        # The first word may be a part of the credential.
        ("Authorization: hunter2 hunter3", key("Authorization", "with its prefix, if it has one")),
        ("Authorization: '{{%token%}}'", key("Authorization", "with its prefix, if it has one")),
        ("X-API-Key: @secret:token@", key("X-API-Key", "the bare key")),
        ("x-auth-token: Bearer @secret:token@", key("x-auth-token", 'enter "Bearer <key>", with the prefix')),
    ],
)
def test_the_scheme_of_a_header_tells_the_type(header: str, block: str) -> None:
    quoted = CONNECTOR + '  default_headers:\n    Accept: "text/csv"\n'
    fixed = repair(f"{quoted}    {header}\n")
    assert fixed.text == block + quoted
    assert "prefer-bearer" not in {finding.rule for finding in check(fixed.text)}


@pytest.mark.parametrize(
    "header",
    [
        "Authorization: Digest @secret:token@",
        "Authorization: AWS4-HMAC-SHA256 @secret:token@",
        "Authorization: 'OAuth oauth_token={{%token%}}'",
        "Authorization: Hawk @secret:token@",
        "Authorization: NTLM @secret:token@",
        "Authorization: Negotiate @secret:token@",
        "Proxy-Authorization: Basic @secret:token@",
        '"X Key Token": @secret:token@',
    ],
)
def test_what_no_authentication_sends_stays(header: str) -> None:
    assert stays(f"{CONNECTOR}  default_headers:\n    {header}\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("interface_parameters:\n", BEARER),
        ("interface_parameters: null\n", BEARER),
        ("interface_parameters: {}  # none\n", BEARER.replace("parameters:", "parameters:  # none")),
        ("interface_parameters: []\n", BEARER),
        ("interface_parameters:\n  section:\n", BEARER),
        ("interface_parameters:\n  section: {}\n", BEARER),
        ("interface_parameters:\n  section:\n    source:\n", BEARER),
        ("interface_parameters:\n  section:\n    source: ~ # none\n", BEARER.replace("source:", "source: # none")),
        ("interface_parameters:\n  section:\n    source: []\n", BEARER),
        (
            "interface_parameters:\n  section:\n    x-title: a\n",
            BEARER.replace("    source", "    x-title: a\n    source"),
        ),
        (
            "interface_parameters:\n  x-title: a\n",
            BEARER.replace("  section", "  x-title: a\n  section"),
        ),
        (
            'interface_parameters:\n  - name: "a"\n    type: "string"\n',
            'interface_parameters:\n  - name: "a"\n    type: "string"\n'
            + "".join(line[4:] for line in BEARER.splitlines(keepends=True)[3:]),
        ),
    ],
)
def test_what_is_missing_around_the_parameter_is_made(before: str, after: str) -> None:
    assert repair(before + CONNECTOR + HEADER).text == after + CONNECTOR


@pytest.mark.parametrize(
    "parameters",
    [
        "x-list: &list [{name: a, type: string}]\ninterface_parameters: {section: {source: *list}}\n",
        "interface_parameters: &all {}\n",
        "interface_parameters: !!map {}\n",
        "interface_parameters: all\n",
        "interface_parameters:\n  section: [a]\n",
        "interface_parameters:\n  section:\n    source: all\n",
    ],
)
def test_parameters_in_another_way_than_is_known_are_left_alone(parameters: str) -> None:
    assert stays(parameters + CONNECTOR + HEADER)


STYLES = [
    (  # four columns, dashes below their key, single quotes; a comment that belongs to the last item
        """\
interface_parameters:
    section:
        source:
        -   name: 'a'
            type: 'string'
            # of a

connector:
    name: Orders
    base_url: https://api.example.com
    default_headers:
        Authorization: Token @secret:token@
""",
        """\
interface_parameters:
    section:
        source:
        -   name: 'a'
            type: 'string'
            # of a
        -   name: 'api_credentials'
            type: 'authentication'
            auth_type: 'api_key'
            location: 'header'
            fields:
            -   name: 'key_name'
                type: 'string'
                value: 'Authorization'
            -   name: 'key_value'
                type: 'string'
                is_encrypted: true  # enter "Token <key>", with the prefix

connector:
    name: Orders
    base_url: https://api.example.com
""",
    ),
    (  # no quotes; dashes below their key elsewhere in the file
        """\
%YAML 1.2
---
# Orders
connector:
  name: Orders
  base_url: https://api.example.com
  default_headers:
    X-API-Key: @secret:token@ # of the test account
    Accept: text/csv

steps:
- name: get
  type: rest
  http_method: GET
  endpoint: /orders
...
""",
        """\
%YAML 1.2
---
# Orders
interface_parameters:
  section:
    source:
    - name: api_credentials
      type: authentication
      auth_type: api_key
      location: header
      fields:
      - name: key_name
        type: string
        value: X-API-Key
      - name: key_value
        type: string
        is_encrypted: true  # the bare key

connector:
  name: Orders
  base_url: https://api.example.com
  default_headers:
    Accept: text/csv

steps:
- name: get
  type: rest
  http_method: GET
  endpoint: /orders
...
""",
    ),
    (  # keys in quotes
        (
            '"connector":\n  "name": "Orders"\n  "base_url": "https://api.example.com"\n'
            '  "default_headers": {"Authorization": "Bearer @secret:token@"}\n'
        ),
        (
            '"interface_parameters":\n  "section":\n    "source":\n      - "name": "api_credentials"\n'
            '        "type": "authentication"\n        "auth_type": "bearer"\n        "fields":\n'
            '          - "name": "bearer_token"\n            "type": "string"\n            "is_encrypted": true\n'
            '"connector":\n  "name": "Orders"\n  "base_url": "https://api.example.com"\n'
        ),
    ),
    (  # the parameters behind the connector, a comment of the connector's own, a list item in flow style
        """\
x-a: 1
# The API
connector:
  name: "Orders"
  base_url: "https://api.example.com"
  default_headers: {Authorization: "Bearer @secret:token@"}
interface_parameters:
  section:
    source:
      - {name: "a", type: "string"}  # first
""",
        """\
x-a: 1
# The API
connector:
  name: "Orders"
  base_url: "https://api.example.com"
interface_parameters:
  section:
    source:
      - {name: "a", type: "string"}  # first
      - name: "api_credentials"
        type: "authentication"
        auth_type: "bearer"
        fields:
          - name: "bearer_token"
            type: "string"
            is_encrypted: true
""",
    ),
    (
        'x-a: 1\n# The API\nconnector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n' + HEADER,
        f'x-a: 1\n{BEARER}# The API\nconnector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n',
    ),
    (  # JSON
        (
            '{"connector": {"name": "Orders", "base_url": "https://api.example.com",'
            ' "default_headers": {"Authorization": "Bearer @secret:token@"}}}'
        ),
        (
            '{"interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
            ' "auth_type": "bearer", "fields": [{"name": "bearer_token", "type": "string", "is_encrypted": true}]}]}},'
            ' "connector": {"name": "Orders", "base_url": "https://api.example.com"}}'
        ),
    ),
    (
        '{\n  "connector": {\n    "default_headers": {\n      "Authorization": "Basic @secret:token@"\n    }\n  }\n}\n',
        (
            '{\n  "interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
            ' "auth_type": "basic_http", "fields": [{"name": "username", "type": "string"}, {"name": "password",'
            ' "type": "string", "is_encrypted": true}]}]}}\n}\n'
        ),
    ),
    (
        (
            '{\n  "connector": {\n    "name": "Orders",\n    "base_url": "https://api.example.com",\n'
            '    "default_headers": {\n      "Authorization": "Bearer @secret:token@"\n    }\n  }\n}\n'
        ),
        (
            '{\n  "interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
            ' "auth_type": "bearer", "fields": [{"name": "bearer_token", "type": "string", "is_encrypted": true}]}]}},\n'
            '  "connector": {\n    "name": "Orders",\n    "base_url": "https://api.example.com"\n  }\n}\n'
        ),
    ),
    (
        "{x-a: 1, connector: {default_headers: {Authorization: Bearer @secret:token@}}, x-b: 2}\n",
        (
            "{x-a: 1, interface_parameters: {section: {source: [{name: api_credentials, type: authentication, auth_type:"
            " bearer, fields: [{name: bearer_token, type: string, is_encrypted: true}]}]}}, x-b: 2}\n"
        ),
    ),
    (
        "interface_parameters: {section: {source: []}}\n" + CONNECTOR + HEADER,
        'interface_parameters: {section: {source: [{name: "api_credentials", type: "authentication", auth_type:'
        ' "bearer", fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}]}}\n' + CONNECTOR,
    ),
    (
        "interface_parameters: {x-a: 1}\n" + CONNECTOR + HEADER,
        'interface_parameters: {x-a: 1, section: {source: [{name: "api_credentials", type: "authentication",'
        ' auth_type: "bearer", fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}]}}\n' + CONNECTOR,
    ),
    (
        "interface_parameters: {section: {source: [\n    {name: a, type: string}, # first\n    {name: b, type: string}"
        "\n  ]}}\n" + CONNECTOR + HEADER,
        "interface_parameters: {section: {source: [\n    {name: a, type: string}, # first\n    {name: b, type: string}"
        ",\n    {name: api_credentials, type: authentication, auth_type: bearer, fields: [{name: bearer_token,"
        " type: string, is_encrypted: true}]}\n  ]}}\n" + CONNECTOR,
    ),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("is_ended", [True, False], ids=["ended", "open"])
@pytest.mark.parametrize(("before", "after"), STYLES)
def test_the_parameter_is_written_as_the_file_is(before: str, after: str, ending: str, is_ended: bool) -> None:
    if not is_ended:
        before, after = before.removesuffix("\n"), after.removesuffix("\n")
    assert repair(before.replace("\n", ending)).text == after.replace("\n", ending)


PARAMETERS = """\
interface_parameters:
  section:
    source:
      - name: "region"
        type: "string"
{more}"""
TOKEN = """\
      - name: "token"
        type: "string"
        is_encrypted: true  # the API's
"""
ADDED = BEARER[BEARER.index("      - name") :]
REPORT = """\
reports:
  - name: "orders"
    report_parameters: []
    steps:
      - name: "get"
        type: "rest"
        http_method: "GET"
        endpoint: "{{%BASE_URL%}}/orders/{{%region%}}"
"""
BY_HAND = '        headers:\n          Authorization: "Bearer {{%token%}}"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PARAMETERS.format(more=TOKEN), PARAMETERS.format(more=ADDED)),
        (  # first of the list, with a comment above that is not of its lines
            PARAMETERS.format(more="").replace("      - name", f"      # entered by hand\n{TOKEN}      - name"),
            PARAMETERS.format(more=ADDED).replace("      - name", "      # entered by hand\n      - name", 1),
        ),
    ],
)
def test_a_parameter_that_nothing_else_refers_to_goes_with_the_header(before: str, after: str) -> None:
    fixed = repair(before + CONNECTOR + REPORT + BY_HAND)
    assert fixed.text == after + CONNECTOR + REPORT
    (finding,) = fixed.applied
    assert finding.fix
    assert finding.fix.description == (
        "declare `api_credentials`, an authentication of type `bearer`, and remove the header;"
        " remove `token`, which nothing else refers to"
    )
    assert finding.fix.todo == "enter in `api_credentials` what was entered in `token`"


def test_a_parameter_of_which_a_list_is_all_makes_way_for_the_new_one() -> None:
    only = "interface_parameters:\n  section:\n    source:\n"
    for end in ("\n", ""):
        text = CONNECTOR + REPORT.replace("/{{%region%}}", "") + BY_HAND + only + TOKEN
        expected = CONNECTOR + REPORT.replace("/{{%region%}}", "") + only + ADDED
        assert repair(text.removesuffix("\n") + end).text == expected.removesuffix("\n") + end


def test_parameters_in_flow_style_make_way() -> None:
    text = 'interface_parameters: {section: {source: [{name: "token", type: "string", is_encrypted: true}%s]}}\n'
    new = (
        '{name: "api_credentials", type: "authentication", auth_type: "bearer",'
        ' fields: [{name: "bearer_token", type: "string", is_encrypted: true}]}'
    )
    end = CONNECTOR + REPORT
    assert repair(text % ', {name: "region", type: "string"}' + end + BY_HAND).text == (
        f'interface_parameters: {{section: {{source: [{{name: "region", type: "string"}}, {new}]}}}}\n' + end
    )
    alone = (text % "" + end + BY_HAND).replace("/{{%region%}}", "")
    expected = f"interface_parameters: {{section: {{source: [{new}]}}}}\n" + end.replace("/{{%region%}}", "")
    assert repair(alone).text == expected


def test_a_parameter_that_something_else_refers_to_stays() -> None:
    report = REPORT.replace("{{%region%}}", "{{%region%}}/{{%token%}}")
    fixed = fix_text(PARAMETERS.format(more=TOKEN) + CONNECTOR + report + BY_HAND, "a.yaml", Config(), unsafe=True)
    assert fixed.taken_back == ()
    assert fixed.text == PARAMETERS.format(more=TOKEN + ADDED) + CONNECTOR + report
    loop = '      - {name: "each", type: "loop", loop: {variable_name: "token", item_name: "x"}, steps: []}\n'
    text = PARAMETERS.format(more=TOKEN) + CONNECTOR + REPORT + BY_HAND + loop
    assert repair(text).text == PARAMETERS.format(more=TOKEN + ADDED) + CONNECTOR + REPORT + loop


def test_both_parameters_of_a_basic_header_go() -> None:
    both = TOKEN.replace("token", "login") + TOKEN.replace("token", "password")
    header = BY_HAND.replace("Bearer {{%token%}}", "Basic {{%login%}}:{{%password%}}")
    fixed = repair(PARAMETERS.format(more=both) + CONNECTOR + REPORT + header)
    added = BASIC[BASIC.index("      - name") :]
    assert fixed.text == PARAMETERS.format(more=added) + CONNECTOR + REPORT


def test_the_only_parameter_of_a_report_leaves_an_empty_list() -> None:
    own = TOKEN.replace("token", "order_token")
    report = REPORT.replace(" []\n", "\n" + own) + BY_HAND.replace("token", "order_token")
    fixed = repair(PARAMETERS.format(more="") + CONNECTOR + report)
    assert fixed.text == PARAMETERS.format(more=ADDED) + CONNECTOR + REPORT


def test_headers_of_several_steps_go_one_after_the_other() -> None:
    more = REPORT[REPORT.index('      - name: "get"') :].replace('"get"', '"more"')
    other = '        headers: {Accept: "text/csv", authorization: "Bearer {{%token%}}"}\n'
    start = PARAMETERS.format(more=TOKEN) + CONNECTOR
    fixed = repair(start + REPORT + BY_HAND + more + other + more.replace("more", "last") + BY_HAND)
    kept = '        headers: {Accept: "text/csv"}\n'
    assert fixed.text == (
        PARAMETERS.format(more=ADDED) + CONNECTOR + REPORT + more + kept + more.replace("more", "last")
    )
    assert [finding.rule for finding in fixed.applied] == ["manual-authorization"] * 3
    descriptions = [finding.fix.description for finding in fixed.applied if finding.fix]
    assert descriptions[1] == "remove the header, which `api_credentials` sends"


@pytest.mark.parametrize(
    "headers",
    [
        ("Bearer {{%one%}}", "Bearer {{%two%}}"),
        ("Bearer {{%one%}}", "Basic {{%one%}}"),
        ("Bearer @secret:token@", "Bearer @secret:password@"),
    ],
)
def test_several_credentials_in_one_header_are_for_a_person_to_decide(headers: tuple[str, str]) -> None:
    more = REPORT[REPORT.index('      - name: "get"') :].replace('"get"', '"more"')
    first, second = (BY_HAND.replace("Bearer {{%token%}}", header) for header in headers)
    assert stays(CONNECTOR + REPORT + first + more + second)


def test_a_session_that_a_step_logs_in_to_is_not_overridden() -> None:
    output = '        variables_output: [{response_location: "data", variable_name: "session"}]\n'
    more = REPORT[REPORT.index('      - name: "get"') :].replace('"get"', '"more"')
    login = BY_HAND.replace("Bearer {{%token%}}", "Basic @secret:token@")
    assert stays(CONNECTOR + REPORT + login + output + more + BY_HAND.replace("token", "session"))


@pytest.mark.parametrize(
    ("taken", "name"),
    [
        ("", "api_credentials"),
        ('      - name: "api_credentials"\n        type: "string"\n', "api_credentials_2"),
        (
            (
                '      - name: "api_credentials"\n        type: "string"\n'
                '      - name: "x"\n        type: "date_range"\n        fields: [{name: "api_credentials_2"}]\n'
            ),
            "api_credentials_3",
        ),
    ],
)
def test_the_name_clashes_with_no_parameter_and_no_field(taken: str, name: str) -> None:
    fixed = fix_text(expand(PARAMETERS.format(more=taken) + CONNECTOR + HEADER), "a.yaml", Config(), unsafe=True)
    assert fixed.taken_back == ()
    assert f'      - name: "{name}"\n        type: "authentication"\n' in fixed.text


@pytest.mark.parametrize(
    "holder",
    [
        '  variables_metadata: {api_credentials: {format: "json", storage_name: "results"}}\n',
        '  variables_storages: [{name: "api_credentials", type: "memory"}]\n',
        'steps: [{name: "a", type: "loop", loop: {variable_name: "b", item_name: "api_credentials"}, steps: []}]\n',
        'steps: [{name: "a", type: "rest", endpoint: "/a", variables_output: [{variable_name: "api_credentials"}]}]\n',
        'steps: [{name: "a", type: "rest", endpoint: "/{{%api_credentials%}}"}]\n',
        'reports: [{name: "a", report_parameters: [{name: "api_credentials", type: "string"}], steps: []}]\n',
    ],
)
def test_the_name_clashes_with_no_other_name(holder: str) -> None:
    text = expand(CONNECTOR + HEADER + holder)
    ((finding),) = [finding for finding in check(text) if finding.rule == "hardcoded-authorization"]
    assert finding.fix
    assert finding.fix.description.startswith("declare `api_credentials_2`, ")


AUTHENTICATION = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "{type}"
{more}"""
OAUTH2 = """\
        oauth2_settings: {grant_type: "client_credentials", token_url: "https://api.example.com/token"}
        fields: [{name: "client_id", type: "string"}, {name: "client_secret", type: "string", is_encrypted: true}]
"""
PASSWORD = (
    '        fields: [{name: "username", type: "string"}, {name: "password", type: "string", is_encrypted: true}]\n'
)
BEARER_TOKEN = '        fields: [{name: "bearer_token", type: "string", is_encrypted: true}]\n'
KEY_VALUE = """\
        location: "%s"
        fields: [{name: "key_name", type: "string", value: "%s"}, {name: "key_value", type: "string", is_encrypted: true}]
"""


def authentication(kind: str, more: str) -> str:
    return AUTHENTICATION.replace("{type}", kind).replace("{more}", more)


@pytest.mark.parametrize(
    ("kind", "more", "header", "goes"),
    [
        ("bearer", BEARER_TOKEN, "Authorization: Bearer @secret:token@", True),
        ("oauth2", OAUTH2, "authorization: Bearer {{%token%}}", True),
        ("basic_http", PASSWORD, "Authorization: Basic @secret:token@", True),
        ("api_key", KEY_VALUE % ("header", "authorization"), "Authorization: Bearer @secret:token@", True),
        ("api_key", KEY_VALUE % ("header", "Authorization"), "Authorization: Token @secret:token@", True),
        ("api_key", KEY_VALUE % ("header", "x-api-key"), "X-API-Key: @secret:token@", True),
        ("bearer", BEARER_TOKEN, "Authorization: Basic @secret:token@", False),
        ("bearer", BEARER_TOKEN, "Authorization: Token @secret:token@", False),
        ("bearer", BEARER_TOKEN, "X-API-Key: @secret:token@", False),
        ("oauth2", OAUTH2, "Authorization: Basic @secret:token@", False),
        ("basic_http", PASSWORD, "Authorization: Bearer @secret:token@", False),
        ("api_key", KEY_VALUE % ("header", "X-Key"), "Authorization: Bearer @secret:token@", False),
        ("api_key", KEY_VALUE % ("query_param", "X-API-Key"), "X-API-Key: @secret:token@", False),
    ],
)
def test_with_an_authentication_the_header_goes_if_that_sends_it(kind: str, more: str, header: str, goes: bool) -> None:
    start = authentication(kind, more) + CONNECTOR
    text = f"{start}  default_headers:\n    {header}\n"
    if goes:
        assert repair(text).text == start
    else:
        assert stays(text)


@pytest.mark.parametrize(("kind", "goes"), [("bearer", True), ("basic", False), ("api_key", False)])
def test_the_builder_s_authentication_counts(kind: str, goes: bool) -> None:
    start = f"{CONNECTOR}  auth: {{type: {kind}}}\n"
    assert stays(start + HEADER) is not goes
    if goes:
        assert repair(start + HEADER).text == start


def test_an_authentication_of_one_report_does_not_stand_for_all() -> None:
    own = authentication("bearer", BEARER_TOKEN)
    own = own[own.index("      - name") :]
    report = REPORT.replace(" []\n", "\n" + own).replace("/{{%region%}}", "")
    assert stays(CONNECTOR + HEADER + report)
    assert repair(CONNECTOR + report + BY_HAND.replace("{{%token%}}", "@secret:token@")).text == CONNECTOR + report


@pytest.mark.parametrize(
    "text",
    [
        "x-h: &h {Authorization: Bearer @secret:token@, Accept: text/csv}\n"
        + CONNECTOR
        + "  default_headers: {<<: *h, X-A: 1}\n",
        CONNECTOR + "  default_headers:\n    Authorization: &a Bearer @secret:token@\n    X-A: *a\n",
        "x-h: &h {Authorization: Bearer @secret:token@}\n" + CONNECTOR + "  default_headers: *h\n",
        (
            "interface_parameters:\n  section:\n    source: []\nx-a: 1\nsteps: [{name: a, type: rest, endpoint: /a,"
            " headers: {Authorization: Bearer @secret:token@}}]\n"
        ),
    ],
)
def test_what_is_not_certain_stays(text: str) -> None:
    assert stays(text)


def test_the_headers_of_a_step_go_and_the_step_stays() -> None:
    step = "steps:\n  - headers:\n      Authorization: Bearer @secret:token@\n    name: a\n    type: rest\n    endpoint: /a\n"
    left = "steps:\n  - name: a\n    type: rest\n    endpoint: /a\n"
    plain = "".join(line.replace('"', "") for line in BEARER.splitlines(keepends=True))
    assert repair(CONNECTOR.replace('"', "") + step).text == plain + CONNECTOR.replace('"', "") + left


def test_a_mapping_that_is_used_elsewhere_is_emptied_and_stays() -> None:
    text = CONNECTOR + "  default_headers: &h\n    Authorization: Bearer @secret:token@\nx-h: *h\n"
    assert repair(text).text.endswith("  default_headers: &h {}\nx-h: *h\n")


def test_a_host_that_is_not_the_base_url_s_gets_no_new_credential() -> None:
    """The engine takes it back: the credential would go to a host that it is not for."""
    text = expand(CONNECTOR + HEADER + STEPS.replace("{{%BASE_URL%}}", "https://other.example.org"))
    fixed = fix_text(text, "a.yaml", Config(), unsafe=True)
    assert fixed.text == text
    assert [finding.rule for finding in fixed.taken_back] == ["hardcoded-authorization"]


@pytest.mark.parametrize(
    ("base_url", "endpoint"),
    [
        ("https://reader:@secret:password@@api.example.com", "/orders"),
        ("https://@secret:token@@api.example.com", "/orders"),
        ("https://api.example.com", "https://reader:@secret:password@@api.example.com/orders"),
        ("https://reader:@secret:password@@api.example.com", "https://reader:@secret:password@@api.example.com/orders"),
    ],
)
def test_user_and_password_go_out_of_urls(base_url: str, endpoint: str) -> None:
    text = CONNECTOR + STEPS.replace("{{%BASE_URL%}}/orders", endpoint)
    fixed = repair(text.replace("https://api.example.com", base_url, 1))
    host = "https://api.example.com" if "://" in endpoint else ""
    assert fixed.text == BASIC + CONNECTOR + STEPS.replace("{{%BASE_URL%}}", host)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{{%BASE_URL%}}/a?api_key=@secret:token@", "{{%BASE_URL%}}/a"),
        ("/a?api_key=@secret:token@#top", "/a#top"),
        ("/a?api_key=@secret:token@&b=1", "/a?b=1"),
        ("/a?b=1&api_key=@secret:token@", "/a?b=1"),
        ("/a?b=1&api_key=@secret:token@&c=2", "/a?b=1&c=2"),
        ("https://api.example.com/a?b=1&api_key=@secret:token@&c=2", "https://api.example.com/a?b=1&c=2"),
    ],
)
def test_keys_go_out_of_the_query_of_urls(before: str, after: str) -> None:
    text = CONNECTOR + STEPS
    fixed = repair(text.replace("{{%BASE_URL%}}/orders", before))
    assert fixed.text == key("api_key", location="query_param") + text.replace("{{%BASE_URL%}}/orders", after)


@pytest.mark.parametrize(
    "text",
    [
        CONNECTOR + STEPS.replace("{{%BASE_URL%}}/orders", "https://example.org/a?api_key=@secret:token@"),
        CONNECTOR + STEPS.replace("{{%BASE_URL%}}/orders", "{{%host%}}/a?api_key=@secret:token@"),
        CONNECTOR + STEPS.replace("{{%BASE_URL%}}/orders", "/a?api%5Fkey=@secret:token@&access[token]=@secret:token@"),
        CONNECTOR + STEPS + '    description: "https://reader:@secret:password@@api.example.com"\n',
        CONNECTOR.replace("https://", '"https:\\x2F/reader:@secret:password@@'),
        'x-url: &url "https://reader:@secret:password@@api.example.com"\nconnector: {name: "Orders", base_url: *url}\n',
        CONNECTOR.replace('"https://', '&url "https://reader:@secret:password@@') + "x-url: *url\n",
        authentication("oauth2", OAUTH2.replace("//api", "//reader:@secret:password@@api")) + CONNECTOR,
        authentication("bearer", BEARER_TOKEN) + CONNECTOR.replace("//api", "//reader:@secret:password@@api"),
        CONNECTOR.replace("//api", "//reader:@secret:password@@api")
        + STEPS
        + '    headers: {Authorization: "Session {{%session%}}"}\n'
        + '    variables_output: [{response_location: "data", variable_name: "session"}]\n',
    ],
)
def test_urls_that_no_authentication_stands_for_stay(text: str) -> None:
    assert stays(text)


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_key_in_the_query_of_the_base_url(slash: str) -> None:
    text = CONNECTOR.replace(".com", f".com/v1{slash}?appid=@secret:token@")
    assert repair(text).text == key("appid", location="query_param") + CONNECTOR.replace(".com", ".com/v1")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    query_params:\n      access_token: @secret:token@\n", ""),
        ("    query_params: {a: 1, access_token: @secret:token@}\n", "    query_params: {a: 1}\n"),
    ],
)
def test_keys_in_query_params(before: str, after: str) -> None:
    start = CONNECTOR + STEPS
    assert repair(start + before).text == key("access_token", location="query_param") + start + after
    known = authentication("api_key", KEY_VALUE % ("query_param", "Access_Token")) + start
    assert repair(known + before).text == known + after


@pytest.mark.parametrize(
    "more",
    [
        "    query_params: [{name: access_token, value: @secret:token@}]\n",
        "    query_params: {filter: {access_token: @secret:token@}}\n",
        '    body: \'{"client_secret": "@secret:token@"}\'\n',
    ],
)
def test_keys_elsewhere_stay(more: str) -> None:
    assert stays(CONNECTOR + STEPS + more)


def test_an_emptied_value_is_to_be_revoked() -> None:
    text = expand('fields: [{name: "password", type: "string", value: "@secret:token@", is_encrypted: true}]\n')
    ((finding),) = inspect(text, "a.yaml", Config()).findings
    assert finding.fix
    assert finding.fix.todo == "revoke the credential that stood here: each user enters their own"


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three files with one credential each, in the working folder, and the credentials."""
    monkeypatch.chdir(tmp_path)
    token, password = expand("@secret:token@"), expand("@secret:password@")
    texts = {
        "a.yaml": CONNECTOR + HEADER,
        "b.yaml": CONNECTOR.replace("//", "//reader:@secret:password@@"),
        "c.yaml": CONNECTOR + STEPS.replace("orders", "orders?api_key=@secret:token@"),
    }
    for name, text in texts.items():
        Path(name).write_text(expand(text), encoding="utf-8")
    return [token, password]


AFTERWARDS = [
    f"{place}: after the fix of {rule}: revoke the credential that stood here, and enter a new one in `api_credentials`"
    for place, rule in [
        ("a.yaml:5:5", "hardcoded-authorization"),
        ("b.yaml:3:22", "credentials-in-url"),
        ("c.yaml:8:46", "credentials-in-url"),
    ]
]


@pytest.mark.parametrize("options", [("--diff",), ("--fix",)])
@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "html"])
def test_no_output_holds_a_credential(options: tuple[str, ...], form: str, secrets: list[str]) -> None:
    before = lint("--format", form, ".")
    result = lint(*options, "--unsafe-fixes", "--format", form, ".")
    for output in (before.output, before.stderr, result.output, result.stderr):
        assert not any(secret in output for secret in secrets)
    assert [line for line in result.stderr.splitlines() if ": after the fix of " in line] == AFTERWARDS
    written = "".join(path.read_text(encoding="utf-8") for path in Path().iterdir())
    assert any(secret in written for secret in secrets) is (options == ("--diff",))


@pytest.mark.usefixtures("secrets")
def test_the_report_says_what_is_left_to_do() -> None:
    todo = "revoke the credential that stood here, and enter a new one in `api_credentials`"
    (finding,) = [f for f in json.loads(lint("--format", "json", "a.yaml").stdout)["findings"] if f["fix"]]
    assert (finding["rule"], finding["fix"]["todo"]) == ("hardcoded-authorization", todo)
    how = "declare `api_credentials`, an authentication of type `bearer`, and remove the header"
    assert f"  fix (unsafe): {how}; afterwards {todo}" in lint("a.yaml").stdout.splitlines()
    fixed = lint("--fix", "--unsafe-fixes", "--format", "concise", "a.yaml")
    assert fixed.stdout.splitlines()[0] == f"a.yaml:5:5: fixed hardcoded-authorization: {how}; afterwards {todo}"
    assert lint("--fix", "--unsafe-fixes", "--quiet", "b.yaml").stderr == ""


def test_names_that_could_not_be_judged_before_take_nothing_back() -> None:
    text = expand(CONNECTOR.replace("api.", "{{%region%}}.") + HEADER)
    fixed = fix_text(text, "a.yaml", Config(), unsafe=True)
    assert fixed.text == BEARER + CONNECTOR.replace("api.", "{{%region%}}.")
    assert [finding.rule for finding in check(fixed.text)] == ["undefined-parameter"]


def test_a_connector_by_a_merge_key_gets_nothing() -> None:
    base = "x-base: &base\n  connector:\n    name: a\n    base_url: https://api.example.com\n<<: *base\n"
    assert stays(
        base + "steps: [{name: a, type: rest, endpoint: /a, headers: {Authorization: Bearer @secret:token@}}]\n"
    )


def test_two_headers_that_are_all_there_is_go_one_after_the_other() -> None:
    """Together they would leave a mapping without anything: what did harm with others is tried again by itself."""
    start = authentication("bearer", BEARER_TOKEN) + CONNECTOR
    fixed = repair(start + HEADER + '    authorization: "Bearer @secret:token@"\n')
    assert fixed.text == start
    assert len(fixed.applied) == 2


def test_a_header_that_the_new_authentication_would_collide_with_goes_too() -> None:
    steps = STEPS + "    headers:\n      X-API-Key: @secret:token@\n"
    more = STEPS.removeprefix("steps:\n").replace('"get"', '"more"') + '    headers: {x-api-key: "@secret:token@"}\n'
    fixed = repair(CONNECTOR + steps + more)
    bare = STEPS + STEPS.removeprefix("steps:\n").replace('"get"', '"more"')
    assert fixed.text == key("X-API-Key", "the bare key") + CONNECTOR + bare


@pytest.mark.parametrize("placeholder", ["{token}", "{{token}}", "{{%token%}}", "{{%token.value%}}"])
def test_placeholders_of_each_syntax_are_followed(placeholder: str) -> None:
    start = PARAMETERS.replace("region", "token").format(more="").replace('"string"\n', '"string"\n        value: ""\n')
    text = start + CONNECTOR + STEPS + f'    headers: {{Authorization: "Bearer {placeholder}"}}\n'
    only = "interface_parameters:\n  section:\n    source:\n"
    assert repair(text).text == only + ADDED + CONNECTOR + STEPS


def test_many_headers_take_no_longer_each() -> None:
    """The whole document is looked at once, not once a header."""
    step = STEPS.removeprefix("steps:\n") + '    headers: {Authorization: "Bearer {token}"}\n'
    text = PARAMETERS.format(more=TOKEN) + CONNECTOR + "steps:\n" + step * 3
    (document,) = parse(text)
    calls: list[None] = []
    document.__dict__["references"] = Counted(document.references, calls)
    repairs = Repairs(document)
    fixes = [repairs.header(header.entry, is_literal=False) for header in document.headers]
    assert all(fixes)
    first = len(calls)
    assert [repairs.header(header.entry, is_literal=False) for header in document.headers] == fixes
    assert len(calls) == first


class Counted(list[Any]):
    """A list that notes each time that it is looked through."""

    def __init__(self, items: list[Any], calls: list[None]) -> None:
        super().__init__(items)
        self._calls = calls

    def __iter__(self) -> Iterator[Any]:
        self._calls.append(None)
        return super().__iter__()
