"""The page for people who look after many connectors: what it says, that it holds nothing else, and nothing alive."""

from __future__ import annotations

import base64
import builtins
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint import Config, Finding, RuleError, inspect, report_html
from connector_lint.cli import main
from connector_lint.report import LintedFile, Report
from connector_lint.testing import expand

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"
        type: "authentication"
        auth_type: "basic_http"
        fields:
          - {name: "username", type: "string"}
          - {name: "password", type: "string", value: "@secret:password@", is_encrypted: true}
connector:
  name: "Orders"
  base_url: "http://api.example.com"
"""
CLEAN = TEXT.replace("http:", "https:").replace("@secret:password@", "")
VOID = frozenset(("meta", "rect", "input", "br", "wbr"))
HOSTILE = [
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "\" onmouseover=\"window.pwned = 1",
    "' autofocus onfocus='window.pwned = 1",
    "javascript:window.pwned=1",
    "]]><!--",
    "{{ 7 * 7 }}{% raw %}",
    "line\nbreak\r\x1b[31m\x00",
    "\u202eevil\u2066",
    "😀 é",
]  # fmt: skip


class Page(HTMLParser):
    """The elements of a page with their attributes, and the texts by the element that they stand in."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def shape(self) -> Counter[tuple[str, tuple[str, ...]]]:
        """How often which element has which attributes, whatever stands in them."""
        return Counter((tag, tuple(sorted(attributes))) for tag, attributes in self.elements)


def report_of(*texts: str) -> Report:
    inspections = [(f"file{number}.yaml", text) for number, text in enumerate(texts, 1)]
    found = [(path, inspect(expand(text), path, Config())) for path, text in inspections]
    linted = tuple(LintedFile(path, seen.excerpts, seen.authentication_methods) for path, seen in found)
    return Report(linted, 2, tuple(finding for _, seen in found for finding in seen.findings))


def rows(page: str) -> list[str]:
    """The texts of each table row, joined by blanks."""
    body = [re.sub(r"<[^>]*>", " ", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)]
    return [" ".join(text.split()) for text in body]


def test_it_says_how_each_file_stands_and_what_was_found() -> None:
    page = report_html.render(report_of(TEXT, CLEAN))
    assert "Not safe: 1 of 2 files has security errors." in page
    found = rows(page)
    assert "file1.yaml unsafe 2 2 0 0 basic_http" in found
    assert "file2.yaml clean 0 0 0 0 basic_http" in found
    assert found.index("file1.yaml unsafe 2 2 0 0 basic_http") < found.index("file2.yaml clean 0 0 0 0 basic_http")
    assert {"error 2", "security 2", "basic_http 2", "insecure-url 1", "hardcoded-secret 1"} <= set(found)
    assert '<a href="https://github.com/connector-lint/connector-lint/blob/main/docs/rules/insecure-url.md"' in page


def test_a_finding_has_its_frame() -> None:
    page = report_html.render(report_of(TEXT))
    assert '<pre>12 |   base_url: <mark>"http://api.example.com"</mark>'.replace('"', "&#34;") in page
    assert '   | <span aria-hidden="true">            ^^^^^^^^^^^^^^^^^^^^^^^^</span></pre>' in page


@pytest.mark.parametrize(
    ("report", "verdict"),
    [
        (Report(), "Nothing was checked: no file was a Blueprint."),
        (Report((LintedFile("a"),)), "Nothing found in 1 file."),
        (Report((LintedFile("a"), LintedFile("b"))), "Nothing found in 2 files."),
        (report_of("a: [\n"), "Not known to be safe: 1 of 1 file could not be checked completely."),
        (
            report_of(CLEAN.replace("https://api.example.com", "https://a.example/")),
            "No security errors found in 1 file.",
        ),
        (
            Report((LintedFile("a"),), errors=(RuleError("insecure-url", "a", "ValueError"),)),
            "Not known to be safe: 1 of 1 file could not be checked completely.",
        ),
    ],
)
def test_it_claims_no_more_than_is_known(report: Report, verdict: str) -> None:
    texts = dict(Page(report_html.render(report)).texts)
    assert texts["title"] == f"connector-lint report: {verdict}"


