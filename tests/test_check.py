"""Findings as the engine makes them of hits."""

from __future__ import annotations

import pickle
import re

import pytest

from connector_lint import Config, Finding, check, inspect
from connector_lint.overlaps import SUPERSEDES
from connector_lint.registry import all_rules
from connector_lint.testing import expand

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


def test_authentication_methods_are_known_words_only() -> None:
    text = "interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: %s}]}}"
    assert inspect(text % "bearer", "a", Config()).authentication_methods == ("bearer",)
    assert inspect(text % "hunter2", "a", Config()).authentication_methods == ()


OVERLAPS = {
    ("misplaced-auth-key", "missing-token-url"): """
        interface_parameters: {section: {source: [{name: a, type: authentication, auth_type: oauth2,
          token_url: 'https://a.example/t', oauth2_settings: {grant_type: client_credentials},
          fields: [{name: client_id, type: string}, {name: client_secret, type: string, is_encrypted: true}]}]}}
        """,
    ("wrong-type", "unencrypted-secret"): "fields: [{name: password, type: string, is_encrypted: 'true'}]",
    ("ambiguous-value", "unencrypted-secret"): "fields: [{name: password, type: string, is_encrypted: yes}]",
    ("unencrypted-secret", "unknown-key"): "fields: [{name: password, type: string, is_encrypt: true}]",
    ("unknown-key", "missing-key"): "connector: {name: A, baseurl: 'https://a.example'}",
}


@pytest.mark.parametrize("pair", OVERLAPS, ids="/".join)
def test_one_defect_is_one_finding(pair: tuple[str, str]) -> None:
    winner, loser = pair
    text = OVERLAPS[pair]
    assert [finding.rule for finding in check(text)] == [winner]
    assert find(text, loser, Config(ignore=frozenset([winner]))) == []
    if loser != "missing-token-url":  # it looks at misplaced settings itself
        assert [finding.rule for finding in find(text, loser, Config(select=frozenset([loser])))] == [loser]


def test_the_table_of_overlaps_names_rules_that_exist() -> None:
    named = {*SUPERSEDES, *(loser for losers in SUPERSEDES.values() for loser in losers)}
    assert named <= set(all_rules())
