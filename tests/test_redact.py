"""Secrets never leave: canaries, made at run time, in every place a credential gets to, against every output."""

from __future__ import annotations

import base64
import html
import random
import re
import string
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from connector_lint import Config, Rule, report_html
from connector_lint.cli import main
from connector_lint.credential_formats import formats
from connector_lint.credential_samples import sample, token
from connector_lint.outputs import FORMATS
from connector_lint.parse import parse
from connector_lint.placeholders import is_placeholder
from connector_lint.redact import Redaction, visible
from connector_lint.registry import all_rules
from connector_lint.rule_page import page
from connector_lint.run import run
from connector_lint.source import BytesSource, documents
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.report_forms import RENDERERS
else:
    from report_forms import RENDERERS

_RANDOM = random.Random(20240607)


def _pick(alphabet: str, length: int) -> str:
    return "".join(_RANDOM.choices(alphabet, k=length))


CANARIES = {
    "token": _pick(string.ascii_letters + string.digits, 40),
    "lower": _pick(string.ascii_lowercase + string.digits, 24) + "7",
    "hex": _pick("0123456789abcdef", 32),
    "letters": _pick(string.ascii_lowercase, 18),
    "digits": _pick("123456789", 12),
    "special": _pick(string.ascii_letters + string.digits + "$.+/=~^*()", 14) + "x",
    "unicode": "pä" + _pick("äöüßéñ" + string.ascii_lowercase, 14),
    "phrase": " ".join(_pick(string.ascii_lowercase, 9) for _ in range(4)),
}
NAMELIKE = ("token", "lower", "hex")  # nobody would call a parameter so: they are found wherever they stand

