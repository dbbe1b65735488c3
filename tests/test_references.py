"""What placeholders refer to, where they stand, and what happens to those that are written badly."""

from __future__ import annotations

import pytest

from connector_lint import check
from connector_lint.parse import parse

HEAD = """\
interface_parameters:
  section:
    source:
      - {name: "your_domain", type: "string"}
      - {name: "changed", type: "date_range", period_type: "date"}
      - {name: "größe-1", type: "string"}
      - {name: "a.b", type: "string"}
      - {name: "results dir", type: "string"}
connector:
  name: "Orders"
  base_url: "https://api.example.com"
"""
STEP = """\
steps:
  - name: "get"
    type: "rest"
    http_method: "GET"
"""


def placeholders(value: str, key: str = "endpoint") -> list[tuple[str, str, str]]:
    """Syntax, name and member of the placeholders of a step's value, which is written as it is."""
    (document,) = parse(f"{HEAD}{STEP}    {key}: {value}\n")
    return [(found.syntax, found.name, found.member) for found in document.references]


def undefined(text: str) -> list[tuple[int, int, int, str]]:
    """Line, column, end column and message of each `undefined-parameter`."""
    return [
        (finding.span.start.line, finding.span.start.column, finding.span.end.column, finding.message)
        for finding in check(text)
        if finding.rule == "undefined-parameter"
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("/{a}", [("{x}", "a", "")]),
        ("/{{a}}", [("{{x}}", "a", "")]),
        ("/{{%a%}}", [("{{%x%}}", "a", "")]),
        ("/{{% a.b.c %}}", [("{{%x%}}", "a", "b")]),
        ("/{größe-1}{été}", [("{x}", "größe-1", ""), ("{x}", "été", "")]),
        ("/{results dir}", [("{x}", "results dir", "")]),
        ("/{a.b}", [("{x}", "a", "b")]),
        ("/{{{a}}}", [("{{x}}", "a", "")]),
        ("/{a{b}}", [("{x}", "b", "")]),
        ("'/{a{{%b%}}c}'", [("{{%x%}}", "b", "")]),
        ("'/{{%a'", []),
        ("'/{a'", []),
        ("'/{}{ a}{1}{\"a\"}{?a}{+a}{{}}{{ a }}{%a%}'", []),
        ("'/{{%%}}'", []),
    ],
)
def test_placeholders_are_found(value: str, found: list[tuple[str, str, str]]) -> None:
    assert placeholders(value) == found


@pytest.mark.parametrize(
    "value",
    [
        "/{your_domain}/{größe-1}/{a.b}/{results dir}/{changed.start_date}/{changed.end_date}",
        '"{{% your_domain %}}{{your_domain}}"',
        "'{{%NOW%}}'",
        "'{{% missing | default %}}{{missing + 1}}'",
        "'{missing'",
    ],
)
def test_what_is_defined_or_cannot_be_decided_is_no_finding(value: str) -> None:
    assert undefined(f"{HEAD}{STEP}    endpoint: {value}\n") == []


@pytest.mark.parametrize(
    ("value", "column", "end", "message"),
    [
        ("/{domain}", 16, 24, "did you mean `your_domain`?"),
        ("'/{Your-Domain}'", 17, 30, "did you mean `your_domain`?"),
        ('"\\x2f{missing}"', 20, 29, "declare it under `interface_parameters` or correct the name"),
        ("/{{%BASEURL%}}", 16, 29, "did you mean `BASE_URL`?"),
        ("/{{missing.part}}", 16, 32, "declare it under `interface_parameters` or correct the name"),
        ("'it''s {missing}'", 22, 31, "declare it under `interface_parameters` or correct the name"),
        ("/{changed.Start_Date}", 16, 36, "did you mean `start_date`?"),
    ],
)
def test_what_is_undefined_is_found_at_itself(value: str, column: int, end: int, message: str) -> None:
    ((line, start, stop, said),) = undefined(f"{HEAD}{STEP}    endpoint: {value}\n")
    assert (line, start, stop) == (16, column, end)
    assert said.endswith(message)


def test_a_folded_block_of_a_report_has_its_place() -> None:
    text = f"""\
{HEAD}reports:
  - report_parameters:
      - {{name: "state", type: "string"}}
    steps:
      - name: "get"
        type: "rest"
        http_method: "POST"
        endpoint: "/"
        body: >-

          {{{{%state%}}}}
          and {{{{%stat%}}}}
  - report_parameters: [{{name: "stat", type: "string"}}]
    steps: [{{name: "get", type: "rest", http_method: "GET", endpoint: "/{{{{%stat%}}}}"}}]
"""
    assert undefined(text) == [
        (23, 15, 25, "`stat` is a parameter of another report: declare it in this report's `report_parameters` too")
    ]


def test_a_placeholder_that_an_alias_brings_in_is_found_where_it_is_written() -> None:
    text = f"x-headers: &headers {{X-Tenant: '{{tenant}}'}}\n{HEAD}{STEP}    endpoint: '/'\n    headers: *headers\n"
    (finding,) = [finding for finding in check(text) if finding.rule == "undefined-parameter"]
    assert (finding.span.start.line, finding.span.start.column) == (1, 33)
    assert [(related.message, related.span.start.line) for related in finding.related] == [("used here", 18)]


@pytest.mark.parametrize(
    "text",
    [
        "interface_parameters: {section: {source: null}}\n",
        "interface_parameters: {section: {source: [1, [x], null, {fields: {name: a}}, {name: [a]}, {name: {a: b}}]}}\n",
        "interface_parameters: {section: {source: {name: a, type: string}}}\n",
        "interface_parameters: [{name: 1, type: 2}]\n",
        "interface_parameters: null\n",
    ],
)
@pytest.mark.parametrize(
    "rest",
    [
        "connector: {base_url: [1], variables_metadata: [a], variables_storages: {a: b}, default_headers: 5}\n",
        "connector: {base_url: '{x}', variables_metadata: {a: 1, ? [b] : {storage_name: {c: d}}}}\n",
    ],
)
@pytest.mark.parametrize(
    "steps",
    [
        "reports: [1, null, {steps: {a: b}}, {name: [a], report_parameters: 7, steps: [null, {endpoint: {{x}: y}}]}]\n",
        "steps: [{loop: x, variables_output: {variable_name: 1}}, {loop: {variable_name: [1]}, headers: [{a: '{b}'}]}]\n",
        "multi-reports: {steps: [{variables_output: [1, {variable_name: {a: b}}]}], name: {{%x%}: 1}}\n",
    ],
)
def test_wrong_shapes_raise_nothing(text: str, rest: str, steps: str) -> None:
    assert isinstance(check(text + rest + steps), list)
