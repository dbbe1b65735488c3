"""`--fix`, `--unsafe-fixes` and `--diff` as people use them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from connector_lint.cli import main
from connector_lint.testing import expand

ROOT = Path(__file__).parent.parent
BOTH = 'connector:\n  name: "Orders"\n  base_url: "http://api.example.com/"\n'  # one safe fix, one unsafe
SAFE = BOTH.replace(".com/", ".com")
ALL = SAFE.replace("http:", "https:")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("a.yaml")
    path.write_text(BOTH, encoding="utf-8")
    return path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_safe_fixes_are_applied_and_the_report_is_about_what_is_left(file: Path) -> None:
    result = lint("--fix", "--format", "concise", ".")
    assert file.read_text(encoding="utf-8") == SAFE
    assert [line.partition(": ")[::2] for line in result.stdout.splitlines()] == [
        ("a.yaml:3:13", "fixed base-url-trailing-slash: remove the slash"),
        ("a.yaml:3:13", result.stdout.splitlines()[1].partition(": ")[2]),
    ]
    assert result.stdout.splitlines()[1].startswith("a.yaml:3:13: error insecure-url ")
    assert result.exit_code == 1
    assert (
        lint("--fix", ".").stdout.splitlines()[-1] == "1 file checked: 1 error, 1 with a fix (1 unsafe: --unsafe-fixes)"
    )


def test_unsafe_fixes_are_applied_where_they_are_wanted(file: Path) -> None:
    result = lint("--fix", "--unsafe-fixes", ".")
    assert file.read_text(encoding="utf-8") == ALL
    assert result.exit_code == 0
    assert "1 file checked, 2 fixed: no findings left" in result.stderr


def test_the_summary_says_what_could_be_fixed_with_unsafe_fixes() -> None:
    summary = lint("--fix", ".").stdout.splitlines()[-1]
    assert summary == "1 file checked, 1 fixed: 1 error left, 1 with a fix (1 unsafe: --unsafe-fixes)"


def test_a_diff_writes_nothing_and_git_applies_it(file: Path) -> None:
    result = lint("--diff", "--unsafe-fixes", ".")
    assert (result.exit_code, file.read_text(encoding="utf-8")) == (1, BOTH)
    subprocess.run(["git", "apply", "-"], input=result.stdout.encode(), check=True)
    assert file.read_text(encoding="utf-8") == ALL
    clean = lint("--diff", "--unsafe-fixes", ".")
    assert (clean.exit_code, clean.stdout) == (0, "")


def test_a_diff_of_standard_input() -> None:
    result = CliRunner().invoke(main, ["--diff", "--stdin-filename", "b.yaml", "-"], input=BOTH)
    assert result.stdout.splitlines()[:2] == ["--- a/b.yaml", "+++ b/b.yaml"]
    assert result.exit_code == 1


def test_json_tells_what_was_fixed() -> None:
    report = json.loads(lint("--fix", "--format", "json", ".").stdout)
    jsonschema.validate(report, json.loads((ROOT / "schema" / "report.schema.json").read_text(encoding="utf-8")))
    assert [(f["rule"], f["start"]["line"], f["start"]["column"]) for f in report["fixed"]] == [
        ("base-url-trailing-slash", 3, 13)
    ]
    assert [f["rule"] for f in report["findings"]] == ["insecure-url"]


def test_select_chooses_what_is_fixed(file: Path) -> None:
    lint("--fix", "--unsafe-fixes", "--select", "insecure-url", ".")
    assert file.read_text(encoding="utf-8") == BOTH.replace("http:", "https:")


def test_a_file_that_cannot_be_written_is_an_error_and_the_others_are_fixed(file: Path) -> None:
    Path("b.yaml").write_text(BOTH, encoding="utf-8")
    file.chmod(0o444)
    result = lint("--fix", ".")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == "Error: a.yaml: it cannot be written: Permission denied"
    assert (file.read_text(encoding="utf-8"), Path("b.yaml").read_text(encoding="utf-8")) == (BOTH, SAFE)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        (["--fix", "--diff"], "--diff shows what --fix would do, and writes nothing: leave one of them out"),
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["--fix", "-"], "--fix repairs files, and - is standard input: use --diff, or name the file"),
    ],
)
def test_options_that_make_no_sense_together(options: list[str], error: str) -> None:
    result = lint(*options)
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, f"Error: {error}")


def test_a_diff_with_a_mask_says_that_git_refuses_it(file: Path) -> None:
    secret = expand("  default_headers:\n    Authorization: Bearer @secret:token@\n")
    file.write_text(ALL + secret, encoding="utf-8")
    told = "a.yaml: a credential in the diff is masked, so git apply refuses the whole diff: use --fix"
    result = lint("--diff", "--unsafe-fixes", ".")
    assert (result.exit_code, result.stderr.splitlines()[0]) == (1, told)
    assert lint("--diff", "--unsafe-fixes", "--quiet", ".").stderr == ""
    assert told not in lint("--fix", "--unsafe-fixes", ".").stderr
