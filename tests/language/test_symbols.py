"""Symbols and folds, of texts that parse and of others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint.language.folding import folding
from connector_lint.language.state import TextState
from connector_lint.language.symbols import symbols

if TYPE_CHECKING:
    from tests.language.marked_texts import FIXTURES, ISSUES

    from connector_lint.language.symbols import Symbol
else:
    from marked_texts import FIXTURES, ISSUES


def outline_of(found: list[Symbol], depth: int = 0) -> list[str]:
    """A line for each symbol: kind, name, detail and line, indented below its parent's."""
    lines = []
    for one in found:
        words = filter(None, (one.kind, one.name, one.detail, str(one.span.start.line)))
        lines += ["  " * depth + " ".join(words), *outline_of(one.children, depth + 1)]
    return lines


def test_the_symbols_of_a_connector() -> None:
    assert outline_of(symbols(TextState(ISSUES))) == [
        "section interface_parameters 6",
        "  parameter github_access bearer 9",
        "    field bearer_token string 13",
        "  parameter organisation string 16",
        "connector connector 20",
        "  variable issues json 34",
        "  variable repositories json 37",
        "  variable repository_names json 40",
        "  variable commits json 43",
        "  storage results dir file_system 47",
        "  storage scratch memory 50",
        "section pre_run_configurations 53",
        "  step Read own user rest 56",
        "section reports 62",
        "  report issues 63",
        "    parameter changed date_range 65",
        "      field start_date 70",
        "      field end_date 72",
        "    parameter state list 74",
        "    step List issues rest 79",
        "  report commits 112",
        "    step List repositories rest 115",
        "    step Walk the repositories loop 135",
        "      step List commits rest 144",
    ]


def test_a_symbol_spans_its_part_and_selects_its_name() -> None:
    one = symbols(TextState(ISSUES))[0].children[1]
    assert (
        ISSUES[one.span.start.offset : one.span.end.offset]
        == 'name: "organisation"\n        type: "string"\n        value: ""'
    )
    assert ISSUES[one.selection.start.offset : one.selection.end.offset] == '"organisation"'


def test_what_came_by_an_alias_stands_where_it_is_used() -> None:
    text = 'x-a: &a [{name: "one", type: "string"}]\ninterface_parameters:\n  section:\n    source: *a\nsteps: [{type: "rest"}]\n'
    assert outline_of(symbols(TextState(text))) == [
        "section interface_parameters 2",
        "  parameter one string 4",
        "section steps 5",
        "  step step rest 5",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "dedented-field",
            ["section interface_parameters 2", "  parameter courier_login basic_http 5", "    field username string 9", "    field password string 11", "connector connector 15"],
        ),
        ("unclosed-bracket", ["section interface_parameters 2", "  parameter depot list 5", "connector connector 10"]),
        ("tab-indentation", ["section interface_parameters 2", "  parameter courier_access bearer 5", "connector connector 9"]),
        ("unclosed-quote", ["connector connector 2"]),
        ("undefined-alias", ["connector connector 2"]),
        ("value-at-sign", ["section interface_parameters 2", "  parameter depot_handle string 5", "connector connector 9"]),
    ],
)  # fmt: skip
def test_the_symbols_of_broken_yaml(name: str, expected: list[str]) -> None:
    text = (FIXTURES / "broken" / f"{name}.yaml").read_text(encoding="utf-8")
    state = TextState(text)
    assert not state.is_yaml
    assert outline_of(symbols(state)) == expected


FOLDS = """\
# One
# and two.
a:
  - b: 1
    c: |
      x

      y

  - {d: [1,
      2], e: 3}
# Three
f: "one
  two" # 4
g: {}
"""


def test_folds() -> None:
    assert [tuple(fold) for fold in folding(TextState(FOLDS))] == [
        (1, 2, "comment"),
        (3, 11, "region"),
        (4, 8, "region"),
        (5, 8, "region"),
        (10, 11, "region"),
        (13, 14, "region"),
    ]


def test_documents_fold_at_their_markers() -> None:
    text = "---\na:\n  b: 1\n---\nc: 1\nd: 2\n...\n"
    assert [tuple(fold) for fold in folding(TextState(text))] == [
        (1, 3, "region"),
        (2, 3, "region"),
        (4, 6, "region"),
    ]


def test_folds_of_broken_yaml() -> None:
    broken = FOLDS.replace("b: 1", "b: 1\n    half")
    assert [tuple(fold)[:2] for fold in folding(TextState(broken))] == [
        (1, 2),
        (3, 12),
        (4, 9),
        (6, 9),
        (11, 12),
        (14, 15),
    ]
