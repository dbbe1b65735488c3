"""The report as one HTML page for people who look after many connectors. It needs nothing but itself to be shown.

The page is complete as it is; its script only adds the search, the filters, the sorting and the pages of the tables.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from connector_lint import fleet
from connector_lint.errors import ConfigError
from connector_lint.finding import Severity
from connector_lint.frame import frame
from connector_lint.redact import visible
from connector_lint.report import Report, tool_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from connector_lint.finding import Finding

_MISSING = "--format html needs Jinja2: pip install 'connector-lint[html]'"


def render(report: Report) -> str:
    """The page, in ASCII, which is the same in every encoding. Raises ConfigError where Jinja2 is not installed."""
    environment = _environment()
    states = fleet.file_states(report)
    page = environment.get_template("report.html").render(
        report=report,
        version=tool_version(),
        style_hash=_hash(environment, "report.css"),
        script_hash=_hash(environment, "report.js"),
        verdict=fleet.verdict(report, states),
        files=states,
        charts=_charts(report, states),
        findings=sorted(report.findings, key=_badness),
        severities=list(Severity),
        excerpt=lambda finding: _excerpt(finding, report),
        method_names=fleet.method_names,
        is_link=_is_link,
    )
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii") + "\n"


class Inert(str):
    """A part of a text that is visible already. Alone it may look like something else, and is to stay as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of a finding in three parts, the second being what is wrong, and the carets below."""

    number: str
    before: Inert
    marked: Inert
    after: Inert
    under: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, each a word with its number and a length in percent. `table` and `filter` name what a bar chooses."""

    title: str
    table: str
    filter: str
    bars: list[tuple[str, int, str]]


def _charts(report: Report, states: list[fleet.FileState]) -> list[Chart]:
    found = report.findings
    severities = [(str(severity), number) for severity, number in report.counts.items()]
    methods = fleet.counted(method for file in states for method in fleet.method_names(file))
    return [
        Chart("Severity", "findings", "severity", _bars(severities)),
        Chart("Category", "findings", "category", _bars(fleet.counted(finding.category for finding in found))),
        Chart("Authentication", "files", "method", _bars(methods)),
        Chart("Rule", "findings", "rule", _bars(fleet.counted(finding.rule for finding in found))),
    ]


def _bars(numbers: Iterable[tuple[str, int]]) -> list[tuple[str, int, str]]:
    rows = list(numbers)
    most = max((number for _, number in rows), default=0) or 1
    return [(word, number, f"{100 * number / most:.1f}%") for word, number in rows]


def _badness(finding: Finding) -> tuple[int, bool]:
    # Sorting is stable: equally bad ones stay in the order of the report.
    return -finding.severity.rank, finding.category != fleet.SECURITY


def _excerpt(finding: Finding, report: Report) -> Excerpt | None:
    line = report.excerpt(finding.path, finding.span.start.line)
    if line is None:
        return None
    shown = frame(finding, line)
    text, start, end = shown.text, shown.start, shown.end
    return Excerpt(shown.number, Inert(text[:start]), Inert(text[start:end]), Inert(text[end:]), shown.under)


def _is_link(address: str) -> bool:
    """Whether a rule's help is an address; that of a third party's is a command, or whatever it likes to say."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and address.isascii() and address.isprintable()


@cache
def _environment() -> Environment:
    try:
        import jinja2  # noqa: PLC0415 - an extra, and slow to import
    except ModuleNotFoundError as error:
        if error.name not in ("jinja2", "markupsafe"):
            raise
        raise ConfigError(_MISSING) from None
    folder = files("connector_lint") / "html"
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        finalize=_inert,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _inert(value: Any) -> Any:
    """What the template makes of each value, before it is escaped: no text may be forgotten."""
    return visible(value) if type(value) is str else value


def _hash(environment: Environment, name: str) -> str:
    """What the page's policy allows to run: this very text and no other."""
    text = environment.get_template(name).render()
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