def test_it_needs_nothing_but_itself() -> None:
    """A policy that lets nothing in but its own style and script, by their hashes; links to pages of rules alone."""
    page = report_html.render(report_of(TEXT))
    parsed = Page(page)
    (policy,) = [meta["content"] for meta in parsed.all("meta") if "http-equiv" in meta]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "//" not in re.sub(r"//[^\n]*\n", "", text)
    loading = [(tag, name) for tag, found in parsed.elements for name in found if name in ("src", "srcset", "action")]
    assert loading == []
    assert [found for tag, found in parsed.elements if any(name.startswith("on") for name in found)] == []
    assert {link["href"] for link in parsed.all("a") if not str(link["href"]).startswith("#")} == {
        f"https://github.com/connector-lint/connector-lint/blob/main/docs/rules/{rule}.md"
        for rule in ("hardcoded-secret", "insecure-url")
    }


def test_it_is_the_same_each_time_and_in_every_encoding() -> None:
    page = report_html.render(report_of(TEXT))
    assert page == report_html.render(report_of(TEXT))
    assert page.isascii()


def hostile_report(text: str) -> Report:
    """A report in which every text that a file, its name or another package's rule decides is this one."""
    (finding, *_) = report_of(TEXT).findings
    changed: Finding = replace(
        finding, rule=text, category=text, message=text, path=text, yaml_path=text, help=text,
        related=tuple(replace(note, path=text, message=text) for note in finding.related),
    )  # fmt: skip
    file = LintedFile(text, {finding.span.start.line: text}, (text,))
    return Report((file,), 0, (changed,), (RuleError(text, text, text),))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(text: str) -> None:
    harmless = Page(report_html.render(hostile_report("harmless")))
    page = report_html.render(hostile_report(text))
    assert Page(page).shape() == harmless.shape()
    assert "\x1b" not in page
    assert "\u202e" not in page


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_no_text_adds_an_element_or_an_attribute(text: str) -> None:
    assert (
        Page(report_html.render(hostile_report(f"a{text}"))).shape()
        == Page(report_html.render(hostile_report("a"))).shape()
    )


@pytest.mark.parametrize(
    "address", ["http://a.example", "javascript:alert(1)", "https:", "https://[", "HTTPS:\n//a", "data:,"]
)
def test_only_an_https_address_becomes_a_link(address: str) -> None:
    parsed = Page(report_html.render(hostile_report(address)))
    assert {str(link["href"])[:1] for link in parsed.all("a")} == {"#"}


def test_credentials_are_not_in_it() -> None:
    secret = expand("@secret:password@")
    page = report_html.render(report_of(TEXT + f"  # {secret}\n"))
    assert "**************" in page
    windows = {secret[start : start + 8] for start in range(len(secret) - 7)}
    assert [window for window in windows if window in page] == []


def test_the_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders.yaml").write_text(expand(TEXT), encoding="utf-8")
    result = CliRunner().invoke(main, ["--format", "html", "--output", "report.html"])
    assert result.exit_code == 1
    found = rows((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "orders.yaml unsafe 2 2 0 0 basic_http" in found
    summary = json.loads(CliRunner().invoke(main, ["--format", "json"]).stdout)["summary"]
    assert f"error {summary['error']}" in found


def test_without_jinja2_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refuse(name: str, *rest: Any, **more: Any) -> Any:
        if name == "jinja2":
            missing()
        return imported(name, *rest, **more)

    def missing() -> NoReturn:
        raise ModuleNotFoundError("No module named 'jinja2'", name="jinja2")

    report_html._environment.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["--format", "html"])
    monkeypatch.undo()
    report_html._environment.cache_clear()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: --format html needs Jinja2: pip install 'connector-lint[html]'\n"
