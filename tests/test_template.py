"""What `--template` prints: for every provider a section that lints clean, by the best of its methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from connector_lint import check
from connector_lint.cli import main
from connector_lint.providers import all_providers, named
from connector_lint.template import best_method, template

if TYPE_CHECKING:
    from connector_lint.provider_facts import Provider


@pytest.mark.parametrize("provider", all_providers(), ids=lambda provider: provider.name)
def test_every_template_is_clean(provider: Provider) -> None:
    """Also with a step behind it, which makes it a complete Blueprint, of whose parameters each has to be used."""
    text = template(provider)
    assert check(text) == []
    step = '  - {name: "get", type: "rest", http_method: "GET", endpoint: "{{%BASE_URL%}}/x"}\n'
    assert check(f"{text}steps:\n{step}") == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GitHub", "bearer"),  # as the platform's documentation has it
        ("Asana", "oauth2"),
        ("Salesforce", "oauth2"),
        ("Stripe", "bearer"),
        ("VirusTotal", "api_key"),
        ("Mux", "basic_http"),
        ("OpenWeather", "api_key"),
        ("Telegram Bot API", "url"),
        ("Amazon Selling Partner", "api_key"),  # tokens that go into a header of its own
    ],
)
def test_the_best_method(name: str, kind: str) -> None:
    provider = named(name)
    assert provider is not None
    assert best_method(provider).kind == kind


def test_a_template() -> None:
    provider = named("zendesk")
    assert provider is not None
    assert (
        template(provider)
        == """\
# Zendesk: see https://developer.zendesk.com/api-reference/introduction/security-and-auth/
interface_parameters:
  section:
    source:
      - name: "subdomain"
        type: "string"
      - name: "zendesk_auth"
        type: "authentication"
        auth_type: "oauth2"
        oauth2_settings:
          grant_type: "refresh_token"
          token_url: "https://{subdomain}.zendesk.com/oauth/tokens"
        fields:
          - name: "client_id"  # of an application that is registered with the provider
            type: "string"
          - name: "client_secret"
            type: "string"
            is_encrypted: true
          - name: "refresh_token"
            type: "string"
            is_encrypted: true
connector:
  name: "Zendesk"
  base_url: "https://{subdomain}.zendesk.com"
pre_run_configurations:
  name: "Validate authentication"
  steps:
    - name: "Auth check"
      type: "rest"
      http_method: "GET"
      endpoint: "{{%BASE_URL%}}/api/v2/users/me.json"
"""
    )


@pytest.mark.parametrize("name", ["GitHub", "github", "api.github.com"])
def test_the_command_prints_it(name: str) -> None:
    result = CliRunner().invoke(main, ["--template", name])
    provider = named("GitHub")
    assert provider is not None
    assert (result.exit_code, result.stdout) == (0, template(provider))


def test_alone_it_lists_all() -> None:
    result = CliRunner().invoke(main, ["--template"])
    assert result.exit_code == 0
    assert "GitHub  (api.github.com, uploads.github.com)\n" in result.stdout
    assert len(result.stdout.splitlines()) == len(all_providers())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("githb", "did you mean GitHub?"),
        ("api.githb.com", "did you mean api.github.com?"),
        ("zzzzzzzz", "connector-lint --template lists"),
    ],
)
def test_an_unknown_name_is_one_line(name: str, hint: str) -> None:
    result = CliRunner().invoke(main, ["--template", name])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert hint in result.stderr
    assert len(result.stderr.splitlines()) == 1
