"""The GitHub action: its steps run as the runner runs them, over a repository that means harm."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from .conftest import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

ACTION: dict[str, Any] = YAML(typ="safe", pure=True).load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, LINT = (step for step in ACTION["runs"]["steps"] if "run" in step)
GOOD = ROOT / "fixtures" / "valid" / "connectors" / "jira_projects.yaml"
BAD = ROOT / "fixtures" / "invalid" / "bookings.yaml"
BAD_LINES = ["9", "15", "23"]
HARM = "import pathlib\npathlib.Path('pwned').touch()\n"
HOSTILE = [
    "; touch pwned",
    "$(touch pwned)",
    "`touch pwned`",
    "' ; touch pwned ; '",
    '" ; touch pwned ; "',
    "x\n; touch pwned",
    "| tee pwned",
    "../*",
]
# What the runner gives to `shell: bash`.
BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail"]


@dataclass
class Result:
    """What a step left behind."""

    code: int
    log: str
    outputs: dict[str, str]


def run_step(step: dict[str, Any], folder: Path, values: dict[str, str], environment: dict[str, str]) -> Result:
    """Run a step in a folder, with the values that its expressions have."""
    assert step["shell"] == "bash"
    runner = folder.parent / "runner"
    runner.mkdir(exist_ok=True)
    (runner / "script.sh").write_text(step["run"], encoding="utf-8")
    (runner / "output").write_text("", encoding="utf-8")
    named = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "COV"))}
    named |= {"GITHUB_ACTIONS": "true", "RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(runner / "output")}
    named |= {"GITHUB_STEP_SUMMARY": str(runner / "summary"), "GITHUB_WORKSPACE": str(folder)} | environment
    for name, value in step.get("env", {}).items():
        named[name] = re.sub(r"\$\{\{ (\S+) \}\}", lambda match: values[match[1]], value)
    result = subprocess.run(
        [*BASH, runner / "script.sh"],
        cwd=folder,
        env=named,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    lines = (runner / "output").read_text(encoding="utf-8").splitlines()
    return Result(result.returncode, result.stdout, dict(line.split("=", 1) for line in lines))


def plant(folder: Path) -> Path:
    """A repository with modules that do harm when Python takes them for its own."""
    folder.mkdir()
    for name in ("pip", "venv", "sitecustomize", "usercustomize", "click", "json", "connector_lint"):
        (folder / f"{name}.py").write_text(HARM, encoding="utf-8")
    (folder / "connectors").mkdir()
    return folder


@pytest.fixture(scope="session")
def action(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The interpreter that the step of installation names, after it ran in a hostile repository."""
    folder = tmp_path_factory.mktemp("action")
    run("git", "clone", "--quiet", ROOT, folder / "action", cwd=folder)
    work = plant(folder / "work")
    result = run_step(INSTALL, work, {}, {"GITHUB_ACTION_PATH": str(folder / "action")})
    assert result.code == 0, result.log
    assert not (work / "pwned").exists()
    return result.outputs["python"]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A hostile repository with a good Blueprint."""
    folder = plant(tmp_path / "work")
    shutil.copy(GOOD, folder / "connectors" / "good.yaml")
    return folder


def lint(python: str, folder: Path, **inputs: str) -> Result:
    """Run the step that lints, with inputs, whose names have `_` for `-`."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() <= ACTION["inputs"].keys()
    chosen = {name: str(described["default"]) for name, described in ACTION["inputs"].items()} | given
    values = {f"inputs.{name}": value for name, value in chosen.items()}
    return run_step(LINT, folder, {**values, "steps.install.outputs.python": python}, {})


def annotated(log: str) -> list[tuple[str, str]]:
    """File and line of each annotation."""
    found = []
    for line in log.splitlines():
        if match := re.match(r"::(?:error|warning|notice) ([^:]*)::", line):
            properties = dict(pair.split("=", 1) for pair in match[1].split(","))
            found.append((properties["file"], properties["line"]))
    return found


def test_a_good_blueprint_passes(action: str, work: Path) -> None:
    result = lint(action, work)
    assert (result.code, result.outputs) == (0, {"exit-code": "0"}), result.log
    assert annotated(result.log) == []


