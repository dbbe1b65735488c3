"""What is prepared for SchemaStore, as its own validator sees it: Ajv, which YAML's language server brings along."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .conftest import ROOT, run

if TYPE_CHECKING:
    from pathlib import Path

MODULES = ROOT / "build" / "npm" / "node_modules"
FOLDER = ROOT / "docs" / "schemastore" / "src"
VALIDATE = f"""\
const fs = require("fs");
const Ajv = require({str(MODULES / "ajv")!r}).default;
const YAML = require({str(MODULES / "yaml")!r});
const [schema, ...files] = process.argv.slice(2);
const validate = new Ajv({{strict: false}}).compile(JSON.parse(fs.readFileSync(schema, "utf8")));
const valid = files.map((file) => [file, validate(YAML.parse(fs.readFileSync(file, "utf8")))]);
console.log(JSON.stringify(Object.fromEntries(valid)));
"""


def test_ajv_tells_the_valid_files_from_the_others(tmp_path: Path) -> None:
    (tmp_path / "validate.cjs").write_text(VALIDATE, encoding="utf-8")
    files = sorted(FOLDER.rglob("*.yaml"))
    said = run("node", "validate.cjs", ROOT / "schema" / "blueprint.schema.json", *files, cwd=tmp_path)
    expected = {str(file): "negative_test" not in file.parts for file in files}
    assert set(expected.values()) == {True, False}
    assert json.loads(said) == expected
