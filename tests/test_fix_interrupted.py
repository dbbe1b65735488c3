"""`--fix` that is killed, or that another one overtakes: each file is wholly old or wholly new."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from connector_lint.cli import main
from connector_lint.rewrite import ChangedMeanwhileError, rewrite

if TYPE_CHECKING:
    from tests.killed_fixes import forget_time, kill_some
else:
    from killed_fixes import forget_time, kill_some

OLD = b'connector:\n  name: "Orders"\n  base_url: "http://api.example.com/"\n'
SAFE = OLD.replace(b".com/", b".com")
ALL = SAFE.replace(b"http:", b"https:")
LEFT = re.compile(r"\.connector-lint-[0-9a-f]{12}\.tmp")
OLD_LEFT, YOUNG_LEFT = ".connector-lint-0123456789ab.tmp", ".connector-lint-cdef01234567.tmp"
MEANWHILE = "Error: a.yaml: it changed meanwhile and stays as it is: run --fix again"
# Dies, as if killed, before the step of that number that a rewrite takes. Prints how many there were.
DYING = """
import os, sys
from connector_lint import cli, fix_files
last, steps, rewrite = int(sys.argv.pop(1)), 0, fix_files.rewrite

def die(frame, event, function):
    global steps
    if event == "c_call" and function.__name__ in "open write flush fsync stat chown chmod replace mkdir rmdir unlink __exit__".split():
        steps += 1
        if steps == last:
            os._exit(99)

def rewrite_and_die(*arguments):
    sys.setprofile(die)
    rewrite(*arguments)
    sys.setprofile(None)

fix_files.rewrite = rewrite_and_die
try:
    cli.main()
finally:
    print(steps, file=sys.stderr)
"""


def start(*options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "connector_lint", "--fix", "--quiet", "--no-config", *options, "a.yaml"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_bytes(OLD)
    return Path("a.yaml")


def test_killed_at_random_moments_every_file_is_old_or_new(file: Path) -> None:
    file.unlink()
    kill_some(Path(), 5, seed=7)


def die_at(step: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", DYING, str(step), "--fix", "--no-config", os.path.realpath("a.yaml")]
    return subprocess.run(command, capture_output=True, check=False)


def test_dead_at_any_step_the_file_is_old_or_new_and_git_and_a_search_see_no_other(file: Path) -> None:
    steps = int(die_at(0).stderr.splitlines()[-1])
    subprocess.run(["git", "init", "--quiet"], check=True)
    file.chmod(0o600)
    held = []
    for step in range(1, steps + 1):
        file.write_bytes(OLD)
        assert die_at(step).returncode == 99
        held.append(file.read_bytes())
        assert {path.name for path in Path().iterdir() if not LEFT.fullmatch(path.name)} == {".git", "a.yaml"}
    assert held == sorted(held, key=[OLD, SAFE].index)
    assert set(held) == {OLD, SAFE}
    lefts = [path for path in Path().iterdir() if LEFT.fullmatch(path.name)]
    drafts = [left / "draft" for left in lefts if (left / "draft").exists()]
    assert 2 < len(drafts) < len(lefts) < steps
    assert os.name == "nt" or {stat.S_IMODE(draft.stat().st_mode) for draft in drafts} == {0o600}
    seen = subprocess.run(["git", "status", "--porcelain", "-uall"], capture_output=True, check=True).stdout
    assert [line for line in seen.splitlines() if not line.endswith(b".tmp/.gitignore")] == [b"?? a.yaml"]
    assert json.loads(CliRunner().invoke(main, ["--format", "json", "."]).stdout)["summary"]["files"] == 1


def test_what_a_killed_run_has_left_is_removed_when_it_is_old(file: Path) -> None:
    for name in OLD_LEFT, YOUNG_LEFT, ".connector-lint-cache":
        Path(name).mkdir()
        Path(name, "draft").write_bytes(SAFE)
    forget_time(Path())
    os.utime(YOUNG_LEFT)  # perhaps another process is at it
    CliRunner().invoke(main, ["--fix", "a.yaml"])
    assert sorted(path.name for path in Path().iterdir()) == sorted([".connector-lint-cache", YOUNG_LEFT, file.name])


def test_two_at_once_leave_one_of_the_right_texts(file: Path) -> None:
    """The one does the safe fixes, the other all."""
    for _ in range(3):
        file.write_bytes(OLD)
        running = [start(), start("--unsafe-fixes"), start("--unsafe-fixes")]
        for process in running:
            _, errors = process.communicate()
            assert process.returncode in (0, 1, 2)
            assert set(errors.decode().splitlines()) <= {MEANWHILE}
            assert (process.returncode == 2) == bool(errors)
        assert file.read_bytes() in (SAFE, ALL)
        assert list(Path().iterdir()) == [file]


def test_many_writers_at_once_leave_whole_texts_only(file: Path) -> None:
    texts = [letter * 100_000 for letter in (b"a", b"b", b"c")]
    file.write_bytes(texts[0])

    def write(new: bytes) -> int:
        written = 0
        for _ in range(60):
            old = file.read_bytes()
            assert old in texts
            with suppress(ChangedMeanwhileError):
                rewrite(file, old, new)
                written += 1
        return written

    with ThreadPoolExecutor(len(texts)) as pool:
        assert all(pool.map(write, texts))
    assert file.read_bytes() in texts
    assert list(Path().iterdir()) == [file]
