"""Where a fix is offered, where it is not, and what it writes: the cases beside the pairs in the rules' own files."""

from __future__ import annotations

import pytest

from connector_lint import check
from connector_lint.fix import apply_fixes
from connector_lint.testing import expand

OAUTH2 = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "oauth2"
        oauth2_settings:
          grant_type: "client_credentials"
          token_url: "https://{host}/token"
{scopes}
"""
SHOPIFY = "orders.myshopify.com"


def fixed(text: str, rule: str) -> str | None:
    """The text after the fix of a rule's only finding; None where it has none."""
    ((finding),) = [finding for finding in check(text) if finding.rule == rule]
    return apply_fixes(text, [finding.fix]) if finding.fix else None


@pytest.mark.parametrize(
    ("host", "before", "after"),
    [
        ("a.example", "          scopes: [a, 'b']", '          scopes: "a b"'),
        ("a.example", "          scopes: [a, '']  # all", '          scopes: "a"  # all'),
        ("a.example", "          scopes:\n          - a\n          - b", '          scopes: "a b"'),
        ("a.example", "          scopes: # both\n            - a\n            - b", None),
        ("a.example", "          scopes:\n            - a # one\n            - b", None),
        ("a.example", "          scopes: [a, # one\n            b]", None),
        ("a.example", "          scopes: &all\n            - a\n            - b", None),
        ("a.example", "          scopes: [a, 5]", None),
        ("a.example", "          scopes: [a, [b]]", None),
        ("a.example", "          scopes: ['a\"b']", None),
        ("a.example", "          scopes: {a: b}", None),
        (SHOPIFY, "          scopes: [a, b]", '          scopes: "a,b"'),
        ("a.example", "          scopes: a,b", "          scopes: a b"),
        ("a.example", "          scopes: a,:b", '          scopes: "a :b"'),
        ("a.example", "          scopes: 'a, b'", "          scopes: 'a b'"),
        ("a.example", "          scopes: ','", None),
        ("a.example", "          scopes: 'a,''b'", None),
        ("a.example", "          scopes: >-\n            a,b", None),
    ],
)
def test_scopes(host: str, before: str, after: str | None) -> None:
    text = OAUTH2.replace("{host}", host)
    expected = after and text.replace("{scopes}", after)
    assert fixed(text.replace("{scopes}", before), "invalid-scopes") == expected


def test_commas_are_right_where_the_provider_wants_them() -> None:
    text = OAUTH2.replace("{host}", SHOPIFY).replace("{scopes}", "          scopes: a,b")
    assert [finding.rule for finding in check(text) if finding.rule == "invalid-scopes"] == []


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ('"http://a.example"', '"https://a.example"'),
        ("HTTP://a.example", "HTTPS://a.example"),
        ("'  http://a.example'", "'  https://a.example'"),
        (">-\n    http://a.example", ">-\n    https://a.example"),
        ('"\\x68ttp://a.example"', None),
        ('"htt\\\n    p://a.example"', None),
    ],
)
def test_insecure_urls(url: str, after: str | None) -> None:
    text = 'connector:\n  name: "Orders"\n  base_url: '
    assert fixed(f"{text}{url}\n", "insecure-url") == (after and f"{text}{after}\n")


@pytest.mark.parametrize(
    ("url", "steps", "after", "safe"),
    [
        ("https://a.example/", "/orders", "https://a.example", True),
        ("https://a.example//", "{{%BASE_URL%}}/orders", "https://a.example", True),
        ("https://a.example/", "orders", "https://a.example", False),
        ("https://a.example/", "{{%BASE_URL%}}orders", "https://a.example", False),
        ("https://a.example/", "?page=1", "https://a.example", True),
        ("https://a.example/", "https://b.example/orders", "https://a.example", True),
    ],
)
def test_trailing_slashes(url: str, steps: str, after: str, safe: bool) -> None:
    text = "connector: {name: 'Orders', base_url: '%s'}\nsteps: [{name: a, type: rest, http_method: GET, endpoint: '%s'}]\n"
    ((finding),) = [found for found in check(text % (url, steps)) if found.rule == "base-url-trailing-slash"]
    assert finding.fix is not None
    assert finding.fix.safe is safe
    assert apply_fixes(text % (url, steps), [finding.fix]) == text % (after, steps)


KEY = """\
interface_parameters:
  section:
    source:
      - name: "orders_key"
        type: "authentication"
        auth_type: "api_key"
        location: "{location}"
        fields:
          - {name: "key_name", type: "string", value: {name}}
          - {name: "key_value", type: "string", is_encrypted: true}
"""


@pytest.mark.parametrize(
    ("location", "name", "after", "kind"),
    [
        ("header", '"X-Key:"', '"X-Key"', "header"),
        ("header", "' X-Key '", "'X-Key'", "header"),
        ("header", '"X Key"', None, "header"),
        ("header", '"X-Kéy:"', None, "header"),
        ("query_param", '" api_key"', '"api_key"', "query parameter"),
    ],
)
def test_names_of_keys(location: str, name: str, after: str | None, kind: str) -> None:
    text = KEY.replace("{location}", location)
    before = text.replace("{name}", name)
    (finding,) = [finding for finding in check(before) if finding.rule == "invalid-key-name"]
    assert kind in finding.message
    assert fixed(before, "invalid-key-name") == (after and text.replace("{name}", after))


def test_a_key_of_another_type_has_no_name_to_check() -> None:
    text = KEY.replace("{location}", "header").replace('"api_key"', '"bearer"').replace("{name}", '"X Key"')
    assert [finding.rule for finding in check(text) if finding.rule == "invalid-key-name"] == []


@pytest.mark.parametrize(
    ("field", "after", "safe"),
    [
        ('{name: "bearer_token", value: "Bearer "}', '{name: "bearer_token", value: ""}', True),
        ('{name: "bearer_token", value: bearer}', '{name: "bearer_token", value: ""}', True),
        ('{name: "bearer_token", value: "Bearer {a}"}', '{name: "bearer_token", value: "{a}"}', False),
        ('{name: "bearer_token", value: "Bearer {a} b"}', None, False),
        ('{name: "bearer_token", value: "Bearer @secret:token@"}', None, False),
    ],
)
def test_doubled_prefixes(field: str, after: str | None, safe: bool) -> None:
    text = "interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: bearer, fields: [%s]}]}}\n"
    before = expand(text % field)
    (finding,) = [finding for finding in check(before) if finding.rule == "double-prefix"]
    assert fixed(before, "double-prefix") == (after and text % after)
    assert not finding.fix or finding.fix.safe is safe
