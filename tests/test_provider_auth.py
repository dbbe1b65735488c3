"""The authentication that a provider documents, written into a Blueprint: exact texts, and every provider."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from connector_lint import Config, check
from connector_lint.fix import apply_fixes
from connector_lint.fixer import is_sound
from connector_lint.parse import parse
from connector_lint.provider_auth import provider_auth
from connector_lint.providers import all_providers, named
from connector_lint.template import filled
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.provider_blueprints import Draft, rules_of

    from connector_lint.provider_facts import Provider
else:
    from provider_blueprints import Draft, rules_of

CHECK = """\
pre_run_configurations:
  name: "try"
  steps:
    - name: "me"
      type: "rest"
      http_method: "GET"
      endpoint: "{{%BASE_URL%}}/me"
"""
ZENDESK = 'connector:\n  name: "Tickets"\n  base_url: "https://{account}.zendesk.com/api/v2"\n' + CHECK
ACCOUNT = 'interface_parameters:\n  section:\n    source:\n      - name: "account"\n        type: "string"\n'
MUX = "{name: mux_auth, type: authentication, auth_type: %s, fields: [%s]}"
MUX_FIELDS = (
    "{name: username, type: string}, {name: password, type: string, is_encrypted: true}",
    "{name: bearer_token, type: string, is_encrypted: true}",
)


def repaired(text: str) -> str | None:
    """The text with the provider's authentication, which says what is declared and has no other finding."""
    fix = provider_auth(parse(text)[0])
    if fix is None:
        return None
    assert not fix.safe
    assert is_sound(text, "x.yaml", Config(), fix, ["missing-auth-check"])
    return apply_fixes(text, [fix])


# Without parameters: four blanks, plain texts, dashes below their key.
REPOS = """\
connector:
    name: Repos
    base_url: https://api.github.com
steps:
-   name: a
    type: rest
    http_method: GET
    endpoint: /user
"""
REPOS_AFTER = """\
interface_parameters:
    section:
        source:
        -   name: github_auth
            type: authentication
            auth_type: bearer
            fields:
            -   name: bearer_token
                type: string
                is_encrypted: true  # bearer_token: an API token or access token
"""
ZENDESK_AFTER = """\
      - name: "zendesk_auth"
        type: "authentication"
        auth_type: "oauth2"
        oauth2_settings:
          grant_type: "refresh_token"
          token_url: "https://{account}.zendesk.com/oauth/tokens"
        fields:
          - name: "client_id"
            type: "string"
          - name: "client_secret"
            type: "string"
            is_encrypted: true
          - name: "refresh_token"
            type: "string"
            is_encrypted: true  # client_id: of an application that is registered with the provider
"""
JSON = """\
{"interface_parameters": {"section": {"source": [%s]}}, "connector": {"name": "V", "base_url": "https://www.virustotal.com"}}
"""
JSON_AFTER = (
    '{"name": "virustotal_auth", "type": "authentication", "auth_type": "api_key", "location": "header", "fields": ['
    '{"name": "key_name", "type": "string", "value": "x-apikey"}, {"name": "key_value", "type": "string", "is_encrypted": true}]}'
)
MUX = """\
interface_parameters: {section: {source: [{name: mux_auth, type: %s}%s]}}
connector: {name: Mux, base_url: https://api.mux.com}
"""
MUX_LOGIN = "{name: username, type: string}, {name: password, type: string, is_encrypted: true}"
MUX_TOKEN = "{name: bearer_token, type: string, is_encrypted: true}"
VIDEOS = """\
interface_parameters:
  section:
    source:
    - name: 'videos'
      type: 'authentication'
%s
    - name: 'page'  # of the list
      type: 'string'
connector: {name: 'Mux', base_url: 'https://api.mux.com'}
"""
VIDEOS_BEFORE = """\
      auth_type: 'bearer'
      fields:
      - {name: 'bearer_token', type: 'string', is_encrypted: true}"""
