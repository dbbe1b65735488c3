"""What a fix changes of a file's meaning: what is compared, what is declared, and how it is told."""

from __future__ import annotations

import pytest

from connector_lint import Change, Config, Limits, check
from connector_lint.fixer import fix_text
from connector_lint.meaning import meaning
from connector_lint.parse import parse
from connector_lint.testing import expand
from connector_lint.unified_diff import MASKED, unified_diff


def said(text: str, *changes: Change) -> object:
    return meaning(parse(text, Limits()), changes)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: 1\nb: x\n", "# comment\n{\"b\": 'x', a: 1}\n"),
        ("a: 1\na: 2\n", "a: 2\n"),
        ("a: |\n  x\n", 'a: "x\\n"\n'),
        ("a:\n", "a: null\n"),
        ("a: &x 1\nb: *x\n", "a: &x 1\nb:   *x\n"),
    ],
)
def test_one_thing_said_in_two_ways(one: str, other: str) -> None:
    assert said(one) == said(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a: 1\n", 'a: "1"\n'),
        ("a: true\n", "a: 1\n"),
        ("a: 1\n", "a: 1.0\n"),
        ("a: [1, 2]\n", "a: [2, 1]\n"),
        ("a: []\n", "a: {}\n"),
        ("a: &x 1\nb: *x\n", "a: &x 1\nb: 1\n"),
        ("a: 1\n", "a: 1\n---\nb: 1\n"),
        ("a: 1\n", ""),
    ],
)
def test_two_things(one: str, other: str) -> None:
    assert said(one) != said(other)


@pytest.mark.parametrize(
    ("before", "changes", "after"),
    [
        ("a: 1\n", [Change(0, "a", "2", 0)], "a: 2\n"),
        ("a: 1\n", [Change(0, "b", '{"c": [true]}', 0)], "a: 1\nb: {c: [true]}\n"),
        ("a: 1\n", [Change(0, "a", None, 0)], "{}\n"),
        ("a: [x, y, z]\n", [Change(3, 0, None, 0), Change(3, 3, '"w"', 0)], "a: [y, z, w]\n"),
        ("a: [x]\n", [Change(0, "a", None, 0), Change(0, "b", None, 0, moved=(0, "a"))], "b: [x]\n"),
        (
            "a: {b: 1}\nc: {}\n",
            [Change(3, "b", None, 0), Change(13, "b", None, 0, moved=(3, "b"))],
            "a: {}\nc: {b: 1}\n",
        ),
        ("a: xyz\n", [Change(0, "a", '"1"', 0, part=(0, 1)), Change(0, "a", '"33"', 0, part=(2, 3))], "a: 1y33\n"),
    ],
)
def test_changes(before: str, changes: list[Change], after: str) -> None:
    assert said(before, *changes) == said(after)
    assert said(before) != said(after)


def test_a_change_of_what_is_not_there() -> None:
    with pytest.raises(KeyError):
        said("a: 1\n", Change(3, "a", "2", 0))


def effects(text: str, rule: str) -> list[str]:
    """What the fix of a rule's only finding says that it changes."""
    ((fix),) = [finding.fix for finding in check(text) if finding.rule == rule]
    return [change.effect for change in fix.changes] if fix else []


FIELD = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "bearer"
        fields:
          - name: "bearer_token"
            type: "string"
{rest}
"""
PLACE = "interface_parameters.section.source[0].fields[0]"


@pytest.mark.parametrize(
    ("rest", "rule", "expected"),
    [
        ("", "unencrypted-secret", [f"{PLACE}.is_encrypted: absent → true"]),
        ("            is_encrypted: false", "unencrypted-secret", [f"{PLACE}.is_encrypted: false → true"]),
        (
            "            is_encrypted: true\n            value: '@secret:password@'",
            "hardcoded-secret",
            [f"{PLACE}.value: '**************' → \"\""],
        ),
        (
            "            is_encrypted: true\n            valu: ''",
            "unknown-key",
            [f"{PLACE}.valu: '' → absent", f"{PLACE}.value: absent → ''"],
        ),
    ],
)
def test_effects(rest: str, rule: str, expected: list[str]) -> None:
    assert effects(expand(FIELD.replace("{rest}", rest)), rule) == expected


def test_the_effect_of_a_long_new_mapping_or_list_is_its_kind_and_the_first_name_in_it() -> None:
    text = FIELD.partition("        fields:")[0].replace("bearer", "basic_http")
    connector = 'connector: {name: "Orders", base_url: "https://api.example.com"}\n'
    found = [f.fix.changes for f in check(text + connector) if f.rule == "missing-auth-field" and f.fix]
    assert [change.effect for changes in found for change in changes] == [
        'interface_parameters.section.source[0].fields: absent → a list (name: "password")',
        'interface_parameters.section.source[0].fields: absent → [{"name": "username", "type": "string"}]',
    ]
    api_key = text.replace("basic_http", "api_key") + (
        '        location: "header"\n        fields:\n          - name: "key_name"\n            value: "X-Key"\n'
    )
    assert effects(api_key, "missing-auth-field") == [
        'interface_parameters.section.source[0].fields[1]: absent → a mapping (name: "key_value")'
    ]


def test_the_effect_of_a_whole_new_authentication_is_its_name() -> None:
    text = expand(
        'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
        '  default_headers:\n    Authorization: "Bearer @secret:token@"\n'
    )
    assert effects(text, "hardcoded-authorization") == [
        "connector.default_headers: a mapping → absent",
        'interface_parameters: absent → a mapping (name: "api_credentials")',
    ]


def test_the_effect_on_a_part_of_a_text_and_of_one_with_a_credential() -> None:
    url = 'connector: {name: "Orders", base_url: "http://%sapi.example.com"}\n'
    assert effects(url % "", "insecure-url") == ['connector.base_url: "http…" → "https…"']
    assert effects(expand(url % "me:@secret:password@@"), "insecure-url") == [
        "connector.base_url: a text → another text"
    ]


def test_each_hunk_of_a_diff_has_its_effects_at_its_head() -> None:
    text = expand(
        FIELD.replace("{rest}", "            value: @secret:password@\n# 1\n# 2\n# 3\n# 4\nconnector:")
        + '  nam: "Orders"\n  base_url: "https://a.example/"\n'
    )
    fixed = fix_text(text, "a.yaml", Config(), unsafe=True)
    heads = [
        line.partition(" @@ ")[2] for line in unified_diff("a", text, fixed.text, Limits(), fixed.effects).splitlines()
    ]
    assert list(filter(None, heads)) == [
        f'{MASKED}; {PLACE}.value: ************** → ""; {PLACE}.is_encrypted: absent → true',
        'connector.nam: "Orders" → absent; connector.name: absent → "Orders"; connector.base_url: "…/" → "…"',
    ]
