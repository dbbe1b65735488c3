"""Whatever the text, no feature raises, all places lie in the text, and no secret gets out."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint.language.completion import completions
from connector_lint.language.folding import folding
from connector_lint.language.hover import hover
from connector_lint.language.navigation import definition, highlights, references
from connector_lint.language.outline import outline
from connector_lint.language.rename import RenameError, prepare_rename, rename_edits
from connector_lint.language.state import TextState
from connector_lint.language.symbols import symbols
from connector_lint.parse import parse
from connector_lint.testing import expand
from connector_lint.tree import Mapping, Scalar, Sequence, walk

if TYPE_CHECKING:
    from tests.language.marked_texts import FIXTURES

    from connector_lint.finding import Span
    from connector_lint.language.symbols import Symbol
    from connector_lint.tree import Node
else:
    from marked_texts import FIXTURES

TEXTS = {
    path.stem: expand(path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
    for path in sorted(FIXTURES.rglob("*.yaml"))
}
# What is typed, pasted and left behind; line breaks of all kinds, brackets and quotes that nothing closes.
PIECES = [
    "", " ", "\t", "\n", "\r\n", "\r", "-", "- ", ":", ": ", "{", "{{", "{{%", "%}}", "}", "[", "]", "'", '"', "|", ">-\n",
    "#", " # ", "&a ", "*a", "<<: *a\n", "!!binary ", "? ", "---\n", "...\n", "%YAML 1.2\n", "\0", "\u2028", "é", "😀",
    "\ud800", "\ue000", "\\", "name: ", "fields:\n", "auth_ty", "  - name: x\n", "{a: [", "{{%BASE_URL%}}", "null",
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, int]:
    """A fixture with parts cut out and pieces put in, and an offset in it, most often near the last change."""
    text = draw(st.sampled_from(list(TEXTS.values())))
    offset = 0
    for _ in range(draw(st.integers(0, 4))):
        offset = draw(st.integers(0, len(text)))
        end = offset + draw(st.one_of(st.integers(0, 3), st.integers(0, 200)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)))
        text = text[:offset] + piece + text[end:]
        offset = min(offset + len(piece), len(text))
    near = st.integers(max(offset - 5, 0), min(offset + 5, len(text)))
    place = draw(st.one_of(st.just(offset), near, st.integers(0, len(text))))
    return text, place - (text[place - 1 : place + 1] == "\r\n")  # no editor's cursor stands between these two


def check_span(span: Span, text: str) -> None:
    assert 0 <= span.start.offset <= span.end.offset <= len(text)


def check_symbols(found: list[Symbol], text: str) -> None:
    for symbol in found:
        check_span(symbol.span, text)
        assert symbol.span.start <= symbol.selection.start <= symbol.selection.end <= symbol.span.end
        assert all(symbol.span.start <= one.span.start and one.span.end <= symbol.span.end for one in symbol.children)
        check_symbols(symbol.children, text)


@settings(max_examples=400, deadline=None)
@given(mutated())
def test_nothing_raises_and_every_place_lies_in_the_text(mutation: tuple[str, int]) -> None:
    text, offset = mutation
    state = TextState(text)
    shown = hover(state, offset)
    if shown:
        check_span(shown.span, text)
        assert shown.span.start.offset <= offset <= shown.span.end.offset
        assert shown.markdown
    for completion in completions(state, offset):
        check_span(completion.span, text)
        assert completion.span.start.offset <= offset <= completion.span.end.offset
        assert completion.span.start.line == completion.span.end.line
        assert completion.label
    for span in [
        *definition(state, offset),
        *references(state, offset, include_declaration=True),
        *(one.span for one in highlights(state, offset)),
    ]:
        check_span(span, text)
    check_symbols(symbols(state), text)
    lines = [(fold.start_line, fold.end_line) for fold in folding(state)]
    assert all(1 <= first < last <= len(state.lines) for first, last in lines)


@settings(max_examples=300, deadline=None)
@given(mutated(), st.sampled_from(["other_name", "other name", "null", "", "a.b", "x" * 200]))
def test_a_rename_leaves_what_it_does_not_name(mutation: tuple[str, int], name: str) -> None:
    text, offset = mutation
    state = TextState(text)
    place = prepare_rename(state, offset)
    try:
        edits = rename_edits(state, offset, name)
    except RenameError:
        return
    assert place is not None
    old = text[place.start.offset : place.end.offset]
    assert all(text[edit.span.start.offset : edit.span.end.offset].strip("\"'") == old.strip("\"'") for edit in edits)
    ends = [(edit.span.start.offset, edit.span.end.offset) for edit in edits]
    assert all(one[1] <= other[0] for one, other in pairwise(ends))


def written(root: Node | None) -> list[tuple[str, int, int, Any]]:
    kinds = {Mapping: "mapping", Sequence: "list", Scalar: "scalar"}
    nodes = list(walk(root)) if root else []
    return [
        (kinds[type(node)], node.start, node.end, repr(node.value) if isinstance(node, Scalar) else None)
        for node in nodes
    ]


def is_plain_yaml(text: str) -> bool:
    """Whether it parses, and uses neither aliases nor escapes, which the outline does not decode."""
    return not re.search(r"[\[,]\s*\*\w|\\", text) and not any(one.problems for one in parse(text))


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if is_plain_yaml(text)])
def test_the_outline_of_yaml_is_its_tree(name: str) -> None:
    text = TEXTS[name]
    assert [written(one.root) for one in outline(text)] == [written(one.root) for one in parse(text)]


SECRET = expand("@secret:github@")
NAMED = f"""\
interface_parameters:
  section:
    source:
      - name: "{SECRET}"
        type: "{SECRET}"
        value: "{SECRET}"
        auth_type: "{SECRET}"
        fields:
          - name: "{SECRET}"
            value: "{SECRET}"
connector:
  name: "{SECRET}"
  base_url: "https://{SECRET}@api.example.com/{{{SECRET}}}/{{{{%{SECRET}%}}}}"
  default_headers:
    X-Token: "{SECRET}"
    {SECRET}: "x"
  variables_metadata:
    {SECRET}: {{format: "{SECRET}", storage_name: "{SECRET}"}}
  variables_storages:
    - {{name: "{SECRET}", type: "{SECRET}"}}
reports:
  - name: "{SECRET}"
    steps:
      - name: "{SECRET}"
        type: "{SECRET}"
        endpoint: "/{{{{%{SECRET}%}}}}/{{{{%x%}}}}"
        variables_output:
          - variable_name: "{SECRET}"
"""


@pytest.mark.parametrize("text", [NAMED, NAMED.replace('type: "', "type: [", 1)], ids=["yaml", "broken"])
def test_no_secret_gets_out(text: str) -> None:
    state = TextState(text)
    said = [repr(symbols(state)), json.dumps([fold.kind for fold in folding(state)])]
    for offset in range(len(text)):
        said += [repr(hover(state, offset)), str(prepare_rename(state, offset))]
        if offset % 7 == 0:
            said.append(repr(completions(state, offset)))
        try:
            rename_edits(state, offset, "BASE_URL")
        except RenameError as error:
            said.append(str(error))
    assert not [one for one in said if SECRET in one]
