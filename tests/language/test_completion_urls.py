"""Completion of URLs: the hosts of known providers, and their token URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint import check
from connector_lint.language.completion import completions
from connector_lint.providers import host_names, token_host_names

if TYPE_CHECKING:
    from tests.language.marked_texts import at_cursor, completed, labels
else:
    from marked_texts import at_cursor, completed, labels

GITHUB = "https://api.github.com"
ZENDESK = "https://{subdomain}.zendesk.com"
SALESFORCE = [
    "https://login.salesforce.com/services/oauth2/token",
    "https://test.salesforce.com/services/oauth2/token",
    "https://{instance}.salesforce.com/services/oauth2/token",
    "https://{subdomain}.my.site.com/services/oauth2/token",
]


def oauth2(base_url: str, token_url: str = '"^"') -> str:
    return f"""\
interface_parameters:
  section:
    source:
      - name: "login"
        type: "authentication"
        auth_type: "oauth2"
        oauth2_settings:
          grant_type: "client_credentials"
          token_url: {token_url}
connector:
  name: "Orders"
  base_url: "{base_url}"
"""


@pytest.mark.parametrize(
    ("marked", "label", "expected"),
    [
        ('connector:\n  name: "x"\n  base_url: ^\n', GITHUB, f'connector:\n  name: "x"\n  base_url: "{GITHUB}"\n'),
        ("connector:\n  name: x\n  base_url: ^\n", GITHUB, f"connector:\n  name: x\n  base_url: {GITHUB}\n"),
        ("connector:\n  name: x\n  base_url:^\n", GITHUB, f"connector:\n  name: x\n  base_url: {GITHUB}\n"),
        ("connector:\n  name: x\n  base_url: https:^\n", GITHUB, f"connector:\n  name: x\n  base_url: {GITHUB}\n"),
        ("connector:\n  name: x\n  base_url: https://api.g^\n", GITHUB, f"connector:\n  name: x\n  base_url: {GITHUB}\n"),
        ("connector:\n  base_url: 'https://api.git^'\n", GITHUB, f"connector:\n  base_url: '{GITHUB}'\n"),
        ("connector:\n  base_url: '^'\n", ZENDESK, f"connector:\n  base_url: '{ZENDESK}'\n"),
        # A brace ends a flow mapping, unless it stands in quotes.
        ("connector: {name: x, base_url: ^}\n", ZENDESK, f'connector: {{name: x, base_url: "{ZENDESK}"}}\n'),
        ("connector: {name: x, base_url: ^}\n", GITHUB, f"connector: {{name: x, base_url: {GITHUB}}}\n"),
    ],
)  # fmt: skip
def test_a_base_url_is_written_as_what_is_around_it(marked: str, label: str, expected: str) -> None:
    assert completed(marked, label) == expected


def test_every_known_host_is_offered_once_with_its_provider() -> None:
    found = completions(*at_cursor("connector:\n  base_url: ^\n"))
    shown = [one.label for one in found]
    assert len(shown) == len(set(shown))
    assert {one.removeprefix("https://") for one in shown if "{" not in one} == {
        h for h in host_names() if "*" not in h
    }
    assert next(one for one in found if one.label == GITHUB).detail == "GitHub"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (oauth2(GITHUB), ["https://github.com/login/oauth/access_token"]),
        # What is the customer's own is taken from the base URL.
        (oauth2("https://{account}.zendesk.com/api/v2"), ["https://{account}.zendesk.com/oauth/tokens"]),
        # But not with a login.
        (oauth2("https://{user}:{password}@a.zendesk.com"), ["https://{subdomain}.zendesk.com/oauth/tokens"]),
        (oauth2("https://{instance}.salesforce.com", "^"), SALESFORCE),
        ("connector: {base_url: 'https://api.github.com', auth: {type: oauth2, oauth: {token_url: ^}}}", ["https://github.com/login/oauth/access_token"]),
    ],
)  # fmt: skip
def test_token_urls_of_the_provider(marked: str, expected: list[str]) -> None:
    assert labels(marked) == expected


@pytest.mark.parametrize("base_url", ["https://api.orders.example", "{host}", "https://coda.io/apis/v1"])
def test_token_urls_of_all_where_the_provider_has_none(base_url: str) -> None:
    found = labels(oauth2(base_url))
    assert found == sorted(set(found))
    hosts = {url.split("/")[2] for url in found}
    assert {host for host in hosts if "{" not in host} == {host for host in token_host_names() if "{}" not in host}


def test_a_token_url_that_was_taken_over_is_right() -> None:
    text = completed(oauth2("https://{account}.zendesk.com/api/v2"), "https://{account}.zendesk.com/oauth/tokens")
    rules = {finding.rule for finding in check(text)}
    assert not rules & {"provider-token-url", "invalid-token-url", "missing-token-url"}


@pytest.mark.parametrize(
    "marked",
    [
        "connector:\n  name: ^\n",
        "steps:\n  - name: a\n    endpoint: ^\n",
        "base_url: ^\n",
    ],
)
def test_no_url_where_none_belongs(marked: str) -> None:
    assert not [label for label in labels(marked) if label.startswith("https://")]