HEAD = 'connector:\n  bogus: 1\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
AUTH = HEAD + "  default_headers:\n    "
SOURCE = "interface_parameters:\n  section:\n    source:\n      - "
STEP = HEAD + "steps:\n  - {name: a, http_method: GTE, "
# `@` is the canary. Most have a defect on the line that holds it, for a frame to show that line.
PLACES = {
    "field value": 'fields:\n  - {name: "password", type: "string", value: "@", is_encrypted: true, bogus: 1}\n',
    "field value in block style": "fields:\n  - name: password\n    type: string\n    value: @\n",
    "field default": SOURCE + "{name: api_key, default: '@', type: string}\n",
    "field without name": 'fields:\n  - {nmae: password, type: string, value: "@"}\n',
    "field with another key": 'fields:\n  - {name: password, type: string, valeu: "@"}\n',
    "field with a list": 'fields:\n  - {name: password, default: ["@"], typ: string}\n',
    "fields as a mapping": 'fields: {bearer_token: {type: string, value: "@"}}\n',
    "fields as pairs": 'fields: {bearer_token: "@"}\n',
    "tagged": 'fields:\n  - {name: password, value: !text "@", typ: string}\n',
    "authorization, double quotes": AUTH + 'Authorization: "Bearer @"\n',
    "authorization, single quotes": AUTH + "{authorization: 'Basic @', x: [y]}\n",
    "authorization, no quotes": AUTH + "Authorization: @\n",
    "authorization, folded": AUTH + "Authorization: >-\n      Bearer\n      @\n",
    "authorization, literal": AUTH + "Authorization: |\n      Token @\n",
    "authorization in a list": AUTH + "[{name: Authorization, value: 'Bearer @'}]\n",
    "authorization beside a placeholder": AUTH + '{Authorization: "Basic {user}:@"}\n',
    "cookie": STEP + 'headers: {Cookie: "@"}}\n',
    "header as key and value": STEP + 'headers: [{key: X-Api-Key, value: "@"}]}\n',
    "query parameter": STEP + 'query_params: {token: "@"}}\n',
    "JSON body": STEP + 'body: \'{"password": "@", "x": 1}\'}\n',
    "JSON body, escaped": STEP + 'body: "{\\"password\\": \\"@\\", \\"x\\": 1}"}\n',
    "JSON body over lines": HEAD + 'steps:\n  - name: a\n    body: |\n      {"client_secret":\n         "@"}\n',
    "body as a mapping": STEP + 'body: {login: {password: "@"}}}\n',
    "XML body": STEP + 'body: "<s:login><s:password>@</s:password></s:login>"}\n',
    "connector.auth": HEAD + '  auth: {type: bearer, token: "@"}\n',
    "misspelt name": HEAD + '  auth: {type: bearer, pasword: "@"}\n',
    "comment": HEAD + "  nmae: x  # password: @\n",
    "comment with quotes": HEAD + '  nmae: x  # value: "@"\n',
    "comment with a command": HEAD + '  nmae: x  # curl -H "Authorization: Bearer @"\n',
    "unclosed quote": 'fields:\n  - name: "password"\n    value: "@\n    type: "string"\n',
    "tab": 'fields:\n  - name: "password"\n\t  value: @\n',
    "unquoted placeholder": "connector:\n  password: @\n  endpoint: {{%X%}}/me\n",
    "unquoted placeholder, one line": 'connector: {password: "@", endpoint: {{%X%}}/me}\n',
    "unclosed bracket": 'fields: [{name: password, value: "@", type: string\n',
    "broken, on the next line": "connector:\n  password:\n    @\n  endpoint: {{%X%}}/me\n",
    "broken, folded": "connector:\n  Authorization: >\n    Bearer\n    @\n  endpoint: {{%X%}}/me\n",
    "broken, two colons": "connector:\n  token: @ : x: y\n",
    "broken, reserved": "connector:\n  token: `@\n",
    "broken, begins like a folded scalar": "fields:\n  - name: password\n    value: >@\n",
    "broken, begins like a literal scalar": AUTH + "X-Api-Key: |@ and @\n",
    "broken, begins like a scalar that is kept": AUTH + "X-Api-Key: |+ @\n",
    "anchor": 'x-a: &p "@"\nfields:\n  - {name: password, value: *p, type: string}\n',
    "merge key": 'x-a: &p {value: "@"}\nfields:\n  - {<<: *p, name: password, type: string}\n',
    "duplicate that loses": 'fields:\n  - {name: password, value: "@", value: "", type: string}\n',
    "second document": 'connector: {nme: 1}\n---\nfields:\n  - {name: password, value: "@", typ: string}\n',
    "before a broken document": 'fields:\n  - {name: password, value: "@", typ: string}\n---\na: [\n',
    "several lines": "password:\n  @\n  @\nconnector: 3\n",
    "key of a key": '? {password: "@"}\n: 3\nconnector: 3\n',
    "JSON": '{"connector": {"name": "a", "auth": {"token": "@"}}, "x": 3}\n',
    "NUL": 'fields:\n  - {name: password, value: "@", type: "\0"}\n',
    "not UTF-8": 'fields:\n  - {name: password, value: "@", type: "\udcff"}\n',
    "not UTF-8, on the next line": 'fields:\n  - name: password\n    value:\n      "@ \udcff"\n',
    "a second time": 'fields:\n  - {name: password, value: "@"}\nconnector: {name: "@", base_ul: "@"}  # @\n',
}
# A URL or a form cannot hold blanks.
URL_PLACES = {
    "user": HEAD.replace("//", "//user:@:"),
    "password with unescaped characters": HEAD.replace("//", "//user:a@b/c#@:"),
    "user beside a placeholder": HEAD.replace("//", "//{user}:@:"),
    "password alone": HEAD.replace("//", "//:@:"),
    "query": STEP + 'endpoint: "{{%BASE_URL%}}/x?api_key=@&y=1"}\n',
    "form body": STEP + 'body: "grant_type=password&password=@&x=1"}\n',
    "description": HEAD + '  description: "log in with password=@ please"\n  nmae: 3\n',
}
NAME_PLACES = {
    "key": HEAD + '  "@": 1\n',
    "key that is long": HEAD + f'  "{"a" * 40}@": 1\n',
    "top-level key": '"@": 1\nconnector: {nme: 1}\n',
    "parameter": 'interface_parameters:\n  section:\n    source:\n      - {name: "@", vlaue: 1}\n',
    "authentication": 'interface_parameters:\n  section:\n    source:\n      - {name: "@", type: authentication}\n',
    "auth_type": SOURCE + '{name: a, type: authentication, auth_type: "@"}\n',
    "alias": "connector: *@\n",
    "anchor's name": "connector: &@ {nme: 1}\n",
    "header's name": AUTH + '{"@": [1]}\n',
    "URL": HEAD.replace("https://api.example.com", "http://example.com/@"),
    "ordinary value": HEAD + '  nmae: "@"\n',
}


