"""What `yaml-syntax` says of the mistakes that people make, and where."""

from __future__ import annotations

import pytest

from connector_lint import check
from connector_lint import parse as parse_module

PLACEHOLDER = "begins with a placeholder needs quotes"
INDENTATION = "the indentation does not fit"
BEHIND_QUOTE = "goes on behind its closing quote"
UNCLOSED = "the quote that is opened on line 1 is not closed"
COMMA = "a comma or the closing"

MISTAKES = [
    # A placeholder without quotes, wherever a value can stand; and what only has a brace in common with it.
    ("a: {{%B%}}/me\n", "1:6", PLACEHOLDER),
    ("a: {{b}}/me\n", "1:9", PLACEHOLDER),
    ("a: {b} c\n", "1:8", PLACEHOLDER),
    ("- {{%BASE_URL%}}/me\n", "1:5", PLACEHOLDER),
    ("[{{x}}/y]\n", "1:7", PLACEHOLDER),
    ("a:\n  {{%x%}}/y\n", "2:5", PLACEHOLDER),
    ("a: {\n", "2:1", "is still open"),
    ("a:\n  headers: {Accept: json}\n   x: 1\n", "3:4", INDENTATION),
    ("a: {b: c\n", "2:1", COMMA),
    ("a:\n  b: {c: d\n  e: 1\n", "3:4", COMMA),
    ("a: {b: c} d\n", "1:11", "follows a closing bracket"),
    ("a: [b] c\n", "1:8", "follows a closing bracket"),
    # Reserved characters.
    ("a: @b\n", "1:4", "cannot begin with `@`"),
    ("- @b\n", "1:3", "cannot begin with `@`"),
    ("[@b]\n", "1:2", "cannot begin with `@`"),
    ("a: [b, `c]\n", "1:8", "cannot begin with ```"),
    ("{a: %b}\n", "1:5", "cannot begin with `%`"),
    ("a: */5\n", "1:5", "`*` begins an alias"),
    ("a: >b\n", "1:5", "`|` or `>` begins a block of lines"),
    # Quotes.
    ('- "abc\n', "2:1", UNCLOSED),
    ('{A: a, B: "b}\n', "2:1", UNCLOSED),
    ("a: 'b\nc: 'd'\n", "2:5", UNCLOSED),
    ('a: "https://a.b"/v1\n', "1:17", BEHIND_QUOTE),
    ("a: 'it's'\n", "1:8", BEHIND_QUOTE),
    ("- 'it's'\n", "1:7", BEHIND_QUOTE),
    ("{a: 'it's'}\n", "1:9", BEHIND_QUOTE),
    ('a: ["b" "c"]\n', "1:9", COMMA),
    # What closes or separates nothing.
    ("}\n", "1:1", "the `}` closes nothing"),
    ("a: ]\n", "1:4", "the `]` closes nothing"),
    ("a: b\n]\n", "2:1", "the `]` closes nothing"),
    (",\n", "1:1", "the `,` separates nothing"),
    ("a: [b}\n", "1:6", COMMA),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "words"), MISTAKES)
def test_hints(text: str, place: str, words: str) -> None:
    (found,) = [finding for finding in check(text) if finding.rule == "yaml-syntax"]
    assert f"{found.span.start.line}:{found.span.start.column}" == place
    assert words in found.message


@pytest.mark.parametrize(("text", "words"), [(text, words) for text, _, words in MISTAKES if "*" not in text])
def test_the_pure_parser_s_words_mean_the_same(text: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "HAS_C_PARSER", False)
    (found,) = [finding for finding in check(text) if finding.rule == "yaml-syntax"]
    assert words in found.message
