"""The wheel that users get: built from the sdist, installed in an empty environment."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING

from .conftest import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

BLUEPRINT = """connector:
  name: "Orders"
  base_url: "http://api.example.com"
"""


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert {name.split("/")[0] for name in names} == {"connector_lint"}
    rules = {path.name for path in (ROOT / "rules").iterdir() if path.suffix in (".py", ".json")}
    assert {name.rpartition("/")[2] for name in names if name.startswith("connector_lint/rules/")} == rules
    assert "connector_lint/schema/blueprint.schema.json" in names
    assert "connector_lint/py.typed" in names


def test_it_lints_a_file_and_explains_a_rule(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "orders.yaml").write_text(BLUEPRINT, encoding="utf-8")
    report = json.loads(run(installed / "connector-lint", "--format", "json", "orders.yaml", cwd=tmp_path, code=1))
    finding = report["findings"][0]
    assert (finding["rule"], finding["start"]["line"], finding["start"]["column"]) == ("insecure-url", 3, 13)
    assert len(report["findings"]) == 1
    page = run(installed / "connector-lint", "--explain", "insecure-url", cwd=tmp_path)
    assert page == (ROOT / "docs" / "rules" / "insecure-url.md").read_text(encoding="utf-8")
    schema = run(installed / "connector-lint", "--schema", cwd=tmp_path)
    assert schema == (ROOT / "schema" / "blueprint.schema.json").read_text(encoding="utf-8")


def test_the_bare_names_are_not_importable(installed: Path, tmp_path: Path) -> None:
    code = "import importlib.util as u; print([n for n in ('schema', 'linter', 'rules') if u.find_spec(n)])"
    assert run(installed / "python", "-c", code, cwd=tmp_path).strip() == "[]"


def test_rules_of_another_package_run_beside_ours(installed: Path, tmp_path: Path) -> None:
    """The package that the documentation shows."""
    package = tmp_path / "package"
    shutil.copytree(ROOT / "docs" / "example_rules", package)
    run(installed / "pip", "install", "--quiet", package, cwd=tmp_path)
    try:
        (tmp_path / "orders.yaml").write_text(BLUEPRINT, encoding="utf-8")
        output = run(installed / "connector-lint", "--format", "concise", "orders.yaml", cwd=tmp_path, code=1)
        assert [line.split(" ")[:3] for line in output.splitlines()] == [
            ["orders.yaml:2:9:", "warning", "acme/unowned-connector"],
            ["orders.yaml:3:13:", "error", "insecure-url"],
        ]
        harness = (
            "from connector_lint.registry import all_rules; from connector_lint.testing import check_rule;"
            "print(check_rule(all_rules()['acme/unowned-connector']))"
        )
        assert run(installed / "python", "-c", harness, cwd=tmp_path).strip() == "[]"
    finally:
        run(installed / "pip", "uninstall", "--quiet", "--yes", "acme-connector-rules", cwd=tmp_path)
