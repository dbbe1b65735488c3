"""Nothing hides: a defect is found, and at its place, in whatever way YAML lets it be written.

Where a finding points is said in one place (docs of the rule catalogue): a wrong value at the value, a header that
should not be there at its key, what came by an alias or a merge key where it is written. `K` and `V` in angle
brackets mark the places of the key and of the value, `D` that of a character that deceives.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from connector_lint import Config, Finding, check
from connector_lint.run import run
from connector_lint.source import BytesSource
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = re.compile("⟨([KVD])⟩")
_SOURCE = "interface_parameters:\n  section:\n    source:\n"
_CONNECTOR = "connector:\n  name: Orders\n  base_url: https://api.example.com\n"


@dataclass(frozen=True)
class Case:
    """A rule and the pair that makes it fire: what it is in block and in flow style, and where a finding points.

    `harmless` is a value of the same key that is none of the rule's business.
    """

    rule: str
    key: str
    value: str
    harmless: str
    points_at: str
    block: str
    flow: str


CASES = {
    case.rule: case
    for case in (
        Case(
            "unencrypted-secret", "name", "password", "username", "V",
            "fields:\n  - type: string\n    PAIR\n",
            "fields: [{type: string, PAIR}]\n",
        ),
        Case(
            "hardcoded-authorization", "Authorization", "Bearer @secret:token@", "", "K",
            _CONNECTOR + "  default_headers:\n    Accept: text/csv\n    PAIR\n",
            _CONNECTOR + "  default_headers: {Accept: text/csv, PAIR}\n",
        ),
        Case(
            "hardcoded-secret", "value", "@secret:token@", "", "V",
            "fields:\n  - name: password\n    is_encrypted: true\n    PAIR\n",
            "fields: [{name: password, is_encrypted: true, PAIR}]\n",
        ),
        Case(
            "missing-token-url", "token_url", " ", "https://auth.example.com/token", "V",
            _SOURCE + "      - name: a\n        type: authentication\n        auth_type: oauth2\n"
            "        oauth2_settings:\n          grant_type: client_credentials\n          PAIR\n",
            _SOURCE + "      - {name: a, type: authentication, auth_type: oauth2, oauth2_settings: {grant_type: client_credentials, PAIR}}\n",
        ),
        Case(
            "invalid-location", "location", "cookie", "header", "V",
            _SOURCE + "      - name: a\n        type: authentication\n        auth_type: api_key\n        PAIR\n",
            _SOURCE + "      - {name: a, type: authentication, auth_type: api_key, PAIR}\n",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Text:
    """A text without its marks, and where they were: line and column from 1."""

    text: str
    marks: dict[str, tuple[int, int]]


def marked(text: str) -> Text:
    """Take the marks out of a text."""
    marks: dict[str, tuple[int, int]] = {}
    text = expand(text)
    while found := _MARK.search(text):
        before = text[: found.start()]
        lines = re.split("\r\n|\r|\n", before)
        marks[found[1]] = len(lines), len(lines[-1]) - (before.startswith("\ufeff") and len(lines) == 1) + 1
        text = before + text[found.end() :]
    return Text(text, marks)


def escaped(text: str) -> str:
    """In double quotes, every character an escape, of three kinds in turn."""
    kinds = ("\\x{:02x}", "\\u{:04X}", "\\U{:08x}")
    return '"' + "".join(kinds[index % 3].format(ord(c)) for index, c in enumerate(text)) + '"'


def binary(text: str) -> str:
    """In Base64, with what a loader passes over."""
    encoded = base64.b64encode(text.encode()).decode()
    return f'"{encoded[:3]}\\n *{encoded[3:]}"'


def broken(text: str) -> str:
    """In double quotes, over two lines that are one: the line break is escaped."""
    return f'"{text[:1]}\\\n                 {text[1:]}"'


def quoted(text: str) -> str:
    """In double quotes."""
    return f'"{text}"'


# How a pair is written, from its key and value: what stands before the document's own keys, and the pair.
PAIRS: dict[str, Callable[[str, str], tuple[str, str]]] = {
    "plainly": lambda k, v: ("", f'⟨K⟩{k}: ⟨V⟩"{v}"'),
    "quoted key, double": lambda k, v: ("", f'⟨K⟩"{k}": ⟨V⟩"{v}"'),
    "quoted key, single": lambda k, v: ("", f"⟨K⟩'{k}' : ⟨V⟩'{v}'"),
    "value by alias": lambda k, v: (f'x-a: &a ⟨V⟩"{v}"\n', f"⟨K⟩{k}: *a"),
    "key by alias": lambda k, v: (f"x-a: &a ⟨K⟩{k}\n", f'*a : ⟨V⟩"{v}"'),
    "anchor on both": lambda k, v: ("", f'&k ⟨K⟩{k}: &v ⟨V⟩"{v}"'),
    "an anchor that is set twice": lambda k, v: (f'x-a: &a ""\nx-b: &a ⟨V⟩"{v}"\n', f"⟨K⟩{k}: *a"),
    "merge key": lambda k, v: (f'x-m: &m {{⟨K⟩{k}: ⟨V⟩"{v}"}}\n', "<<: *m"),
    "merge list": lambda k, v: (f'x-e: &e {{}}\nx-m: &m {{⟨K⟩{k}: ⟨V⟩"{v}"}}\n', "<<: [*e, *m]"),
    "merge of a merge": lambda k, v: (f'x-m: &m {{⟨K⟩{k}: ⟨V⟩"{v}"}}\nx-n: &n {{<<: *m}}\n', "<<: *n"),
    "merge in place": lambda k, v: ("", f'<<: {{⟨K⟩{k}: ⟨V⟩"{v}"}}'),
    "merge by tag": lambda k, v: (f'x-m: &m {{⟨K⟩{k}: ⟨V⟩"{v}"}}\n', '!!merge "with": *m'),
    "merge by the tag that means nothing": lambda k, v: ("", f'! <<: {{⟨K⟩{k}: ⟨V⟩"{v}"}}'),
    "!!str": lambda k, v: ("", f'!!str ⟨K⟩{k}: !!str ⟨V⟩"{v}"'),
    "!!str in full": lambda k, v: ("", f'!<tag:yaml.org,2002:str> ⟨K⟩{k}: !<tag:yaml.org,2002:str> ⟨V⟩"{v}"'),
    "!!binary value": lambda k, v: ("", f"⟨K⟩{k}: !!binary ⟨V⟩{binary(v)}"),
    "!!binary key": lambda k, v: ("", f'!!binary ⟨K⟩{binary(k)}: ⟨V⟩"{v}"'),
    "local tag": lambda k, v: ("", f'!k ⟨K⟩{k}: !v ⟨V⟩"{v}"'),
    "tag that means nothing": lambda k, v: ("", f'! ⟨K⟩{k}: ! ⟨V⟩"{v}"'),
    "escapes in the key": lambda k, v: ("", f'⟨K⟩{escaped(k)}: ⟨V⟩"{v}"'),
    "escapes in the value": lambda k, v: ("", f"⟨K⟩{k}: ⟨V⟩{escaped(v)}"),
    "escaped line break": lambda k, v: ("", f"⟨K⟩{k}: ⟨V⟩{broken(v)}"),
    "explicit key": lambda k, v: ("", f'? ⟨K⟩{k}\n    : ⟨V⟩"{v}"'),
    "explicit key, literal": lambda k, v: ("", f'? ⟨K⟩|-\n      {k}\n    : ⟨V⟩"{v}"'),
    "literal scalar": lambda k, v: ("", f"⟨K⟩{k}: ⟨V⟩|-2\n      {v}"),
    "folded scalar": lambda k, v: ("", f"⟨K⟩{k}: ⟨V⟩>-2 # why\n      {v}"),
    "duplicate key": lambda k, v: ("", f'{k}: HARMLESS\n    ⟨K⟩{k}: ⟨V⟩"{v}"'),
    "duplicate key, quoted": lambda k, v: ("", f'{k}: HARMLESS\n    ⟨K⟩"{k}": ⟨V⟩"{v}"'),
    "own key over a merged one": lambda k, v: (f"x-m: &m {{{k}: HARMLESS}}\n", f'⟨K⟩{k}: ⟨V⟩"{v}"\n    <<: *m'),
    "tab and blanks": lambda k, v: ("", f'⟨K⟩{k} \t:  \t⟨V⟩"{v}"  # c'),
}
# How a whole document is written.
DOCUMENTS: dict[str, Callable[[str], str]] = {
    "%YAML 1.1": lambda text: "%YAML 1.1\n---\n" + text,
    "%YAML 1.2 and a tag's handle": lambda text: "%YAML 1.2\n%TAG !e! tag:example.com,2000:\n--- !e!blueprint\n" + text,
    "second document": lambda text: "a: 1\n---\n" + text,
    "first of two documents": lambda text: text + "...\n---\na: 1\n",
    "byte-order mark": lambda text: "\ufeff" + text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "no last line break": lambda text: text.rstrip("\n"),
    "tag on the root": lambda text: "--- !blueprint\n" + text,
}
FLOWS = {
    "flow style": '⟨K⟩KEY: ⟨V⟩"VALUE"',
    "flow style as in JSON": '⟨K⟩"KEY":⟨V⟩"VALUE"',
    "flow style, explicit key": '? ⟨K⟩KEY : ⟨V⟩"VALUE"',
    "flow style over lines": '⟨K⟩KEY:\n    # c\n    ⟨V⟩"VALUE"\n    ',
}


def written(case: Case, way: str) -> Text:
    """The document of a case in one of the ways."""
    value = expand(case.value)  # before it is encoded
    if way in FLOWS:
        return marked(case.flow.replace("PAIR", FLOWS[way].replace("KEY", case.key).replace("VALUE", value)))
    before, pair = PAIRS[way if way in PAIRS else "plainly"](case.key, value)
    indentation = re.search("( *)PAIR", case.block)
    assert indentation
    text = case.block.replace("PAIR", pair.replace("\n    ", "\n" + indentation[1]))
    text = (before + text).replace("HARMLESS", quoted(case.harmless))
    return marked(DOCUMENTS[way](text) if way in DOCUMENTS else text)


def places(rule: str, found: list[Finding]) -> list[tuple[int, int]]:
    """Where a rule found something."""
    return [(one.span.start.line, one.span.start.column) for one in found if one.rule == rule]


@pytest.mark.parametrize("way", [*PAIRS, *FLOWS, *DOCUMENTS])
@pytest.mark.parametrize("rule", CASES)
def test_it_is_found_at_its_place(rule: str, way: str) -> None:
    case = CASES[rule]
    text = written(case, way)
    assert places(rule, check(text.text)) == [text.marks[case.points_at]]


@pytest.mark.parametrize("rule", CASES)
def test_the_harmless_value_is_left_alone(rule: str) -> None:
    """Or the tests above would show nothing."""
    case = CASES[rule]
    assert places(rule, check(expand(case.block.replace("PAIR", f'{case.key}: "{case.harmless}"')))) == []


@pytest.mark.parametrize("rule", CASES)
def test_a_value_that_loses_is_no_way_to_hide(rule: str) -> None:
    """The platform takes the last of duplicate keys; another loader may take the first, and a secret is there anyhow."""
    case = CASES[rule]
    indentation = re.search("( *)PAIR", case.block)
    assert indentation
    pair = f'⟨K⟩{case.key}: ⟨V⟩"{case.value}"\n{indentation[1]}⟨D⟩{case.key}: "{case.harmless}"'
    text = marked(case.block.replace("PAIR", pair))
    found = check(text.text)
    assert places("duplicate-key", found) == [text.marks["D"]]
    expected = [text.marks[case.points_at]] if rule.startswith("hardcoded") else []
    assert places(rule, found) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("rule", CASES)
def test_another_encoding_is_no_way_to_hide(rule: str, encoding: str) -> None:
    text = written(CASES[rule], "plainly").text.encode(encoding)
    report = run([BytesSource("a.yaml", text, blueprints_only=False)], lambda _: Config())
    assert [(found.rule, found.severity.value) for found in report.findings] == [("unreadable-file", "error")]


@pytest.mark.parametrize("key", ["authorization", "AUTHORIZATION", "aUTHORIZATION", "Proxy-authorization", "'Authorization '", '"\\tAuthorization"'])  # fmt: skip
def test_a_header_is_known_by_any_spelling(key: str) -> None:
    text = marked(_CONNECTOR + f'  default_headers:\n    ⟨K⟩{key}: "Bearer @secret:token@"\n')
    assert places("hardcoded-authorization", check(text.text)) == [text.marks["K"]]


@pytest.mark.parametrize("key", ["x-api-KEY", "X-API-Key", "'X-Api-Key '", '"x-api\\u002dkey"'])
def test_a_credential_in_a_header_is_known_by_any_spelling(key: str) -> None:
    text = marked(_CONNECTOR + f'  default_headers:\n    {key}: ⟨V⟩"@secret:token@"\n')
    assert places("hardcoded-secret", check(text.text)) == [text.marks["V"]]


@pytest.mark.parametrize("name", ["Password", "PASSWORD", "password ", " password", "userPassword", "user.password"])
def test_a_credential_is_known_by_any_spelling(name: str) -> None:
    text = marked(f'fields:\n  - name: ⟨V⟩"{name}"\n')
    assert places("unencrypted-secret", check(text.text)) == [text.marks["V"]]


@pytest.mark.parametrize("value", ["header ", " header", "Header", "header\\n", "he\\u0430der", "header\\u200b"])
def test_a_location_is_known_by_one_spelling_only(value: str) -> None:
    text = marked(CASES["invalid-location"].block.replace("PAIR", f'location: ⟨V⟩"{value}"'))
    assert places("invalid-location", check(text.text)) == [text.marks["V"]]


@pytest.mark.parametrize("value", ["", " ", "\\t", "\\n", "\\u00a0", "\\u2003"])
def test_blanks_are_no_token_url(value: str) -> None:
    text = marked(CASES["missing-token-url"].block.replace("PAIR", f'token_url: ⟨V⟩"{value}"'))
    assert places("missing-token-url", check(text.text)) == [text.marks["V"]]


DECEPTIVE = {
    "zero width": "\u200b", "zero-width joiner": "\u200d", "soft hyphen": "\u00ad", "byte-order mark": "\ufeff",
    "right-to-left override": "\u202e", "isolate": "\u2066", "tag": "\U000e0041", "filler": "\u3164", "word joiner": "\u2060",
}  # fmt: skip
# A letter of the deceived word, and one that is drawn like it.
LOOKALIKES = {"Cyrillic": ("aoe", "\u0430\u043e\u0435"), "fullwidth": ("aoe", "\uff41\uff4f\uff45")}


def deceived(rule: str) -> tuple[str, str, str]:
    """What stands before the word by which the rule knows the defect, the word, and what stands behind it."""
    case = CASES[rule]
    if rule == "unencrypted-secret":
        return "name: ", case.value, ""
    return "", case.key, f': "{case.value}"'


@pytest.mark.parametrize("form", ["raw", "escaped"])
@pytest.mark.parametrize("kind", DECEPTIVE)
@pytest.mark.parametrize("rule", CASES)
def test_an_invisible_character_is_told(rule: str, kind: str, form: str) -> None:
    before, word, behind = deceived(rule)
    character = DECEPTIVE[kind] if form == "raw" else f"\\U{ord(DECEPTIVE[kind]):08x}"
    pair = f'{before}"{word[:2]}⟨D⟩{character}{word[2:]}"{behind}'
    text = marked(CASES[rule].block.replace("PAIR", pair))
    (found,) = [one for one in check(text.text) if one.rule == "deceptive-text"]
    assert places("deceptive-text", [found]) == [text.marks["D"]]
    assert f"U+{ord(DECEPTIVE[kind]):04X}" in found.message
    assert found.message.isprintable()


@pytest.mark.parametrize("kind", LOOKALIKES)
@pytest.mark.parametrize("rule", CASES)
def test_a_letter_of_another_alphabet_is_told(rule: str, kind: str) -> None:
    before, word, behind = deceived(rule)
    plain, others = LOOKALIKES[kind]
    at = next(index for index, letter in enumerate(word) if letter in plain)
    other = others[plain.index(word[at])]
    text = marked(CASES[rule].block.replace("PAIR", f'{before}"{word[:at]}⟨D⟩{other}{word[at + 1 :]}"{behind}'))
    (found,) = [one for one in check(text.text) if one.rule == "deceptive-text"]
    assert places("deceptive-text", [found]) == [text.marks["D"]]
    assert f"U+{ord(other):04X}" in found.message
    assert other not in found.message


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("rule", CASES)
def test_a_line_end_of_yaml_1_1_is_told(rule: str, end: str) -> None:
    """To a loader of YAML 1.1 the pair is one; to YAML 1.2, and to who reads it, it is in a comment or a text."""
    case = CASES[rule]
    comment = marked("# why⟨D⟩" + end + case.block.replace("PAIR", f'{case.key}: "{case.harmless}"'))
    assert places("deceptive-text", check(comment.text)) == [comment.marks["D"]]
    plain = marked(f"x-a: why⟨D⟩{end}y\n" + case.block.replace("PAIR", f'{case.key}: "{case.harmless}"'))
    assert places("deceptive-text", check(plain.text)) == [plain.marks["D"]]
    block = marked(f"x-a: |\n  why⟨D⟩{end}y\n" + case.block.replace("PAIR", f'{case.key}: "{case.harmless}"'))
    assert places("deceptive-text", check(block.text)) == [block.marks["D"]]
    within = f'x-a: "why{end}y"\n' + case.block.replace("PAIR", f'{case.key}: "{case.harmless}"')
    assert places("deceptive-text", check(within)) == []


AMBIGUOUS = ["yes", "Yes", "YES", "on", "y", "no", "No", "off", "n", "!!bool yes", "!!bool no"]


@pytest.mark.parametrize("directive", ["", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n"])
@pytest.mark.parametrize("value", AMBIGUOUS)
def test_what_two_versions_read_differently_is_told(value: str, directive: str) -> None:
    """The directive does not help: a loader may pass over it."""
    tag, _, word = value.rpartition(" ")
    text = marked(f"{directive}fields:\n  - {{name: password, is_encrypted: {tag} ⟨V⟩{word}}}\n")
    assert places("ambiguous-value", check(text.text)) == [text.marks["V"]]


@pytest.mark.parametrize("value", ["true", "True", "TRUE", "!!bool true"])
def test_what_both_versions_read_alike_is_not(value: str) -> None:
    assert check(f"fields:\n  - {{name: password, type: string, is_encrypted: {value}}}\n") == []


@pytest.mark.parametrize("value", ['"true"', "'true'", "!!str true", "!x true", "! true", "!!binary dHJ1ZQ==", "|-\n      true", "1", "~", "t"])  # fmt: skip
def test_what_is_no_boolean_encrypts_nothing(value: str) -> None:
    """Either by the rule, or by the one that says why it is none."""
    found = {one.rule for one in check(f"fields:\n  - name: password\n    is_encrypted: {value}\n")}
    assert found & {"unencrypted-secret", "wrong-type"}


@pytest.mark.parametrize("key", ['"<<"', "'<<'", "!!str <<", "? |-\n      <<\n    "])
def test_what_is_no_merge_key_brings_nothing(key: str) -> None:
    """A quoted one is a key like another: what it would have encrypted is not."""
    text = f"x-m: &m {{is_encrypted: true}}\nfields:\n  - name: password\n    {key}: *m\n"
    assert places("unencrypted-secret", check(text)) == [(3, 11)]


@pytest.mark.parametrize("value", ["010", "-07", "0o17", "008", "1e3", "12E4567", "1.5e3"])
def test_a_number_that_is_read_in_two_ways_is_told(value: str) -> None:
    text = marked(_CONNECTOR + f"  default_headers: {{X-Site: ⟨V⟩{value}}}\n")
    assert places("ambiguous-value", check(text.text)) == [text.marks["V"]]


@pytest.mark.parametrize("value", ["0", "-0", "10", "0.5", "00:10", '"010"', "0x1F", "1.5e+3", "2024-01-02", "1e3x"])
def test_another_number_is_not(value: str) -> None:
    assert places("ambiguous-value", check(_CONNECTOR + f"  default_headers: {{X-Site: {value}}}\n")) == []


@pytest.mark.parametrize("value", ["1:30", "1_000", "0b11", "'3'", "0x1F", "+12", "1e3"])
def test_a_number_that_only_one_version_reads_is_told(value: str) -> None:
    """Where a number is meant: as no number, or as one that the other version reads as another value."""
    text = f"  default_retry_strategy:\n    503: {{max_attempts: 3, retry_interval: ⟨V⟩{value}}}\n"
    marks = marked(_CONNECTOR + text)
    found = [one for one in check(marks.text) if one.rule in ("wrong-type", "ambiguous-value")]
    expected = [] if value in ("0x1F", "+12") else [marks.marks["V"]]
    assert [(one.span.start.line, one.span.start.column) for one in found] == expected


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_a_search_does_not_pass_over_what_only_yaml_1_1_would_read(end: str) -> None:
    text = f"# why{end}connector:{end}  base_url: http://a.example\na: 1\n"
    report = run([BytesSource("a.yaml", text.encode(), blueprints_only=True)], lambda _: Config())
    assert "deceptive-text" in {found.rule for found in report.findings}