VIDEOS_AFTER = """\
      auth_type: 'basic_http'
      fields:
      - name: 'username'
        type: 'string'
      - name: 'password'
        type: 'string'
        is_encrypted: true  # username: the token id; password: the token secret"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ACCOUNT + ZENDESK, ACCOUNT + ZENDESK_AFTER + ZENDESK),
        (REPOS, REPOS_AFTER + REPOS),
        (REPOS.replace("\n", "\r\n"), (REPOS_AFTER + REPOS).replace("\n", "\r\n")),
        (JSON % "", JSON % JSON_AFTER),
        # The name is taken.
        (
            MUX % ("string", ""),
            MUX % ("string", f", {{name: mux_auth_2, type: authentication, auth_type: basic_http, fields: [{MUX_LOGIN}]}}"),
        ),
    ],
)  # fmt: skip
def test_it_is_declared_in_the_style_of_the_file(before: str, after: str) -> None:
    assert repaired(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Its name and place stay.
        (VIDEOS % VIDEOS_BEFORE, VIDEOS % VIDEOS_AFTER),
        # A comment behind it may ignore a rule.
        (
            VIDEOS % f"{VIDEOS_BEFORE}  # connector-lint: ignore[unknown-key]",
            VIDEOS % f"{VIDEOS_AFTER.partition('  #')[0]}  # connector-lint: ignore[unknown-key]",
        ),
        (
            MUX % (f"authentication, auth_type: bearer, fields: [{MUX_TOKEN}]", ""),
            MUX % (f"authentication, auth_type: basic_http, fields: [{MUX_LOGIN}]", ""),
        ),
    ],
)  # fmt: skip
def test_it_is_written_over_one_that_the_provider_does_not_take(before: str, after: str) -> None:
    assert [finding.rule for finding in check(before) if finding.category == "provider"] == ["provider-auth-type"]
    assert repaired(before) == after
    assert not [finding for finding in check(after) if finding.category == "provider"]


def test_scopes_stay_with_another_grant() -> None:
    draft = Draft(
        "www.strava.com/api/v3",
        "oauth2",
        token_url="https://www.strava.com/oauth/token",
        grant_type="client_credentials",
        scopes="read,activity:read",
    )
    assert rules_of(draft) == ["provider-grant-type"]
    after = repaired(draft.text)
    assert after is not None
    assert '          grant_type: "refresh_token"\n' in after
    assert '          scopes: "read,activity:read"\n' in after
    assert check(after) == []


def _drafts(provider: Provider) -> Iterator[str]:
    """A Blueprint without authentication, and where that can be said with one that the provider does not take."""
    host = filled(provider.hosts[0].replace("*", "{}"))
    names = "".join(f'      - {{name: "{name}", type: "string"}}\n' for name in re.findall(r"\{(\w+)\}", host))
    source = f"interface_parameters:\n  section:\n    source:\n{names}" if names else ""
    yield f'{source}connector:\n  name: "API"\n  base_url: "https://{host}"\n{CHECK}'
    for kind in ("bearer", "basic_http"):
        if kind not in provider.auth_types:
            yield Draft(host, kind, method="GET").text


@pytest.fixture(scope="module")
def results() -> dict[str, list[list[str]]]:
    """The rules that find something afterwards, for each provider; none for those that nothing is offered for."""
    found: dict[str, list[list[str]]] = {}
    for provider in all_providers():
        for text in _drafts(provider):
            fix = provider_auth(parse(text)[0])
            if fix:
                rules = sorted(finding.rule for finding in check(apply_fixes(text, [fix])))
                found.setdefault(provider.name, []).append(rules)
    return found


def test_it_is_clean_for_every_provider(results: dict[str, list[list[str]]]) -> None:
    """Keys that are only sure to be taken in the URL are found there; a language server does not offer them."""
    in_url = {name for name, runs in results.items() if ["api-key-in-query"] in runs}
    assert {rule for name, runs in results.items() if name not in in_url for rules in runs for rule in rules} == set()
    assert len(results) > 200
    assert len(in_url) < 10
    assert sum(len(runs) > 1 for runs in results.values()) > 100


@pytest.mark.parametrize(
    "name",
    [
        "Anthropic",  # what else it may take is not known
        "Telegram Bot API",  # the credential goes into the URL
        "RapidAPI",  # needs a second header
        "Trello",  # needs a second query parameter
        "Microsoft Graph",  # the token URL has the tenant's name in it, which the base URL has not
    ],
)
def test_where_more_has_to_be_known_it_is_not_offered(name: str, results: dict[str, list[list[str]]]) -> None:
    assert named(name)
    assert name not in results


ASSETS = """\
interface_parameters:
  section:
    source:
      - name: "videos"
        type: "authentication"
        auth_type: "bearer"
        fields:
          - name: "bearer_token"
            type: "string"
            is_encrypted: true
