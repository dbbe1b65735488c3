"""The extension for VS Code: it type-checks, passes its tests, and packages as a `.vsix` that holds what it should."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint.language.client import SECTION, ClientSettings
from connector_lint.report import tool_version

from .conftest import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

EXTENSION = ROOT / "editors" / "vscode"
MANIFEST: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension's sources as git has them, with what it needs installed and none of its scripts run."""
    folder = tmp_path_factory.mktemp("vscode")
    for name in run("git", "ls-files", cwd=EXTENSION).splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXTENSION / name, folder / name)
    run("npm", "ci", "--prefer-offline", "--loglevel=error", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def package(folder: Path) -> zipfile.ZipFile:
    """The packaged extension. To package it type-checks and builds it."""
    said = run("npm", "run", "package", cwd=folder)
    assert "tsc --noEmit" in said
    return zipfile.ZipFile(next(folder.glob("*.vsix")))


def test_it_passes_its_own_tests(folder: Path) -> None:
    said = run("npm", "test", cwd=folder)
    assert re.search(r"^# pass [1-9]", said, re.MULTILINE), said
    assert re.search(r"^# fail 0$", said, re.MULTILINE), said


def test_a_wrong_type_would_be_found(folder: Path) -> None:
    wrong = folder / "src" / "wrong.ts"
    wrong.write_text('export const seconds: number = "one";\n', encoding="utf-8")
    try:
        assert "src/wrong.ts(1,14): error TS2322" in run("npm", "run", "check", cwd=folder, code=None)
    finally:
        wrong.unlink()


def test_the_package_holds_what_it_should_and_no_more(package: zipfile.ZipFile) -> None:
    assert sorted(package.namelist()) == [
        "[Content_Types].xml",
        "extension.vsixmanifest",
        "extension/LICENSE.txt",
        "extension/out/THIRD-PARTY.txt",
        "extension/out/extension.js",
        "extension/package.json",
        "extension/readme.md",
    ]
    assert package.read("extension/LICENSE.txt") == (ROOT / "LICENSE").read_bytes()
    assert b"vscode-languageclient" in package.read("extension/out/THIRD-PARTY.txt")
    assert b'Id="connector-lint"' in package.read("extension.vsixmanifest")


def test_the_bundle_needs_nothing_but_vs_code_and_node(package: zipfile.ZipFile, tmp_path: Path) -> None:
    package.extractall(tmp_path)
    script = (
        "const { Module } = require('module'); const load = Module._load;"
        "const stub = new Proxy(class {}, { get: (target, name) => (name in target ? target[name] : stub) });"
        "Module._load = (name, ...rest) => (name === 'vscode' ? stub : load.call(Module, name, ...rest));"
        "console.log(Object.keys(require('./extension/out/extension.js')).join());"
    )
    assert run("node", "-e", script, cwd=tmp_path) == "activate,deactivate\n"


def test_the_locked_packages_name_no_host() -> None:
    locked = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(locked) > 100
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_it_has_the_version_of_the_linter() -> None:
    assert MANIFEST["version"] == tool_version()


def test_its_settings_are_those_of_the_server() -> None:
    settings = MANIFEST["contributes"]["configuration"]["properties"]
    given = {name.removeprefix(f"{SECTION}."): setting["default"] for name, setting in settings.items()}
    assert ClientSettings.read({SECTION: given}) == ClientSettings()
    assert ClientSettings.read({SECTION: {"schemaFeatures": False, "debounce": 7}}) == ClientSettings(False, 7)
    assert {"schemaFeatures", "debounce"} < given.keys()


def test_each_setting_is_in_its_read_me() -> None:
    page = (EXTENSION / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(.+?)` \|", page, re.MULTILINE) == list(
        MANIFEST["contributes"]["configuration"]["properties"]
    )


def test_it_matches_problems_as_the_page_does() -> None:
    page = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    blocks = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    (task,) = [task for block in blocks for task in block.get("tasks", [])]
    (pattern,) = MANIFEST["contributes"]["problemPatterns"]
    assert pattern == {"name": "connector-lint"} | task["problemMatcher"]["pattern"]
