"""The structure of the code: which module may import which, and that nothing is left out of the wheel."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / "linter" / "connector_lint"

# From the bottom up: a module imports only from layers below its own, or from earlier in its own line.
LAYERS = (
    "finding errors limits quota worker suggest git gitignore globs weaknesses rewrite renames baseline_file deceptive",
    "lines tree scalars comments names placeholders credentials scalar_source credential_checks",
    "credential_formats credential_samples",
    "places scanner events compose hosts provider_facts provider_patterns providers provider_urls near_hosts",
    "views references definitions detect schema_errors meaning",
    "document secrets format_secrets edits insertion written_style removal item_removal request_removal moves new_parts fix hidden redact",
    "template ignore_comments parse rule source syntax_hints overlaps authentication undefined credential_flow reach presets provider_use usage methods url_repair repair_source repair documented_auth provider_auth",
    "toml_places config_file",
    "registry config config_check settings configs show_config report",
    "effects frame fleet check add_ignores ignore_one testing report_json report_text report_html report_github report_gitlab report_junit report_statistics rooted",
    "fixer unified_diff fix_files run rule_page sarif_rules report_sarif discover changed console progress outputs baseline init",
    "options",
    "inputs rewriting",
    "language.outline_nodes language.outline_flow language.outline_values language.outline language.occurrences language.state",
    "language.schema_at language.documentation language.names_shown language.cursor language.snippets",
    "language.completion_keys language.completion_values language.completion_urls language.completion_names language.completion",
    "language.navigation language.rename language.hover language.symbols language.folding",
    "language.positions language.documents language.client language.protocol language.lifetime",
    "language.workspace_config language.diagnostics language.provider_actions language.code_actions language.answers",
    "language.server language.feature_handlers language.handlers",
    "cli",
)
ORDER = [name for layer in LAYERS for name in layer.split()]


def imports(path: Path) -> set[str]:
    """Modules of the engine that a module imports when it runs; those only for type checkers do not count."""
    found: set[str] = set()
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module == "connector_lint":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("connector_lint."):
            found.add((node.module or "").removeprefix("connector_lint."))
        pending.extend(ast.iter_child_nodes(node))
    return found


def module(path: Path) -> str:
    return ".".join(path.relative_to(ENGINE).with_suffix("").parts)


@pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=module)
def test_imports_run_one_way(path: Path) -> None:
    if path.stem in ("__init__", "__main__"):
        return
    name = module(path)
    assert name in ORDER, "name the new module's layer here"
    below = set(ORDER[: ORDER.index(name)])
    assert imports(path) - below == set()


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.py")), ids=lambda path: path.stem)
def test_rules_import_no_rule(path: Path) -> None:
    assert not {name for name in imports(path) if name.partition(".")[0] == "rules"}


def test_every_package_is_in_the_wheel() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {ROOT / folder for folder in setup["package-dir"].values()}
    tops = [ROOT / "linter", ROOT / "rules", ROOT / "schema"]
    assert {init.parent for top in tops for init in top.rglob("__init__.py")} == folders
    assert set(setup["packages"]) == set(setup["package-dir"])
    for folder in ("rules", "schema"):
        assert setup["package-data"][f"connector_lint.{folder}"] == ["*.json"]
        assert {path.suffix for path in (ROOT / folder).iterdir() if path.suffix not in (".py", "")} == {".json"}


def test_the_bare_names_are_not_importable() -> None:
    """PyPI has a `schema` and a `rules`: ours must not take their names."""
    code = "import importlib.util as u; print([n for n in ('schema', 'linter', 'rules') if u.find_spec(n)])"
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_valid_file_needs_no_more_than_the_package_promises() -> None:
    """`--version` is asked for by hooks and editors: it must not import the schema validator."""
    code = "import sys, connector_lint.cli; print('jsonschema' in sys.modules)"
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
