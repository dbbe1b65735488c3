"""Neovim with its own client and the real server, set up by the recipe of the page."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from .conftest import run
from .editors import FILES, HERE, SEVERITIES, drive, placed, places, recipes, repaired

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def nvim() -> str:
    """The program."""
    found = shutil.which("nvim")
    assert found, "nvim is missing: .ci/run installs it"
    return found


@pytest.mark.parametrize("name", FILES)
def test_findings_are_shown_and_repaired(name: str, nvim: str, tmp_path: Path) -> None:
    text, action = FILES[name]
    file = placed(tmp_path, text)
    (init,) = [recipe for recipe in recipes("lua") if "start_client" in recipe]
    (tmp_path / "init.lua").write_text(init, encoding="utf-8")
    said = drive(
        [nvim, "--headless", "--clean", "-u", "init.lua", file, "-c", f"luafile {HERE / 'drive.lua'}"], file, action
    )
    assert [(*shown[:4], shown[5]) for shown in said["before"]] == places(text, bytes_=True)
    assert {(SEVERITIES[shown[4]], shown[6]) for shown in said["before"]} == {("error", "connector-lint")}
    assert action in said["offered"]
    assert file.read_text(encoding="utf-8") == repaired(text) != text
    assert [(*shown[:4], shown[5]) for shown in said["after"]] == places(repaired(text), bytes_=True)


def test_the_recipe_for_newer_versions_names_the_same_server(nvim: str, tmp_path: Path) -> None:
    (recipe,) = [recipe for recipe in recipes("lua") if "vim.lsp.config" in recipe]
    (tmp_path / "new.lua").write_text(recipe, encoding="utf-8")
    (tmp_path / "try.lua").write_text(
        "local called = {}\n"
        "vim.lsp.config = function(name, config) called[name] = config end\n"
        "vim.lsp.enable = function(name) called[name].enabled = true end\n"
        "dofile('new.lua')\n"
        "vim.fn.writefile({ table.concat(called.connector_lint.cmd, ' '), tostring(called.connector_lint.enabled) }, 'said')\n",
        encoding="utf-8",
    )
    run(nvim, "--headless", "--clean", "-c", "luafile try.lua", "-c", "quitall!", cwd=tmp_path)
    assert (tmp_path / "said").read_text(encoding="utf-8") == "connector-lint --lsp\ntrue\n"
