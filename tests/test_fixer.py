"""What is repaired, what is not, and what is taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from connector_lint import Change, Config, Edit, Finding, Fix, Inspection, Severity, check, fixer, inspect
from connector_lint.fixer import fix_text
from connector_lint.registry import all_rules
from connector_lint.testing import expand

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXTS: dict[str, Path | str] = {
    **{str(file.relative_to(FIXTURES)): file for file in sorted(FIXTURES.rglob("*.y*ml"))},
    **{f"{rule.id}-{n}": text for rule in all_rules().values() for n, text in enumerate(rule.bad)},
}
URL = 'connector:\n  name: "Orders"\n  base_url: "http://api.example.com/"\n'


def text_of(name: str) -> str:
    given = TEXTS[name]
    return given.read_bytes().decode("utf-8", "replace") if isinstance(given, Path) else expand(given)


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("name", TEXTS)
def test_all_that_can_be_fixed_is_fixed_and_stays_so(name: str, unsafe: bool) -> None:
    text = text_of(name)
    fixed = fix_text(text, name, Config(), unsafe=unsafe)
    assert fixed.taken_back == ()
    left = [f for f in check(fixed.text, name) if f.fix and (f.fix.safe or unsafe)]
    assert left == []
    assert fix_text(fixed.text, name, Config(), unsafe=unsafe).text == fixed.text


def test_only_safe_fixes_are_applied_unless_the_others_are_wanted() -> None:
    safe = fix_text(URL, "a.yaml", Config(), unsafe=False)
    assert safe.text == URL.replace(".com/", ".com")
    assert [finding.rule for finding in safe.applied] == ["base-url-trailing-slash"]
    assert fix_text(URL, "a.yaml", Config(), unsafe=True).text == URL.replace("http:", "https:").replace(
        ".com/", ".com"
    )


def test_what_is_not_reported_is_not_fixed() -> None:
    config = Config(ignore=frozenset(("base-url-trailing-slash",)))
    assert fix_text(URL, "a.yaml", config, unsafe=False).text == URL


@pytest.mark.parametrize(
    "text",
    [
        'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n  retry_on: ["x\n',
        URL.replace('/"', '/" x'),
    ],
)
def test_a_text_that_does_not_parse_stays_as_it_is(text: str) -> None:
    assert fix_text(text, "a.yaml", Config(), unsafe=True).text == text


def offer(monkeypatch: pytest.MonkeyPatch, rule: str, instead: str, value: str) -> None:
    """Let each finding of a rule come with a fix that writes a text in the place of its span, and declares a value."""

    def offered(finding: Finding) -> Fix:
        assert finding.fix
        (change,) = finding.fix.changes
        declared = Change(change.holder, change.name, json.dumps(value), change.at)
        return Fix("a bad idea", True, (Edit(finding.span, instead),), (declared,))

    def inspected(text: str, path: str, config: Config, *, blueprints_only: bool) -> Inspection:
        inspection = inspect(text, path, config, blueprints_only=blueprints_only)
        changed = [
            replace(finding, fix=offered(finding)) if finding.rule == rule else finding
            for finding in inspection.findings
        ]
        return replace(inspection, findings=tuple(changed))

    monkeypatch.setattr(fixer, "inspect", inspected)


# base-url-trailing-slash and ambiguous-value
SLASH = (
    URL.replace("http:", "https:")
    + """\
interface_parameters:
  section:
    source:
      - {name: "pin", type: "string", is_encrypted: yes}
