"""Findings as the engine makes them of hits."""

from __future__ import annotations

import base64
import dataclasses
import pickle
import random
import re
import string
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint import Config, Finding, Fix, Hit, check, inspect
from connector_lint.overlaps import SUPERSEDES, WHOLE, Subject, superseded
from connector_lint.places import at_value
from connector_lint.registry import all_rules
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connector_lint import Document

BLUEPRINT = """\
interface_parameters:
  section:
    source:
      - {name: "one_token", type: "string"}
      - {name: "two_token", type: "string"}
connector:
  name: "Orders"
  base_url: "http://api.example.com"
  default_headers:
    Authorization: "Bearer @secret:token@"
    x.y: true
"""


def find(text: str, rule: str, config: Config | None = None) -> list[Finding]:
    return [finding for finding in check(expand(text), config=config) if finding.rule == rule]


def test_findings_are_in_the_order_of_the_text_and_picklable() -> None:
    findings = check(expand(BLUEPRINT), "orders.yaml")
    assert [(finding.rule, finding.span.start.line, finding.span.start.column) for finding in findings] == [
        ("unencrypted-secret", 4, 16),
        ("unencrypted-secret", 5, 16),
        ("insecure-url", 8, 13),
        ("hardcoded-authorization", 10, 5),
        ("wrong-type", 11, 10),
    ]
    assert pickle.loads(pickle.dumps(findings)) == findings
    assert {finding.path for finding in findings} == {"orders.yaml"}


def test_paths_in_the_tree() -> None:
    assert [finding.yaml_path for finding in check(expand(BLUEPRINT))] == [
        "interface_parameters.section.source[0]",
        "interface_parameters.section.source[1]",
        "connector.base_url",
        "connector.default_headers.Authorization",
        'connector.default_headers["x.y"]',
    ]
    assert [finding.yaml_path for finding in check("a: [")] == [None]


def test_fingerprints_stay_when_lines_move_items_are_sorted_and_secrets_change() -> None:
    prints = [finding.fingerprint for finding in check(expand(BLUEPRINT), "a.yaml")]
    assert len(set(prints)) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", fingerprint) for fingerprint in prints)
    moved = "# a line\n" * 100 + BLUEPRINT
    assert [finding.fingerprint for finding in check(expand(moved), "a.yaml")] == prints
    lines = BLUEPRINT.splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    resorted = [finding.fingerprint for finding in check(expand("\n".join(lines)), "a.yaml")]
    assert resorted == [prints[1], prints[0], *prints[2:]]
    changed = BLUEPRINT.replace("@secret:token@", "@secret:password@")
    assert [finding.fingerprint for finding in check(expand(changed), "a.yaml")] == prints
    assert {finding.fingerprint for finding in check(expand(BLUEPRINT), "b.yaml")}.isdisjoint(prints)


def test_equal_defects_have_fingerprints_of_their_own() -> None:
    twins = "connector: {name: A, base_url: 'https://a.example', bad: 1}\n---\n"
    found = find(twins * 2, "unknown-key")
    assert len({finding.fingerprint for finding in found}) == 2
    unnamed = "interface_parameters: {section: {source: [{type: string}, {type: string}]}}"
    assert len({finding.fingerprint for finding in find(unnamed, "missing-key")}) == 2


def test_a_value_used_by_aliases_is_one_finding_that_names_its_uses() -> None:
    text = """\
x-auth: &auth
  X-Auth-Token: "@secret:token@"
connector:
  name: "Orders"
  base_url: "https://api.example.com"
  default_headers: *auth
steps:
  - {name: "get", type: "rest", http_method: "GET", endpoint: "/orders", headers: {<<: *auth}}
"""
    (finding,) = find(text, "hardcoded-secret")
    assert (finding.span.start.line, finding.span.start.column) == (2, 17)
    assert [(use.message, use.span.start.line, use.span.start.column) for use in finding.related] == [
        ("used here", 6, 20),
        ("used here", 8, 88),
    ]


def test_a_fix_inside_of_an_aliased_node_is_not_safe() -> None:
    text = "x-field: &field {name: password, type: string}\nfields: [*field]\n"
    (finding,) = find(text, "unencrypted-secret")
    assert finding.fix
    assert not finding.fix.safe
    assert "every alias of it changes too" in finding.fix.description


