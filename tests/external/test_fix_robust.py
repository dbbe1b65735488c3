"""What takes long or rights on the machine: many kills, and a disk that is really full."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .conftest import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.killed_fixes import FILES, kill_some
else:
    from killed_fixes import FILES, kill_some

# Runs where mounts are seen by nobody else: a disk of 256 KiB on which one file, and not two, has room.
FULL = """
import subprocess, sys
from pathlib import Path

disk = Path("disk")
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk], check=True)
url = 'connector:\\n  name: "Orders"\\n  base_url: "https://api.example.com/"\\n'
old = url + "# " + " " * 150_000
Path(disk, "a.yaml").write_text(old)
command = [sys.executable, "-m", "connector_lint", "--fix", "--quiet", disk]
result = subprocess.run(command, capture_output=True, text=True)
assert result.returncode == 2, result
assert result.stderr == "Error: disk/a.yaml: it cannot be written: No space left on device\\n", result.stderr
assert Path(disk, "a.yaml").read_text() == old
assert [path.name for path in disk.iterdir()] == ["a.yaml"]
Path(disk, "a.yaml").write_text(url)
subprocess.run(command, check=True)
assert Path(disk, "a.yaml").read_text() == url.replace(".com/", ".com")
"""


def test_fifty_kills(tmp_path: Path) -> None:
    counts = kill_some(tmp_path, 50, seed=50)
    assert len(counts) == 50
    assert len({count for count in counts if 0 < count < FILES}) > 5, "the kills did not come in the middle"


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    run(*as_root, "unshare", "--mount", sys.executable, "-c", FULL, cwd=tmp_path)
