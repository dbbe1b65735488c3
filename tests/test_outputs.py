"""Several reports in one run: what belongs together, where paths begin, and what happens where one fails."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from connector_lint.cli import main
from connector_lint.outputs import FORMATS
from connector_lint.rooted import root_folder, rooted

if TYPE_CHECKING:
    from tests.report_forms import EXAMPLE, GITLAB, REPORT, SARIF, demand_valid, valid
else:
    from report_forms import EXAMPLE, GITLAB, REPORT, SARIF, demand_valid, valid

BAD = 'connector:\n  name: "Orders"\n  base_url: "http://api.example.com"\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with one Blueprint, and an environment of no build server."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    Path("a.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def names() -> list[str]:
    return sorted(path.name for path in Path().iterdir())


def read(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


def test_each_output_belongs_to_the_format_before_it() -> None:
    result = lint("--format", "sarif", "--output", "s", "a.yaml", "--format", "text", "--format=json", "--output=j")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == lint("a.yaml").stdout
    assert valid(REPORT, read("j")) == json.loads(lint("a.yaml", "--format", "json").stdout)
    assert valid(SARIF, read("s")) == json.loads(lint("a.yaml", "--format", "sarif").stdout)
    assert names() == ["a.yaml", "j", "s"]


def test_every_format_in_one_run() -> None:
    pairs = [part for style in FORMATS for part in ("--format", style, "--output", style)]
    result = lint("a.yaml", *pairs)
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "1 file checked: 1 error, 1 with a fix (1 unsafe: --unsafe-fixes)\n",
    )
    for style in FORMATS:
        demand_valid(style, read(style))
    assert lint("a.yaml", *pairs, "--quiet").output == ""


def test_one_format_and_one_output_belong_together_in_any_order() -> None:
    for arguments in (["--output", "out", "--format", "gitlab"], ["--format", "gitlab", "--output", "out"]):
        assert lint("a.yaml", *arguments).stdout == ""
        assert len(valid(GITLAB, read("out"))) == 1
    assert lint("a.yaml", "--output", "out").stdout == ""
    assert read("out") == lint("a.yaml").stdout


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ["--format", "text", "--format", "json"],
            "--format text and json: only one can go to standard output, --output the others",
        ),
        (
            ["--format", "text", "--output", "x", "--format", "json", "--format", "github"],
            "--format json and github: only one can go to standard output, --output the others",
        ),
        (
            ["--output", "x", "--format", "json", "--format", "text"],
            "with several reports, write each --output right after its --format",
        ),
        (
            ["--format", "json", "--output", "x", "--output", "y"],
            "with several reports, write each --output right after its --format",
        ),
        (["--output", "x", "--output", "y"], "with several reports, write each --output right after its --format"),
        (
            ["--format", "json", "--output", "x", "--format", "text", "--output", "./x"],
            "two reports would be written to x",
        ),
    ],
)
def test_what_does_not_belong_together(arguments: list[str], error: str) -> None:
    result = lint("a.yaml", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"Error: {error}\n")
    assert names() == ["a.yaml"]


def test_two_may_be_thrown_away() -> None:
    assert (
        lint("a.yaml", "--format", "json", "--output", os.devnull, "--format", "text", "--output", os.devnull).exit_code
        == 1
    )


def test_one_that_cannot_be_written_leaves_the_others() -> None:
    pairs = [
        "--format",
        "sarif",
        "--output",
        "no/s",
        "--format",
        "json",
        "--output",
        "j",
        "--format",
        "gitlab",
        "--output",
    ]
    result = lint("a.yaml", *pairs, "gone/g", "--format", "concise")
    assert result.exit_code == 2
    assert (
        result.stderr
        == "Error: cannot write no/s: there is no folder no; cannot write gone/g: there is no folder gone\n"
    )
    assert result.stdout.startswith("a.yaml:3:13: error insecure-url ")
    assert len(valid(REPORT, read("j"))["findings"]) == 1
    assert names() == ["a.yaml", "j"]


def test_totals_of_a_clean_run_and_bugs_are_told_where_no_report_tells_them(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.yaml").write_text(BAD.replace("http:", "https:"), encoding="utf-8")
    total = "1 file checked: no findings\n"
    for style, stderr in (("github", total), ("text", total), ("concise", ""), ("gitlab", ""), ("sarif", "")):
        result = lint("a.yaml", "--format", style)
        assert (result.exit_code, result.stderr) == (0, stderr), style
    assert lint("a.yaml", "--format", "github").stdout == ""
    assert lint("a.yaml", "--format", "gitlab").stdout == "[]\n"
    monkeypatch.setattr("connector_lint.run.documents", lambda *_: 1 / 0)
    bug = "a.yaml: internal error: connector-lint failed with ZeroDivisionError; please report it"
    for style in FORMATS:
        result = lint("a.yaml", "--format", style)
        assert result.exit_code == 3
        assert (result.stdout + result.stderr).count("ZeroDivisionError") >= 1
        assert (bug in result.stderr) == (style not in ("text", "concise", "github"))
        demand_valid(style, result.stdout)


# --- where paths begin ---


def test_services_get_paths_from_the_root_of_the_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sub = folder / "sub"
    sub.mkdir()
    (folder / "link").symlink_to("sub")
    (sub / "b.yaml").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(sub)

    def paths(*arguments: str) -> tuple[str, ...]:
        gitlab = json.loads(lint(*arguments, "--format", "gitlab").stdout)[0]["location"]["path"]
        sarif = json.loads(lint(*arguments, "--format", "sarif").stdout)["runs"][0]["results"][0]["locations"][0]
        github = lint(*arguments, "--format", "github").stdout.split(",")[0].removeprefix("::error file=")
        (suite,) = ET.fromstring(lint(*arguments, "--format", "junit").stdout)
        return (gitlab, sarif["physicalLocation"]["artifactLocation"]["uri"], github, suite.get("name", ""))

    assert {*paths("b.yaml"), *paths(str(sub / "b.yaml")), *paths(str(folder / "link" / "b.yaml"))} == {"b.yaml"}
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        with monkeypatch.context() as patch:
            patch.setenv(name, str(folder))
            assert {*paths("b.yaml"), *paths(str(sub / "b.yaml"))} == {"sub/b.yaml"}
            assert {*paths("../a.yaml"), *paths(str(folder / "a.yaml"))} == {"a.yaml"}
            assert lint("b.yaml", "--format", "concise").stdout.startswith("b.yaml:3:13:")
    monkeypatch.setenv("GITHUB_WORKSPACE", "/nowhere")
    assert {*paths("b.yaml")} == {"b.yaml"}
    assert {*paths("../a.yaml"), *paths(str(folder / "a.yaml"))} == {"../a.yaml"}


def test_no_path_of_the_machine_is_told(folder: Path) -> None:
    for style in ("sarif", "github", "gitlab", "junit"):
        shown = lint(str(folder), "--format", style).stdout
        assert str(folder) not in shown
        assert folder.name not in shown


def test_standard_input_has_no_folder() -> None:
    report = rooted(EXAMPLE, "/r", "/r/sub")
    assert [file.path for file in report.linted] == ["sub/a b/ö.yaml", "sub/clean.yaml"]
    assert [error.path for error in report.errors] == ["sub/clean.yaml"]
    assert {place.path for finding in report.findings for place in finding.related} == {"sub/a b/ö.yaml"}
    result = CliRunner().invoke(
        main, ["-", "--format", "github"], input=BAD, env={"GITHUB_WORKSPACE": str(Path.cwd().parent)}
    )
    assert result.stdout.startswith("::error file=<stdin>,line=3")
    assert root_folder({"CI_PROJECT_DIR": ""}, "/r") == "/r"


# --- the page of a job, and the time ---


def test_a_job_s_page_gets_a_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    lint("a.yaml", "--format", "text")
    assert not Path("summary.md").exists()
    Path("summary.md").write_text("# Before\n\n", encoding="utf-8")
    assert lint("a.yaml", "--format", "github").exit_code == 1
    assert read("summary.md").startswith(
        "# Before\n\n### connector-lint\n\n1 file checked: 1 error, 1 with a fix (1 unsafe: --unsafe-fixes)\n"
    )
    lint("a.yaml", "--format", "github", "--output", "g", "--format", "text")
    assert read("summary.md").count("<table>") == 2


def test_a_summary_that_cannot_be_written_fails_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/summary.md")
    result = lint("a.yaml", "--format", "github")
    assert (result.exit_code, result.stderr) == (1, "cannot write no/summary.md: there is no folder no\n")
    assert result.stdout.startswith("::error ")


def test_junit_s_time_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert 'timestamp="1970-01-02T00:00:00"' in lint("a.yaml", "--format", "junit").stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    result = lint("a.yaml", "--format", "junit")
    assert (result.exit_code, result.stderr) == (2, "Error: SOURCE_DATE_EPOCH is no number of seconds since 1970\n")


def test_the_help_tells_how_several_reports_are_asked_for() -> None:
    usage = " ".join(lint("--help").stdout.split())
    assert "--format sarif --output a.sarif --format text" in usage
    assert ", ".join(FORMATS) in usage
