"""Comments and their places: what is one, what only looks like one, and that none is missed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.tokens import ScalarToken

from connector_lint.parse import parse

if TYPE_CHECKING:
    from tests.yaml_texts import FIXTURES, yaml_texts
else:
    from yaml_texts import FIXTURES, yaml_texts

MISREAD = str.maketrans({"\x85": "\ue000", "\u2028": "\ue001", "\u2029": "\ue002", "\ufeff": "\ue003"})


def comments(text: str) -> list[tuple[int, str]]:
    """The comments of all documents: offset and text."""
    found = [comment for document in parse(text) for comment in document.comments]
    assert all(text[comment.start : comment.end] == comment.text for comment in found)
    return [(comment.start, comment.text) for comment in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a\n", [(0, "# a")]),
        ("# a", [(0, "# a")]),
        ("#", [(0, "#")]),
        ("  # a \nb: 1\n", [(2, "# a ")]),
        ("b: 1 # a\n", [(5, "# a")]),
        ("b: 1\t# a\n", [(5, "# a")]),
        ("b: # a\n  1\n", [(3, "# a")]),
        ("b: # a\n", [(3, "# a")]),
        ("b: 1 # a # c\n", [(5, "# a # c")]),
        ("b: 'x' # it's\n", [(7, "# it's")]),
        ("- # a\n- b # c\n", [(2, "# a"), (10, "# c")]),
        ("? # a\n  b\n: # c\n  d\n", [(2, "# a"), (12, "# c")]),
        ("b: 1 # a\r\n# c\r\n", [(5, "# a"), (10, "# c")]),
        ("b: 1 # a\r# c\r", [(5, "# a"), (9, "# c")]),
        ("b: 1 # a\u2028# c\n", [(5, "# a\u2028# c")]),
        ("b: 1 # 😀\nc: 2 # d\n", [(5, "# 😀"), (14, "# d")]),
    ],
)
def test_comments_stand_alone_and_at_line_ends(text: str, expected: list[tuple[int, str]]) -> None:
    assert comments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ # a\n  b, # c\n  # d\n] # e\n", [(2, "# a"), (11, "# c"), (17, "# d"), (23, "# e")]),
        ("{ # a\n  b: 1, # c\n  d: # e\n  2\n}\n", [(2, "# a"), (14, "# c"), (23, "# e")]),
        ("[a,# b\n c]\n", [(3, "# b")]),
        ("{a, # b\n c: }\n", [(4, "# b")]),
    ],
)
def test_comments_in_flow_collections(text: str, expected: list[tuple[int, str]]) -> None:
    assert comments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: | # b\n  # c\n  d\n# e\n", [(5, "# b"), (19, "# e")]),
        ("a: >-2 # b\n  c # d\n", [(7, "# b")]),
        ("a: |\n  c\n # d\n", [(10, "# d")]),
        ("a: | # b\n", [(5, "# b")]),
        ("a: | # b", [(5, "# b")]),
        ("a: |+ # b\n\n\n# c\n", [(6, "# b"), (12, "# c")]),
        ("- | #\n  c # d\n- e # f\n", [(4, "#"), (18, "# f")]),
        ("a: &x !!str | # b\n  c\n", [(14, "# b")]),
    ],
)
def test_a_block_scalars_header_may_hold_one(text: str, expected: list[tuple[int, str]]) -> None:
    assert comments(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a: b#c\n",
        "a: http://x.example/#top\n",
        "a#: b\n",
        "a: ' # b'\n",
        'a: " # b"\n',
        "a: 'b\n  # c\n  d'\n",
        'a: "b\n  # c\n  d"\n',
        "a: >\n  b\n  # c\n",
        "a: |\n  # c\n",
        "a: !x#y b\n",
        "a: !<tag:example.com,2000:x#y> b\n",
        "a: &x#y b\n",
        "a: &x#y b\nc: *x#y\n",
        "%TAG !e! tag:example.com,2000:#\n--- !e!x b\n",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    documents = parse(text)
    assert [problem for document in documents for problem in document.problems] == []
    assert comments(text) == []


def test_directives_and_markers_may_be_followed_by_one() -> None:
    text = "%YAML 1.2 # a\n# b\n--- # c\nd: 1\n... # e\n# f\n---\n# g\nh: 2\n"
    assert [comment for _, comment in comments(text)] == ["# a", "# b", "# c", "# e", "# f", "# g"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_a_directive_is_one_at_a_lines_start_only(line_break: str) -> None:
    text = "%TAG !e! tag:example.com,2000:a#b # c\n--- # d\na: 5 % # e\n...\n%TAG !e! tag:a#b # f\n---\n"
    found = comments(text.replace("\n", line_break))
    assert [comment for _, comment in found] == ["# c", "# d", "# e", "# f"]


def test_each_document_has_its_own() -> None:
    documents = parse("# a\nb: 1 # c\n--- # d\ne: 2\n...\n# f\n---\ng: 3\n# h")
    assert [[comment.text for comment in document.comments] for document in documents] == [
        ["# a", "# c"],
        ["# d"],
        ["# f", "# h"],
    ]


@pytest.mark.parametrize("opened", ['"b', "'b", "|x", "- 'b"])
def test_those_before_what_is_broken_are_kept(opened: str) -> None:
    (document,) = parse(f"# a '\nb: 1 # c\nd: # e\n  {opened} # f\n# g\n: @h\n")
    assert document.root is None
    assert [comment.text for comment in document.comments] == ["# a '", "# c", "# e"]


def test_those_of_documents_before_a_broken_one_are_kept() -> None:
    documents = parse("# a\nb: 1 # c\n--- # d\ne: 2 # f\n---\n# g\nh: [\n")
    assert [[comment.text for comment in document.comments] for document in documents] == [
        ["# a", "# c"],
        ["# d", "# f"],
        ["# g"],
    ]
    assert [len(document.problems) for document in documents] == [0, 0, 1]


# ---- The same from ruamel.yaml's own tokens. ----


def comments_by_tokens(text: str) -> list[tuple[int, str]] | None:
    """What no token of the pure parser covers and is not blank; None where that parser refuses the text.

    Each run of it up to a line's end must be a comment. A block scalar's token holds its header line.
    """
    hidden = text.translate(MISREAD)
    uncovered = list(hidden)
    found: list[tuple[int, str]] = []
    try:
        for token in YAML(typ="safe", pure=True).scan(hidden):
            start, end = token.start_mark.index, token.end_mark.index
            uncovered[start:end] = " " * (end - start)
            if isinstance(token, ScalarToken) and token.style in ("|", ">"):
                header = re.compile(r"[^#\r\n]*(#[^\r\n]*)?").match(text, start)
                if header and header[1]:
                    found.append((header.start(1), header[1]))
    except YAMLError:
        return None
    rest = "".join(uncovered)
    found += [(run.start(), text[run.start() : run.end()]) for run in re.finditer(r"#[^\r\n]*", rest)]
    assert re.sub(r"#[^\r\n]*", "", rest).strip(" \t\r\n") == ""
    return sorted(found)


def check_against_tokens(text: str) -> None:
    expected = comments_by_tokens(text)
    if expected is not None and not any(document.problems for document in parse(text)):
        assert comments(text) == expected


@settings(max_examples=500, deadline=None)
@given(yaml_texts())
def test_comments_are_what_no_token_covers(text: str) -> None:
    check_against_tokens(text)


@pytest.mark.parametrize("name", FIXTURES)
def test_comments_of_fixtures_are_what_no_token_covers(name: str) -> None:
    check_against_tokens(FIXTURES[name])


def test_the_oracle_itself() -> None:
    text = "a: 'b # c' # d\ne: | # f\n  # g\nh: [ # i\n  j#k]"
    assert comments_by_tokens(text) == [(11, "# d"), (20, "# f"), (35, "# i")]
