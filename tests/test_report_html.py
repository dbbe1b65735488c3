"""The page for people: what it says, that nothing a file holds becomes markup, and what it claims of safety."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import sys
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint import Config, Edit, Finding, Fix, Related, RuleError, Severity, report_html
from connector_lint.cli import main
from connector_lint.fleet import file_states, verdict
from connector_lint.lines import Lines
from connector_lint.redact import visible
from connector_lint.report import LintedFile, Report, SkippedFile
from connector_lint.run import run
from connector_lint.source import BytesSource

HELP = "https://example.com/rules/some-rule.md"


class Page(HTMLParser):
    """The elements of a page in order, and the text of each, that of what it contains included."""

    VOID = frozenset({"meta", "input", "wbr", "rect"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[int] = []
        self.feed(text)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.texts.append("")
        if tag not in self.VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:  # an option may leave its end out, ours do not
            assert self.elements[self._open.pop()][0] == tag

    def handle_data(self, data: str) -> None:
        for number in self._open:
            self.texts[number] += data

    def text_of(self, tag: str, **attributes: str) -> list[str]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            text
            for (name, found), text in zip(self.elements, self.texts, strict=True)
            if name == tag and wanted.items() <= found.items()
        ]

    @property
    def shape(self) -> list[tuple[str, list[str]]]:
        """All elements with the names of their attributes."""
        return [(tag, list(attributes)) for tag, attributes in self.elements]


def finding(text: str, marked: str, **changes: object) -> Finding:
    start = text.index(marked)
    span = Lines(text).span(start, start + len(marked))
    plain = Finding("some-rule", "security", Severity.ERROR, "wrong", "a.yaml", span, 0, None, HELP, "0" * 32)
    return dataclasses.replace(plain, **changes)  # type: ignore[arg-type]


def page_of(*findings: Finding, **changes: object) -> Page:
    linted = tuple(LintedFile(path) for path in sorted({found.path for found in findings}))
    report = dataclasses.replace(Report(linted, (), findings), **changes)  # type: ignore[arg-type]
    return Page(report_html.render(report))


TEXT = 'connector:\n  base_url: "http://a.example"\n'


def test_a_small_fleet() -> None:
    span = Lines(TEXT).span(0, 9)
    found = (
        finding(TEXT, "base_url", severity=Severity.WARNING, category="structure", rule="other", path="b/c.yml"),
        finding(
            TEXT,
            '"http://a.example"',
            message="use `https`",
            yaml_path="connector.base_url",
            fix=Fix("write `https`", safe=False, edits=(Edit(span, "x"),)),
            related=(Related("used here", "b.yaml", span),),
        ),
    )
    linted = (
        LintedFile("clean.yaml", {}, ("bearer", "oauth2")),
        LintedFile("b/c.yml"),
        LintedFile("a.yaml", {2: '  base_url: "http://a.example"'}, ("bearer",)),
    )
    page = Page(report_html.render(Report(linted, tuple(SkippedFile(name, "") for name in "xyz"), found)))
    assert page.text_of("title") == ["connector-lint report: Not safe: 1 of 3 files has security errors."]
    assert page.text_of("p", class_="verdict unsafe") == ["Not safe: 1 of 3 files has security errors."]
    assert page.text_of("dt") == ["files checked", "skipped (no Blueprint)", "error", "warning", "info", "with a fix"]
    assert page.text_of("dd") == ["3", "3", "1", "1", "0", "1"]
    charts = [text.split() for text in page.text_of("table", class_="chart")]
    assert charts == [
        ["Severity", "SeverityFindings", "error1", "warning1", "info0"],
        ["Category", "CategoryFindings", "security1", "structure1"],
        ["Authentication", "AuthenticationFiles", "bearer2", "none1", "oauth21"],
        ["Rule", "RuleFindings", "other1", "some-rule1"],
    ]
    assert [attributes["width"] for tag, attributes in page.elements if tag == "rect"] == [
        *["100.0%", "100.0%", "0.0%"], *["100.0%"] * 2, *["100.0%", "50.0%", "50.0%"], *["100.0%"] * 2
    ]  # fmt: skip
    assert [row for row in page.text_of("tr") if "yaml" in row or "yml" in row] == [
        "a.yamlunsafe1100bearer",
        "b/c.ymlwarning0010none",
        "clean.yamlclean0000bearer, oauth2",
        (
            "erroruse `https`\n"
            '2 |   base_url: "http://a.example"\n'
            "  |             ^^^^^^^^^^^^^^^^^^\n"
            "At connector.base_url\n"
            "b.yaml:1:1: used here\n"
            "Fix (unsafe: it may change what was meant): write `https`\n"
            "Help: some-rule\n"
            "some-rulesecuritya.yaml:2:13"
        ),
        "warningwrong\nHelp: other\notherstructureb/c.yml:2:3",
    ]
    assert page.text_of("mark") == ['"http://a.example"']
    assert page.text_of("footer")[0].startswith("connector-lint ")


def test_the_worst_comes_first_and_equals_stay_in_order() -> None:
    levels = [(Severity.INFO, "security"), (Severity.ERROR, "structure"), (Severity.WARNING, "security")]
    levels += [(Severity.ERROR, "security"), (Severity.ERROR, "structure")]
    found = [
        finding(TEXT, "connector", message=f"m{number}", severity=severity, category=category)
        for number, (severity, category) in enumerate(levels)
    ]
    assert page_of(*found).text_of("summary") == ["m3", "m1", "m4", "m2", "m0"]


def test_many_rules_are_folded() -> None:
    page = page_of(*(finding(TEXT, "connector", rule=f"rule-{number:02}") for number in range(15)))
    assert page.text_of("summary")[0] == "3 more"
    assert [len(re.findall(r"rule-\d\d", table)) for table in page.text_of("table", class_="chart")] == [0, 0, 0, 12, 3]


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (Report(), ("unknown", "Nothing was checked: no file was a Blueprint.")),
        (Report((LintedFile("a.yaml"),)), ("clean", "Nothing found in 1 file.")),
        (Report((LintedFile("a.yaml"), LintedFile("b.yaml"))), ("clean", "Nothing found in 2 files.")),
        (
            Report((LintedFile("a.yaml"),), (), (finding(TEXT, "connector", severity=Severity.WARNING),)),
            ("warning", "No security errors found in 1 file."),
        ),
        (
            Report((LintedFile("a.yaml"),), (), (finding(TEXT, "connector", category="structure"),)),
            ("error", "No security errors found in 1 file."),
        ),
        (
            Report(
                (LintedFile("a.yaml"),), (), (finding(TEXT, "connector", rule="yaml-syntax", category="structure"),)
            ),
            ("unknown", "Not known to be safe: 1 of 1 file could not be checked completely."),
        ),
        (
            Report((LintedFile("a.yaml"), LintedFile("b.yaml")), (), (), (RuleError("x", "b.yaml", "ValueError"),)),
            ("unknown", "Not known to be safe: 1 of 2 files could not be checked completely."),
        ),
        (
            Report(
                (LintedFile("a.yaml"),), (), (finding(TEXT, "connector"),), (RuleError(None, "b.yaml", "KeyError"),)
            ),
            ("unsafe", "Not safe: 1 of 2 files has security errors."),
        ),
        (
            Report((), (), tuple(finding(TEXT, "connector", path=f"{number}.yaml") for number in range(1200))),
            ("unsafe", "Not safe: 1,200 of 1,200 files have security errors."),
        ),
    ],
)
def test_the_verdict_claims_no_more_than_is_known(report: Report, expected: tuple[str, str]) -> None:
    assert verdict(report, file_states(report)) == expected
    assert Page(report_html.render(report)).text_of("p", class_=f"verdict {expected[0]}") == [expected[1]]


def test_what_is_unknown_is_not_called_none() -> None:
    broken = finding(TEXT, "connector", rule="yaml-syntax", category="structure", path="broken.yaml")
    linted = (LintedFile("broken.yaml"), LintedFile("plain.yaml"))
    page = page_of(broken, linted=linted)
    assert page.text_of("td", class_="method") == ["unknown", "none"]


HOSTILE = [
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onclick="alert(1)', "' autofocus onfocus='x",
    "</style><style>*{display:none}", "]]><svg onload=alert(1)>", "<!--", "--><b>", "{{ 7 * 7 }}{% raw %}", "&lt;b&gt;&#60;",
    "javascript:alert(1)", "a\nb\r\x1b[31m\x00", "\u202egnp.lmay", "\u200b\u2028\ufeff", "\ud800", "::error::x", "##vso[x]y", "🚲 日本 &amp",
]  # fmt: skip


def report_with(text: str) -> Report:
    """A report that holds the text wherever a text may stand."""
    code = f"a: {text!a}\n"
    span = Lines(code).span(3, len(code) - 1)
    found = finding(
        code, "a", rule=text, category=text, message=text, path=text, span=span, yaml_path=text, help=text,
        fix=Fix(text, safe=True, edits=(Edit(span, text),)), related=(Related(text, text, span),),
    )  # fmt: skip
    return Report(
        (LintedFile(text, {1: f"a: {text}"}, (text,)),),
        (SkippedFile(text, text),),
        (found,),
        (RuleError(text, text, text),),
    )


def assert_inert(text: str) -> None:
    page, plain = (Page(report_html.render(report_with(each))) for each in (text, "plain"))
    assert page.shape == plain.shape
    for before, after in zip(plain.elements, page.elements, strict=True):
        assert {name: value.replace("plain", visible(text)) for name, value in before[1].items()} == after[1]
    assert page.text_of("summary") == [visible(text)]
    assert page.text_of("bdi") == [visible(text)] * 4
    assert page.text_of("script") == plain.text_of("script")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_files_hold_is_never_markup(text: str) -> None:
    assert_inert(text)
    rendered = report_html.render(report_with(text))
    assert rendered.isascii()
    assert all(line.isprintable() and not line.lstrip().startswith("::") for line in rendered.split("\n"))
    assert "##vso[" not in rendered


@settings(max_examples=60, deadline=None)
@given(text=st.text("<>\"'&/=-! \n\\{}%#:;[]aSCRIPTscript\u202eé日", min_size=1, max_size=30))
def test_whatever_text_it_is(text: str) -> None:
    assert_inert(text)


def test_a_part_of_a_line_that_looks_like_a_command_is_shown_as_in_the_text() -> None:
    text = "host: ::1/x\n"
    page = page_of(finding(text, "::1"), linted=(LintedFile("a.yaml", {1: text.strip()}),))
    assert page.text_of("pre") == ["1 | host: ::1/x\n  |       ^^^"]


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        (HELP, True),
        ("HTTPS://example.com/", True),
        ("http://example.com/", False),
        ("connector-lint --explain acme/rule", False),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)//https://a.example", False),
        ("data:text/html,x", False),
        ("https:x", False),
        ("https://", False),
        ("https://[", False),
        ("//example.com", False),
        ("ht\ntps://example.com/", False),
        ("https://exämple.com/", False),
    ],
)
def test_only_a_web_address_becomes_a_link(address: str, linked: bool) -> None:
    page = page_of(finding(TEXT, "connector", help=address))
    targets = [attributes["href"] for tag, attributes in page.elements if tag == "a" and attributes["href"][0] != "#"]
    assert targets == ([address] if linked else [])
    assert (visible(address) in page.text_of("code")) is not linked


def test_the_policy_lets_only_our_own_script_and_style_in() -> None:
    page = page_of(finding(TEXT, "connector"))
    policy = next(a["content"] for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")

    def digest(tag: str) -> str:
        (text,) = page.text_of(tag)
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert policy.split("; ") == [
        "default-src 'none'", f"style-src {digest('style')}", f"script-src {digest('script')}",
        "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
    ]  # fmt: skip
    loading = Counter(name for _, attributes in page.elements for name in attributes)
    assert not {"src", "srcset", "style", "action", "background", "data"} & set(loading)
    assert "url(" not in page.text_of("style")[0]
    assert "@import" not in page.text_of("style")[0]


def test_the_template_escapes_by_the_engine_alone() -> None:
    folder = files("connector_lint") / "html"
    template = (folder / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"\|\s*(safe|escape|e|tojson|forceescape)\b|autoescape|Markup", template.partition("-#}")[2])
    assert not re.search(r"=\s*{[{%]", re.sub(r"{%.*?%}", "", template)), "an attribute without quotes"
    assert not re.search(r"<(script|style)[^>]*>(?!{% include)", template)
    script = (folder / "report.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|Function\(|fetch|import\(", script)


def test_equal_reports_are_equal_pages() -> None:
    sources = [BytesSource(f"{name}.yaml", TEXT.encode(), blueprints_only=False) for name in "cab"]
    first, second = (report_html.render(run(sources, lambda _: Config())) for _ in range(2))
    assert first == second
    assert list(dict.fromkeys(Page(first).text_of("bdi", class_="path"))) == ["c.yaml", "a.yaml", "b.yaml"]


def test_without_the_template_engine_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    report_html._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = CliRunner().invoke(main, ["-", "--format", "html"], input=TEXT)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: --format html needs Jinja2: pip install 'connector-lint[html]'\n"


def test_bugs_are_named_in_the_page() -> None:
    page = page_of(errors=(RuleError("acme/rule", "a.yaml", "ValueError"), RuleError(None, "b.yaml", "KeyError")))
    assert page.text_of("li") == [
        "a.yaml: acme/rule failed with ValueError",
        "b.yaml: connector-lint failed with KeyError",
    ]
