"""Generated pages equal what the rules make of them. `pytest --write-docs` rewrites them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from connector_lint.registry import all_rules
from connector_lint.rule_page import page, table

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs" / "rules"
SAMPLE = "fixtures/invalid/bookings.yaml"


def put(text: str, name: str, part: str) -> str:
    """The text with what stands between a part's two comments replaced."""
    begin, end = f"<!-- {name}: generated -->\n", f"<!-- {name}: end -->\n"
    before, rest = text.split(begin)
    return before + begin + part + end + rest.split(end)[1]


def capture() -> str:
    """What the command prints of the sample, as a person would see it."""
    command = [sys.executable, "-m", "connector_lint", SAMPLE]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert result.returncode == 1
    return f"```console\n$ connector-lint {SAMPLE}\n{result.stdout}```\n"


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> dict[Path, str]:
    """The pages as they should be; with --write-docs they are written first."""
    rules = {name: rule for name, rule in all_rules().items() if "/" not in name}
    pages = {PAGES / f"{name}.md": page(rule) for name, rule in rules.items()}
    readme = ROOT / "README.md"
    text = put(readme.read_text(encoding="utf-8"), "rules", table(rules.values()))
    pages[readme] = put(text, "capture", capture())
    if request.config.getoption("--write-docs"):
        PAGES.mkdir(parents=True, exist_ok=True)
        for stale in set(PAGES.glob("*.md")) - set(pages):
            stale.unlink()
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
    return pages


def test_generated_pages_are_up_to_date(expected: dict[Path, str]) -> None:
    for path, text in expected.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is stale: run pytest --write-docs"
    assert set(PAGES.glob("*.md")) == set(expected) - {ROOT / "README.md"}
