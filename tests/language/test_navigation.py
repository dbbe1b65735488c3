"""Definition, references and highlights of parameters, fields, variables, items of loops and storages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint.language.navigation import definition, highlights, references
from connector_lint.language.state import TextState

if TYPE_CHECKING:
    from tests.language.marked_texts import ISSUES, at_cursor, offset_of

    from connector_lint.finding import Span
else:
    from marked_texts import ISSUES, at_cursor, offset_of


def places(spans: list[Span]) -> list[tuple[int, int]]:
    return [(span.start.line, span.start.column) for span in spans]


@pytest.mark.parametrize(
    ("word", "defined", "used"),
    [
        ('"organisation"', [(16, 16)], [(83, 43), (118, 43), (147, 48)]),
        ("%organisation%", [(16, 16)], [(83, 43), (118, 43), (147, 48)]),
        ('"state"', [(74, 16)], [(86, 22)]),
        ("changed.start_date", [(65, 16)], [(87, 22)]),
        ("start_date%}}", [(70, 20)], [(87, 30)]),
        # A variable is declared in variables_metadata; steps put out into it and loop over it.
        ('"repository_names"', [(40, 5)], [(139, 27)]),
        ('"repository"', [(140, 23)], [(147, 67)]),
        ('"results dir"', [(47, 14)], [(36, 22), (39, 22), (45, 22)]),
        ("%BASE_URL%", [(22, 13)], [(60, 21), (83, 23), (118, 23), (147, 27)]),
    ],
)
def test_names_of_a_connector(word: str, defined: list[tuple[int, int]], used: list[tuple[int, int]]) -> None:
    state, offset = TextState(ISSUES), offset_of(ISSUES, word)
    assert places(definition(state, offset)) == defined
    assert places(references(state, offset, include_declaration=False)) == used


def test_references_with_the_declaration() -> None:
    state, offset = TextState(ISSUES), offset_of(ISSUES, '"repository_names"')
    assert places(references(state, offset, include_declaration=True)) == [(40, 5), (127, 29), (139, 27)]
    found = [(one.span.start.line, one.kind) for one in highlights(state, offset)]
    assert found == [(40, "write"), (127, "write"), (139, "read")]


TWO_REPORTS = """\
interface_parameters: {section: {source: [{name: "state", type: "string"}]}}
connector: {name: "x", base_url: "https://api.example.com/{own}"}
reports:
  - name: "one"
    report_parameters: [{name: "state", type: "string"}, {name: "own", type: "string"}]
    steps: [{name: "get", endpoint: "/{{%state%}}/{{%own%}}"}]
  - name: "two"
    report_parameters: [{name: "own", type: "string"}]
    steps: [{name: "get", endpoint: "/{{%state%}}/{{%own%}}"}]
"""


@pytest.mark.parametrize(
    ("number", "defined", "used"),
    [(1, [1], [9]), (2, [5], [6]), (3, [5], [6]), (4, [1], [9])],
)
def test_a_report_knows_its_own_parameters_first(number: int, defined: list[int], used: list[int]) -> None:
    state, offset = TextState(TWO_REPORTS), offset_of(TWO_REPORTS, "state", number)
    assert [line for line, _ in places(definition(state, offset))] == defined
    assert [line for line, _ in places(references(state, offset, include_declaration=False))] == used


def test_outside_of_reports_a_name_may_be_of_several() -> None:
    state, offset = TextState(TWO_REPORTS), offset_of(TWO_REPORTS, "{own}")
    assert [line for line, _ in places(definition(state, offset))] == [5, 8]


ALIASED = """\
x-own: &own
  - {name: "own", type: "string"}
connector: {name: "x", base_url: "https://api.example.com"}
reports:
  - {name: "one", report_parameters: *own, steps: [{endpoint: "/{{%own%}}"}]}
  - {name: "two", report_parameters: *own, steps: [{endpoint: "/{{%own%}}"}]}
