"""From a scalar's content back to where it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from connector_lint.parse import parse
from connector_lint.scalar_source import source_span
from connector_lint.scalars import BINARY
from connector_lint.tree import Mapping, Scalar, walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from tests.yaml_texts import FIXTURES, damaged_texts, yaml_texts
else:
    from yaml_texts import FIXTURES, damaged_texts, yaml_texts

# Characters that YAML 1.2 takes for text, and ruamel.yaml for line breaks or for nothing.
MISREAD = str.maketrans({"\x85": "\ue000", "\u2028": "\ue001", "\u2029": "\ue002", "\ufeff": "\ue003"})


def value_of(text: str) -> Scalar:
    """The value of the key `k`."""
    root = parse(text)[0].root
    assert isinstance(root, Mapping)
    value = root.get("k")
    assert isinstance(value, Scalar)
    return value


def source_of(text: str, piece: str) -> str:
    """The source of the first place where the value of the key `k` holds a piece."""
    scalar = value_of(text)
    start = scalar.text.index(piece)
    first, last = source_span(text, scalar, start, start + len(piece))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "piece", "source"),
    [
        ("k: abc\n", "b", "b"),
        ("k: abc\n", "abc", "abc"),
        ("k: 'abc'\n", "abc", "abc"),
        ('k: "abc"\n', "c", "c"),
        ("k: 'it''s'\n", "it", "it"),
        ("k: 'it''s'\n", "'", "''"),
        ("k: 'it''s'\n", "t's", "t''s"),
        ('k: "a\\x41b"\n', "A", "\\x41"),
        ('k: "a\\x41b"\n', "b", "b"),
        ('k: "a\\u0041b"\n', "aA", "a\\u0041"),
        ('k: "\\U0001F600b"\n', "😀b", "\\U0001F600b"),
        ('k: "a\\"b\\\\c\\/d\\te"\n', '"b\\c/d\te', '\\"b\\\\c\\/d\\te'),
        ('k: "\\0\\a\\b\\v\\f\\r\\e\\N\\_\\L\\P\\ x"\n', "\xa0", "\\_"),
        ('k: "\\0\\a\\b\\v\\f\\r\\e\\N\\_\\L\\P\\ x"\n', "\0\a\b\v\f\r\x1b\x85", "\\0\\a\\b\\v\\f\\r\\e\\N"),
        ('k: "\\0\\a\\b\\v\\f\\r\\e\\N\\_\\L\\P\\ x"\n', "\u2028\u2029 x", "\\L\\P\\ x"),
        ("k: 😀b\n", "b", "b"),
        ('k: "a\\ud83d\\ude00b"\n', "😀", "\\ud83d\\ude00"),
        ('k: "a\\uD83D\\uDE00b"\n', "b", "b"),
        ('k: "\\ud83d\\ud83d\\ude00"\n', "😀", "\\ud83d\\ude00"),
        ('k: "\\\\ud83d\\ud83d"\n', "\ud83d", "\\ud83d"),
        ("k: !!str abc\n", "b", "b"),
        ("k: &x 'abc'\n", "b", "b"),
        ("k: a\u2028b\n", "\u2028b", "\u2028b"),
    ],
)
def test_a_piece_on_one_line(text: str, piece: str, source: str) -> None:
    assert source_of(text, piece) == source


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("text", "piece", "source"),
    [
        ("k: ab\n  cd\n", "cd", "cd"),
        ("k: ab\n  cd\n", "b c", "b\n  c"),
        ("k: ab \n\n \n  cd\n", "ab", "ab"),
        ("k: ab \n\n \n  cd\n", "b\n\nc", "b \n\n \n  c"),
        ("k: 'ab\n\n  c''d'\n", "\nc'd", "\n\n  c''d"),
        ('k: "ab \\\n    cd"\n', "ab ", "ab "),
        ('k: "ab \\\n    cd"\n', "cd", "cd"),
        ('k: "ab \\\n    cd"\n', "b c", "b \\\n    c"),
        ('k: "ab\\\n\n    cd"\n', "b\ncd", "b\\\n\n    cd"),
        ("k: |\n  ab\n  cd\n", "ab", "ab"),
        ("k: |\n  ab\n  cd\n", "cd", "cd"),
        ("k: |\n  ab\n  cd\n", "b\nc", "b\n  c"),
        ("k: |\n  ab\n  cd\n", "cd\n", "cd"),
        ("k: |\n\n  ab\n\n   cd\n", " cd", " cd"),
        ("k: |2\n    ab\n  cd\n", "  ab", "  ab"),
        ("k: |+\n  ab\n\n\nl: 1\n", "b\n\n\n", "b"),
        ("k: | # c\n    ab\n      cd\n", "  cd", "  cd"),
        ("k: >\n  ab\n  cd\n", "b c", "b\n  c"),
        ("k: >\n  ab\n\n  cd\n   ef\n  gh\n", "cd\n ef\ngh", "cd\n   ef\n  gh"),
        ("k: >-\n\n  ab\n  cd\n", "cd", "cd"),
        ("k: >-\n\n  ab\n  cd\n", "ab", "ab"),
        ("k: |\n  ab\n  \tcd\n", "\tcd", "\tcd"),
    ],
)
def test_a_piece_of_several_lines(text: str, piece: str, source: str, line_break: str) -> None:
    assert source_of(text.replace("\n", line_break), piece) == source.replace("\n", line_break)


def test_an_alias_points_at_what_is_written() -> None:
    text = "a: &x 'it''s here'\nk: *x\n"
    assert source_of(text, "here") == "here"
    assert source_span(text, value_of(text), 5, 9) == (13, 17)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (0, 4), (-1, 2), (3, 9)])
def test_what_is_no_range_is_the_whole_scalar(start: int, end: int) -> None:
    text = "k: 'abc'\n"
    assert source_span(text, value_of(text), start, end) == (3, 8)


@pytest.mark.parametrize("text", ["k: |+\n\n\n", "k: >\n\n\nl: 1\n", "k: |2-\n     \n"])
def test_where_nothing_stands_it_is_the_whole_scalar(text: str) -> None:
    scalar = value_of(text)
    for end in range(1, len(scalar.text) + 1):
        assert source_span(text, scalar, 0, end) == (scalar.start, scalar.end)


def test_another_text_gives_the_whole_scalar() -> None:
    """A scalar of one text, asked for in another: nothing to point at, and no exception."""
    text = "k: 'it''s here'\n"
    scalar = value_of(text)
    assert source_span(text.replace("here", "gone"), scalar, 5, 9) == (scalar.start, scalar.end)
    assert source_span("", scalar, 5, 9) == (scalar.start, scalar.end)


# ---- For any text. ----


def strings(text: str) -> Iterator[Scalar]:
    for document in parse(text):
        for node in walk(document.root) if document.root else ():
            if isinstance(node, Scalar) and node.text and node.tag != BINARY:  # Base64 hides what it holds
                yield node


def read(source: str, quote: str) -> str:
    """What ruamel.yaml reads between quotes."""
    return str(YAML(typ="safe", pure=True).load(f"--- {quote}{source}{quote}\n".translate(MISREAD))).translate(MISREAD)


def check_range(text: str, scalar: Scalar, start: int, end: int) -> None:
    first, last = source_span(text, scalar, start, end)
    assert scalar.start <= first < last <= scalar.end
    source, piece = text[first:last], scalar.text[start:end]
    if scalar.style not in ("|", ">"):
        # Blank lines become one piece of content, of which no part can be told.
        if scalar.text[max(start - 1, 0) : start + 1] != "\n\n" != scalar.text[end - 1 : end + 1]:
            # A plain scalar's lines are folded as those in single quotes are.
            assert read(source if scalar.style else source.replace("'", "''"), scalar.style or "'") == piece.translate(
                MISREAD
            )
    elif (first, last) == (scalar.start, scalar.end):
        assert piece.strip(" \t\n") == ""
    elif re.search(r"[\r\n]", source):
        assert re.sub(r"[ \t\r\n]", "", source) == re.sub(r"[ \t\n]", "", piece)
    else:  # the line breaks that end a block scalar stand behind its span
        assert piece.startswith(source)
        assert piece[len(source) :].strip(" \t\n") == ""


@settings(max_examples=200, deadline=None)
@given(yaml_texts(), st.randoms(use_true_random=True))
def test_ranges_of_any_scalar(text: str, random: Random) -> None:
    for scalar in strings(text):
        for _ in range(3):
            start = random.randrange(len(scalar.text))
            check_range(text, scalar, start, random.randrange(start, len(scalar.text)) + 1)


@settings(max_examples=200, deadline=None)
@given(damaged_texts(), st.randoms(use_true_random=True))
def test_ranges_of_damaged_texts(text: str, random: Random) -> None:
    for scalar in strings(text):
        start = random.randrange(len(scalar.text))
        check_range(text, scalar, start, random.randrange(start, len(scalar.text)) + 1)


@pytest.mark.parametrize("name", FIXTURES)
def test_each_word_of_fixtures_is_found(name: str) -> None:
    """Fixtures are written as people write: no word in them may end up as the whole scalar."""
    text = FIXTURES[name]
    for scalar in strings(text):
        for word in re.finditer(r"[\w.-]+", scalar.text):
            first, last = source_span(text, scalar, word.start(), word.end())
            assert text[first:last] == word[0] or "\\" in text[first:last]


# ---- For each way of writing, from the content: what is written is known. ----

CONTENT = st.text(st.sampled_from("ab :#'\"\\-{}%😀é\u2028"), min_size=1, max_size=12)


@settings(max_examples=200, deadline=None)
@given(CONTENT, st.data())
def test_quoted_content(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    single = [character.replace("'", "''") for character in content]
    double = [{'"': '\\"', "\\": "\\\\", "é": "\\xe9", "😀": "\\U0001F600"}.get(c, c) for c in content]
    for quote, pieces in (("'", single), ('"', double)):
        text = f"- 1\n- k: {quote}{''.join(pieces)}{quote} # c\n"
        scalar = next(scalar for scalar in strings(text) if scalar.style)
        assert scalar.text == content
        offset = text.index(quote) + 1
        expected = offset + len("".join(pieces[:start])), offset + len("".join(pieces[:end]))
        assert source_span(text, scalar, start, end) == expected


@settings(max_examples=200, deadline=None)
@given(
    st.lists(CONTENT, min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "+", "-"]),
    st.data(),
)
def test_literal_content(lines: list[str], line_break: str, chomping: str, data: st.DataObject) -> None:
    text = f"k: |2{chomping}{line_break}" + "".join(f"  {line}{line_break}" for line in lines)
    scalar = value_of(text)
    number = data.draw(st.integers(0, len(lines) - 1))
    if not "".join(lines[number:]).strip(" "):
        return  # the span ends before it
    start = data.draw(st.integers(0, len(lines[number]) - 1))
    end = data.draw(st.integers(start + 1, len(lines[number])))
    before = sum(len(line) + 1 for line in lines[:number])
    offset = (
        text.index(line_break) + sum(len(line) + 2 + len(line_break) for line in lines[:number]) + len(line_break) + 2
    )
    assert source_span(text, scalar, before + start, before + end) == (offset + start, offset + end)
