"""Rules of other packages: found by their entry point, named after it, and no danger to the run when they fail."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

RULE = '''"""What it finds.

Why that matters.

What to do.
"""
from connector_lint import Hit, Severity, rule
from connector_lint.places import at_value

@rule("{name}", category="style", severity=Severity.WARNING,
      good=["connector: {{name: ORDERS, base_url: 'https://api.example.com'}}"],
      bad=["connector: {{name: Orders, base_url: 'https://api.example.com'}}  # expect: acme/{name}@19"])
def check(document):
    {body}
'''
CAPITALS = 'yield Hit(at_value(document.connector.get("name")), "not in capitals")'
BLUEPRINT = "connector: {name: Orders, base_url: 'http://api.example.com'}\n"


class Acme:
    """A folder with installed packages of rules, and with Blueprints."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("one.yaml", "two.yaml"):
            (folder / name).write_text(BLUEPRINT, encoding="utf-8")

    def install(self, point: str, module: str, source: str) -> None:
        """Lay a module and its metadata where Python finds them, as an installer does."""
        (self.folder / f"{module}.py").write_text(source, encoding="utf-8")
        metadata = self.folder / f"{module}-1.0.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
        points = f"[connector_lint.rules]\n{point} = {module}\n"
        (metadata / "entry_points.txt").write_text(points, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(self.folder)}
        command = [sys.executable, "-m", "connector_lint", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )


@pytest.fixture
def acme(tmp_path: Path) -> Acme:
    return Acme(tmp_path)


def test_a_rule_of_another_package_runs_beside_ours(acme: Acme) -> None:
    acme.install("acme", "acme_rules", RULE.format(name="capitals", body=CAPITALS))
    result = acme.run("--format", "concise", "one.yaml")
    assert result.returncode == 1
    assert result.stdout == (
        "one.yaml:1:19: warning acme/capitals not in capitals\n"
        "one.yaml:1:37: error insecure-url `base_url` uses plain http, so credentials travel readable:"
        " write `https://`\n"
    )
    assert "acme/capitals" in acme.run("--list-rules").stdout
    assert acme.run("--explain", "acme/capitals").stdout.startswith("# acme/capitals\n")
    assert acme.run("--format", "concise", "--select", "style", "one.yaml").stdout.count("\n") == 1
    assert acme.run("--severity", "acme/capitals=off", "--ignore", "security", "one.yaml").returncode == 0
    (finding, _) = json.loads(acme.run("--format", "json", "one.yaml").stdout)["findings"]
    assert (finding["rule"], finding["category"], finding["severity"]) == ("acme/capitals", "style", "warning")
    assert finding["help"] == "connector-lint --explain acme/capitals"


def test_a_rule_that_raises_takes_nothing_with_it(acme: Acme) -> None:
    acme.install("acme", "acme_rules", RULE.format(name="clumsy", body="raise ValueError(document.text)\n    yield"))
    result = acme.run("--format", "concise", "--fail-on", "never", "one.yaml", "two.yaml")
    assert result.returncode == 3
    assert [line.split(": ")[:2] for line in result.stdout.splitlines()] == [
        ["one.yaml:1:37", "error insecure-url `base_url` uses plain http, so credentials travel readable"],
        ["two.yaml:1:37", "error insecure-url `base_url` uses plain http, so credentials travel readable"],
        ["one.yaml", "internal error"],
        ["two.yaml", "internal error"],
    ]
    assert "the rule acme/clumsy failed with ValueError" in result.stdout
    assert "Traceback" not in result.stderr
    report = json.loads(acme.run("--format", "json", "one.yaml").stdout)
    assert report["errors"] == [{"rule": "acme/clumsy", "path": "one.yaml", "type": "ValueError"}]
    assert [finding["rule"] for finding in report["findings"]] == ["insecure-url"]


def test_two_rules_of_one_name_are_refused(acme: Acme) -> None:
    for module in ("acme_rules", "more_rules"):
        acme.install("acme", module, RULE.format(name="capitals", body=CAPITALS))
    result = acme.run("one.yaml")
    assert (result.returncode, result.stdout) == (2, "")
    modules = result.stderr.removeprefix("Error: two rules are called acme/capitals: in ").removesuffix("\n")
    assert sorted(modules.split(" and in ")) == ["acme_rules", "more_rules"]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("def (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit(0)", "SystemExit"),
        (RULE.format(name="Capitals", body=CAPITALS), "ValueError"),
    ],
)
def test_rules_that_cannot_be_loaded_are_named_in_one_line(acme: Acme, source: str, error: str) -> None:
    acme.install("acme", "acme_rules", source)
    result = acme.run("one.yaml")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"Error: the rules of acme_rules cannot be loaded: {error}\n"


def test_another_package_cannot_pass_for_ours(acme: Acme) -> None:
    acme.install("builtin", "acme_rules", RULE.format(name="insecure-url", body=CAPITALS))
    rules = acme.run("--list-rules").stdout
    assert "builtin/insecure-url" in rules
    assert "\ninsecure-url" in rules