"""


def test_what_aliases_use_is_defined_where_it_is_written() -> None:
    state, offset = TextState(ALIASED), offset_of(ALIASED, "%own%")
    assert places(definition(state, offset)) == [(2, 13)]
    at_definition = offset_of(ALIASED, '"own"')
    assert places(references(state, at_definition, include_declaration=True)) == [(2, 13), (5, 68), (6, 68)]


BARE = """\
interface_parameters:
  section:
    source:
      - {name: "kind", type: "list"}
      - {name: "part", type: "list", dynamic_source: {variable_name: "parts", populate_on: ["kind"]}}
connector:
  name: "x"
  base_url: "https://api.example.com"
  variables_metadata: {parts: {format: "json"}}
steps:
  - name: "each"
    type: "loop"
    loop: {type: "data", variable_name: "parts.items", item_name: "one"}
    condition: "kind == 'kind' and kind_of != one.kind"
    steps: [{name: "kind", type: "rest", endpoint: "/{kind}/{{%one%}}"}]
"""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ('"kind"', [(4, 17), (5, 94), (14, 17), (15, 55)]),
        ("parts:", [(5, 71), (9, 24), (13, 42)]),
        ('"one"', [(13, 68), (14, 47), (15, 64)]),
    ],
)
def test_names_without_braces(word: str, expected: list[tuple[int, int]]) -> None:
    state, offset = TextState(BARE), offset_of(BARE, word)
    assert places(references(state, offset, include_declaration=True)) == expected


FIELDS = """\
interface_parameters:
  section:
    source:
      - {name: "login", type: "authentication", auth_type: "basic_http", fields: [{name: "tenant"}, {name: "region"}]}
      - {name: "other", type: "authentication", auth_type: "basic_http", fields: [{name: "tenant"}]}
connector: {name: "x", base_url: "https://{tenant}.example.com/{login.tenant}/{{%other.tenant%}}/{{%region + tenant%}}"}
"""


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, [(4, 91), (6, 44), (6, 71), (6, 110)]),
        (2, [(5, 91), (6, 44), (6, 88), (6, 110)]),
        (3, [(4, 91), (5, 91), (6, 44), (6, 71), (6, 88), (6, 110)]),
        (4, [(4, 91), (6, 44), (6, 71), (6, 110)]),
    ],
)
def test_fields_with_and_without_their_parameter(number: int, expected: list[tuple[int, int]]) -> None:
    state, offset = TextState(FIELDS), offset_of(FIELDS, "tenant", number)
    assert places(references(state, offset, include_declaration=True)) == expected


@pytest.mark.parametrize("marked", ["^", "na^me: x", "connector: {base_url: 'https://{x^}'}", "# {{%BASE^_URL%}}"])
def test_nothing_is_found(marked: str) -> None:
    state, offset = at_cursor(marked)
    assert definition(state, offset) == references(state, offset, include_declaration=True) == []
    assert highlights(state, offset) == []


def test_a_half_typed_line_leaves_the_rest_as_it_is() -> None:
    broken = ISSUES.replace('        http_method: "GET"\n', '        http_met\n          x: "\n', 1)
    state, offset = TextState(broken), offset_of(broken, "%organisation%")
    assert not state.is_yaml
    assert places(definition(state, offset)) == [(16, 16)]
    assert places(references(state, offset, include_declaration=False)) == [(84, 43), (119, 43), (148, 48)]


def test_a_parameter_goes_before_a_variable_of_its_name() -> None:
    text = """\
interface_parameters: {section: {source: [{name: "rows", type: "string"}]}}
connector: {name: "x", base_url: "https://api.example.com", variables_metadata: {rows: {format: "json"}}}
reports: [{name: "r", steps: [{endpoint: "/{{%rows%}}", variables_output: [{variable_name: "rows"}]}]}]
"""
    state = TextState(text)
    assert places(definition(state, offset_of(text, "%rows%"))) == [(1, 51)]
    assert places(references(state, offset_of(text, "rows: {"), include_declaration=True)) == [(2, 82), (3, 93)]
