"""The extension for VS Code: it type-checks, passes its tests, and packages as a `.vsix` that holds what it should."""

from __future__ import annotations

import json
import re
import shutil
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from connector_lint.language.client import SECTION, ClientSettings
from connector_lint.report import tool_version

from .conftest import ROOT, run
from .editors import BIN, HERE

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


def show(package: zipfile.ZipFile, folder: Path, **settings: str) -> dict[str, Any]:
    """What the packaged extension shows of a file, VS Code being a stand-in and the server the real one."""
    package.extractall(folder)
    told = {
        "extension": str(folder / "extension" / "out" / "extension.js"),
        "file": str(ROOT / "fixtures" / "invalid" / "bookings.yaml"),
        "settings": settings,
    }
    shown: dict[str, Any] = json.loads(run("node", HERE / "vscode_stub.cjs", json.dumps(told), cwd=folder))
    return shown


@pytest.mark.parametrize("setting", [{"path": str(BIN / "connector-lint")}, {"interpreter": sys.executable}], ids=str)
def test_it_starts_the_server_and_shows_what_is_found(
    setting: dict[str, str], package: zipfile.ZipFile, tmp_path: Path
) -> None:
    assert show(package, tmp_path, **setting)["found"] == [
        [8, 18, "connector-lint", "invalid-location"],
        [14, 18, "connector-lint", "unencrypted-secret"],
        [22, 4, "connector-lint", "hardcoded-authorization"],
    ]


def test_it_says_what_to_do_where_there_is_no_server(package: zipfile.ZipFile, tmp_path: Path) -> None:
    *_, said = show(package, tmp_path, path="${workspaceFolder}/nothing here")["messages"]
    assert f'"{tmp_path}/nothing here"' in said
    assert 'pip install "connector-lint[lsp]"' in said


def test_the_locked_packages_name_no_host() -> None:
    locked = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert len(locked) > 100
    assert [name for name, entry in locked.items() if "resolved" in entry] == []


def test_it_has_the_version_of_the_linter() -> None:
    assert MANIFEST["version"] == tool_version()


def test_its_settings_are_those_of_the_server() -> None:
    settings = MANIFEST["contributes"]["configuration"]["properties"]
    given = {name.removeprefix(f"{SECTION}."): setting["default"] for name, setting in settings.items()}
    changed = ClientSettings(schema_features=False, debounce=7)
    assert changed.with_given({SECTION: given}) == ClientSettings()


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
