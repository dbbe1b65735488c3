"""What is installed, here and by users: few things, bounded below, and the tools of the workflows by their hashes."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TOOLS = ROOT / ".github" / "tools.txt"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
BOUNDED = re.compile(r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,]+\])?>=[0-9][0-9.]*(?:; sys_platform == 'linux')?")
# Stubs follow what they describe, and an extra of ours has no version.
UNBOUNDED = re.compile(r"types-[a-z-]+|connector-lint\[[a-z,]+\]")
PINNED = re.compile(
    r"([a-z0-9][a-z0-9._-]*)==[0-9][0-9a-z.]*(?: ; [^\\]+)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
)


def test_what_users_install_is_what_is_needed() -> None:
    """Each more is one more that can turn hostile: a new one is a decision, and changes this line."""
    names = {found[0] for text in PROJECT["dependencies"] if (found := NAME.match(text))}
    assert names == {"click", "jsonschema", "pathspec", "publicsuffixlist", "ruamel.yaml", "tomlkit"}


@pytest.mark.parametrize("extra", ["", *PROJECT["optional-dependencies"]])
def test_what_is_installed_is_bounded_below(extra: str) -> None:
    wanted = PROJECT["optional-dependencies"][extra] if extra else PROJECT["dependencies"]
    assert [text for text in wanted if not (BOUNDED.fullmatch(text) or UNBOUNDED.fullmatch(text))] == []


# What opens connections, runs programs, or makes objects of what a file says.
DANGEROUS = set(
    "asyncio ctypes ftplib http imaplib marshal pickle poplib requests shelve smtplib socket socketserver ssl telnetlib urllib xmlrpc".split()
)
EVALUATING = {"eval", "exec", "compile", "__import__"}


@pytest.mark.parametrize("folder", ["linter/connector_lint", "rules"])
def test_nothing_connects_runs_or_evaluates(folder: str) -> None:
    """Processes are git's alone; of `urllib` only the module that takes addresses apart is used."""
    found = set()
    for path in sorted((ROOT / folder).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules = {name for name in names if name.partition(".")[0] in DANGEROUS | {"subprocess"}}
            found |= {f"{path.name}: {name}" for name in modules - {"urllib.parse"}}
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EVALUATING:
                found.add(f"{path.name}: {node.func.id}")
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("system", "popen")
                and isinstance(node.value, ast.Name)
            ):
                found.add(f"{path.name}: {node.value.id}.{node.attr}")
    assert found == ({"git.py: subprocess"} if "linter" in folder else set())


def test_the_tools_of_the_workflows_are_pinned_by_their_hashes() -> None:
    text = TOOLS.read_text(encoding="utf-8")
    pinned = {name for name, _ in PINNED.findall(text)}
    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(pinned) == len(lines) > 10
    asked = (ROOT / ".github" / "tools.in").read_text(encoding="utf-8").split()
    assert all(BOUNDED.fullmatch(line) for line in asked)
    assert {line.partition(">")[0] for line in asked} <= pinned
    assert "://" not in text


def test_workflows_install_tools_by_their_hashes_only() -> None:
    """What they install otherwise is this project, as users and developers do."""
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for command in re.findall(r"pip install ([^\n]*)", path.read_text(encoding="utf-8")):
            is_ours = re.fullmatch(r"-e \.\[test\]|'\.\[html\]'|\"\$\(echo dist/\*\.whl\)\[html\]\"", command)
            assert is_ours or command.startswith("--require-hashes "), command


def test_the_threat_model_names_tests_that_are_there() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8")))
    assert len(named) > 10
    assert [name for name in sorted(named) if not (ROOT / name).is_file()] == []
