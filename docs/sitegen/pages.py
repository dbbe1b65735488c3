"""All generated pages, and the parts of other pages that are generated."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from connector_lint.registry import all_rules
from connector_lint.rule_page import page
from sitegen.catalogue import rules_table
from sitegen.markdown import block, put
from sitegen.options import options_table
from sitegen.providers import providers_table, sources_table
from sitegen.reference import reference

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
RULE_PAGES = DOCS / "rules"
EXAMPLE = DOCS / "example_rules"
SAMPLE = "fixtures/invalid/bookings.yaml"


def generated() -> dict[Path, str]:
    """What each page should hold."""
    rules = {name: rule for name, rule in all_rules().items() if "/" not in name}
    whole = {RULE_PAGES / f"{name}.md": page(rule) for name, rule in rules.items()}
    capture = _capture()
    parts = {
        ROOT / "README.md": {"rules": rules_table(rules.values(), "docs/rules"), "capture": capture},
        DOCS / "index.md": {"capture": capture},
        DOCS / "catalogue.md": {"rules": rules_table(rules.values(), "rules")},
        DOCS / "configuration.md": {"options": options_table()},
        DOCS / "configuration-file.md": {"reference": _reference("config")},
        DOCS / "format.md": {"reference": _reference("blueprint")},
        DOCS / "output.md": {"example": _json(), "reference": _reference("report")},
        DOCS / "providers.md": {
            "providers": providers_table(),
            "sources": sources_table(json.loads(_read("rules/providers.json"))["sources"]),
        },
        DOCS / "writing-rules.md": _example_files(),
    }
    return whole | {path: _with(path, found) for path, found in parts.items()}


def write() -> None:
    """Write all pages, and remove those of rules that are gone."""
    pages = generated()
    RULE_PAGES.mkdir(exist_ok=True)
    for path in set(RULE_PAGES.glob("*.md")) - set(pages):
        path.unlink()
    for path, text in pages.items():
        path.write_text(text, encoding="utf-8")


def _with(path: Path, parts: dict[str, str]) -> str:
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = put(text, name, part)
    return text


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _reference(schema: str) -> str:
    return reference(json.loads(_read(f"schema/{schema}.schema.json")))


def _example_files() -> dict[str, str]:
    """The files of the example, as they are tested."""
    files = {
        "package": ("toml", "pyproject.toml"),
        "rule": ("python", "acme_rules/unowned_connector.py"),
        "test": ("python", "tests/test_rules.py"),
    }
    return {
        name: block(language, (EXAMPLE / path).read_text(encoding="utf-8")) for name, (language, path) in files.items()
    }


def _capture() -> str:
    return block("console", f"$ connector-lint {SAMPLE}\n{_run(SAMPLE)}")


def _json() -> str:
    """A report with one finding. The version is left out: a release would make the page stale."""
    arguments = ["--format", "json", "--select", "invalid-location", SAMPLE]
    report = re.sub(r'("tool": \{[^}]*"version": )"[^"]*"', r'\1"..."', _run(*arguments))
    return block("console", f"$ connector-lint {' '.join(arguments)}") + "\n" + block("json", report)


def _run(*arguments: str) -> str:
    """What the command prints, as a person would see it."""
    command = [sys.executable, "-m", "connector_lint", *arguments]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    if result.returncode != 1:
        raise RuntimeError(f"{command} gives no findings: {result.stderr}")
    return result.stdout
