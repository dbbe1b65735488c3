"""Attacks by configurations and baselines of a repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .attack import CLEAN, FILE, Attack
from .texts import bomb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAME = ".connector-lint.toml"
HEAD = '{"connector-lint-baseline": 1}\n'


def of(name: str, text: str | bytes | Callable[[Path], object], *rules: str, says: str = "", code: int = 2, blueprint: str = CLEAN,
       arguments: tuple[str, ...] = (FILE,), file: str = NAME, kind: str = "configurations", never: str = "", quick: bool = False) -> Attack:  # fmt: skip
    def prepare(folder: Path) -> None:
        (folder / ".git").mkdir()
        (folder / FILE).write_text(blueprint)
        (folder.parent / "outside.toml").write_text('ignore = ["security"]\n')
        (folder.parent / "outside-baseline").write_text(HEAD)
        if callable(text):
            text(folder / file)
        else:
            (folder / file).write_bytes(text if isinstance(text, bytes) else text.encode())

    return Attack(kind, name, prepare, frozenset(rules), code, says, arguments, never, quick)


def baseline(
    name: str,
    text: str | bytes | Callable[[Path], object],
    *rules: str,
    says: str = "",
    code: int = 2,
    quick: bool = False,
) -> Attack:
    return of(
        name,
        text,
        *rules,
        says=says,
        code=code,
        arguments=("--baseline", "b", FILE),
        file="b",
        kind="baselines",
        quick=quick,
    )


def _extends_a_link(path: Path) -> None:
    (path.parent / "in.toml").symlink_to("../outside.toml")
    path.write_text('extend = "in.toml"')


def _modules(path: Path) -> None:
    """What the command and a process that it starts import, under the names that they have."""
    names = (
        "tomlkit",
        "jsonschema",
        "jinja2",
        "json",
        "click",
        "connector_lint",
        "multiprocessing",
        "pickle",
        "signal",
    )
    for name in names:
        (path.parent / f"{name}.py").write_text("open('owned', 'w')")


def _plugin(path: Path) -> None:
    """A distribution whose entry point is a package of rules."""
    info = path.parent / "evil-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[connector_lint.rules]\nevil = evil\n")
    (path.parent / "evil.py").write_text("open('owned', 'w')")


OUTSIDE = "outside of the repository"
ATTACKS = [
    of("no TOML", "[[[", says=f"{NAME}:1:"),
    of("deep TOML", "a = " + "[" * 100_000, says="nested too deeply"),
    of("NUL", "a = '\0'", says=f"{NAME}:1:"),
    of("UTF-16", "a = 1".encode("utf-16"), says="save it as UTF-8"),
    of("two megabytes", "# " + "x" * 2_000_000, says="larger than 1 MiB"),
    of("many keys", "".join(f"k{n} = 1\n" for n in range(50_000)), says="unknown key"),
    of("a pipe", os.mkfifo, says="no regular file"),
    of("a folder", os.mkdir, says="this is a folder"),
    of("a link to itself", lambda path: path.symlink_to(NAME), says=NAME),
    of("a link that leads out", lambda path: path.symlink_to("../outside.toml"), says="leads out of the repository"),
    of("a link to a device", lambda path: path.symlink_to("/dev/zero"), says="leads out of the repository", quick=True),
    of("extends what is outside", 'extend = "../outside.toml"', says=OUTSIDE),
    of("extends by an absolute path", 'extend = "/etc/passwd"', says=OUTSIDE, never="root:", quick=True),
    of("extends a device", 'extend = "/dev/zero"', says=OUTSIDE),
    of("extends itself", f'extend = "{NAME}"', says="loop"),
    of("extends what is outside, through a link", _extends_a_link, says=OUTSIDE),
    of("extends what is outside, but is trusted", 'extend = "../outside.toml"', code=0, arguments=("--config", NAME, FILE)),
    of("a baseline outside", 'baseline = "../outside-baseline"', says=OUTSIDE),
    of("a baseline that is a device", 'baseline = "/dev/zero"', says=OUTSIDE),
    of("limits that the command line lowers", "[limits]\nnodes = 1000000\n", "unreadable-file", says="more than 5 nodes", code=1, arguments=("--limit", "nodes=5", FILE), quick=True),
    of("limits that it raises", "[limits]\nalias-nodes = 999999999\n", "unreadable-file", says="more than 100 nodes", code=1, blueprint=bomb(9, 9), arguments=("--limit", "alias-nodes=100", FILE)),
    of("a depth beyond all", "[limits]\ndepth = 100000\n", says="out of range"),
    of("a time without end", "[limits]\nseconds = 999999999\n", says="out of range"),
    of("no number", "[limits]\nnodes = 1e99\n", says="wrong type"),
    of("a number beyond all", "[limits]\nnodes = " + "9" * 5000 + "\n", says=f"{NAME}:"),
    of("patterns of many stars", 'exclude = ["' + "**/*a" * 50 + '"]\n', says="too many stars", arguments=(".",)),
    of("code as a rule", '[rules."os/system"]\na = 1\n', says="no rule called"),
    of("escapes in a key", '"\\u001b[2Jx" = 1\n', says="unknown key", never="\x1b"),
    of("a limit of the command line that is none", "", says="unknown key `node`: did you mean `nodes`?", arguments=("--limit", "node=5", FILE)),
    of("a limit of the command line that is no number", "", says="is not NAME=NUMBER", arguments=("--limit", "nodes=-5", FILE)),
    of("plugins in the repository", _plugin, code=0, quick=True),
    of("modules in the repository", _modules, code=0),
    of("modules in the repository of a large file", _modules, code=0, blueprint=CLEAN + "# c\n" * 100_000, quick=True),
    baseline("none", "", says="empty"),
    baseline("bytes", b"\xff\xfe\0", says="not UTF-8"),
    baseline("other JSON", "{}\n", says="no baseline of connector-lint"),
    baseline("deep JSON", HEAD + "[" * 100_000 + "\n", says="b:2:"),
    baseline("a conflict", HEAD + "<<<<<<< a\n", says="conflict"),
    baseline("a pipe", os.mkfifo, says="this is none"),
    baseline("a folder", os.mkdir, says="is a directory"),
    baseline("too large", lambda path: path.write_bytes(bytes(65 * 1024 * 1024)), says="larger than 64 MiB"),
    baseline("a count beyond all", HEAD + '{"path": "a.yaml", "place": "-", "rule": "insecure-url", "count": ' + "9" * 4000 + "}\n", code=0),
    baseline("paths that lead out", HEAD + '{"path": "../../../etc/passwd", "place": "-", "rule": "insecure-url", "count": 1}\n', code=0),
    baseline("a hundred thousand entries", HEAD + "".join(f'{{"path": "a.yaml", "place": "x{n}", "rule": "insecure-url", "count": 1}}\n' for n in range(100_000)), code=0),
]  # fmt: skip
