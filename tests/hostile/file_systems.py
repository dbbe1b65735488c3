"""Attacks by files that are none, by their names, and by where they lie."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from .attack import CLEAN, FILE, Attack

if TYPE_CHECKING:
    from collections.abc import Callable

BAD = CLEAN.replace("https", "http")


def of(kind: str, name: str, prepare: Callable[[Path], object], *rules: str, says: str = "", code: int = 0, arguments: tuple[str, ...] = (FILE,),
       never: str = "", quick: bool = False) -> Attack:  # fmt: skip
    return Attack(
        kind,
        name,
        prepare,
        frozenset(rules),
        code,
        says,
        arguments,
        never,
        quick,
    )


def named(name: str | bytes, *arguments: str, never: str = "") -> Attack:
    """A Blueprint with a finding, under a name."""
    shown = os.fsdecode(name)
    return of(
        "names",
        ascii(shown)[:30],
        lambda folder: (folder / shown).write_text(BAD),
        "insecure-url",
        code=1,
        arguments=arguments or (".",),
        never=never,
    )


def _socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # a socket's path may be no longer than some hundred bytes
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(FILE)
    os.chdir(here)


def _deep(folder: Path) -> None:
    (folder / FILE).write_text(CLEAN)
    here = os.open(folder, os.O_RDONLY)
    for _ in range(300):
        os.mkdir("d" * 100, dir_fd=here)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)


def _pipe_beside(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    (folder / FILE).write_text(BAD)


def _many(folder: Path) -> None:
    for number in range(2000):
        (folder / f"{number}.yaml").write_text("a: 1\n")


def _sparse(folder: Path) -> None:
    (folder / FILE).touch()
    os.truncate(folder / FILE, 1024**4)


def _links(folder: Path) -> None:
    (folder / "loop").symlink_to(".")
    (folder / "up").symlink_to("..")
    (folder / "out.yaml").symlink_to("../secret.yaml")
    (folder / "self.yaml").symlink_to("self.yaml")
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder.parent / "secret.yaml").write_text(BAD)


def _link_out(folder: Path) -> None:
    (folder / FILE).write_text(CLEAN)
    (folder / "report.json").symlink_to("../outside")
    (folder.parent / "outside").write_text("stays")


OPENED, SILENT = "it cannot be opened", "nothing came for 10 s"
ATTACKS = [
    named("two\nlines.yaml", never="two\nlines"),
    named("::error::x.yaml"),
    named("\x1b[2J.yaml", never="\x1b"),
    named(b"\xff\xfe.yaml"),
    named("n" * 250 + ".yaml"),
    named("--fix.yaml"),
    named("-.yaml"),
    named("\u202elmay.yaml", never="\u202e"),
    named("<script>.yaml", "--format", "json", "."),
    named("%s{0}$(touch owned)`touch owned`.yaml"),
    of("names", "a name that is too long", lambda _: None, says="no such file", code=2, arguments=("n" * 300,)),
    of("names", "escapes in a path that is not there", lambda _: None, says="no such file", code=2, arguments=("\x1b[2J",), never="\x1b"),
    of("file system", "a pipe that nobody writes to", lambda folder: os.mkfifo(folder / FILE), "unreadable-file", says=SILENT, code=1),
    of("file system", "a pipe in a folder", lambda folder: os.mkfifo(folder / FILE), arguments=(".",)),
    of("file system", "a pipe to repair", lambda folder: os.mkfifo(folder / FILE), "unreadable-file", says=SILENT, code=1, arguments=("--fix", FILE)),
    of("file system", "a pipe to ignore", lambda folder: os.mkfifo(folder / FILE), "unreadable-file", code=2, arguments=("--add-ignores", FILE), says="no comments added"),
    of("file system", "a pipe as .gitignore", lambda folder: _pipe_beside(folder, ".gitignore"), "insecure-url", code=1, arguments=(".",)),
    of("file system", "a pipe as .git", lambda folder: _pipe_beside(folder, ".git"), "insecure-url", code=1, arguments=(".",)),
    of("file system", "a pipe as pyproject.toml", lambda folder: _pipe_beside(folder, "pyproject.toml"), "insecure-url", code=1),
    of("file system", "a socket", _socket, "unreadable-file", says=OPENED, code=1),
    of("file system", "a socket in a folder", _socket, arguments=(".",)),
    *(of("file system", device, lambda _: None, "unreadable-file", says="larger than 4 MiB", code=1, arguments=(device,)) for device in ("/dev/zero", "/dev/full", "/dev/urandom")),
    of("file system", "memory of the process", lambda _: None, "unreadable-file", says=OPENED, code=1, arguments=("/proc/self/mem",)),
    of("file system", "a file of the kernel", lambda _: None, "unreadable-file", says="NUL", code=1, arguments=("/proc/self/cmdline",)),
    of("file system", "a file of the kernel that has no end of lines", lambda _: None, "wrong-type", code=1, arguments=("/proc/self/comm",)),
    of("file system", "a terabyte", _sparse, "unreadable-file", says="larger than 4 MiB", code=1),
    of("file system", "links that lead out or in circles", _links, arguments=(".",)),
    of("file system", "a link to itself, named", _links, "unreadable-file", says=OPENED, code=1, arguments=("self.yaml",)),
    of("file system", "a link to nowhere, named", _links, "unreadable-file", says=OPENED, code=1, arguments=("gone.yaml",)),
    of("file system", "folders in each other, deeper than a path may be long", _deep, arguments=(".",)),
    of("file system", "a folder called like a file", lambda folder: (folder / FILE).mkdir(), arguments=(FILE,)),
    of("file system", "thousands of other files", _many, arguments=(".",)),
    of("file system", "a report over what is linted", lambda folder: (folder / FILE).write_text(CLEAN), code=2, says="one of the files to lint", arguments=("--output", FILE, FILE)),
    of("file system", "a report through a link that leads out", _link_out, code=2, says="a link leads out of the working folder", arguments=("--output", "report.json", FILE), quick=True),
    of("file system", "a report into a device that is full", lambda folder: (folder / FILE).write_text(CLEAN), code=2, says="cannot write", arguments=("--output", "/dev/full", FILE)),
]  # fmt: skip
