"""The HTML report in a browser: used by keyboard, with hostile files, and with as many findings as a fleet has."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from connector_lint import Config, Finding, report_html
from connector_lint.report import LintedFile, Report
from connector_lint.run import run
from connector_lint.source import BytesSource

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    """Serves `page` and keeps the paths of all requests in `asked`."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(pages[-1] if self.path == "/" else b"")

        def log_message(self, *_arguments: Any) -> None:
            pass

    asked: list[str] = []
    pages: list[bytes] = []
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.asked, served.pages = asked, pages  # type: ignore[attr-defined]
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield chrome
    chrome.quit()


@pytest.fixture
def show(browser: Chrome, server: Any) -> Iterator[Callable[[Report], Chrome]]:
    """Opens the page of a report; at the end nothing was complained of, and nothing else asked for."""

    def opened(report: Report) -> Chrome:
        server.pages.append(report_html.render(report).encode())
        browser.get(f"http://127.0.0.1:{server.server_port}/")
        WebDriverWait(browser, 60).until(lambda chrome: chrome.find_elements(By.CSS_SELECTOR, "form:not([hidden])"))
        return browser

    yield opened
    own = f"http://127.0.0.1:{server.server_port}/"
    requests = [
        message["params"]["request"]["url"]
        for entry in browser.get_log("performance")  # type: ignore[no-untyped-call]
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
        and not message["params"]["documentURL"].startswith("chrome")  # the tab that the browser begins with
    ]
    assert set(requests) <= {own, own + "favicon.ico"}  # the browser itself asks for the icon, and the policy refuses
    assert set(server.asked) == {"/"}
    complaints = [entry["message"] for entry in browser.get_log("browser")]  # type: ignore[no-untyped-call]
    assert [text for text in complaints if "favicon" not in text] == []


def fleet(copies: int) -> Report:
    """All fixtures, so many times over."""
    paths = sorted((ROOT / "fixtures").rglob("*.yaml"))
    sources = [
        BytesSource(path.relative_to(ROOT).as_posix(), path.read_bytes(), blueprints_only=False) for path in paths
    ]
    once = run(sources, lambda _: Config())
    linted = [replace(file, path=f"{n:02}/{file.path}") for n in range(copies) for file in once.linted]
    findings = [replace(found, path=f"{n:02}/{found.path}") for n in range(copies) for found in once.findings]
    return Report(tuple(linted), (), tuple(findings))


def said(browser: Chrome, table: str = "findings") -> str:
    return browser.find_element(By.XPATH, f"//section[h2/@id='{table}']//output").text


def focused(browser: Chrome) -> Any:
    return browser.switch_to.active_element


def tab_to(browser: Chrome, css: str) -> Any:
    """Press Tab until an element that fits has the focus."""
    for _ in range(200):
        if browser.execute_script("return document.activeElement.matches(arguments[0])", css):
            return focused(browser)
        focused(browser).send_keys(Keys.TAB)
    raise AssertionError(f"no way to {css} by keyboard")


def test_search_filters_sorting_and_details_by_keyboard(show: Callable[[Report], Chrome]) -> None:
    report = fleet(1)
    browser = show(report)
    total = len(report.findings)
    assert said(browser) == f"Showing 1 to 100 of {total} findings"
    focused(browser).send_keys(Keys.TAB)
    focused(browser).send_keys(Keys.ENTER)  # the link that skips to the findings
    field = tab_to(browser, "#findings ~ form [name=text]")
    ring = browser.execute_script("return getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"
    field.send_keys("Uses Plain HTTP")
    wanted = sum("uses plain http" in found.message for found in report.findings)
    assert said(browser) == f"Showing 1 to {wanted} of {wanted} findings, chosen from {total}"
    tab_to(browser, "#findings ~ form [name=severity]").send_keys("error")
    tab_to(browser, "#findings ~ form [name=file]").send_keys("nowhere")
    assert said(browser) == f"Showing none, chosen from {total}"
    tab_to(browser, "#findings ~ form [type=reset]").send_keys(Keys.ENTER)
    WebDriverWait(browser, 5).until(lambda chrome: said(chrome) == f"Showing 1 to 100 of {total} findings")
    tab_to(browser, ".findings th:nth-child(4) button").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".findings th:nth-child(4)").get_attribute("aria-sort") == "ascending"
    places = [cell.text for cell in browser.find_elements(By.CSS_SELECTOR, ".findings td .path")]
    assert places == sorted(places)
    tab_to(browser, ".findings summary").send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, ".findings details[open] pre").is_displayed()
    tab_to(browser, "nav button:last-child").send_keys(Keys.ENTER)
    assert said(browser) == f"Showing 101 to {min(total, 200)} of {total} findings"


