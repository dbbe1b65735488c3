"""What tells people how far a long run is, what it did, and what there is to do: never on standard output unasked."""

from __future__ import annotations

import io
import json
import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from connector_lint import progress
from connector_lint.cli import main

CLEAN = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
BOTH = CLEAN.replace("https", "http").replace(".com", ".com/")  # insecure-url, base-url-trailing-slash, both fixable


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def bar(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, seconds_each: float, quiet: bool = False) -> str:
    clock = iter(number * seconds_each for number in range(1000))
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", stream)
    assert list(progress.with_bar(["a", "b", "c", "d"], quiet=quiet)) == ["a", "b", "c", "d"]
    return stream.getvalue()


def test_long_work_on_a_terminal_has_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = bar(monkeypatch, Terminal(), seconds_each=0.6)
    assert "Linting" in shown
    assert "4/4" in shown


def test_short_work_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bar(monkeypatch, Terminal(), seconds_each=0.1) == ""


def test_neither_has_a_file_nor_a_quiet_run(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bar(monkeypatch, io.StringIO(), seconds_each=2) == ""
    assert bar(monkeypatch, Terminal(), seconds_each=2, quiet=True) == ""


def test_verbose_tells_files_and_stages_on_standard_error() -> None:
    Path("a.yaml").write_text(BOTH, encoding="utf-8")
    Path("b.yaml").write_text(CLEAN, encoding="utf-8")
    Path("c.yaml").write_text("services: {}\n", encoding="utf-8")
    result = lint("--verbose", "--format", "concise", ".")
    told = re.sub(r"\d+\.\d\d s", "N s", result.stderr).splitlines()
    assert told == [
        "search: N s",
        "lint: N s",
        "configuration: none, all is default",
        "linted a.yaml: 2 findings",
        "linted b.yaml: 0 findings",
        "skipped c.yaml: no `connector` or `interface_parameters`",
        "report: N s",
    ]
    assert result.stdout == lint("--format", "concise", ".").stdout


def test_verbose_tells_which_configurations_hold() -> None:
    for name in ("a.toml", ".connector-lint.toml", "sub/.connector-lint.toml"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text('fail-on = "error"\n', encoding="utf-8")
    Path(".connector-lint.toml").write_text('extend = "a.toml"\nignore = ["unknown-key"]\n', encoding="utf-8")
    Path("sub/a.yaml").write_text(CLEAN, encoding="utf-8")
    told = [line for line in lint("--verbose", ".").stderr.splitlines() if line.startswith("configuration: ")]
    assert told == [f"configuration: {name}" for name in (".connector-lint.toml", "a.toml", "sub/.connector-lint.toml")]
    assert "configuration: a.toml" in lint("--verbose", "--config", "a.toml", ".").stderr.splitlines()


def test_statistics_stand_in_the_place_of_the_findings() -> None:
    for name in "ab":
        Path(f"{name}.yaml").write_text(BOTH, encoding="utf-8")
    Path("c.yaml").write_text(CLEAN.replace("https", "http") + "  nmae: Orders\n", encoding="utf-8")
    result = lint("--statistics", ".")
    assert result.stdout.splitlines() == [
        "3  insecure-url             error    3 with a fix",
        "2  base-url-trailing-slash  warning  2 with a fix",
        "1  unknown-key              warning",
        "3 files checked: 3 errors, 3 warnings, 5 with a fix (3 unsafe: --unsafe-fixes)",
    ]
    assert (result.exit_code, result.stderr) == (1, "")


def test_statistics_of_a_report_for_programs_go_to_standard_error() -> None:
    Path("a.yaml").write_text(BOTH, encoding="utf-8")
    result = lint("--statistics", "--format", "json", ".")
    assert json.loads(result.stdout)["summary"]["error"] == 1
    assert result.stderr.splitlines()[0] == "1  base-url-trailing-slash  warning  1 with a fix"


def test_statistics_of_a_clean_run() -> None:
    Path("a.yaml").write_text(CLEAN, encoding="utf-8")
    assert lint("--statistics", ".").stdout == "1 file checked: no findings\n"