def secret_forms(canary: str) -> list[str]:
    """The canary, and what it looks like encoded (without Base64's padding, which depends on what follows)."""
    encoded = base64.b64encode(canary.encode()).decode().rstrip("=")
    return [canary, encoded[:-1], quote(canary, safe="")]


def windows(canary: str) -> set[str]:
    return {form[start : start + 8] for form in secret_forms(canary) for start in range(len(form) - 7)}


def source(text: str) -> BytesSource:
    return BytesSource("orders.yaml", text.encode("utf-8", "surrogateescape"), blueprints_only=False)


def outputs(text: str, config: Config | None = None) -> Iterator[str]:
    """All that can be told about a text: every report, and every line that a frame could show."""
    report = run([source(text)], lambda _: config or Config())
    assert report.errors == ()
    assert report.findings, "without a finding nothing is shown, and nothing tested"
    without_rules = replace(report, rules=())  # their pages have a test of their own
    yield from (render(without_rules) for render in RENDERERS.values())
    yield html.unescape(report_html.render(report))
    read = documents(source(text), Config().limits)
    redaction = Redaction(read)
    yield from map(redaction.line, range(1, len(read[0].lines) + 1))


def leaks(text: str, canary: str) -> list[str]:
    """The lines of outputs that hold eight characters of the canary in a row."""
    hidden = windows(canary)
    lines = {line for output in outputs(text) for line in output.splitlines()}
    return sorted(line for line in lines if any(window in line for window in hidden))


@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize("place", PLACES)
def test_no_output_holds_a_credential(place: str, kind: str) -> None:
    assert leaks(PLACES[place].replace("@", CANARIES[kind]), CANARIES[kind]) == []


@pytest.mark.parametrize("kind", [kind for kind in CANARIES if kind not in ("phrase", "special")])
@pytest.mark.parametrize("place", URL_PLACES)
def test_no_output_holds_a_credential_of_a_url(place: str, kind: str) -> None:
    text = URL_PLACES[place].replace("@:", CANARIES[kind] + "@").replace("@&", CANARIES[kind] + "&")
    assert leaks(text.replace("=@", "=" + CANARIES[kind]), CANARIES[kind]) == []


@pytest.mark.parametrize("kind", NAMELIKE)
@pytest.mark.parametrize("place", NAME_PLACES)
def test_no_output_holds_a_random_token_wherever_it_stands(place: str, kind: str) -> None:
    assert leaks(NAME_PLACES[place].replace("@", CANARIES[kind]), CANARIES[kind]) == []


@pytest.mark.parametrize("kind", CANARIES)
@pytest.mark.parametrize("before", ["", "a", "user:"])
def test_no_output_holds_an_encoded_credential(before: str, kind: str) -> None:
    canary = CANARIES[kind]
    encoded = base64.b64encode((before + canary).encode()).decode()
    text = (
        f'fields:\n  - {{name: password, value: "{canary}", typ: string}}\nconnector: '
        f'{{name: "{encoded}", nmae: "{quote(canary, safe="")}", note: "{encoded}"}}  # {encoded}\n'
    )
    hidden = windows(canary) | {encoded[start : start + 8] for start in range(8, len(encoded) - 16)}
    shown = "\n".join(outputs(text))
    assert [window for window in hidden if window in shown] == []


def secret(kind: str) -> str:
    """What a made-up credential has to hide: neither the words around a private key, nor a server's name."""
    made = {form.id: sample(form).secret for form in formats()}.get(kind) or expand(f"@secret:{kind}@")
    return re.sub(r"-----[A-Z ]+-----|\Ahttps://[^/]+", "", made)


FORMAT_PLACES = {
    "comment": HEAD + "  nmae: x  # curl @\n",
    "comment on a line of its own": HEAD + "  # @\n  nmae: x\n",
    "text": HEAD + "  nmae: 'ask for @ please'\n",
    "block": HEAD + "  description: |\n    ask for\n    @\n  nmae: x\n",
    "folded block": HEAD + "  nmae: >-\n    ask for\n    @\n",
    "path of a URL": HEAD.replace("https://api.example.com", "http://example.com/@"),
    "body": STEP + 'body: \'{"id": "@"}\'}\n',
    "key": HEAD + "  '@': 1\n",
    "parameter": "interface_parameters:\n  section:\n    source:\n      - {name: '@', vlaue: 1}\n",
    "field": "fields:\n  - {name: 'password', type: string, value: 'x @', typ: 1}\n",
    "broken": HEAD + "  nmae: 'ask for @\n",
    "before a broken document": HEAD + "  nmae: 'ask for @'\n---\na: [\n",
    "a second time": HEAD + "  # @\n  nmae: 'ask for @'\n",
}