def test_a_bar_and_a_file_choose_what_they_stand_for(show: Callable[[Report], Chrome]) -> None:
    report = fleet(2)
    browser = show(report)
    rule = browser.find_element(By.CSS_SELECTOR, "a[data-filter=rule]")
    number = sum(found.rule == rule.text for found in report.findings)
    rule.send_keys(Keys.ENTER)
    assert f" of {number} findings, chosen from" in said(browser)
    file = browser.find_element(By.CSS_SELECTOR, "a[data-filter=file]")
    number = sum(found.path == file.text for found in report.findings)
    file.send_keys(Keys.ENTER)
    assert said(browser).startswith(f"Showing 1 to {number} of {number} findings")
    browser.find_element(By.CSS_SELECTOR, "a[data-filter=method][data-value=bearer]").send_keys(Keys.ENTER)
    number = sum("bearer" in file.authentication_methods for file in report.linted)
    assert f" of {number} files, chosen from" in said(browser, "files")


HOSTILE = [
    "</script><script>window.struck = 1</script>", "<img src=/struck onerror='window.struck = 1'>",
    '" onfocus="window.struck = 1" autofocus="', "</style><style>@import '/struck'</style>", "]]>\n<svg onload=alert(1)>",
    "javascript:alert(1)", "<!--<script>", "\x1b[31m\u202e🚲", "</template></noscript><iframe srcdoc='<script>alert(1)</script>'>",
]  # fmt: skip


def test_no_script_of_theirs_runs(show: Callable[[Report], Chrome]) -> None:
    plain = fleet(1).findings[0]

    def hostile(text: str) -> Finding:
        return replace(plain, rule=text, category=text, message=text, path=text, yaml_path=text, help=text)

    line = plain.span.start.line
    linted = tuple(LintedFile(text, {line: text}, (text,)) for text in HOSTILE)
    browser = show(Report(linted, (), tuple(map(hostile, HOSTILE))))
    browser.find_element(By.CSS_SELECTOR, "[name=open]").click()
    everything = (
        "for (const each of document.querySelectorAll('a[data-filter], button')) { each.focus(); each.click(); }"
    )
    browser.execute_script(everything)
    assert browser.execute_script("return window.struck ?? null") is None
    assert len(browser.find_elements(By.TAG_NAME, "script")) == 1
    assert browser.find_elements(By.CSS_SELECTOR, "img, iframe, svg[onload], [autofocus], .findings a") == []


def test_ten_thousand_findings_stay_usable(show: Callable[[Report], Chrome]) -> None:
    report = fleet(50)
    assert len(report.findings) > 10_000
    browser = show(report)
    measured = browser.execute_script("""
        const form = [...document.forms].at(-1);
        const started = performance.now();
        form.elements.namedItem("text").value = "credential";
        form.dispatchEvent(new Event("input"));
        document.body.offsetHeight;
        return [performance.now() - started, document.querySelectorAll("*").length];
    """)
    assert measured[0] < 1000, "milliseconds from a key to the rows; some tens on an idle machine"
    assert measured[1] < 6000, "elements in the page"
    assert "chosen from 10," in said(browser)
