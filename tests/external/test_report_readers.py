"""Reports, read by the programs that others have written for them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import jq
import pytest
import xmlschema
from junitparser import Error, Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt
from sarif import loader

from connector_lint import Config
from connector_lint.report_github import job_summary
from connector_lint.run import run as lint
from connector_lint.source import BytesSource

from .conftest import ROOT, run

COMMAND = (sys.executable, "-m", "connector_lint")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports on all fixtures."""
    folder = tmp_path_factory.mktemp("reports")
    pairs = [
        part for style in ("json", "sarif", "junit") for part in ("--format", style, "--output", folder / f"r.{style}")
    ]
    run(*COMMAND, "fixtures", *pairs, cwd=ROOT, code=1)
    return folder


@pytest.fixture(scope="module")
def ours(reports: Path) -> dict[str, Any]:
    """The report as JSON."""
    report: dict[str, Any] = json.loads((reports / "r.json").read_text(encoding="utf-8"))
    return report


def test_sarif_tools_counts_what_we_count(reports: Path, ours: dict[str, Any]) -> None:
    read = loader.load_sarif_file(str(reports / "r.sarif"))
    records = read.get_records()
    counts = Counter(record["Severity"] for record in records)
    summary = ours["summary"]
    assert counts == {"error": summary["error"], "warning": summary["warning"], "note": summary["info"]}
    found = sorted((record["Location"], record["Line"]) for record in records)
    assert found == sorted((finding["path"], finding["start"]["line"]) for finding in ours["findings"])
    sarif = Path(sys.executable).with_name("sarif")
    shown = run(sarif, "summary", reports / "r.sarif", cwd=reports)
    assert re.findall(r"^(error|warning|note): (\d+)$", shown, re.MULTILINE) == [
        (level, str(counts[level])) for level in ("error", "warning", "note")
    ]


def test_junit_fits_its_schema_and_is_read(reports: Path, ours: dict[str, Any]) -> None:
    xmlschema.XMLSchema(ROOT / "tests" / "schemas" / "junit.xsd").validate(reports / "r.junit")
    suites = list(JUnitXml.fromfile(str(reports / "r.junit")))
    results = Counter(type(result) for suite in suites for case in suite for result in case.result)
    summary = ours["summary"]
    assert len(suites) == summary["files"]
    assert results == {Failure: summary["error"] + summary["warning"], Skipped: summary["info"]}
    assert results[Error] == sum(suite.errors for suite in suites) == 0
    assert sum(suite.failures for suite in suites) == results[Failure]
    assert sum(suite.skipped for suite in suites) == results[Skipped]


@pytest.mark.parametrize("name", ["  .yaml", "a<b>&\"'.yaml", "]]>.yaml", "\x1b[1m\n.yaml", "🚲.yaml"])
def test_junit_of_a_hostile_name_fits_its_schema(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("connector: {nmae: ']]>'}\n", encoding="utf-8")
    written = run(*COMMAND, f"./{name}", "--format", "junit", cwd=tmp_path, code=1)
    xmlschema.XMLSchema(ROOT / "tests" / "schemas" / "junit.xsd").validate(written)
    (suite,) = JUnitXml.fromstring(written.encode())
    assert suite.tests > 0


def test_a_summary_is_one_heading_one_line_and_one_table_whatever_stands_in_a_file() -> None:
    """Read as CommonMark: what comes from the file is inside of HTML that is escaped."""
    keys = [
        "</td></tr></table>",
        "<script>alert(1)</script>",
        "**x** [a](http://b) ![c](d)",
        "|",
        "`",
        "\\n\\n# x",
        "@y",
    ]
    text = '{"connector": {' + ", ".join(f'"{key}": 1' for key in keys) + "}}\n"
    report = lint([BytesSource("<b>|`a`.yaml", text.encode(), blueprints_only=False)], lambda _: Config())
    assert len(report.findings) >= len(keys)
    blocks = MarkdownIt("commonmark").parse(job_summary(report))
    kinds = [block.type for block in blocks if not block.type.endswith("_close") and block.type != "inline"]
    assert kinds == ["heading_open", "paragraph_open", "html_block"]
    table = blocks[-1].content
    assert set(re.findall(r"</?(\w+)", table)) == {"table", "tr", "th", "td", "code", "a"}
    assert table.count("<tr>") == len(report.findings) + 1


def test_the_recipes_for_jq(ours: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "output.md").read_text(encoding="utf-8")
    rules, files = re.findall(r"^```jq\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert jq.compile(rules).input_value(ours).first() == Counter(finding["rule"] for finding in ours["findings"])
    errors = {finding["path"] for finding in ours["findings"] if finding["severity"] == "error"}
    assert jq.compile(files).input_value(ours).all() == sorted(errors)
    assert jq.compile(rules).input_value({"findings": []}).first() == {}


def test_vim_reads_every_line(ours: dict[str, Any], tmp_path: Path) -> None:
    vim = shutil.which("vim")
    assert vim, "vim is missing: .ci/run installs it"
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    (errorformat,) = re.findall(r"^set errorformat=.*$", page, re.MULTILINE)
    lines = tmp_path / "lines"
    lines.write_text(run(*COMMAND, "fixtures", "--format", "concise", cwd=ROOT, code=1), encoding="utf-8")
    script = tmp_path / "read.vim"
    script.write_text(
        f"set encoding=utf-8\n{errorformat}\ncgetfile {lines}\n"
        "let found = map(getqflist(), {_, q -> [bufname(q.bufnr), q.lnum, q.col, q.type, q.text, q.valid]})\n"
        f"call writefile([json_encode(found)], '{tmp_path}/found')\nqall!\n",
        encoding="utf-8",
    )
    run(vim, "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", script, cwd=ROOT, code=None)
    expected = [
        [f["path"], f["start"]["line"], f["start"]["column"], f["severity"][0], f"{f['rule']} {f['message']}", 1]
        for f in ours["findings"]
    ]
    assert json.loads((tmp_path / "found").read_text(encoding="utf-8")) == expected