def test_documents_are_counted_from_zero_and_checked_by_themselves() -> None:
    text = "connector: {name: A, base_url: 'https://a.example'}\n---\nconnector: {name: B}\n---\na: [\n"
    assert [(finding.rule, finding.document, finding.span.start.line) for finding in check(text)] == [
        ("missing-key", 1, 3),
        ("yaml-syntax", 2, 6),
    ]


def test_what_a_later_document_lacks_is_told_at_its_own_start() -> None:
    found = find("# a\na: 1\n---\n# b\n\n  b: 2\n--- {c: 3}\n", "missing-key")
    starts = [(finding.document, finding.span.start.line, finding.span.start.column) for finding in found]
    assert starts == [(0, 1, 1), (1, 6, 3), (2, 7, 5)]
    assert [finding.yaml_path for finding in found] == ["", "", ""]


def test_authentication_methods_are_known_words_only() -> None:
    text = "interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: %s}]}}"
    assert inspect(text % "bearer", "a", Config()).authentication_methods == ("bearer",)
    assert inspect(text % "hunter2", "a", Config()).authentication_methods == ()


SOURCE = "interface_parameters: {section: {source: [{name: a, type: authentication, %s}]}}"
SECRET = "{name: client_secret, type: string, is_encrypted: true}"
OAUTH = f"auth_type: oauth2, fields: [{{name: client_id, type: string}}, {SECRET}], "
CONNECTOR = "connector: {name: A, base_url: 'https://a.example', %s}"
BEARER = "auth_type: bearer, fields: [{name: bearer_token, type: string, is_encrypted: true}]"
KEY = (
    "auth_type: api_key, location: header, fields: [{name: key_name, type: string, value: Authorization},"
    " {name: key_value, type: string, is_encrypted: true}]"
)
STEP = "steps: [{name: a, type: rest, http_method: GET, endpoint: '/a'}]\n"
PRE_RUN = "pre_run_configuration: {name: a, steps: [{name: a, type: rest, http_method: GET, endpoint: '/a'}]}"
AT = "interface_parameters: {section: {source: [{name: a, type: authentication, %s}]}}\nconnector: {name: A, base_url: '%s'}"
# An example a row of the table: where the winner is right, the loser would be as well.
OVERLAPS = {
    ("hardcoded-authorization", "credentials-in-url"): CONNECTOR
    % "default_headers: {Authorization: 'https://me:@secret:password@@b.example'}",
    ("credentials-in-url", "hardcoded-secret"): CONNECTOR
    % "default_headers: {X-Api-Key: 'https://me:@secret:token@@b.example'}",
    ("hardcoded-authorization", "hardcoded-secret"): CONNECTOR
    % "default_headers: {Authorization: 'Bearer @secret:github@'}",
    ("hardcoded-secret", "wrong-type"): CONNECTOR % "auth: {type: bearer, oauth: {refresh_token: 12345678}}",
    ("misplaced-auth-key", "missing-token-url"): SOURCE
    % (OAUTH + "token_url: 'https://a.example/t', oauth2_settings: {grant_type: client_credentials}"),
    ("misplaced-auth-key", "missing-grant-type"): SOURCE
    % (OAUTH + "grant_type: client_credentials, oauth2_settings: {token_url: 'https://a.example/t'}"),
    ("missing-auth-field", "wrong-type"): SOURCE % "auth_type: bearer, fields: ",
    ("wrong-type", "unencrypted-secret"): "fields: [{name: password, type: string, is_encrypted: 'true'}]",
    ("ambiguous-value", "unencrypted-secret"): "fields: [{name: password, type: string, is_encrypted: yes}]",
    ("unencrypted-secret", "unknown-key"): "fields: [{name: password, type: string, is_encrypt: true}]",
    ("deceptive-text", "unknown-key"): r"""connector: {name: A, "base_u\u200brl": 'https://a.example'}""",
    ("unknown-key", "missing-key"): "connector: {name: A, baseurl: 'https://a.example'}",
    ("unknown-key", "missing-token-url"): SOURCE
    % (OAUTH + "oauth2_settings: {grant_type: client_credentials, token_ulr: 'https://a.example/t'}"),
    ("unknown-key", "missing-grant-type"): SOURCE
    % (OAUTH + "oauth2_settings: {grant_typ: client_credentials, token_url: 'https://a.example/t'}"),
    ("unknown-key", "invalid-location"): SOURCE
    % (f"auth_type: api_key, locatio: header, fields: [{{name: key_name, type: string}}, {SECRET}]").replace(
        "client_secret", "key_value"
    ),
    ("unknown-key", "unknown-auth-type"): SOURCE % f"auth_typ: bearer, fields: [{SECRET}]",
    ("unknown-key", "missing-auth-field"): SOURCE % "auth_type: bearer, field: []" + "\n" + CONNECTOR % "x-a: 1",
    ("unknown-key", "missing-auth-check"): SOURCE % BEARER + "\n" + CONNECTOR % "x-a: 1" + "\n" + STEP + PRE_RUN,
    ("hardcoded-authorization", "colliding-header"): SOURCE % KEY
    + "\n"
    + CONNECTOR % "default_headers: {Authorization: 'Token @secret:token@'}",
    ("manual-authorization", "undefined-parameter"): SOURCE % BEARER
    + "\n"
    + CONNECTOR % "default_headers: {Authorization: 'Bearer {token}'}",
    ("manual-authorization", "wrong-placeholder-syntax"): SOURCE % "auth_type: bearer"
    + "\nreports: []\n"
    + CONNECTOR % "default_headers: {Authorization: 'Bearer {a}'}",
    ("manual-authorization", "colliding-header"): SOURCE % KEY
    + "\n"
    + CONNECTOR % "default_headers: {Authorization: 'Token {{%KEY%}}'}",
    ("invalid-location", "api-key-in-query"): SOURCE % KEY.replace("header", "query"),
    ("provider-auth-type", "prefer-oauth2"): AT
    % ("auth_type: basic_http, fields: []", "https://app.asana.com/api/1.0"),
    ("retired-credential", "prefer-oauth2"): AT
    % (
        "auth_type: api_key, location: query_param, fields: [{name: key_name, value: hapikey}]",
        "https://api.hubapi.com",
    ),
    ("provider-key-name", "api-key-in-query"): AT
    % (
        "auth_type: api_key, location: query_param, fields: [{name: key_name, value: Fastly-Key}]",
        "https://api.fastly.com",
    ),
    ("typo-host", "provider-token-url"): AT
    % (OAUTH + "oauth2_settings: {token_url: 'https://accounts.spotifi.com/api/token'}", "https://api.spotify.com"),
}


