"""What a stranger writes into names, values, configurations and baselines is shown, and does nothing else.

Of any output, on any stream: no character that a terminal obeys, no line that a build server takes for a command.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from connector_lint.cli import main
from connector_lint.outputs import FORMATS
from connector_lint.redact import visible, visible_lines, without_commands

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("::error::x", "  ::add-mask::a", "::stop-commands::x", "##[error]x", "##vso[task.setvariable variable=a]b", "##teamcity[buildProblem description='x']")  # fmt: skip
CONTROLS = ("\x1b[31m", "\x1b]0;title\x07", "\x9b1m", "\x08", "\u202e", "\u2028", "\x85", "\u200b")
HTML = ("<script>alert(1)</script>", "](javascript:alert(1))", "![x](https://example.com/x.png)")
FORMULAS = ("=1+1", "@SUM(A1)", "+1", "-1")
PIECES = (*COMMANDS, *CONTROLS, *HTML, *FORMULAS)
# Of GitHub's commands the report of that format gives only these, and their text holds no line break.
OWN = re.compile(r"::(?:error|warning|notice) (?:[a-zA-Z]+=[^:,\r\n]*)(?:,[a-zA-Z]+=[^:,\r\n]*)*::[^\r\n]*")
ANY = re.compile(r"\s*::|.*##[a-z]{0,20}\[")


def blueprint(piece: str) -> str:
    """Defects of many rules, in which a stranger's text is a key, a name, a value, a header and a URL."""
    inner = json.dumps(piece, ensure_ascii=False)
    escape = json.dumps(piece)
    return (
        f"# {piece if piece.isprintable() else ''}\ninterface_parameters:\n  section:\n    source:\n"
        f"      - {{name: {escape}, type: string}}\n      - {{name: {escape}, type: {escape}, {escape}: 1}}\n"
        f"      - {{name: password, type: string, label: {inner if piece.isprintable() else escape}}}\n"
        f"connector:\n  name: A\n  baseurl: {escape}\n  default_headers: {{{escape}: '{{{{nothing}}}}', Authorization: {escape}}}\n"
        "  x-text: |\n"
        f"    {piece if piece.isprintable() else 'x'}\n"
        "multi-reports:\n  - name: a\n    steps:\n"
        f"      - {{name: {escape}, type: rest, endpoint: {json.dumps('http://a.example/' + piece)}}}\n"
        "# connector-lint: ignore[unknown-key, nmae] " + (piece if piece.isprintable() else "") + "\n"
    )


