"""What git passes over: `.gitignore` files, read by git's own rules.

Source: gitignore(5). A path is matched segment by segment, and in time that grows with its length alone: the
patterns come with whatever repository is linted.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

_LONGEST = 256 * 1024
_POSIX = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \t", "digit": "0-9", "lower": "a-z", "space": r"\s",
    "punct": r"!-/:-@\[-`{-~", "upper": "A-Z", "xdigit": "0-9a-fA-F",
}  # fmt: skip
_IN_CLASS = r"\\.|\[:\w+:\]|[^\]\\]"
_GLOB = re.compile(rf"\\(.)|\[([!^]?)((?>\]|{_IN_CLASS})(?:{_IN_CLASS})*+)\]|([*?])|([^\\\[*?])", re.DOTALL)
_CLASS_ITEM = re.compile(r"\[:(\w+):\]|(\\?.)-(\\?.)|(\\?.)", re.DOTALL)

Segment: TypeAlias = "re.Pattern[str] | None"  # None is `**`: any number of folders


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of a `.gitignore`."""

    segments: tuple[Segment, ...]
    negated: bool
    folders_only: bool

    def matches(self, names: list[str]) -> bool:
        """Whether a path matches, given by the names of its folders and its own."""
        at = name = 0
        retry: tuple[int, int] | None = None
        while name < len(names):
            segment = self.segments[at] if at < len(self.segments) else ...
            if segment is None:
                retry = at, name
                at += 1
            elif segment is not ... and segment.fullmatch(names[name]):
                at, name = at + 1, name + 1
            elif retry:
                retry = retry[0], retry[1] + 1
                at, name = retry[0] + 1, retry[1]
            else:
                return False
        return at == len(self.segments)


@dataclass(frozen=True, slots=True)
class Ignores:
    """The `.gitignore` files that hold in a folder, outermost first, each with the folder it stands in."""

    files: tuple[tuple[Path, tuple[Pattern, ...]], ...] = ()

    def within(self, folder: Path) -> Ignores:
        """What holds in a folder below: its own `.gitignore` is added, unless unreadable or a link (as in git)."""
        file = folder / ".gitignore"
        try:
            if file.is_symlink() or not file.is_file():
                return self
            with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as stream:
                lines = re.split("\r?\n", stream.read(_LONGEST))
        except OSError:
            return self
        return Ignores((*self.files, (folder, tuple(filter(None, map(pattern, lines))))))

    def ignores(self, path: Path, *, is_folder: bool) -> bool:
        """Whether a path is passed over, its folders being none that are; the last and innermost word decides."""
        for folder, patterns in reversed(self.files):
            names = list(path.relative_to(folder).parts)
            for line in reversed(patterns):
                if (is_folder or not line.folders_only) and line.matches(names):
                    return not line.negated
        return False


def pattern(line: str) -> Pattern | None:
    """The pattern of a line; None for an empty line, a comment, and what can match nothing."""
    text = line.rstrip(" ")
    if text != line and (len(text) - len(text.rstrip("\\"))) % 2:
        text += " "
    if not text or text.startswith("#"):
        return None
    negated, text = text.startswith("!"), text.removeprefix("!")
    folders_only, text = text.endswith("/"), text.removesuffix("/")
    names = text.removeprefix("/").split("/")
    if "/" not in text:
        names.insert(0, "**")
    segments: list[Segment] = []
    for name in names:
        segment = None if name == "**" else _segment(name)
        if segment is None and name != "**":
            return None
        segments.append(segment)
    if segments[-1] is None:
        segments.append(_segment("*"))
    return Pattern(tuple(segments), negated, folders_only)


def _segment(glob: str) -> Segment:
    """The regular expression of a name; None for a glob that git refuses."""
    stretches = [""]
    position = 0
    while position < len(glob):
        found = _GLOB.match(glob, position)
        if not found:
            return None
        position = found.end()
        if found[4] == "*":
            stretches.append("")
        else:
            stretches[-1] += _one(found)
    if len(stretches) > 1:  # each star takes the least it can, and is not asked again: no backtracking
        stretches[1:] = [*(f"(?>.*?{stretch})" for stretch in stretches[1:-1]), f".*{stretches[-1]}"]
    return re.compile("".join(stretches), re.DOTALL) if glob else None


def _one(found: re.Match[str]) -> str:
    """The regular expression of one character of a name."""
    if found[3]:
        items = "".join(map(_class_item, _CLASS_ITEM.finditer(found[3])))
        return f"[^{items}]" if found[2] else f"[{items}]" if items else "(?!)"
    return "." if found[4] else re.escape(found[1] or found[5])


def _class_item(item: re.Match[str]) -> str:
    if item[1]:
        return _POSIX.get(item[1], "")
    if item[2]:
        first, last = item[2][-1], item[3][-1]
        return f"{re.escape(first)}-{re.escape(last)}" if first <= last else ""
    return re.escape(item[4][-1])


def is_ignored(path: Path) -> bool:
    """Whether git would pass over a path, or over one of the folders it stands in."""
    path = Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are named
    ignores = Ignores()
    for folder, below in pairwise([*repository_folders(path.parent), path]):
        ignores = ignores.within(folder)
        if ignores.ignores(below, is_folder=below is not path):
            return True
    return False


def ignores_of(folder: Path) -> Ignores:
    """The `.gitignore` files that hold for what stands in a folder."""
    ignores = Ignores()
    for above in repository_folders(folder):
        ignores = ignores.within(above)
    return ignores


def repository_folders(folder: Path) -> list[Path]:
    """The folders from the repository's root down to this one; outside of a repository this one alone."""
    folders = [folder, *folder.parents]
    for count, above in enumerate(folders, 1):
        if os.path.exists(above / ".git"):  # noqa: PTH110 - Path.exists raises where it may not look
            return folders[:count][::-1]
    return [folder]