@pytest.mark.parametrize("pair", OVERLAPS, ids="/".join)
def test_one_defect_is_one_finding(pair: tuple[str, str]) -> None:
    winner, loser = pair
    text = expand(OVERLAPS[pair])
    both = {finding.rule for finding in check(text)}
    assert winner in both
    assert loser not in both
    assert find(text, loser, Config(ignore=frozenset([winner]))) == []
    assert [finding.rule for finding in find(text, loser, Config(select=frozenset([loser])))] == [loser]


def test_every_row_of_the_table_of_overlaps_has_an_example() -> None:
    rows = {(winner, loser) for winner, losers in SUPERSEDES.items() for loser in losers}
    assert set(OVERLAPS) == rows
    assert {name for row in rows for name in row} <= set(all_rules())


def test_overlaps_are_about_one_thing_only() -> None:
    hits: list[Subject] = [("wrong-type", ("a",), WHOLE), ("unencrypted-secret", ("b",), WHOLE)]
    assert superseded(hits) == set()
    loser: Subject = ("unencrypted-secret", ("a",), WHOLE)
    assert superseded([*hits, loser]) == {loser}


@pytest.mark.parametrize(
    ("winning", "losing", "expected"),
    [
        ([WHOLE], [WHOLE], [WHOLE]),
        ([WHOLE], [(3, 9)], [(3, 9)]),
        ([(3, 9)], [WHOLE], [WHOLE]),
        ([(3, 9)], [(3, 9)], [(3, 9)]),
        ([(3, 9)], [(8, 12)], [(8, 12)]),
        ([(3, 9)], [(1, 4)], [(1, 4)]),
        ([(3, 9)], [(9, 12), (1, 3)], []),
        ([(1, 30), (2, 4)], [(20, 25)], [(20, 25)]),
        ([(1, 4), (20, 25)], [(4, 20), (24, 30)], [(24, 30)]),
    ],
)
def test_what_lies_in_one_scalar_is_told_apart_by_its_place(
    winning: list[tuple[int, int]], losing: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    hits: list[Subject] = [("credentials-in-url", ("a",), place) for place in winning]
    hits += [("hardcoded-secret", ("a",), place) for place in losing]
    assert superseded(hits) == {("hardcoded-secret", ("a",), place) for place in expected}


def binary(text: str) -> str:
    return "!!binary " + base64.b64encode(text.encode()).decode()


def test_what_binary_hides_is_judged_as_a_loader_reads_it() -> None:
    text = f"connector:\n  name: a\n  base_url: {binary('http://a.example/')}\n  default_headers:\n"
    text += f"    {binary('Authorization')}: {binary(expand('Bearer @secret:token@'))}\n"
    found = [(finding.rule, finding.span.start.line, finding.span.start.column) for finding in check(text)]
    assert found == [
        ("base-url-trailing-slash", 3, 22),
        ("insecure-url", 3, 22),
        ("hardcoded-authorization", 5, 14),
    ]
    text = "interface_parameters:\n  section:\n    source:\n      - name: a\n        type: authentication\n"
    (wrong,) = find(text + f"        auth_type: {binary('Basic')}\n", "unknown-auth-type")
    assert wrong.fix is not None
    assert [edit.text for edit in wrong.fix.edits] == [binary("basic_http").split()[1]]


def test_a_rename_is_offered_where_one_key_alone_may_be_meant() -> None:
    text = "connector:\n  name: a\n  {}: https://a.example\n  zzz: 1\n"
    assert [bool(finding.fix) for finding in find(text.format("base_urll"), "unknown-key")] == [True, False]
    two = text.format("base_urll: https://a.example\n  baseurl")
    assert [bool(finding.fix) for finding in find(two, "unknown-key")] == [False, False, False]
    there = text.format("base_url: https://a.example\n  baseurl")
    assert [bool(finding.fix) for finding in find(there, "unknown-key")] == [False, False]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("conector: {base_url: x}\n", "did you mean `connector` where `conector` stands?"),
        ("a: 1\nConnector: {base_url: x}\n", "did you mean `connector` where `Connector` stands?"),
        ("interface_paramters: {section: {}}\n", "did you mean `interface_parameters` where `interface_paramters` stands?"),
        ("services: {}\n", "without it this is no Blueprint"),
        ("steps: []\nconnector: []\n", None),
    ],
)  # fmt: skip
def test_a_misspelling_is_named_where_the_connector_is_missing(text: str, hint: str | None) -> None:
    found = [finding.message for finding in find(text, "missing-key")]
    assert found == ([f"`connector` is missing: {hint}"] if hint else [])