"""
)


@pytest.mark.parametrize(
    ("instead", "value"),
    [
        ('"https://api.example.com', ""),  # no YAML any more
        ('"http://api.example.com"', "http://api.example.com"),  # another finding, insecure-url, of category security
        ('"https://api.example.com/"', "https://api.example.com/"),  # the finding stays
        ('"https://api.example.com"', "https://api.example.org"),  # not what it declares
        ('"https://api.example.com"\n  x-more: 1', "https://api.example.com"),  # more than it declares
    ],
)
def test_a_fix_that_does_harm_is_taken_back_and_the_others_stay(
    instead: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, "base-url-trailing-slash", instead, value)
    fixed = fix_text(SLASH, "a.yaml", Config(), unsafe=False)
    assert fixed.text == SLASH.replace("yes", "true")
    assert [finding.rule for finding in fixed.applied] == ["ambiguous-value"]
    assert [finding.rule for finding in fixed.taken_back] == ["base-url-trailing-slash"]


def test_advice_on_security_that_was_silenced_takes_nothing_back() -> None:
    assert all_rules()["api-key-in-query"].severity is Severity.INFO
    text = text_of("invalid/bookings.yaml")
    assert 'location: "query_param"' in fix_text(text, "a.yaml", Config(), unsafe=False).text


def test_what_a_later_pass_fixes_stands_where_it_stood_before_the_first() -> None:
    text = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "oauth2"
        grant_type: "client_credentials"
        token_url: "https://api.example.com/oauth/token"
        fields: []
"""
    applied = fix_text(text, "a.yaml", Config(), unsafe=True).applied
    key = {"grant_type": (7, 9, 19), "token_url": (8, 9, 18)}
    placed = [(f.span.start.line, f.span.start.column, f.span.end.column) for f in applied if "misplaced" in f.rule]
    assert placed == [*key.values()]
    assert [text[f.span.start.offset : f.span.end.offset] for f in applied if "misplaced" in f.rule] == [*key]


AUTHENTICATION = """\
interface_parameters:
  section:
    source:
      - name: "a"
        type: "authentication"
{rest}
connector:
  name: "Orders"
  base_url: "{url}"
"""
OAUTH2 = """\
        auth_type: "oauth2"
        grant_type: "client_credentials"
        token_url: "http://x.example.com/token"
        is_basic_auth: yes
        fields:
          - name: "client_id"
          - name: "client_secret"
            is_encrypted: true"""


@pytest.mark.parametrize(
    ("url", "rest", "fixed", "uncovered"),
    [
        # The provider is asked once the type is known, and says that it takes another one.
        ("https://api.airtable.com", '        auth_type: "basic"', "unknown-auth-type", "provider-auth-type"),
        ("https://api.airtable.com", '        auth_typ: "basic_http"', "unknown-key", "provider-auth-type"),
        # A setting that nothing read, and that is written wrong: each is repaired, or waits for a person.
        (
            "https://api.hubapi.com",
            OAUTH2,
            "misplaced-auth-key",
            "provider-token-url",
        ),
        (
            "https://api.example.com",
            OAUTH2.replace("yes", '"x"'),
            "misplaced-auth-key",
            "wrong-type",
        ),
    ],
)
def test_what_could_not_be_judged_before_takes_nothing_back(url: str, rest: str, fixed: str, uncovered: str) -> None:
    text = AUTHENTICATION.format(rest=rest, url=url)
    done = fix_text(text, "a.yaml", Config(), unsafe=True)
    before, after = ({finding.rule for finding in check(said)} for said in (text, done.text))
    applied = {finding.rule for finding in done.applied}
    assert done.taken_back == ()
    assert fixed in applied - after
    assert uncovered in (applied | after) - before


def test_misspelt_keys_within_a_misspelt_one_take_nothing_back() -> None:
    text = AUTHENTICATION.format(rest='        auth_typ: "basic_http"', url="https://api.example.com")
    done = fix_text(
        text.replace("parameters:", "parameter:").replace("source:", "sorce:"), "a.yaml", Config(), unsafe=True
    )
    assert done.taken_back == ()
    assert done.text.startswith(text.replace("auth_typ:", "auth_type:").partition("connector:")[0])
    assert [f.rule for f in done.applied[:3]] == ["unknown-key"] * 3


def test_advice_takes_nothing_back() -> None:
    """A provider that offers OAuth2: the new authentication is advised against, and better than the header."""
    text = expand(
        'connector:\n  name: "Orders"\n  base_url: "https://api.hubapi.com"\n'
        '  default_headers:\n    Authorization: "Bearer @secret:token@"\n'
    )
    done = fix_text(text, "a.yaml", Config(), unsafe=True)
    assert done.taken_back == ()
    assert [finding.rule for finding in check(done.text)] == ["prefer-oauth2"]


def test_a_parameter_that_only_a_wrong_address_named_takes_nothing_back() -> None:
    settings = OAUTH2.replace("http://x", "https://login.{{host}}").replace("yes", "false")
    rest = f'{settings}\n      - name: "host"\n        type: "string"'
    text = AUTHENTICATION.format(rest=rest, url="https://api.hubapi.com") + "steps: []\n"
    done = fix_text(text, "a.yaml", Config(), unsafe=True)
    assert done.taken_back == ()
    assert "provider-token-url" in {finding.rule for finding in done.applied}
    assert "unused-parameter" in {finding.rule for finding in check(done.text)}