@pytest.mark.parametrize("kind", ["github", "stripe", "slack-bot", "jwt", "private-key", "mailchimp", "hugging-face"])
@pytest.mark.parametrize("place", FORMAT_PLACES)
def test_no_output_holds_a_credential_of_a_known_format(place: str, kind: str) -> None:
    shown = "\n".join(outputs(FORMAT_PLACES[place].replace("@", token(kind))))
    assert [window for window in windows(secret(kind)) if window in shown] == []


EVERYWHERE = HEAD + "  nmae: 'ask for @ please'  # curl @\n  '@': 1\n  description: |\n    ask for\n    @\n"


@pytest.mark.parametrize("kind", [form.id for form in formats()])
def test_no_output_holds_a_credential_of_any_known_format(kind: str) -> None:
    shown = "\n".join(outputs(EVERYWHERE.replace("@", token(kind))))
    assert [window for window in windows(secret(kind)) if window in shown] == []


@pytest.mark.parametrize("kind", ["github", "private-key", "basic-header"])
def test_no_output_holds_what_binary_hides(kind: str) -> None:
    encoded = base64.b64encode(token(kind).encode()).decode()
    shown = "\n".join(outputs(HEAD + f"  nmae: !!binary {encoded}\n"))
    assert [window for window in windows(secret(kind)) if window in shown] == []
    assert encoded[:16] not in shown


@pytest.mark.parametrize("rule", list(all_rules().values()), ids=lambda rule: rule.id)
def test_no_rule_tells_the_credentials_of_its_examples(rule: Rule) -> None:
    canaries = {secret(kind) for example in rule.bad for kind in re.findall(r"@secret:([a-z0-9-]+)@", example)}
    hidden = set[str]().union(*map(windows, canaries))
    for example in rule.bad:
        shown = "\n".join(outputs(expand(example), Config.for_rule(rule)))
        assert not hidden & {shown[start : start + 8] for start in range(len(shown) - 7)}
    assert [window for window in hidden if window in page(rule)] == []
    assert "@secret" not in page(rule)


BLUEPRINT = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "basic_http"
        fields:
          - {{name: "{a}", type: "string", value: "{0}", bogus: 1}}
          - name: "{a}"
            vlaue: {1}
            default: '{2}'
connector:
  name: "Orders"
  base_ul: "https://api.example.com?{a}={3}"
  auth: {{"{a}": "{4}", bogus: 1}}
  default_headers: {{"{a}": '{5}', x: [1]}}  # {a}: {6}
steps:
  - {{name: "get", typ: 1, query_params: {{{a}: "{7}"}}, body: '{{"{a}": "{8}"}}'}}
  - {{name: "more", typ: 1, {a}: {{a: [1, "{9}"]}}, body: "x={a}&{a}={10}"}}
