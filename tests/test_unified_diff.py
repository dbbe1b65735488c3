"""The diff of a repair: what git makes of it is what the repair writes, and no credential is in it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from connector_lint import Config, Limits
from connector_lint.fixer import fix_text
from connector_lint.testing import expand
from connector_lint.unified_diff import MASKED, unified_diff

FIXTURES = Path(__file__).parent.parent / "fixtures"
URL = 'connector:\n  name: "Orders"\n  # in use\n  timeout: 30\n  base_url: "https://api.example.com/"\n'
FIXED = URL.replace(".com/", ".com")


def git_apply(folder: Path, name: str, old: str, diff: str) -> str:
    """What a file holds after `git apply`."""
    (folder / name).write_bytes(old.encode())
    command = ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=folder, input=diff.encode("utf-8", "surrogateescape"), check=True, capture_output=True)
    return (folder / name).read_bytes().decode()


def test_the_hunk_has_few_lines_around_it() -> None:
    assert unified_diff("a.yaml", URL, FIXED, Limits()) == (
        "--- a/a.yaml\n+++ b/a.yaml\n@@ -3,3 +3,3 @@\n   # in use\n   timeout: 30\n"
        '-  base_url: "https://api.example.com/"\n+  base_url: "https://api.example.com"\n'
    )


def test_equal_texts_have_none() -> None:
    assert unified_diff("a.yaml", URL, URL, Limits()) == ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("name", ["a.yaml", "a b.yaml", "ö.yaml", 'a"b\\c.yaml', "-x.yaml"])
def test_git_applies_it(name: str, ending: str, tmp_path: Path) -> None:
    def written(text: str) -> str:
        return text.rstrip("\n") if not ending else text.replace("\n", ending)

    diff = unified_diff(name, written(URL), written(FIXED), Limits())
    assert git_apply(tmp_path, name, written(URL), diff) == written(FIXED)


@pytest.mark.parametrize("file", sorted(FIXTURES.rglob("*.y*ml")), ids=lambda file: str(file.relative_to(FIXTURES)))
def test_git_makes_of_every_diff_without_a_mask_what_the_fix_writes(file: Path, tmp_path: Path) -> None:
    text = file.read_bytes().decode("utf-8", "replace")
    fixed = fix_text(text, "a.yaml", Config(), unsafe=True).text
    diff = unified_diff("a.yaml", text, fixed, Limits())
    if diff and MASKED not in diff:
        assert git_apply(tmp_path, "a.yaml", text, diff) == fixed
    assert bool(diff) == (text != fixed)


def test_a_hunk_with_a_credential_is_masked_and_says_so() -> None:
    secret = expand("@secret:password@")
    text = URL.replace("  timeout: 30\n", f"  default_headers:\n    X-API-Key: {secret}\n")
    diff = unified_diff("a.yaml", text, text.replace(".com/", ".com"), Limits())
    assert secret not in diff
    assert f"@@ {MASKED}\n" in diff
    assert f"    X-API-Key: {'*' * len(secret)}\n" in diff
