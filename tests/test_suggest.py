"""Near misses."""

from __future__ import annotations

import pytest

from connector_lint.suggest import closest, is_one_edit_away

KEYS = ("base_url", "default_headers", "name", "type", "is_encrypted")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("baseurl", "base_url"),
        ("Base-URL", "base_url"),
        ("default_header", "default_headers"),
        ("is_encrypt", "is_encrypted"),
        ("nmae", "name"),
        ("timeout", None),
        ("name", None),
        ("", None),
    ],
)
def test_closest(word: str, near: str | None) -> None:
    assert closest(word, KEYS) == near


@pytest.mark.parametrize(
    ("word", "other", "expected"),
    [
        ("vlaue", "value", True),
        ("valu", "value", True),
        ("valuee", "value", True),
        ("velue", "value", True),
        ("baseUrl", "base_url", True),
        ("vlau", "value", False),
        ("val", "value", False),
        ("name", "value", False),
        ("ab", "ba", True),
    ],
)
def test_one_edit(word: str, other: str, expected: bool) -> None:
    assert is_one_edit_away(word, other) is expected
    assert is_one_edit_away(other, word) is expected
