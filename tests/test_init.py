"""The first step in a new place: what `--init` writes, what it asks, and what it leaves alone."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from connector_lint import cli, init
from connector_lint.cli import main

CLEAN = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
BAD = CLEAN.replace("https", "http")
CONFIG, HOOKS, BASELINE = ".connector-lint.toml", ".pre-commit-config.yaml", ".connector-lint-baseline"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("orders.yaml").write_text(BAD, encoding="utf-8")
    return tmp_path


def lint(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def answer(monkeypatch: pytest.MonkeyPatch, *answers: bool) -> list[str]:
    """Answer the questions of a terminal; the list holds them when they were asked."""
    asked: list[str] = []
    left = list(answers)

    def confirm(question: str) -> bool:
        asked.append(question)
        return left.pop(0)

    monkeypatch.setattr(cli, "asker", lambda: confirm)
    return asked


def files() -> list[str]:
    return sorted(path.name for path in Path().iterdir() if path.name != "orders.yaml")


def test_without_a_terminal_it_writes_the_settings_and_says_the_rest() -> None:
    result = lint("--init")
    assert (result.exit_code, result.stdout) == (0, "")
    assert files() == [CONFIG]
    assert f"connector-lint --write-baseline {BASELINE}\nand then remove the # before `baseline`" in result.stderr
    assert "id: connector-lint" in result.stderr


def test_with_yes_to_all_the_next_run_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, True, True)
    result = lint("--init")
    assert (result.exit_code, len(asked)) == (0, 2)
    assert asked[0].startswith("1 finding, 1 of them of security (")
    assert files() == [BASELINE, CONFIG, HOOKS]
    assert lint(".").exit_code == 0
    Path("new.yaml").write_text(BAD, encoding="utf-8")
    assert lint(".").exit_code == 1
    hooks = YAML(typ="safe").load(Path(HOOKS))
    assert [hook["id"] for hook in hooks["repos"][0]["hooks"]] == ["connector-lint"]


def test_a_clean_place_is_not_asked_for_a_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("orders.yaml").write_text(CLEAN, encoding="utf-8")
    asked = answer(monkeypatch, False)
    assert lint("--init").exit_code == 0
    assert [question for question in asked if "baseline" in question] == []
    assert files() == [CONFIG]


def test_what_is_there_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch)
    for name, text in ((CONFIG, 'fail-on = "error"\n'), (HOOKS, "repos: []\n")):
        Path(name).write_text(text, encoding="utf-8")
    result = lint("--init")
    assert result.exit_code == 0
    assert Path(CONFIG).read_text(encoding="utf-8") == 'fail-on = "error"\n'
    assert Path(HOOKS).read_text(encoding="utf-8") == "repos: []\n"
    assert f"{CONFIG} is there already" in result.stderr
    assert f"add this to the `repos` of {HOOKS}" in result.stderr


def test_a_folder_that_may_not_be_written_to_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(init, "replace_file", refuse)
    result = lint("--init")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == f"Error: cannot write {CONFIG}: Permission denied"


def test_every_setting_that_is_offered_holds_when_its_mark_is_removed() -> None:
    lint("--init")
    written = Path(CONFIG).read_text(encoding="utf-8")
    settings = re.sub(r'(?m)^# (?=[a-z-]+ = |\[|")', "", written).replace(f'baseline = "{BASELINE}"\n', "")
    assert set(tomllib.loads(settings)) == {
        "select", "ignore", "fail-on", "exclude", "per-file-ignores", "severity"
    }  # fmt: skip
    Path(CONFIG).write_text(settings, encoding="utf-8")
    assert lint(".").exit_code == 1
