"""The builder's `connector.auth` becomes the documented authentication, or stays where only a person can tell."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from connector_lint import Config, Severity, check
from connector_lint.cli import main
from connector_lint.fixer import fix_text
from connector_lint.registry import all_rules
from connector_lint.testing import expand

RULE = all_rules()["undocumented-auth"]
ASKED = Config.for_rule(RULE)
TEXT = """\
interface_parameters:
  section:
    source:
      - {{name: "orders_auth", type: "authentication", {parameter}}}
connector:
  name: "Orders"
  base_url: "https://api.example.com"
  auth: {auth}
"""


def migrated(parameter: str, auth: str) -> str:
    text = expand(TEXT.format(parameter=parameter, auth=auth))
    fixed = fix_text(text, "a.yaml", ASKED, unsafe=False)
    assert fixed.taken_back == ()
    return fixed.text if fixed.text != text else ""


@pytest.mark.parametrize(
    ("parameter", "auth", "added"),
    [
        (
            'auth_type: "bearer"',
            '{type: "bearer"}',
            'fields: [{name: "bearer_token", type: "string", is_encrypted: true}]',
        ),
        (
            'auth_type: "api_key", location: "header"',
            '{type: "api_key"}',
            'fields: [{name: "key_name", type: "string"}, {name: "key_value", type: "string", is_encrypted: true}]',
        ),
        (
            'auth_type: "oauth2"',
            '{type: "oauth2", oauth: {grant_type: "client_credentials", token_url: "https://a.example/token"}}',
            (
                'oauth2_settings: {grant_type: "client_credentials", token_url: "https://a.example/token"}, '
                'fields: [{name: "client_id", type: "string"}, {name: "client_secret", type: "string", is_encrypted: true}]'
            ),
        ),
    ],
)
def test_what_is_written(parameter: str, auth: str, added: str) -> None:
    result = migrated(parameter, auth)
    assert result == TEXT.format(parameter=f"{parameter}, {added}", auth="").replace("  auth: \n", "")
    assert [finding.rule for finding in check(result) if finding.severity is not Severity.INFO] == []


@pytest.mark.parametrize(
    ("parameter", "auth"),
    [
        ('auth_type: "bearer", fields: []', '{type: "bearer"}'),
        (
            'auth_type: "bearer"',
            '{type: "oauth2", oauth: {grant_type: "client_credentials", token_url: "https://a.example"}}',
        ),
        ('auth_type: "bearer"', '{type: "bearer", header: "X"}'),
        ('auth_type: "api_key"', '{type: "api_key"}'),
        ('auth_type: "oauth2"', '{type: "oauth2"}'),
        ('auth_type: "oauth2"', '{type: "oauth2", oauth: {grant_type: "client_credentials"}}'),
        (
            'auth_type: "oauth2"',
            '{type: "oauth2", oauth: {grant_type: "refresh_token", token_url: "https://a.example", refresh_token: "{{t}}"}}',
        ),
        (
            'auth_type: "oauth2"',
            "{type: oauth2, oauth: {grant_type: client_credentials, token_url: 'https://a.example/\"'}}",
        ),
    ],
)
def test_what_only_a_person_can_tell(parameter: str, auth: str) -> None:
    assert migrated(parameter, auth) == ""


def test_a_refresh_token_is_not_carried_over_and_has_to_be_revoked() -> None:
    auth = '{type: "oauth2", oauth: {grant_type: "refresh_token", token_url: "https://a.example", refresh_token: "@secret:token@"}}'
    text = expand(TEXT.format(parameter='auth_type: "oauth2"', auth=auth))
    ((finding),) = check(text, config=ASKED)
    assert finding.fix
    assert finding.fix.todo == "revoke the refresh token that stood here, and enter a new one"
    assert expand("@secret:token@") not in fix_text(text, "a.yaml", ASKED, unsafe=False).text


def test_it_runs_on_request_only() -> None:
    text = TEXT.format(parameter='auth_type: "bearer"', auth='{type: "bearer"}')
    assert "undocumented-auth" not in [finding.rule for finding in check(text)]
    assert "undocumented-auth" not in [
        finding.rule for finding in check(text, config=Config(select=frozenset([RULE.category])))
    ]
    run = CliRunner().invoke(main, ["-", "--format", "concise", "--select", "undocumented-auth"], input=text)
    assert run.stdout.startswith("<stdin>:8:3: info undocumented-auth ")