def lint(folder: Path, *args: str, stdin: str = "", **env: str) -> tuple[str, str, int]:
    """What the command writes to its two streams, and its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "connector_lint", *args], cwd=folder, input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True, check=False, timeout=120, env={**os.environ, "PYTHONIOENCODING": "utf-8", "CI": "", "TF_BUILD": "", **env},
    )  # fmt: skip
    return done.stdout.decode(), done.stderr.decode(), done.returncode


def demand_inert(text: str, *, own: bool = False) -> None:
    """Fail where a terminal or a build server would obey a line."""
    lines = text.split("\n")
    assert [line for line in lines if not line.replace("\t", "").isprintable()] == []
    assert [line for line in lines if ANY.match(line) and not (own and OWN.fullmatch(line))] == []


def hostile_folder(folder: Path) -> None:
    """A file for each piece, called after it where a file can be called so."""
    for number, piece in enumerate(PIECES):
        name = piece.replace("/", "_")
        (folder / f"{name}{number}.yaml").write_text(blueprint(piece), encoding="utf-8")
    (folder / "a\n::error::b\r.yaml").write_text(blueprint("x"), encoding="utf-8")


needs_posix_names = pytest.mark.skipif(sys.platform == "win32", reason="no such names of files there")


@needs_posix_names
@pytest.mark.parametrize("style", FORMATS)
def test_a_report_does_nothing(style: str, tmp_path: Path) -> None:
    hostile_folder(tmp_path)
    out, err, code = lint(tmp_path, "--format", style, "--verbose", "--fail-on", "info")
    assert code == 1
    demand_inert(err)
    demand_inert(out, own=style == "github")
    if style in ("json", "sarif", "gitlab", "junit"):
        assert out.isascii()
    if style == "html":
        assert "<script>alert" not in out


@needs_posix_names
@pytest.mark.parametrize(
    "args",
    [("--statistics",), ("--add-ignores",), ("--fix",), ("--unsafe-fixes", "--fix"), ("--write-baseline", "b.json"), ("--list-rules",), ("--show-config",), ("--color",), ("--exclude", "::error::*"), ("--format", "concise", "::error::x.yaml")],
    ids=" ".join,
)  # fmt: skip
def test_no_option_makes_it_do_something(args: tuple[str, ...], tmp_path: Path) -> None:
    hostile_folder(tmp_path)
    out, err, _ = lint(tmp_path, *args, "--verbose")
    demand_inert(err)
    demand_inert(re.sub("\x1b\\[[0-9;]*m", "", out) if "--color" in args else out)


@pytest.mark.parametrize("piece", PIECES[::4])
@pytest.mark.parametrize(
    "text",
    ["{} = 1", "select = [{}]", "fail-on = {}", "[severity]\n{} = 'error'", "extend = {}", "baseline = {}", "[per-file-ignores]\n'*' = [{}]", "[rules.{}]\na = 1", "[limits]\n{} = 1", "broken = [{}"],
)  # fmt: skip
def test_a_configuration_does_nothing(text: str, piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".connector-lint.toml").write_text(text.format(json.dumps(piece)), encoding="utf-8")
    (tmp_path / "a.yaml").write_text("connector: {name: A, base_url: 'https://a.example'}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--verbose"], catch_exceptions=False)
    assert (done.stdout, done.exit_code) == ("", 2)
    demand_inert(done.stderr)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("piece", PIECES)
def test_a_baseline_does_nothing(piece: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it holds of files that are gone or of rules that are none is told at most as a name."""
    (tmp_path / "a.yaml").write_text("connector: {name: A, nmae: 1, base_url: 'https://a.example'}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["--write-baseline", "b.json"]).exit_code == 0
    for old, new in (("a.yaml", piece + ".yaml"), ("unknown-key", piece), ("version", piece)):
        text = (tmp_path / "b.json").read_text(encoding="utf-8").replace(json.dumps(old)[1:-1], json.dumps(new)[1:-1])
        (tmp_path / "c.json").write_text(text, encoding="utf-8")
        done = CliRunner().invoke(main, ["--baseline", "c.json", "--verbose"], catch_exceptions=False)
        assert done.exit_code in (0, 1, 2)
        demand_inert(done.stderr)
        demand_inert(done.stdout)


PATCHED = "fields:\n- name: password\n  label: |\n   ::error::\u202ex ##vso[a]\n   a\u2028b\n"


def test_a_patch_holds_what_the_file_holds_and_a_log_no_command(tmp_path: Path) -> None:
    """A pipe gets the characters as they are: git compares them. A build server's log and a terminal do not."""
    (tmp_path / "a.yaml").write_text(PATCHED, encoding="utf-8")
    patch, err, code = lint(tmp_path, "--diff", "a.yaml")
    assert (code, err) == (1, "")
    context = [line[1:] for line in patch.split("\n") if line.startswith(" ")]
    assert context
    assert set(context) <= set(PATCHED.split("\n"))
    for variable in ("CI", "TF_BUILD"):
        log, _, _ = lint(tmp_path, "--diff", "a.yaml", **{variable: "true"})
        assert log == without_commands(patch) != patch
        assert [line for line in log.split("\n") if ANY.match(line)] == []
        with (tmp_path / "p").open("wb") as file:
            subprocess.run(
                [sys.executable, "-m", "connector_lint", "--diff", "a.yaml"], cwd=tmp_path, stdout=file, check=False,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", variable: "true"},
            )  # fmt: skip
        assert (tmp_path / "p").read_text(encoding="utf-8") == patch
    subprocess.run(["git", "apply", "p"], cwd=tmp_path, check=True, timeout=60)
    assert "is_encrypted: true" in (tmp_path / "a.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_a_terminal_is_shown_a_patch_and_obeys_nothing_in_it(tmp_path: Path) -> None:
    import pty  # noqa: PLC0415 - not there on Windows

    (tmp_path / "a.yaml").write_text(PATCHED.replace("a\u2028b", "a\u2028b \u202e"), encoding="utf-8")
    master, slave = pty.openpty()
    with os.fdopen(master, "rb", buffering=0) as reader:
        command = [sys.executable, "-m", "connector_lint", "--diff", "a.yaml"]
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        subprocess.run(command, cwd=tmp_path, stdout=slave, check=False, timeout=60, env=environment)
        os.close(slave)
        text = b""
        try:
            while piece := reader.read(65536):
                text += piece
        except OSError:
            pass  # Linux says so where the other end is closed
    shown = text.decode().replace("\r\n", "\n")
    demand_inert(shown)
    assert "+  is_encrypted: true" in shown
    assert "\\u2028" in shown


@pytest.mark.parametrize(
    "text", [" ::error::x", "\t::error::x", "\u3000::error::x", "::error::x", "a ##[error]x", "##vso[a]b"]
)
def test_blanks_before_a_command_do_not_help(text: str) -> None:
    """GitHub's runner passes over them."""
    assert not ANY.match(visible(text))
    assert not ANY.match(without_commands(text))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_is_looked_at(end: str) -> None:
    text = end.join(["a", "  ::error::x", "::x::y", " ##[error]x", "b::c", "##no command"])
    lines = re.split("\r\n|[\r\n]", without_commands(text))
    assert lines == ["a", "  \\x3a\\x3aerror::x", "\\x3a\\x3ax::y", " \\x23\\x23[error]x", "b::c", "##no command"]


def test_lines_for_a_terminal_keep_their_ends() -> None:
    assert visible_lines("a\tb\r\nc\rd\x1b[0m\n") == "a\tb\nc\\rd\\x1b[0m\n"
