"""What git knows about files that were renamed. It is asked, never told, and silence is an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_SECONDS = 20
# Nothing that the repository or its owner has set up is run, nothing fetched, nothing written. What a hook says of
# its repository is left out too: it holds for the working folder, and git is asked in another one.
_QUIET = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotepath=off")
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def renamed_since(file: Path) -> dict[str, str]:
    """The files of a repository that were renamed, by git's index, since the commit in which `file` changed last.

    New paths by old ones, both absolute, no link in their folders. Empty where there is no git, no repository, no
    commit, or no answer in time.
    """
    folder = Path(os.path.realpath(file.parent))
    top = _git(folder, "rev-parse", "--show-toplevel").removesuffix("\n")
    changed = _git(folder, "rev-list", "--max-count=1", "HEAD", "--", f":(literal){file.name}").strip()
    if not top:
        return {}
    diff = ("diff-index", "--cached", "-M", "-z", "--name-status", "--diff-filter=R", "--no-ext-diff", "--no-textconv")
    names = _git(Path(top), *diff, changed or "HEAD", "--").split("\0")
    root = os.path.realpath(top)
    return {os.path.normpath(f"{root}/{old}"): os.path.normpath(f"{root}/{new}") for _, old, new in _threes(names)}


def _threes(names: list[str]) -> list[tuple[str, str, str]]:
    """Status, old and new name of each rename; what follows the last of them is empty."""
    return list(zip(names[0::3], names[1::3], names[2::3], strict=False))


def _git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder; empty where it fails."""
    git = shutil.which("git")
    if not git or not os.path.isabs(git):  # noqa: PTH117 - one of the working folder's own is not run
        return ""
    environment = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK} | _ENVIRONMENT
    try:
        done = subprocess.run(
            [git, *_QUIET, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return os.fsdecode(done.stdout) if done.returncode == 0 else ""
