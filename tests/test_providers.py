"""The table of providers: that it is sound, and whose host is whose."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from publicsuffixlist import PublicSuffixList

from connector_lint.credential_formats import find_credentials
from connector_lint.hosts import host_of
from connector_lint.provider_patterns import may_be
from connector_lint.providers import all_providers, host_names, named, possible_at, provider_at

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "rules" / "providers.json").read_text(encoding="utf-8")
TABLE: dict[str, Any] = json.loads(TEXT)


def test_the_table_is_what_its_schema_says() -> None:
    schema = json.loads((ROOT / "schema" / "providers.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    errors = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(TABLE)
    assert [error.json_path for error in errors] == []


def test_one_provider_is_one_line_and_they_are_sorted() -> None:
    names = [entry["name"] for entry in TABLE["providers"]]
    assert names == sorted(names, key=str.lower)
    assert len(set(names)) == len(names)
    lines = [line.rstrip(",") for line in TEXT.splitlines() if line.startswith('{"name"')]
    assert lines == [json.dumps(entry, ensure_ascii=False) for entry in TABLE["providers"]]


def test_a_host_is_one_providers() -> None:
    hosts = Counter(host for entry in TABLE["providers"] for host in entry["hosts"])
    assert [host for host, count in hosts.items() if count > 1] == []


def test_no_pattern_reaches_beyond_what_somebody_registered() -> None:
    """`*.co.uk` would be everybody's. What is a suffix for cookies but one owner's platform is looked at by hand."""
    suffixes = PublicSuffixList(only_icann=True)
    names = [name.rpartition("*.")[2] for name in host_names()]
    urls = [
        url.split("/")[2].rpartition("{}.")[2]
        for provider in all_providers()
        for m in provider.methods
        for url in m.token_urls
    ]
    assert [name for name in (*names, *urls) if suffixes.privatesuffix(name) is None] == []


def test_every_fact_has_known_sources() -> None:
    methods = [(entry, method) for entry in TABLE["providers"] for method in entry["auth"]]
    used = {word for _, method in methods for word in f"{method['by']} {method.get('broad_by', '')}".split()}
    assert used == set(TABLE["sources"])
    for entry, method in methods:
        words = method["by"].split()
        assert ("docs" in words) <= ("docs" in method or "docs" in entry), entry["name"]
        assert ("public" in words) == ("at" in method), entry["name"]
        urls = method.get("token_urls", [None])
        assert method.get("client_credentials_url", urls[0]) in urls, entry["name"]
        assert ("broad" in method) == ("broad_by" in method) == ("broad_docs" in method), entry["name"]


def test_memory_is_no_source() -> None:
    """What nobody else confirmed stands alone, and only where more methods make rules more silent."""
    for entry in TABLE["providers"]:
        for method in entry["auth"]:
            words = method["by"].split()
            assert "review" not in words or words == ["review"], entry["name"]
            assert "review" not in method.get("broad_by", "").split(), entry["name"]
            assert words != ["review"] or "complete" in entry or method["kind"] == "url", entry["name"]
            if words == ["review"]:
                assert not {"retired", "basic_auth", "not_grants", "broad"} & set(method), entry["name"]


def test_the_table_holds_nothing_like_a_credential() -> None:
    assert list(find_credentials(TEXT)) == []


def test_a_complete_provider_is_certain_of_something() -> None:
    """Otherwise nothing is ever said of it: `complete` would promise more than is known."""
    assert [provider.name for provider in all_providers() if provider.complete and not provider.is_certain] == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://api.github.com", "GitHub"),
        ("https://user@API.GitHub.com.:443/x", "GitHub"),
        ("https://api.github.com.evil.example", None),
        ("https://evil-api.github.com", None),
        ("https://xapi.github.com", None),
        ("https://evil.example/api.github.com", None),
        ("https://{domain}.salesforce.com/services", "Salesforce"),
        ("https://acme--{box}.sandbox.my.salesforce.com", "Salesforce"),
        ("https://salesforce.com", None),
        ("https://{domain}salesforce.com", None),
        ("https://salesforce.com.evil.example", None),
        ("https://{{%region%}}.api.mailchimp.com/3.0", "Mailchimp Marketing"),
        ("https://rest.{{%instance%}}.braze.eu", "Braze"),
        ("https://sheets.googleapis.com/v4", "Google APIs"),
        ("https://googleads.googleapis.com", "Google Ads"),
        ("https://{service}.googleapis.com", None),  # any of four
        ("https://{region}.pagerduty.com", None),  # `api` and much else
        ("https://{host}", None),
        ("https://{host}.com", None),
        ("{base}", None),
        ("/relative", None),
        ("https://start.exactonline.evil.example", None),
    ],
)
def test_whose_host_it_is(url: str, name: str | None) -> None:
    found = provider_at(host_of(url))
    assert (found.name if found else None) == name


def test_every_host_is_its_own_providers() -> None:
    for provider in all_providers():
        for host in provider.hosts:
            assert provider_at(host.replace("*", "acme")) is provider
            assert provider_at(host.replace("*", "a.b.c")) is provider
            assert provider in possible_at(host_of(f"https://{host.replace('*', '{x}')}") or "")


def test_providers_have_names_and_hosts() -> None:
    assert named(" github") is named("api.github.com") is named("GitHub")
    assert named("acme.zendesk.com") is named("*.zendesk.com") is named("Zendesk")
    assert named("nobody") is None
    assert host_names() == sorted(set(host_names()))


HOLE = "\ue000"


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        (f"{HOLE}.zendesk.com/oauth/tokens", "{}.zendesk.com/oauth/tokens", True),
        (f"{HOLE}.zendesk.com/oauth/token", "{}.zendesk.com/oauth/tokens", False),
        (f"{HOLE}/oauth/tokens", "{}.zendesk.com/oauth/tokens", True),
        (HOLE, "{}.zendesk.com/oauth/tokens", True),
        (f"login.{HOLE}.com/{HOLE}", "login.salesforce.com/services/oauth2/token", True),
        (f"{HOLE}.evil.example/token", "{}.zendesk.com/token", False),
        ("a/b.zendesk.com/token", "{}.zendesk.com/token", False),
        ("a.zendesk.com/token", "{}.zendesk.com/token", True),
        (".zendesk.com/token", "{}.zendesk.com/token", False),
    ],
)
def test_what_placeholders_leave_possible(text: str, pattern: str, expected: bool) -> None:
    assert may_be(text, pattern) is expected
