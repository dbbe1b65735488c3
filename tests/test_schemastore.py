"""What is prepared for SchemaStore: its entry, and files that are valid or break exactly one rule of the schema."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from connector_lint import Config, check
from connector_lint.rule import PROJECT

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "schemastore"
SCHEMA = json.loads((ROOT / "schema" / "blueprint.schema.json").read_text(encoding="utf-8"))
NAME = "boomi-blueprint"
VALID = sorted((FOLDER / "src" / "test" / NAME).iterdir())
INVALID = sorted((FOLDER / "src" / "negative_test" / NAME).iterdir())


def errors(path: Path) -> list[Any]:
    document = YAML(typ="safe", pure=True).load(StringIO(path.read_text(encoding="utf-8")))
    return list(Draft7Validator(SCHEMA).iter_errors(document))


def test_the_entry_has_what_the_catalogue_asks_for() -> None:
    entry = json.loads((FOLDER / "catalog.json").read_text(encoding="utf-8"))
    assert entry.keys() == {"name", "description", "fileMatch", "url"}
    raw = PROJECT.replace("github.com", "raw.githubusercontent.com")
    assert entry["url"] == f"{raw}/main/schema/blueprint.schema.json"
    assert all(pattern.startswith("*.") and pattern.endswith((".yaml", ".yml")) for pattern in entry["fileMatch"])


def test_our_own_keywords_are_named() -> None:
    validation = json.loads((FOLDER / "schema-validation.json").read_text(encoding="utf-8"))
    found: set[str] = set()
    pending: list[Any] = [SCHEMA]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            found |= {key for key in here if key.startswith("x-") or key.endswith(("Descriptions", "Message"))}
            pending += here.values()
        elif isinstance(here, list):
            pending += here
    assert validation["options"][f"{NAME}.json"]["unknownKeywords"] == sorted(found)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_file_is_valid(path: Path) -> None:
    assert errors(path) == []
    assert {
        finding.severity for finding in check(path.read_text(encoding="utf-8"), path=path.name, config=Config())
    } <= {"info"}


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_has_the_one_error_that_it_is_named_after(path: Path) -> None:
    assert len(errors(path)) == 1
    found = check(path.read_text(encoding="utf-8"), path=path.name, config=Config())
    assert [finding.rule for finding in found if finding.severity != "info"] == [path.stem]