connector:
  name: "Mux"
  base_url: "https://api.mux.com"
steps:
  - name: "get"
    type: "rest"
    http_method: "GET"
    endpoint: "{{%BASE_URL%}}/video/v1/assets"
"""


def _also(text: str, line: str, more: str) -> str:
    assert line in text
    return text.replace(line, line + more, 1)


@pytest.mark.parametrize(
    "text",
    [
        # Somebody refers to it, by name or by a field.
        _also(ASSETS, "/video/v1/assets", "?t={{%videos.bearer_token%}}"),
        _also(ASSETS, "/video/v1/assets", "?t={bearer_token}"),
        # What stands there would be lost.
        _also(ASSETS, '          - name: "bearer_token"\n', '            value: "@secret:token@"\n'),
        _also(ASSETS, '          - name: "bearer_token"\n', '            label: "Key"\n'),
        _also(ASSETS, '        auth_type: "bearer"\n', '        label: "Login"\n'),
        _also(ASSETS, '        auth_type: "bearer"', "  # as long as nobody knows better"),
        _also(ASSETS, '        auth_type: "bearer"\n', '        oauth2_settings: {key_map: {a: "b"}}\n'),
        # There is another, or the builder's.
        _also(ASSETS, "    source:\n", '      - {name: "b", type: "authentication", auth_type: "bearer", fields: []}\n'),
        _also(ASSETS, '  name: "Mux"\n', '  auth: {type: "bearer"}\n'),
        # Requests go to somebody else too.
        _also(ASSETS, "steps:\n", '  - {name: "x", type: "rest", http_method: "GET", endpoint: "https://api.example.com"}\n'),
        # It came by an alias.
        ASSETS.replace('      - name: "videos"', '      - &login\n        name: "videos"') + "reports: [{report_parameters: [*login]}]\n",
    ],
)  # fmt: skip
def test_what_a_person_has_to_decide_about_is_left_alone(text: str) -> None:
    assert repaired(ASSETS) is not None
    assert repaired(expand(text)) is None


@pytest.mark.parametrize(
    "more",
    [
        '  default_headers: {Authorization: "Basic {login}"}\n',
        '  default_headers: {authorization: "{{%session%}}"}\n',
        'steps:\n  - {name: "x", type: "rest", http_method: "GET", endpoint: "https://api.example.com"}\n',
        '  auth: {type: "basic_http"}\n',
    ],
)
def test_what_authenticates_otherwise_is_left_alone(more: str) -> None:
    text = 'connector:\n  name: "Mux"\n  base_url: "https://api.mux.com"\n'
    assert repaired(text) is not None
    assert repaired(text + more) is None


def test_a_key_that_requests_carry_by_hand_is_left_alone() -> None:
    text = 'connector:\n  name: "V"\n  base_url: "https://www.virustotal.com/api/v3"\n'
    assert repaired(text) is not None
    assert repaired(text + '  default_headers: {X-Apikey: "{key}"}\n') is None
