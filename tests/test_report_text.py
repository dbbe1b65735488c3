"""The report for people: exact frames, written by hand, and nothing in them that could do harm."""

from __future__ import annotations

import dataclasses
import json
import re
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint import Config, Edit, Finding, Fix, Related, RuleError, Severity, inspect, report_json
from connector_lint.lines import Lines
from connector_lint.parse import parse
from connector_lint.redact import Redaction, visible
from connector_lint.report import LintedFile, Report, SkippedFile
from connector_lint.report_text import render, render_concise, summary_line

if TYPE_CHECKING:
    from collections.abc import Mapping

MESSAGE = "this is wrong: mend it"


def finding(text: str, start: int, end: int, **changes: object) -> Finding:
    span = Lines(text).span(start, end)
    plain = Finding("some-rule", "structure", Severity.ERROR, MESSAGE, "a.yaml", span, 0, None, "HELP", "0" * 32)
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def report_of(
    files: int,
    skipped: int,
    findings: tuple[Finding, ...] = (),
    errors: tuple[RuleError, ...] = (),
    excerpts: Mapping[str, Mapping[int, str]] | None = None,
) -> Report:
    """A report on so many files, of which some have excerpts."""
    linted = [LintedFile(path, lines) for path, lines in (excerpts or {}).items()]
    linted += [LintedFile(f"clean{number}.yaml") for number in range(files - len(linted))]
    left = tuple(SkippedFile(f"other{number}.yaml", "it is no Blueprint") for number in range(skipped))
    return Report(tuple(linted), left, findings, errors)


def frame(text: str, start: int, end: int) -> str:
    """The two lines that show the code, for a finding between two offsets."""
    found = finding(text, start, end)
    line = found.span.start.line
    excerpts = {line: Redaction(parse(text)).line(line)}
    rendered = render(report_of(1, 0, (found,), (), {"a.yaml": excerpts}), summary=False).split("\n")
    assert rendered[0] == f"a.yaml:{line}:{found.span.start.column}: error some-rule"
    assert rendered[3:] == [f"  {MESSAGE}", "  help: HELP", ""]
    return "\n".join(rendered[1:3])


def at(text: str, marked: str) -> tuple[str, int, int]:
    start = text.index(marked)
    return text, start, start + len(marked)


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        ("name: Orders\n", "Orders", "  1 | name: Orders\n    |       ^^^^^^"),
        ("a:\n\tb: c\n", "b", "  2 |  b: c\n    |  ^"),
        ("a: x\ty\tz\n", "z", "  1 | a: x y z\n    |        ^"),
        ("a: x\ty\tz\n", "x\ty", "  1 | a: x y z\n    |    ^^^"),
        ("日本: 語\n", "語", "  1 | 日本: 語\n    |       ^^"),
        ("n: 🚲🚲 x\n", "x", "  1 | n: 🚲🚲 x\n    |         ^"),
        ("n: 🚲🚲 x\n", "🚲", "  1 | n: 🚲🚲 x\n    |    ^^"),
        ("n: ｱ x\n", "x", "  1 | n: ｱ x\n    |      ^"),
        ("n: e\u0301e\u0301 x\n", "x", "  1 | n: e\u0301e\u0301 x\n    |       ^"),
        ("n: e\u0301 x\n", "e\u0301", "  1 | n: e\u0301 x\n    |    ^"),
        ("n: \u26a0\ufe0f x\n", "x", "  1 | n: \u26a0\ufe0f x\n    |      ^"),
        ("n: \u0928\u0940 x\n", "x", "  1 | n: \u0928\u0940 x\n    |       ^"),
        ("n: \x1b[1m x\n", "x", "  1 | n: \\x1b[1m x\n    |            ^"),
        ("n: \x1b x\n", "\x1b", "  1 | n: \\x1b x\n    |    ^^^^"),
        ("n: \u202e x\n", "x", "  1 | n: \\u202e x\n    |           ^"),
        ("host: ::1/x\n", "::1", "  1 | host: ::1/x\n    |       ^^^"),
        ("a: 1\r\nb: two\r\n", "two", "  2 | b: two\n    |    ^^^"),
        ("a: 1\rb: two\r", "two", "  2 | b: two\n    |    ^^^"),
        ("a: |\n  one\n  two\n", "|\n  one\n  two", "  1 | a: |\n    |    ^"),
        ('a: "one\n  two"\n', '"one\n  two"', '  1 | a: "one\n    |    ^^^^'),
        ("a: 1\u2028b: 2\n", "2", "  1 | a: 1\\u2028b: 2\n    |              ^"),
        ("\n" * 99 + "name: Orders\n", "Orders", "  100 | name: Orders\n      |       ^^^^^^"),
    ],
)
def test_carets_stand_under_the_span(text: str, marked: str, expected: str) -> None:
    assert frame(*at(text, marked)) == expected


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("", 0, "  1 | \n    | ^"),
        ("a: [\n", 5, "  2 | \n    | ^"),
        ("a: [", 4, "  1 | a: [\n    |     ^"),
        ("a: b\n", 4, "  1 | a: b\n    |     ^"),
    ],
)
def test_an_empty_span_has_one_caret(text: str, offset: int, expected: str) -> None:
    assert frame(text, offset, offset) == expected


