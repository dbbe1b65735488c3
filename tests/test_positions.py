"""Positions as clients count them, against the encodings of Python."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector_lint.language.positions import Positions

TEXT = "a: 😀é x\r\nb: ä\rc\n\u2028d\n"
ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@pytest.mark.parametrize(("encoding", "character"), [("utf-8", 10), ("utf-16", 7), ("utf-32", 6)], ids=str)
def test_an_emoji_before_the_place_counts_its_units(encoding: str, character: int) -> None:
    offset = TEXT.index("x")
    positions = Positions(TEXT, encoding)
    assert positions.position(offset) == (0, character)
    assert positions.offset(0, character) == offset


def test_only_lf_crlf_and_cr_end_a_line() -> None:
    positions = Positions(TEXT, "utf-16")
    assert [positions.position(TEXT.index(char)) for char in "bcd"] == [(1, 0), (2, 0), (3, 1)]
    assert positions.position(len(TEXT)) == (4, 0)


def test_what_is_out_of_range_is_at_an_end() -> None:
    positions = Positions("ab\r\ncd", "utf-16")
    assert positions.offset(0, 99) == 2
    assert positions.offset(99, 0) == 6
    assert positions.offset(-1, 5) == 0
    assert positions.offset(1, -5) == 4
    assert positions.position(99) == (1, 2)
    assert positions.position(3) == (0, 2)


def test_a_position_within_a_character_is_where_it_begins() -> None:
    assert Positions("😀x", "utf-16").offset(0, 1) == 0
    assert Positions("😀x", "utf-8").offset(0, 3) == 0
    assert Positions("\ud83dx", "utf-8").offset(0, 3) == 1


def test_a_byte_order_mark_is_the_editors_and_not_the_engines() -> None:
    positions = Positions("\ufeffab\nc", "utf-8")
    assert positions.position(1) == (0, 4)
    assert positions.offset(0, 4) == 1
    assert positions.raw_offset(0, 4) == 2
    assert positions.offset(0, 0) == 0
    assert positions.position(3) == (1, 0)


@given(st.text("ab é\u2028\u0085😀\r\n", max_size=30), st.sampled_from(sorted(ENCODINGS)))
def test_each_offset_is_found_again_and_counted_as_its_encoding_does(text: str, encoding: str) -> None:
    positions = Positions(text, encoding)
    codec, size = ENCODINGS[encoding]
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] == "\r\n":
            continue
        line, character = positions.position(offset)
        before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        assert line == before.count("\n")
        assert character == len(before[before.rfind("\n") + 1 :].encode(codec)) // size
        assert positions.offset(line, character) == offset
