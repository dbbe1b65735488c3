"""The first step in a new place: a commented configuration, the hook, and a baseline where there are findings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.errors import ConfigError
from connector_lint.report import tool_version
from connector_lint.rewrite import replace_file
from connector_lint.rule import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connector_lint.report import Report

CONFIG_FILE = Path(".connector-lint.toml")
HOOKS_FILE = Path(".pre-commit-config.yaml")
BASELINE_FILE = Path(".connector-lint-baseline")
_BASELINE_LINE = f'# baseline = "{BASELINE_FILE}"'
_SETTINGS = f"""\
#:schema {PROJECT.replace("github.com", "raw.githubusercontent.com")}/main/schema/config.schema.json
# The settings of connector-lint: {PROJECT}/blob/main/docs/configuration-file.md
# Remove the # before a line to change what holds.

# Only these rules and categories (connector-lint --list-rules shows them), or all but these:
# select = ["security", "authentication"]
# ignore = ["missing-auth-check"]

# The least severity that fails a run: "error", "warning", "info" or "never".
# fail-on = "warning"

# Files that are left alone, as in a .gitignore.
# exclude = ["archive/", "*.generated.yaml"]

# Findings that were there before, and fail nothing. connector-lint --write-baseline FILE writes them.
{_BASELINE_LINE}

# Rules that do not hold in some files.
# [per-file-ignores]
# "tests/**" = ["insecure-url"]

# Another severity for a rule: "error", "warning", "info" or "off".
# [severity]
# unknown-key = "info"
"""
HOOK = f"""\
  - repo: {PROJECT}
    rev: v{tool_version()}
    hooks:
      - id: connector-lint"""


def init(report: Report, ask: Callable[[str], bool], write_baseline: Callable[[Path], object]) -> Iterator[str]:
    """Write what is wanted, and say what was written and what is left to do. What is there already stays as it is.

    `report` is about all files, `ask` puts a question to the person. Raises ConfigError where a file cannot be written.
    """
    settings = _SETTINGS
    if report.findings and not (CONFIG_FILE.exists() or BASELINE_FILE.exists()):
        if ask(f"{_counted(report)}: keep them in a baseline, so that only new ones fail?"):
            write_baseline(BASELINE_FILE)
            settings = settings.replace(_BASELINE_LINE, _BASELINE_LINE.removeprefix("# "))
            yield f"wrote {BASELINE_FILE}: a run fails on new findings only"
        else:
            yield (
                f"To fail on new findings only: connector-lint --write-baseline {BASELINE_FILE}\n"
                f"and then remove the # before `baseline` in {CONFIG_FILE}"
            )
    yield _written(CONFIG_FILE, settings)
    yield from _hook(ask)


def _counted(report: Report) -> str:
    count = len(report.findings)
    leaks = sum(finding.category == "security" for finding in report.findings)
    which = f", {leaks} of them of security (a credential that leaked has to be revoked, known or not)" if leaks else ""
    return f"{count} finding{'s' * (count != 1)}{which}"


def _hook(ask: Callable[[str], bool]) -> Iterator[str]:
    if HOOKS_FILE.exists():
        if PROJECT not in HOOKS_FILE.read_text(encoding="utf-8", errors="replace"):
            yield f"To lint before each commit, add this to the `repos` of {HOOKS_FILE}:\n{HOOK}"
    elif ask(f"Lint before each commit? This writes {HOOKS_FILE}."):
        yield _written(HOOKS_FILE, f"repos:\n{HOOK}\n")
        yield "To switch the hook on: pre-commit install"
    else:
        yield f"To lint before each commit, write this to {HOOKS_FILE}:\nrepos:\n{HOOK}"


def _written(file: Path, text: str) -> str:
    if os.path.lexists(file):  # a link that leads nowhere would be followed
        return f"{file} is there already: it stays as it is"
    try:
        replace_file(file, text.encode())
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror}") from error
    return f"wrote {file}"