"""
NAMES = [
    "password",
    "bearer_token",
    "key_value",
    "clientSecret",
    "X-Api-Key",
    "api_token",
    "passphrase",
    "refresh-token",
]


@cache
def shown_without(name: str) -> str:
    return "\n".join(outputs(BLUEPRINT.format(*[""] * 11, a=name)))


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, 10),
    name=st.sampled_from(NAMES),
    canary=st.text("abcABC012-_.!$%@/+=~^*()äß語:{}|?", min_size=9, max_size=50).map(lambda text: f"Q7{text}"),
)
def test_no_output_holds_a_credential_placed_anywhere(place: int, name: str, canary: str) -> None:
    assume(not is_placeholder(canary, name))
    shown = "\n".join(outputs(BLUEPRINT.format(*[canary if number == place else "" for number in range(11)], a=name)))
    own = [window for window in windows(canary) if window not in shown_without(name)]
    assert [window for window in own if window in shown] == []


def test_standard_error_and_errors_of_rules_hold_no_credential(tmp_path: Path) -> None:
    """A rule that raises with the credential in its exception, run as users run it."""
    (tmp_path / "acme_rules.py").write_text(
        '"""Finds.\n\nWhy.\n\nWhat to do."""\n'
        "from connector_lint import Severity, rule\n"
        '@rule("leaky", category="acme", severity=Severity.ERROR, good=["a: 1"], bad=["b: 1"])\n'
        "def leaky(document):\n"
        "    yield from ()\n"
        "    raise ValueError(document.text)\n",
        encoding="utf-8",
    )
    info = tmp_path / "acme_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[connector_lint.rules]\nacme = acme_rules\n", encoding="utf-8")
    path = tmp_path / "orders.yaml"
    path.write_text(PLACES["field value"].replace("@", CANARIES["token"]), encoding="utf-8")
    for style in FORMATS:
        command = [sys.executable, "-m", "connector_lint", "--format", style, str(path)]
        result = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
        assert result.returncode == 3
        assert "acme/leaky" in result.stdout
        assert [window for window in windows(CANARIES["token"]) if window in result.stdout + result.stderr] == []


def test_a_run_with_every_format_writes_no_credential_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the command leaves behind: files, both streams, the page of a job; a password and a token at once."""
    password, token = CANARIES["special"], CANARIES["token"]
    encoded = base64.b64encode(f"me:{password}".encode()).decode()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    text = (
        f'{HEAD}  "{token}": 1\n  description: "https://me:{token}@api.example.com/?api_key={token}"  # password: {password}\n'
        f"  default_headers: {{Authorization: 'Basic {encoded}', X-Api-Key: '{token}'}}\n"
        f"fields:\n  - {{name: password, value: '{password}', typ: string}}\n"
        f"steps:\n  - {{name: a, http_method: GTE, endpoint: '/x?password={quote(password, safe='')}'}}\n"
    )
    Path("orders.yaml").write_text(text, encoding="utf-8")
    Path("broken.yaml").write_text(f"connector:\n  password: '{password}'\n  token: {token} : [\n", encoding="utf-8")
    pairs = [part for style in FORMATS for part in ("--format", style, "--output", f"out.{style}")]
    written = [CliRunner().invoke(main, [".", *pairs, "--format", "text", "--color"]).output]
    assert {path.name for path in tmp_path.iterdir()} > {*(f"out.{style}" for style in FORMATS), "summary.md"}
    written += [path.read_text(encoding="utf-8") for path in tmp_path.iterdir() if path.suffix != ".yaml"]
    written += [CliRunner().invoke(main, [option]).output for option in ("--list-rules", "--help", "--schema")]
    shown = "\n".join(written)
    hidden = windows(password) | windows(token) | {encoded[start : start + 8] for start in range(8, len(encoded) - 10)}
    assert [window for window in hidden if window in shown] == []


