"""The HTML report in a real browser: its search and filters work by keyboard, and nothing of a file's comes alive."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from connector_lint import Config, inspect, report_html
from connector_lint.finding import Position, Severity, Span
from connector_lint.report import LintedFile, Report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = 'connector: {name: "Orders", base_url: "http://api.example.com/"}\n'
ARGUMENTS = """
    --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync --window-size=1280,1000
""".split()
HOSTILE = [
    "<script>window.pwned = 1</script>",
    "</script><script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    '" onmouseover="window.pwned = 1" autofocus onfocus="window.pwned = 1',
    "javascript:window.pwned=1",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for argument in (*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chromium, chromedriver = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
    assert chromium, "a browser is needed: apt-get install chromium"
    assert chromedriver, "its driver is needed: apt-get install chromium-driver"
    options.binary_location = chromium
    driver = webdriver.Chrome(options, webdriver.ChromeService(chromedriver))
    yield driver
    driver.quit()


def report_of(files: int, findings: int) -> Report:
    """So many findings, spread over files: in turn an error of security and a warning of structure."""
    found = sorted(inspect(TEXT, "a", Config()).findings, key=lambda finding: -finding.severity.rank)
    assert [finding.rule for finding in found] == ["insecure-url", "base-url-trailing-slash"]
    made = []
    for number in range(findings):
        position = Position(number, number + 1, 1)
        path = f"team/connector-{number % files:04}.yaml"
        made.append(replace(found[number % 2], path=path, span=Span(position, position)))
    linted = [LintedFile(f"team/connector-{number:04}.yaml", {}, ("bearer",)) for number in range(files)]
    return Report(tuple(linted), 0, tuple(made))


def show(browser: webdriver.Chrome, folder: Path, report: Report) -> None:
    page = folder / "report.html"
    page.write_text(report_html.render(report), encoding="ascii")
    browser.get_log("browser")  # type: ignore[no-untyped-call] # what is there is of the page before
    browser.get(page.as_uri())
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]


def listing(browser: webdriver.Chrome) -> Any:
    return browser.find_elements(By.CSS_SELECTOR, ".listing")[-1]


def count(browser: webdriver.Chrome) -> tuple[str, int]:
    """What the findings' table says of itself, and how many rows it shows."""
    section = listing(browser)
    return section.find_element(By.TAG_NAME, "output").text, len(section.find_elements(By.CSS_SELECTOR, "tbody tr"))


def field(browser: webdriver.Chrome, name: str) -> Any:
    return listing(browser).find_element(By.NAME, name)


def test_hostile_texts_do_not_come_alive(browser: webdriver.Chrome, tmp_path: Path) -> None:
    (finding, *_) = inspect(TEXT, "a", Config()).findings
    found = [
        replace(finding, rule=text, category=text, message=text, path=text, yaml_path=text, help=text)
        for text in HOSTILE
    ]
    report = Report(tuple(LintedFile(text, {1: text}, (text,)) for text in HOSTILE), 0, tuple(found))
    show(browser, tmp_path, report)
    field(browser, "open").send_keys(Keys.ENTER)
    events = (
        "for (const e of document.querySelectorAll('*')) { e.dispatchEvent(new MouseEvent('mouseover')); e.focus(); }"
    )
    browser.execute_script(events)
    assert browser.execute_script("return window.pwned === undefined")
    assert browser.get_log("browser") == []  # type: ignore[no-untyped-call]
    shown = listing(browser).find_elements(By.TAG_NAME, "summary")
    assert [element.text for element in shown] == HOSTILE


def test_search_and_filters_work_by_keyboard(browser: webdriver.Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, report_of(3, 10))
    assert count(browser) == ("Showing 1 to 10 of 10 findings", 10)
    field(browser, "severity").send_keys("warning")
    assert count(browser) == ("Showing 1 to 5 of 5 findings, chosen from 10", 5)
    field(browser, "file").send_keys("CONNECTOR-0001")
    assert count(browser) == ("Showing 1 to 2 of 2 findings, chosen from 10", 2)
    field(browser, "file").send_keys(Keys.TAB, Keys.ENTER)  # the next is the button that shows all
    assert count(browser) == ("Showing 1 to 10 of 10 findings", 10)
    field(browser, "text").send_keys("trailing-slash")
    assert count(browser) == ("Showing 1 to 5 of 5 findings, chosen from 10", 5)
    field(browser, "text").send_keys("x")
    assert count(browser) == ("Showing none, chosen from 10", 0)


def test_a_bar_chooses_its_findings(browser: webdriver.Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, report_of(3, 10))
    browser.find_element(By.CSS_SELECTOR, "a[data-filter=rule][data-value=insecure-url]").send_keys(Keys.ENTER)
    assert count(browser) == ("Showing 1 to 5 of 5 findings, chosen from 10", 5)


def test_columns_are_sorted_by_keyboard(browser: webdriver.Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, report_of(3, 10))
    head = listing(browser).find_elements(By.CSS_SELECTOR, "thead th")[3]
    first = []
    for _ in range(2):
        head.find_element(By.TAG_NAME, "button").send_keys(Keys.ENTER)
        row = listing(browser).find_element(By.CSS_SELECTOR, "tbody tr")
        first.append((head.get_attribute("aria-sort"), row.find_element(By.CSS_SELECTOR, ".path").text))
    assert first == [("ascending", "team/connector-0000.yaml"), ("descending", "team/connector-0002.yaml")]


def test_ten_thousand_findings_are_a_page_at_a_time(browser: webdriver.Chrome, tmp_path: Path) -> None:
    show(browser, tmp_path, report_of(500, 10_000))
    assert count(browser) == ("Showing 1 to 100 of 10,000 findings", 100)
    listing(browser).find_elements(By.CSS_SELECTOR, "nav button")[1].send_keys(Keys.ENTER)
    assert count(browser) == ("Showing 101 to 200 of 10,000 findings", 100)
    field(browser, "text").send_keys("connector-0499")
    assert count(browser) == ("Showing 1 to 20 of 20 findings, chosen from 10,000", 20)
    assert {finding.severity for finding in report_of(500, 10_000).findings} == {Severity.ERROR, Severity.WARNING}


def test_without_its_script_it_is_complete(browser: webdriver.Chrome, tmp_path: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page = tmp_path / "report.html"
    page.write_text(report_html.render(report_of(3, 10)), encoding="ascii")
    browser.get(page.as_uri())
    try:
        assert len(listing(browser).find_elements(By.CSS_SELECTOR, "tbody tr")) == 10
        assert not listing(browser).find_element(By.TAG_NAME, "form").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