def test_two_things_missing_in_one_place_are_two_findings() -> None:
    found = find("connector: {}", "missing-key")
    assert [(finding.span.start.column, finding.message.split("`")[1]) for finding in found] == [
        (1, "base_url"),
        (1, "name"),
    ]
    assert len({finding.fingerprint for finding in found}) == 2
    (left,) = find("connector: {base_url: 'https://a.example'}", "missing-key")
    assert left.fingerprint == found[1].fingerprint


def test_a_fix_outside_of_anchored_nodes_is_safe() -> None:
    text = "x-field: &field {name: a, type: string}\nfields: [*field, {name: password, type: string}]\n"
    (finding,) = find(text, "unencrypted-secret")
    assert finding.fix
    assert finding.fix.safe


def test_fingerprints_hold_no_credential() -> None:
    """A parameter may be called by a credential: another one in its place changes no fingerprint."""
    text = "interface_parameters: {section: {source: [{name: %s, type: string, bogus: 1}]}}"
    alphabet = string.ascii_letters + string.digits
    names = ["".join(random.Random(seed).choices(alphabet, k=40)) for seed in (1, 2)]
    prints = [find(text % name, "unknown-key")[0].fingerprint for name in names]
    assert prints[0] == prints[1]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Adds a rule to all others: a name and what it does with a document."""

    def add(name: str, action: Any) -> None:
        rules = {
            **all_rules(),
            name: dataclasses.replace(all_rules()["insecure-url"], id=name, check=action, options=None),
        }
        monkeypatch.setattr(import_module("connector_lint.check"), "all_rules", lambda: rules)

    return add


BROKEN_HIT: Any = Hit


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (lambda _: 1 / 0, "ZeroDivisionError"),
        (lambda _: None, "TypeError"),
        (lambda _: iter(["no hit"]), "AttributeError"),
        (lambda document: iter([BROKEN_HIT(at_value(document.root), None)]), "TypeError"),
        (lambda _: iter([BROKEN_HIT(None, "no place")]), "AttributeError"),
        (lambda document: iter([BROKEN_HIT(at_value(document.root), "no path", about=3)]), "TypeError"),
    ],
    ids=["raises", "yields nothing", "no hit", "no message", "no place", "no path"],
)
def test_a_rule_with_a_bug_is_named_and_takes_nothing_with_it(
    install: Callable[[str, Any], None], action: Any, error: str
) -> None:
    rules = {finding.rule for finding in check("connector: {}\n")}
    install("acme/clumsy", action)
    inspection = inspect("connector: {}\n---\nconnector: {}\n", "a.yaml", Config())
    assert [(failed.rule, failed.path, failed.type) for failed in inspection.errors] == [
        ("acme/clumsy", "a.yaml", error)
    ]
    assert {finding.rule for finding in inspection.findings} == rules
    with pytest.raises(RuntimeError) as caught:
        check("connector: {}\n", "a.yaml")
    assert str(caught.value) == f"rules failed on a.yaml: acme/clumsy ({error})"
    assert caught.value.__cause__ is None


def test_what_a_rule_found_before_its_bug_is_kept(install: Callable[[str, Any], None]) -> None:
    def clumsy(document: Document) -> Iterator[Hit]:
        assert document.root
        yield Hit(at_value(document.root), "found before")
        raise ValueError(document.text)

    install("acme/clumsy", clumsy)
    inspection = inspect(CONNECTOR % "x-a: 1", "a.yaml", Config())
    assert [finding.message for finding in inspection.findings] == ["found before"]
    assert [failed.type for failed in inspection.errors] == ["ValueError"]


def test_an_inspection_is_picklable_and_says_whether_it_was_a_blueprint() -> None:
    inspection = inspect(expand(BLUEPRINT), "a.yaml", Config())
    assert pickle.loads(pickle.dumps(inspection)) == inspection
    assert inspection.linted
    assert set(inspection.excerpts) == {4, 5, 8, 10, 11}
    assert inspection.excerpts[10] == '    Authorization: "Bearer ' + "*" * 40 + '"'
    assert not inspect("services: {}", "a.yaml", Config(), blueprints_only=True).linted
    assert inspect("services: {}", "a.yaml", Config()).linted


def test_a_byte_order_mark_moves_nothing() -> None:
    assert check("\ufeff" + expand(BLUEPRINT)) == check(expand(BLUEPRINT))


@pytest.mark.parametrize("escape", ["\\ud83d\\ude00", "\\ud83d", "\\ude00"])
def test_an_escaped_surrogate_anywhere_stops_nothing(escape: str) -> None:
    text = (
        '{"connector": {"name": 3, "base_url": "http://@.a.example/@", "password": "@abcd", "@": 1, '
        '"default_headers": {"Authorization": "Basic @abc", "@": "x"}}, "steps": [{"name": "@", "http_method": "@", '
        '"endpoint": "https://@.b.example/{@}?api_key=@abcd", "body": "{\\"password\\": \\"@abcd12\\"}"}]}'
    )
    assert check(text.replace("@", escape))
    (found,) = find(text.replace("@", escape), "hardcoded-authorization")
    assert found.span.start.offset == text.replace("@", escape).index('"Authorization')


def test_no_fix_writes_a_credential(install: Callable[[str, Any], None]) -> None:
    """The reports hold the edits of fixes."""

    def moves(document: Document) -> Iterator[Hit]:
        for scalar in document.scalars:
            written = Fix("write it again", safe=True, edits=(document.edit(0, 0, document.source(scalar)),))
            yield Hit(at_value(scalar), "stands in the wrong place", written)

    install("acme/moves", moves)
    text = CONNECTOR % 'auth: {type: bearer, oauth: {refresh_token: "@secret:token@"}}'
    found = find(text, "acme/moves")
    assert len(found) == 11
    assert [finding.span.start.column for finding in found if finding.fix is None] == [97]


def test_of_a_very_long_text_no_line_is_shown() -> None:
    text = "connector: {base_url: 'http://a.example', name: A}\n"
    assert inspect(text + "#" * (10**6 - len(text)), "a.yaml", Config()).excerpts == {1: text.rstrip("\n")}
    long = inspect(text + "#" * 10**6, "a.yaml", Config())
    assert ([finding.rule for finding in long.findings], long.excerpts) == (["insecure-url"], {})
