"""Small reports to render, and what is demanded of any rendering: for the tests of the formats."""

from __future__ import annotations

import copy
import json
import re
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
from jsonschema.validators import validator_for

from connector_lint import (
    Config,
    Edit,
    Finding,
    Fix,
    Position,
    Related,
    RuleError,
    Severity,
    Span,
    report_github,
    report_gitlab,
    report_html,
    report_json,
    report_junit,
    report_sarif,
    report_text,
)
from connector_lint.report import LintedFile, Report
from connector_lint.run import run
from connector_lint.source import BytesSource

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
MOMENT = datetime(2024, 6, 7, 8, 9, 10, tzinfo=UTC)
RENDERERS: dict[str, Callable[[Report], str]] = {
    "text": report_text.render,
    "color": partial(report_text.render, color=True),
    "concise": report_text.render_concise,
    "json": report_json.render,
    "sarif": report_sarif.render,
    "github": report_github.render,
    "job summary": report_github.job_summary,
    "gitlab": report_gitlab.render,
    "html": report_html.render,
    "junit": partial(report_junit.render, moment=MOMENT),
}

SPAN = Span(Position(10, 3, 13), Position(20, 3, 23))
LINES = Span(Position(10, 3, 13), Position(40, 5, 4))
FINDING = Finding(
    "some-rule", "structure", Severity.ERROR, "it is wrong: mend it", "a b/ö.yaml", SPAN, 0, "x", "HELP", "f1"
)
EXAMPLE = Report(
    linted=(LintedFile("a b/ö.yaml", {3: "0123456789012345678901234"}), LintedFile("clean.yaml")),
    findings=(
        FINDING,
        Finding(
            "other-rule", "security", Severity.WARNING, "100% `a`, b", "a b/ö.yaml", LINES, 0, None, "HELP", "f2",
            Fix("write `b`", safe=False, edits=(Edit(SPAN, "b"),)), (Related("used here", "a b/ö.yaml", LINES),),
        ),
        Finding("third-rule", "structure", Severity.INFO, "look", "a b/ö.yaml", SPAN, 0, "y", "HELP", "f3"),
    ),
    errors=(RuleError("some-rule", "clean.yaml", "KeyError"),),
)  # fmt: skip


def lint(text: str, path: str = "orders.yaml") -> Report:
    """The report on one text."""
    return run([BytesSource(path, text.encode("utf-8", "surrogateescape"), blueprints_only=False)], lambda _: Config())


@cache
def _validator(name: str) -> Any:
    folder = ROOT / ("schema" if name == "report" else "tests/schemas")
    schema = json.loads((folder / f"{name}.schema.json").read_text(encoding="utf-8"))
    return validator_for(schema)(schema)


def valid(name: str, text: str) -> Any:
    """The JSON in a text, which has to fit a schema."""
    document = json.loads(text)
    error = jsonschema.exceptions.best_match(_validator(name).iter_errors(_without_known_rules(document)))
    assert error is None, error
    return document


def _without_known_rules(document: Any) -> Any:
    """A SARIF report without the rules that a report before it had: they take most of the time, and are the same."""
    if "runs" not in document:
        return document
    shorter = copy.deepcopy(document)
    for run_ in shorter["runs"]:
        driver = run_["tool"]["driver"]
        rules = json.dumps(driver["rules"])
        if rules in _KNOWN_RULES:
            driver["rules"] = driver["rules"][:1]
        _KNOWN_RULES.add(rules)
    return shorter


_KNOWN_RULES: set[str] = set()
COMMAND = re.compile(r"::(error|warning|notice) (?:[a-zA-Z]+=[^:,\r\n]*)(?:,[a-zA-Z]+=[^:,\r\n]*)*::[^\r\n]*")
TOTAL = re.compile(
    r"\d+ files? checked(, \d+ skipped \(no Blueprint\))?: [\w, ]+( \(\d+ unsafe: --unsafe-fixes\))?( \(\d+ of \d+ shown: [\w :]+\))?"
)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
SARIF, GITLAB, REPORT = "sarif-2.1.0", "gitlab-code-quality", "report"


def demand_valid(form: str, text: str) -> None:
    """Fail where a rendering is not what its reader takes, or could do more than be read."""
    if form in ("json", "sarif", "gitlab"):
        valid({"json": REPORT, "sarif": SARIF, "gitlab": GITLAB}[form], text)
        assert text.isascii()
    elif form == "junit":
        ET.fromstring(text)
        assert text.isascii()
        assert not _FORBIDDEN.search(text)
    elif form == "github":
        *commands, total = text.splitlines() or [""]
        assert [line for line in commands if not COMMAND.fullmatch(line)] == []
        assert TOTAL.fullmatch(total) or not text
        assert text.count("\n") == len(text.splitlines())
    elif form == "job summary":
        tags = set(re.findall(r"<(/?[^\s>]*)", text))
        names = {"table", "tr", "td", "th", "code", "a", "p"}
        assert tags <= names | {f"/{name}" for name in names}
        assert "\n\n" not in text.partition("<table>")[2].rpartition("</table>")[0]
    elif form in ("text", "concise"):
        assert [line for line in text.split("\n") if not line.isprintable()] == []
        assert [line for line in text.split("\n") if re.match("::[a-z]|##[a-z]*\\[", line)] == []
