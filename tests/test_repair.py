"""The structural repair: a credential that a request carries by hand becomes an authentication."""

from __future__ import annotations

import pytest

from connector_lint import Config, check, inspect
from connector_lint.fixer import Fixed, fix_text
from connector_lint.testing import expand

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
    before = expand(text)
    return fix_text(before, "a.yaml", Config(), unsafe=True).text == before


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
        '"connector":\n  "name": "Orders"\n  "base_url": "https://api.example.com"\n'
        '  "default_headers": {"Authorization": "Bearer @secret:token@"}\n',
        '"interface_parameters":\n  "section":\n    "source":\n      - "name": "api_credentials"\n'
        '        "type": "authentication"\n        "auth_type": "bearer"\n        "fields":\n'
        '          - "name": "bearer_token"\n            "type": "string"\n            "is_encrypted": true\n'
        '"connector":\n  "name": "Orders"\n  "base_url": "https://api.example.com"\n',
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
        'x-a: 1\n%s# The API\nconnector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n' % BEARER,
    ),
    (  # JSON
        '{"connector": {"name": "Orders", "base_url": "https://api.example.com",'
        ' "default_headers": {"Authorization": "Bearer @secret:token@"}}}',
        '{"interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
        ' "auth_type": "bearer", "fields": [{"name": "bearer_token", "type": "string", "is_encrypted": true}]}]}},'
        ' "connector": {"name": "Orders", "base_url": "https://api.example.com"}}',
    ),
    (
        '{\n  "connector": {\n    "default_headers": {\n      "Authorization": "Basic @secret:token@"\n    }\n  }\n}\n',
        '{\n  "interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
        ' "auth_type": "basic_http", "fields": [{"name": "username", "type": "string"}, {"name": "password",'
        ' "type": "string", "is_encrypted": true}]}]}}\n}\n',
    ),
    (
        '{\n  "connector": {\n    "name": "Orders",\n    "base_url": "https://api.example.com",\n'
        '    "default_headers": {\n      "Authorization": "Bearer @secret:token@"\n    }\n  }\n}\n',
        '{\n  "interface_parameters": {"section": {"source": [{"name": "api_credentials", "type": "authentication",'
        ' "auth_type": "bearer", "fields": [{"name": "bearer_token", "type": "string", "is_encrypted": true}]}]}},\n'
        '  "connector": {\n    "name": "Orders",\n    "base_url": "https://api.example.com"\n  }\n}\n',
    ),
    (
        "{x-a: 1, connector: {default_headers: {Authorization: Bearer @secret:token@}}, x-b: 2}\n",
        "{x-a: 1, interface_parameters: {section: {source: [{name: api_credentials, type: authentication, auth_type:"
        " bearer, fields: [{name: bearer_token, type: string, is_encrypted: true}]}]}}, x-b: 2}\n",
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