ITEMS = [f"item{number:02}" for number in range(40)]
LONG = f"key: [{', '.join(ITEMS)}]\n"


@pytest.mark.parametrize(
    ("marked", "line", "blanks", "carets"),
    [
        ("key", "key: [" + ", ".join(ITEMS[:13]) + ", …", 0, 3),
        ("item20", "…em16, " + ", ".join(ITEMS[17:30]) + ", …", 31, 6),
        ("item39", "…em35, item36, item37, item38, item39]", 31, 6),
        (", ".join(ITEMS), "key: [" + ", ".join(ITEMS[:13]) + ", …", 6, 104),
    ],
)
def test_a_long_line_is_cut_to_a_window(marked: str, line: str, blanks: int, carets: int) -> None:
    assert frame(*at(LONG, marked)) == f"  1 | {line}\n    | {' ' * blanks}{'^' * carets}"


def test_a_line_of_a_hundred_and_ten_is_not_cut() -> None:
    text = "a: " + "b" * 107
    assert frame(text, 3, 110) == f"  1 | {text}\n    |    {'^' * 107}"
    assert frame(text + "b", 3, 111) == f"  1 | {text}…\n    |    {'^' * 107}"


def test_a_whole_report() -> None:
    text = "a: b\nc: d\n"
    lines = Lines(text)
    fix = Fix("write x", safe=False, edits=(Edit(lines.span(3, 4), "x"),))
    related = (
        Related("first written here", "a.yaml", lines.span(5, 6)),
        Related("used here", "b.yaml", lines.span(8, 9)),
    )
    findings = (
        finding(text, 3, 4, related=related, fix=fix),
        finding(text, 3, 4, rule="other", severity=Severity.WARNING, fix=dataclasses.replace(fix, safe=True)),
        finding(text, 0, 0, path="orders/b.yml", severity=Severity.INFO),
    )
    report = report_of(2, 3, findings, (), {"a.yaml": {1: "a: b"}, "orders/b.yml": {}})
    assert render(report) == dedent(f"""\
        a.yaml:1:4: error some-rule
          1 | a: b
            |    ^
          {MESSAGE}
          a.yaml:2:1: first written here
          b.yaml:2:4: used here
          fix (unsafe): write x
          help: HELP

        a.yaml:1:4: warning other
          1 | a: b
            |    ^
          {MESSAGE}
          fix: write x
          help: HELP

        orders/b.yml:1:1: info some-rule
          {MESSAGE}
          help: HELP

        2 files checked, 3 skipped (no Blueprint): 1 error, 1 warning, 1 info, 2 with a fix (1 unsafe: --unsafe-fixes)
        """)


def test_a_whole_report_of_a_file() -> None:
    text = 'connector:\n  name: "A"\n  name: "B"\n  base_url: "http://a.example"\n'
    inspection = inspect(text, "a.yaml", Config(select=frozenset(["insecure-url", "duplicate-key"])))
    lines = render(report_of(1, 0, inspection.findings, (), {"a.yaml": inspection.excerpts})).splitlines()
    assert [line for line in lines if line[:3] not in ("  `", "  h")] == [
        "a.yaml:3:3: error duplicate-key",
        '  3 |   name: "B"',
        "    |   ^^^^",
        "  a.yaml:2:3: first defined here",
        "",
        "a.yaml:4:13: error insecure-url",
        '  4 |   base_url: "http://a.example"',
        "    |             ^^^^^^^^^^^^^^^^^^",
        "  fix (unsafe): use `https://`",
        "",
        "1 file checked: 2 errors, 1 with a fix (1 unsafe: --unsafe-fixes)",
    ]


def test_colours_are_escapes_around_the_same_text() -> None:
    text = "a: b\n"
    fix = Fix("write x", safe=True, edits=(Edit(Lines(text).span(3, 4), "x"),))
    findings = tuple(finding(text, 3, 4, severity=severity, fix=fix) for severity in Severity)
    report = report_of(1, 0, findings, (), {"a.yaml": {1: "a: b"}})
    colored = render(report, color=True)
    assert "\x1b" not in render(report)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(report)
    assert "\x1b[1ma.yaml:1:4\x1b[0m: \x1b[1;31merror\x1b[0m some-rule\n" in colored
    assert "\x1b[1;33mwarning\x1b[0m" in colored
    assert "\x1b[1;36minfo\x1b[0m" in colored
    assert "\x1b[2m    | \x1b[0m   \x1b[1;33m^\x1b[0m\n" in colored
    assert "\x1b[32m  fix: write x\x1b[0m\n" in colored
    assert colored.count("\x1b[0m") == colored.count("\x1b[") / 2


