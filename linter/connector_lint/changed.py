"""What git says has changed, for `--changed`. Nothing that a repository's configuration names is run for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint.errors import ConfigError
from connector_lint.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.source import FileSource

_FETCH = "in a shallow clone, fetch more of the history first (fetch-depth: 0)"
# Plumbing reads no configuration of diffs, and by name alone needs none; a renamed file counts as a new one.
_DIFF = ("diff-index", "--name-only", "-z", "--diff-filter=d", "--no-renames", "--ignore-submodules=all")
_UNTRACKED = ("ls-files", "--others", "--exclude-standard", "-z")


def only_changed(sources: Iterable[FileSource], ref: str) -> list[FileSource]:
    """Those sources that have changed since the history of the working folder's repository left `ref`.

    That is: committed since then, staged, in the working tree, or untracked and not ignored. Raises ConfigError.
    """
    try:
        changed = _changed(ref)
    except FileNotFoundError as error:
        raise ConfigError("--changed needs git, which is not installed") from error
    return [source for source in sources if not changed.isdisjoint(_names(source.file))]


def _names(file: Path) -> tuple[str, str]:
    """The names that git may know a file by: a link is a file of its own to it."""
    return os.path.realpath(file), os.path.join(os.path.realpath(file.parent), file.name)  # noqa: PTH118 - strings


def _changed(ref: str) -> set[str]:
    """The paths, links in their folders resolved, that have changed since `ref`."""
    git = Git(Path.cwd())
    top = git.line("rev-parse", "--show-toplevel")
    if not top:
        raise ConfigError(f"--changed needs the working tree of a git repository: {git.complaint or 'here is none'}")
    git = Git(Path(top), _without_filters(git))
    base = _base(git, ref)
    listed = [git.output(*_DIFF, base, "--"), git.output(*_UNTRACKED)]
    if None in listed:
        raise ConfigError(f"--changed: git cannot tell what has changed: {git.complaint or 'it failed'}")
    names = {os.fsdecode(name) for output in listed for name in (output or b"").split(b"\0") if name}
    real = os.path.realpath(top)
    return {os.path.join(real, *name.split("/")) for name in names}  # noqa: PTH118 - strings


def _base(git: Git, ref: str) -> str:
    """The commit, or the empty tree, to compare with."""
    shown = f"--changed={ref}"
    head = git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if ref == "HEAD":
        return head or git.line("hash-object", "-t", "tree", "--stdin")
    # No name of a commit begins with `-`, and git would take it for an option.
    commit = "" if ref.startswith("-") else git.line("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
    if not commit:
        raise ConfigError(f"{shown}: git knows no such commit; {_FETCH}")
    base = git.line("merge-base", commit, head) if head else ""
    if not base:
        raise ConfigError(f"{shown}: it has no commit in common with what is checked out; {_FETCH}")
    return base


def _without_filters(git: Git) -> dict[str, str]:
    """Environment variables that switch off the filters of a repository: git would run them to compare contents."""
    listed = git.output("config", "-z", "--name-only", "--get-regexp", r"^filter\..*\.(clean|process|required)$") or b""
    names = [os.fsdecode(name) for name in dict.fromkeys(listed.split(b"\0")) if name]
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    first = int(count) if count.isdecimal() else 0
    variables = {"GIT_CONFIG_COUNT": str(first + len(names))}
    for number, name in enumerate(names, first):
        variables[f"GIT_CONFIG_KEY_{number}"] = name
        variables[f"GIT_CONFIG_VALUE_{number}"] = "false" if name.endswith(".required") else ""
    return variables