def test_a_bug_of_ours_holds_no_credential(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise ValueError(CANARIES["token"])

    path = tmp_path / "orders.yaml"
    path.write_text(PLACES["field value"].replace("@", CANARIES["token"]), encoding="utf-8")
    for broken in ("connector_lint.run.inspect_documents", "connector_lint.report_text.render"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, fail)
            result = CliRunner().invoke(main, [str(path)])
        assert result.exit_code == 3
        assert "internal error: connector-lint failed with ValueError" in result.output
        assert [window for window in windows(CANARIES["token"]) if window in result.output] == []


def line(text: str, number: int) -> str:
    return Redaction(parse(text)).line(number)


def test_a_mask_keeps_the_width_and_all_around_it() -> None:
    canary = CANARIES["token"]
    text = f'fields:\n  - {{name: "password", value: "{canary}", type: "string"}}  # of the test account\n'
    assert line(text, 1) == "fields:"
    assert line(text, 2) == text.splitlines()[1].replace(canary, "*" * 40)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('password: "{{%password%}}"', 'password: "{{%password%}}"'),
        ('Authorization: "Bearer {{%token%}}"', 'Authorization: "Bearer {{%token%}}"'),
        ("Authorization: 'Token token={api_key}'", "Authorization: 'Token token={api_key}'"),
        ('Authorization: "Basic {user}:hunter2"', 'Authorization: "Basic {user}********"'),
        ('password: ""', 'password: ""'),
        ('password: "changeme"', 'password: "changeme"'),
        ('password: "<your password>"', 'password: "<your password>"'),
        ('password: "look at 1password"', 'password: "look at 1password"'),
        ("password: true", "password: true"),
        ("password:", "password:"),
        ("password: *anchor  # & none", "password: *anchor  # & none"),
        ("password: hunter2", "password: *******"),
        ("password: 'it''s'", "password: '*****'"),
        ("password: correct horse", "password: ******* *****"),
        ("token: 123456", "token: ******"),
        ("token_url: https://id.example.com/token", "token_url: https://id.example.com/token"),
        ("next_page_token: start-2", "next_page_token: start-2"),
        ("max_tokens: 4096", "max_tokens: 4096"),
        ("endpoint: /getOrdersByCustomerIdV2/google_ads_4_2023", "endpoint: /getOrdersByCustomerIdV2/google_ads_4_2023"),
        ("header: X-RateLimit-Remaining-24h-sliding", "header: X-RateLimit-Remaining-24h-sliding"),
        ("grant_type: authorization_code", "grant_type: authorization_code"),
        ("description: 'Token: the API token, see Settings'", "description: 'Token: the API token, see Settings'"),
        ("note: use Bearer authentication", "note: use Bearer authentication"),
        ("base_url: https://{tenant}.example.com:443/v1", "base_url: https://{tenant}.example.com:443/v1"),
        ("base_url: https://a:b@example.com", "base_url: https://***@example.com"),
        ("base_url: https://a:b@c/d@example.com", "base_url: https://*******@example.com"),
        ("base_url: https://a:b#c@example.com", "base_url: https://*****@example.com"),
        ("base_url: https://a:b?c@example.com", "base_url: https://*****@example.com"),
        ("base_url: https://a:b/c@example.com/d", "base_url: https://*****@example.com/d"),
        ("base_url: https://a@example.com", "base_url: https://*@example.com"),
        ("base_url: https://{user}:{password}@example.com", "base_url: https://{user}:{password}@example.com"),
        ("url: https://example.com/?u=http://a:b/c@d", "url: https://example.com/?u=http://*****@d"),
        ("endpoint: https://example.com/users/a@b.com", "endpoint: https://example.com/users/a@b.com"),
        ("endpoint: https://example.com:443/users", "endpoint: https://example.com:443/users"),
    ],
)  # fmt: skip
def test_what_is_masked_and_what_stays_readable(written: str, shown: str) -> None:
    anchor = "x-anchor: &anchor {a: 1}\n"
    assert line(anchor + written + "\n", 2) == shown


def test_fixtures_without_credentials_are_shown_as_they_are(request: pytest.FixtureRequest) -> None:
    """Ordinary words stay: of all valid connectors only what stands under a credential's name is masked."""
    masked = []
    for path in sorted((request.config.rootpath / "fixtures" / "valid").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        redaction = Redaction(parse(text))
        masked += [redaction.line(n).strip() for n, row in enumerate(text.splitlines(), 1) if redaction.line(n) != row]
    assert [row for row in masked if not row.startswith("X-Atlassian-Token:")] == []


def test_a_credential_made_of_a_word_is_masked_as_a_whole_only() -> None:
    text = "fields:\n  - {name: password, value: authentications, type: string}\nconnector: {name: authentication}\n"
    assert line(text, 2) == "  - {name: password, value: ***************, type: string}"
    assert line(text, 3) == "connector: {name: authentication}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("zwei Wörter, 日本語, 🚲", "zwei Wörter, 日本語, 🚲"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b31m\x7f", "\\x9b31m\\x7f"),
        ("a\u202eb\u2066c\u061c", "a\\u202eb\\u2066c\\u061c"),
        ("\u200b\u2028\ufeff\xad\xa0", "\\u200b\\u2028\\ufeff\\xad\\xa0"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("::error::x", "\\x3a\\x3aerror::x"),
        ("a ::error::x", "a ::error::x"),
        ("##[error]x", "\\x23\\x23[error]x"),
        ("a ##vso[task.setvariable]x", "a \\x23\\x23vso[task.setvariable]x"),
        ("## heading", "## heading"),
    ],
)
def test_visible_text_is_inert(text: str, shown: str) -> None:
    assert visible(text) == shown


@settings(max_examples=100)
@given(st.text())
def test_visible_text_is_one_printable_line(text: str) -> None:
    shown = visible(text)
    assert shown.isprintable()
    assert not shown.startswith("::")
    assert visible(shown) == shown
