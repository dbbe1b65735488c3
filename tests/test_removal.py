"""Taking a pair out of a mapping leaves valid YAML, and everything else as it was."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from connector_lint import Config
from connector_lint.finding import Fix
from connector_lint.fix import apply_fixes
from connector_lint.parse import parse
from connector_lint.removal import remove_entry
from connector_lint.tree import Mapping, plain


def removed(text: str, key: str = "X") -> str | None:
    """The text without the first pair of a key; None where it cannot be taken out."""
    (document, *_) = parse(text, Config().limits)
    assert not document.problems
    entry = next(entry for mapping in document.mappings for entry in mapping.entries if entry.name == key)
    part = remove_entry(document, entry)
    return None if part is None else apply_fixes(text, [Fix("remove it", False, part.edits)])


BLOCK = [
    ("h:\n  X: 1\n  a: 2\nz: 3\n", "h:\n  a: 2\nz: 3\n"),
    ("h:\n  a: 2\n  X: 1\n  b: 3\n", "h:\n  a: 2\n  b: 3\n"),
    ("h:\n  a: 2\n  X: 1\nz: 3\n", "h:\n  a: 2\nz: 3\n"),
    ("h:\n  a: 2\n  X: 1", "h:\n  a: 2"),
    ("h:\n  a: 2\n  X: 1  # of X\n  # of b\n  b: 3\n", "h:\n  a: 2\n  # of b\n  b: 3\n"),
    ("h:\n  a: 2\n  # above\n  X: 1\n\n  b: 3\n", "h:\n  a: 2\n  # above\n\n  b: 3\n"),
    ('h:\n  a: 2\n  "X":\n    - 1\n    - 2 # two\n  b: 3\n', "h:\n  a: 2\n  b: 3\n"),
    ("h:\n  X: >-  # folded\n    one\n    two\n  a: 2\n", "h:\n  a: 2\n"),
    ("h:\n  a: 2\n  X: |\n    one\n    two", "h:\n  a: 2"),
    ("h:\n  X: 'one\n    two'\n  a: 2\n", "h:\n  a: 2\n"),
    ("h:\n  X: {u: 1,\n    v: 2} # both\n  a: 2\n", "h:\n  a: 2\n"),
    ("h:\n  X:\n  a: 2\n", "h:\n  a: 2\n"),
    ("h:\n  X: # nothing\n  a: 2\n", "h:\n  a: 2\n"),
    ("h:\n  X: &x !!str 1\n  a: 2\n", "h:\n  a: 2\n"),
    ("x-v: &v 1\nh:\n  X: *v # alias\n  a: 2\n", "x-v: &v 1\nh:\n  a: 2\n"),
    ("X: 1\na: 2\n", "a: 2\n"),
    ("---\na: 1\nX: 2\n---\nb: 3\n", "---\na: 1\n---\nb: 3\n"),
    ("- X: 1\n  a: 2\n", "- a: 2\n"),
    ("-   X: 1   # one\n    a: 2\n", "-   a: 2\n"),
    ("- X: 1\n  # of a\n  a: 2\n", None),
    ("- a: 2\n  X: 1\n", "- a: 2\n"),
    ("- - X: 1\n    a: 2\n", "- - a: 2\n"),
]

ALONE = [
    ("h:\n  X: 1\nz: 3\n", "h: {}\nz: 3\n"),
    ("h:\n  X: 1", "h: {}"),
    ("h: # headers\n  # above\n  X: 1 # one\nz: 3\n", "h: {} # headers\n  # above\nz: 3\n"),
    ("h: &h !!map  # headers\n  X: 1\nz: *h\n", "h: &h !!map {}  # headers\nz: *h\n"),
    ("'h' :\n\n  X: 1\n", "'h' : {}\n\n"),
    ("h:\n  &h\n  X: 1\n", None),
    ("X: 1\n", None),
    ("- X: 1\n- a: 2\n", None),
    ("? h\n: X: 1\n", None),
    ("h: {X: 1}\n", "h: {}\n"),
    ("h: { 'X': \"1\" , } # headers\n", "h: {} # headers\n"),
    ("h: {\n  X: 1\n}\n", "h: {}\n"),
    ("h: {\n  X: 1 # one\n}\n", None),
    ("h: [X: 1]\n", None),
    ("h: &h {X: 1}\nz: *h\n", "h: &h {}\nz: *h\n"),
]

FLOW = [
    ("h: {X: 1, a: 2}\n", "h: {a: 2}\n"),
    ("h: {a: 2, X: 1, b: 3}\n", "h: {a: 2, b: 3}\n"),
    ("h: { a: 2 , X: 1 }\n", "h: { a: 2 }\n"),
    ("h: {a: 2, X: 1,}\n", "h: {a: 2,}\n"),
    ("h: {a: 2, X}\n", "h: {a: 2}\n"),
    ("h: {a: 2, X: [1, 2], b: 3}\n", "h: {a: 2, b: 3}\n"),
    ("h: {\n  X: 1,\n  a: 2\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  a: 2,\n  X: 1\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  a: 2\n  , X: 1\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  X: 1, # of X\n  a: 2\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  X: 1,\n  # of a\n  a: 2\n}\n", None),
    ("h: { X: 1, # of X\n  a: 2\n}\n", "h: { \n  a: 2\n}\n"),
    ("h: {\n  X: 1 # of X\n  , a: 2\n}\n", None),
    ("h: {\n  a: 2,\n  X: 1 # of X\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  a: 2,\n  X: 1, # of X\n}\n", "h: {\n  a: 2\n}\n"),
    ("h: {\n  a: 2, # of a\n  X: 1\n}\n", "h: {\n  a: 2, # of a\n  \n}\n"),
    ("h: {\n  a: 2, # of a\n  X: 1, # of X\n}\n", "h: {\n  a: 2, # of a\n  \n}\n"),
    ("h: {\n  a: 2, # of a\n  X: 1\n  ,\n}\n", "h: {\n  a: 2, # of a\n  \n}\n"),
    ("h: {a: 2, &k X: 1}\n", None),
    ("h: {a: 2, ? X : 1}\n", None),
    ("h: {X: 1, !!str a: 2}\n", None),
]

SHARED = [
    ("h:\n  X: &x 1\n  a: 2\nz: *x\n", None),
    ("h:\n  X: {u: &x 1}\n  a: 2\nz: *x\n", None),
    ("h:\n  &x X: 1\n  a: 2\nz: *x\n", None),
    ("h: {X: &x 1, a: 2}\nz: *x\n", None),
    ("h: &h\n  X: 1\n  a: 2\nz: *h\n", "h: &h\n  a: 2\nz: *h\n"),
    ("h:\n  X: &x 1\n  a: 2\nz: 3\n", "h:\n  a: 2\nz: 3\n"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("before", "after"), [*BLOCK, *ALONE, *FLOW, *SHARED])
def test_taking_a_pair_out(before: str, after: str | None, newline: str) -> None:
    before = before.replace("\n", newline)
    found = removed(before)
    assert found == (None if after is None else after.replace("\n", newline))
    if found is not None:
        left = list(YAML(typ="safe", pure=True).load_all(found))
        expected = [plain(document.root) for document in parse(before, Config().limits) if document.root]
        assert left == [_without(value) for value in expected]


def _without(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without(below) for key, below in value.items() if key != "X"}
    return [_without(below) for below in value] if isinstance(value, list) else value


def test_a_pair_that_came_by_alias_or_merge_key_stays() -> None:
    text = "x-h: &h {X: 1, a: 2}\nh: *h\nm: {<<: *h, b: 3}\n"
    (document, *_) = parse(text, Config().limits)
    root = document.root
    assert isinstance(root, Mapping)
    for key in ("h", "m"):
        holder = root.mapping(key)
        assert holder is not None
        assert remove_entry(document, holder.effective["X"]) is None