def found_of(*severities: Severity) -> tuple[Finding, ...]:
    return tuple(finding("a", 0, 1, severity=severity) for severity in severities)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (report_of(0, 0), "0 files checked: no findings"),
        (report_of(1, 0), "1 file checked: no findings"),
        (report_of(2, 1), "2 files checked, 1 skipped (no Blueprint): no findings"),
        (report_of(1, 0, found_of(Severity.ERROR)), "1 file checked: 1 error"),
        (report_of(1, 0, found_of(Severity.WARNING)), "1 file checked: 1 warning"),
        (report_of(1, 0, found_of(Severity.INFO)), "1 file checked: 1 info"),
        (
            report_of(3, 2, found_of(*[Severity.INFO] * 2, *[Severity.WARNING] * 2, *[Severity.ERROR] * 2)),
            "3 files checked, 2 skipped (no Blueprint): 2 errors, 2 warnings, 2 info",
        ),
    ],
)
def test_the_summary_counts(report: Report, expected: str) -> None:
    assert summary_line(report) == expected


def test_errors_of_rules_stand_between_findings_and_summary() -> None:
    errors = (RuleError("acme/rule", "a.yaml", "ValueError"), RuleError(None, "b.yaml", "KeyError"))
    report = report_of(2, 0, found_of(Severity.ERROR), errors, {})
    assert render(report) == dedent(f"""\
        a.yaml:1:1: error some-rule
          {MESSAGE}
          help: HELP

        a.yaml: internal error: the rule acme/rule failed with ValueError; please report it
        b.yaml: internal error: connector-lint failed with KeyError; please report it

        2 files checked: 1 error
        """)
    assert render(report_of(1, 0)) == "1 file checked: no findings\n"
    assert render(report_of(1, 0), summary=False) == ""


def test_concise_is_one_line_a_finding() -> None:
    errors = (RuleError("acme/rule", "a.yaml", "ValueError"),)
    assert render_concise(report_of(1, 0, (finding("a: b\nc: d\n", 8, 9),), errors)) == (
        f"a.yaml:2:4: error some-rule {MESSAGE}\n"
        "a.yaml: internal error: the rule acme/rule failed with ValueError; please report it\n"
    )
    assert render_concise(report_of(1, 0)) == ""


HOSTILE = [
    "a\nb: c", "\x1b[31mred", "::error::x", "\n::error file=x::y", "##[error]x", "##vso[task.x]y", "a\u202eb", "a\u200bb",
    "\r", "\u2028", "\x85", "\x9b2J",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_paths_come_out_inert(name: str) -> None:
    written = json.dumps(name)
    text = (
        f"connector: {{{written}: 1, name: 2}}\ninterface_parameters:\n  section:\n    source: [{{name: {written}}}]\n"
    )
    inspection = inspect(text, name, Config())
    assert {found.rule for found in inspection.findings} >= {"unknown-key", "missing-key", "wrong-type"}
    errors = (RuleError("acme/x", name, "ValueError"),)
    report = report_of(1, 0, inspection.findings, errors, {name: inspection.excerpts})
    concise, shown = render_concise(report), visible(name)
    assert len(concise.splitlines()) == len(inspection.findings) + 1
    for output in (render(report, summary=False), concise, report_json.render(report)):
        for line in output.split("\n"):
            assert line.isprintable()
            assert not line.lstrip().startswith("::")
            assert not re.search(r"##\w*\[", line)
    others = {line[:2] for line in render(report, summary=False).split("\n") if not line.startswith(f"{shown}:")}
    assert others == {"  ", ""}
    assert all(line.startswith(f"{shown}:") for line in concise.splitlines())
    assert json.loads(report_json.render(report))["errors"][0]["path"] == shown


@settings(max_examples=60, deadline=None)
@given(name=st.text(min_size=1, max_size=30), path=st.text(min_size=1, max_size=30))
def test_whatever_a_name_or_a_path_holds_a_line_stays_a_line(name: str, path: str) -> None:
    inspection = inspect(json.dumps({"connector": {name: 1, "name": 2}}), path, Config())
    report = report_of(1, 0, inspection.findings, (), {path: inspection.excerpts})
    assert render_concise(report).count("\n") == len(inspection.findings)
    assert all(line.isprintable() for output in (render(report), render_concise(report)) for line in output.split("\n"))
    assert report_json.render(report).isascii()


def test_json_is_ascii_and_says_what_the_finding_says() -> None:
    text = "connector: {näme: 1}\n"
    inspection = inspect(text, "bestellungen-für-köln.yaml", Config(select=frozenset(["unknown-key"])))
    rendered = report_json.render(report_of(1, 0, inspection.findings, (), {}))
    assert rendered.isascii()
    (found,) = json.loads(rendered)["findings"]
    assert found["path"] == "bestellungen-für-köln.yaml"
    assert found["yaml_path"] == "connector.näme"
    assert found["start"] == {"line": 1, "column": 13, "offset": 12}
    assert found["end"] == {"line": 1, "column": 17, "offset": 16}
    assert found["fix"]["edits"] == [{"start": found["start"], "end": found["end"], "text": "name"}]
