"""The documentation site: it is built without a warning, and needs no other host."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from .conftest import ROOT, run

LOADED = re.compile(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']?([^\"' >]+)|<link\b[^>]*>")


def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    mkdocs = Path(sys.executable).with_name("mkdocs")
    run(mkdocs, "build", "--strict", "-f", "docs/sitegen/mkdocs.yml", "-d", tmp_path / "site", cwd=ROOT)
    rules = {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert {path.parent.name for path in (tmp_path / "site" / "rules").glob("*/index.html")} == rules
    assert not (tmp_path / "site" / "sitegen").exists()
    for path in (tmp_path / "site").rglob("*.html"):
        for found in LOADED.finditer(path.read_text(encoding="utf-8")):
            assert "//" not in found[0], f"{path.name} loads {found[0]}"
