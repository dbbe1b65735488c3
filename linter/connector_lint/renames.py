"""What git knows about files that were renamed. Silence is an answer, too."""

from __future__ import annotations

import os
from pathlib import Path

from connector_lint.git import Git

# What tells a hook of its repository holds for the working folder, and git is asked in another one.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
# Plumbing that reads no configuration of diffs, and the index only: no filter is run, no file of the tree read.
_DIFF = ("diff-index", "--cached", "-M", "-z", "--name-status", "--diff-filter=R", "--no-ext-diff", "--no-textconv")


def renamed_since(file: Path) -> dict[str, str]:
    """The files of a repository that were renamed, by git's index, since the commit in which `file` changed last.

    New paths by old ones, both absolute, no link in their folders. Empty where there is no git, no repository, no
    commit, or no answer in time.
    """
    try:
        return _renames(Path(os.path.realpath(file.parent)), file.name)
    except OSError:
        return {}


def _renames(folder: Path, name: str) -> dict[str, str]:
    git = Git(folder, without=_OF_A_HOOK)
    top = git.line("rev-parse", "--show-toplevel")
    if not top:
        return {}
    changed = git.line("rev-list", "--max-count=1", "HEAD", "--", f":(literal){name}")
    listed = Git(Path(top), without=_OF_A_HOOK).output(*_DIFF, changed or "HEAD", "--") or b""
    words = [os.fsdecode(word) for word in listed.split(b"\0")]
    root = os.path.realpath(top)
    # Status, old and new name of each; what follows the last of them is empty.
    pairs = zip(words[1::3], words[2::3], strict=True)
    return {os.path.normpath(f"{root}/{old}"): os.path.normpath(f"{root}/{new}") for old, new in pairs}
