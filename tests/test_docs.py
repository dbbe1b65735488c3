"""The documentation: generated pages equal what they are made of, and what pages say to type exists.

`pytest --write-docs` rewrites the generated pages.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

from connector_lint import check
from connector_lint.registry import all_rules
from connector_lint.rule_page import page
from connector_lint.testing import marks
from sitegen import pages
from sitegen.options import option_names
from sitegen.reference import reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connector_lint import Rule

WRITTEN = [*sorted(pages.DOCS.glob("*.md")), pages.ROOT / "README.md"]
RULES = [rule for name, rule in all_rules().items() if "/" not in name]
GENERATED = re.compile(r"^<!-- (\w+): generated -->\n.*?^<!-- \1: end -->\n", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_generated_pages_are_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--write-docs"):
        pages.write()
    expected = pages.generated()
    for path, text in expected.items():
        assert path.is_file(), f"{path.name} is missing: run pytest --write-docs"
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: run pytest --write-docs"
    assert set(pages.RULE_PAGES.glob("*.md")) == {path for path in expected if path.parent == pages.RULE_PAGES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rules_page_shows_what_the_linter_says(rule: Rule) -> None:
    """Its marks are taken out of the examples that it shows, and each of them is found all the same."""
    text = page(rule)
    own = [mark for example in rule.bad for mark in marks(example) if mark.rule == rule.id]
    assert len(re.findall(rf"^example\.yaml:\d+:\d+: \w+ {rule.id}\b", text, re.MULTILINE)) == len(own)
    assert "expect:" not in text
    assert all(f"CWE-{number}" in text for number in rule.cwe)
    assert all(entry in text for entry in rule.owasp)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_what_a_page_says_to_type_exists(path: Path) -> None:
    text = GENERATED.sub("", path.read_text(encoding="utf-8"))
    commands = re.findall(r"(?<!run )connector-lint (-[^`\n#]*)", text)
    options = {option for command in commands for option in re.findall(r"(?<!\S)--[a-z-]+", command)}
    assert options <= option_names()
    named = {
        name for command in commands for name in re.findall(r"--(?:explain|ignore|select) ([a-z-]+)(?!/)\b", command)
    }
    assert named <= {*(rule.id for rule in RULES), *(rule.category for rule in RULES)}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_blocks_can_be_read(path: Path) -> None:
    readers: dict[str, Callable[[str], object]] = {
        "yaml": YAML(typ="safe", pure=True).load,
        "json": json.loads,
        "toml": tomllib.loads,
    }
    for language, text in BLOCK.findall(path.read_text(encoding="utf-8")):
        readers.get(language, str)(text)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_blueprint_on_a_page_has_no_findings(path: Path) -> None:
    blocks = [text for language, text in BLOCK.findall(path.read_text(encoding="utf-8")) if language == "yaml"]
    assert [check(text) for text in blocks if text.startswith("interface_parameters:")] in ([], [[]])


@pytest.mark.parametrize("name", ["blueprint", "report", "config"])
def test_the_reference_says_something_of_every_key(name: str) -> None:
    """Every key of the schema has a row, and every row a type and a meaning."""
    schema = json.loads((pages.ROOT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    rows = [line for line in reference(schema).splitlines() if re.match(r"\| (`\w|any other)", line)]
    for row in rows:
        assert all(cell.strip() for cell in row.strip("|").split("|")), row
    shown = {match[1] for row in rows if (match := re.match(r"\| `([^`]+)`", row))}
    assert known_keys(schema) <= shown


def known_keys(schema: object) -> set[str]:
    """The keys that a schema describes anywhere; one without a description belongs to a condition."""
    if isinstance(schema, list):
        return set().union(*map(known_keys, schema))
    if not isinstance(schema, dict):
        return set()
    named = {name for name, value in schema.get("properties", {}).items() if "description" in value}
    return named.union(*map(known_keys, schema.values()))


def test_the_example_of_a_rule_works(tmp_path: Path) -> None:
    """Found by its entry point, as when it is installed; its own tests pass."""
    metadata = tmp_path / "acme_connector_rules-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-connector-rules\nVersion: 1.0\n")
    project = tomllib.loads((pages.EXAMPLE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["connector_lint.rules"]
    lines = "".join(f"{name} = {value}\n" for name, value in points.items())
    (metadata / "entry_points.txt").write_text(f"[connector_lint.rules]\n{lines}")
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider", "tests"]
    result = subprocess.run(
        command,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{pages.EXAMPLE}"},
        cwd=pages.EXAMPLE,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, "1 passed" in result.stdout) == (0, True), result.stdout + result.stderr