def test_a_bad_one_fails_the_step_and_the_report_is_there_to_be_uploaded(action: str, work: Path) -> None:
    shutil.copy(BAD, work / "connectors" / "bad.yaml")
    result = lint(action, work, sarif_file="the report.sarif")
    assert (result.code, result.outputs) == (1, {"exit-code": "1", "sarif-file": "the report.sarif"}), result.log
    assert annotated(result.log) == [("connectors/bad.yaml", line) for line in BAD_LINES]
    report = json.loads((work / "the report.sarif").read_text(encoding="utf-8"))
    assert len(report["runs"][0]["results"]) == len(BAD_LINES)


def test_paths_with_blanks_stand_one_a_line(action: str, work: Path) -> None:
    shutil.copy(BAD, work / "connectors" / "a bad one.yaml")
    result = lint(action, work, paths="connectors/good.yaml\nconnectors/a bad one.yaml\n")
    assert result.code == 1, result.log
    assert annotated(result.log) == [("connectors/a bad one.yaml", line) for line in BAD_LINES]


@pytest.mark.parametrize(
    ("inputs", "lines"),
    [
        ({"fail_on": "never"}, BAD_LINES),
        ({"select": "structure\nreferences"}, []),
        ({"ignore": "security, authentication"}, []),
        ({"select": "unencrypted-secret,hardcoded-authorization"}, BAD_LINES[1:]),
        ({"args": "--severity=unencrypted-secret=off\n--severity=hardcoded-authorization=off"}, BAD_LINES[:1]),
    ],
)
def test_inputs_reach_the_command(action: str, work: Path, inputs: dict[str, str], lines: list[str]) -> None:
    shutil.copy(BAD, work / "bad.yaml")
    result = lint(action, work, paths="bad.yaml", **inputs)
    assert [line for _, line in annotated(result.log)] == lines, result.log
    assert result.code == int(bool(lines) and "fail_on" not in inputs)


@pytest.mark.parametrize("name", [name for name in ACTION["inputs"] if name != "python-version"])
@pytest.mark.parametrize("value", HOSTILE)
def test_no_input_is_run(action: str, work: Path, name: str, value: str) -> None:
    result = lint(action, work, **{name.replace("-", "_"): value})
    assert not (work / "pwned").exists(), result.log
    assert result.outputs.keys() <= {"exit-code", "sarif-file"}
    # Any line is the name of a file that can be written; for the others there is no such path, rule or option.
    assert result.code == (0 if name == "sarif-file" and "\n" not in value else 2), result.log


def test_a_path_is_no_option(action: str, work: Path) -> None:
    result = lint(action, work, paths="--output=pwned")
    assert (result.code, (work / "pwned").exists()) == (2, False), result.log


def test_an_input_adds_no_output(action: str, work: Path) -> None:
    result = lint(action, work, sarif_file="a\nexit-code=0")
    assert (result.code, result.outputs) == (2, {})
    assert "::error::" in result.log


def test_the_report_of_an_earlier_run_is_not_uploaded(action: str, work: Path) -> None:
    (work / "old.sarif").write_text("{}", encoding="utf-8")
    result = lint(action, work, sarif_file="old.sarif", select="no-such-rule")
    assert (result.code, result.outputs) == (2, {"exit-code": "2"}), result.log


def test_without_a_python_that_is_new_enough_it_says_what_to_do(work: Path, tmp_path: Path) -> None:
    """Every name under which it looks for one leads to an interpreter that is too old."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(11, 20))):
        (folder / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    result = run_step(INSTALL, work, {}, {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"})
    assert result.code == 2
    assert result.log == "::error::connector-lint needs Python 3.11 or newer: set the input python-version\n"


@pytest.mark.parametrize("step", [INSTALL, LINT], ids=lambda step: step["id"])
def test_no_expression_stands_in_a_script(step: dict[str, Any]) -> None:
    assert "${{" not in step["run"]


def test_every_input_is_documented() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    assert [name for row in rows for name in re.findall(r"`([\w-]+)`", row[1])] == list(ACTION["inputs"])
