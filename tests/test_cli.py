"""The command as people and machines run it: options, exit codes, streams, and what goes wrong."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, NoReturn

import jsonschema
import pytest
from click.testing import CliRunner, Result

from connector_lint.cli import main
from connector_lint.console import read_stdin
from connector_lint.registry import all_rules
from connector_lint.rule_page import page

ROOT = Path(__file__).parent.parent
RULES = all_rules()

CLEAN = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
ERROR = CLEAN.replace("https", "http")  # insecure-url (security, error) at 3:13
WARNING = CLEAN.replace(".com", ".com/")  # base-url-trailing-slash (structure, warning) at 3:13
BOTH = ERROR.replace(".com", ".com/")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, outside of any repository, and an environment without wishes about colour."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(text: str | bytes, name: str = "a.yaml") -> str:
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def names(folder: str = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def lint(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def found(*arguments: str, stdin: str | bytes | None = None) -> list[str]:
    """The findings as `rule line:column`."""
    findings = report(*arguments, stdin=stdin)["findings"]
    return [f"{finding['rule']} {finding['start']['line']}:{finding['start']['column']}" for finding in findings]


def report(*arguments: str, stdin: str | bytes | None = None) -> dict[str, Any]:
    result = lint("--format", "json", *arguments, stdin=stdin)
    parsed: dict[str, Any] = json.loads(result.stdout)
    jsonschema.validate(parsed, json.loads((ROOT / "schema" / "report.schema.json").read_text(encoding="utf-8")))
    return parsed


def run(
    *arguments: str, stdout: int | IO[bytes] = subprocess.PIPE, stdin: int | IO[bytes] = subprocess.DEVNULL, **more: Any
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process."""
    command = [sys.executable, "-m", "connector_lint", *arguments]
    return subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, stdin=stdin, check=False, timeout=60, **more)


# --- what is linted, and the exit code ---


def test_a_clean_file() -> None:
    result = lint(write(CLEAN))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file checked: no findings\n")


def test_no_path_is_the_current_folder() -> None:
    write(BOTH)
    Path("sub").mkdir()
    write(ERROR, "sub/b.yml")
    assert lint("--format", "concise").stdout.splitlines() == lint(".", "--format", "concise").stdout.splitlines()
    assert [finding["path"] for finding in report()["findings"]] == ["a.yaml", "a.yaml", "sub/b.yml"]


@pytest.mark.parametrize(
    ("text", "fail_on", "code"),
    [
        (CLEAN, "info", 0),
        (ERROR, None, 1),
        (ERROR, "error", 1),
        (ERROR, "warning", 1),
        (ERROR, "info", 1),
        (ERROR, "never", 0),
        (WARNING, None, 1),
        (WARNING, "error", 0),
        (WARNING, "warning", 1),
        (WARNING, "info", 1),
        (WARNING, "never", 0),
        (BOTH, "error", 1),
    ],
)
def test_the_exit_code_follows_fail_on(text: str, fail_on: str | None, code: int) -> None:
    options = ["--fail-on", fail_on] if fail_on else []
    assert lint(write(text), *options).exit_code == code


@pytest.mark.parametrize(
    ("level", "codes"),
    [("info", (0, 0, 1)), ("warning", (0, 1, 1)), ("error", (1, 1, 1)), ("off", (0, 0, 0))],
)
def test_a_severity_is_overridden_before_fail_on(level: str, codes: tuple[int, int, int]) -> None:
    write(ERROR)
    option = ("--severity", f"insecure-url={level}")
    assert (
        tuple(lint("a.yaml", *option, "--fail-on", least).exit_code for least in ("error", "warning", "info")) == codes
    )
    findings = report("a.yaml", *option)["findings"]
    assert [finding["severity"] for finding in findings] == ([] if level == "off" else [level])
    assert report("a.yaml", *option)["summary"]["error"] == (level == "error")


def test_the_last_severity_of_a_rule_counts() -> None:
    write(ERROR)
    assert found("a.yaml", "--severity", "insecure-url=off", "--severity", "insecure-url=info") == ["insecure-url 3:13"]


URL, SLASH = "insecure-url 3:13", "base-url-trailing-slash 3:13"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], [SLASH, URL]),
        (["--select", "insecure-url"], [URL]),
        (["--select", "security"], [URL]),
        (["--select", "structure"], [SLASH]),
        (["--select", "security,structure"], [SLASH, URL]),
        (["--select", " security , base-url-trailing-slash "], [SLASH, URL]),
        (["--select", "security", "--select", "structure"], [SLASH, URL]),
        (["--select", "duplicate-key"], []),
        (["--ignore", "insecure-url"], [SLASH]),
        (["--ignore", "security"], [SLASH]),
        (["--ignore", "security,structure"], []),
        (["--select", "insecure-url", "--ignore", "security"], [URL]),
        (["--select", "security", "--ignore", "insecure-url"], []),
        (["--select", "insecure-url,structure", "--ignore", "structure"], [URL]),
        (["--select", "insecure-url", "--ignore", "insecure-url"], []),
        (["--select", "security", "--ignore", "security"], []),
    ],
)
def test_select_and_ignore(options: list[str], expected: list[str]) -> None:
    assert found(write(BOTH), *options) == expected


def test_files_are_reported_in_order_of_their_paths_whatever_the_order_of_arguments() -> None:
    names = [write(ERROR, name) for name in ("b.yaml", "a.yaml", "c.yml")]
    assert [finding["path"] for finding in report(*names, "a.yaml")["findings"]] == ["a.yaml", "b.yaml", "c.yml"]


# --- formats and streams ---


def test_text_has_frames_and_a_summary() -> None:
    result = lint(write(ERROR))
    lines = result.stdout.splitlines()
    assert lines[:3] == [
        "a.yaml:3:13: error insecure-url",
        '  3 |   base_url: "http://api.example.com"',
        "    |             ^^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert lines[-1] == "1 file checked: 1 error, 1 with a fix (1 unsafe: --unsafe-fixes)"
    assert result.stderr == ""


def test_concise_is_made_for_grep() -> None:
    result = lint(write(BOTH), "--format", "concise")
    assert [line.split(" ")[:3] for line in result.stdout.splitlines()] == [
        ["a.yaml:3:13:", "warning", "base-url-trailing-slash"],
        ["a.yaml:3:13:", "error", "insecure-url"],
    ]
    assert result.stderr == ""


def test_json_says_it_all() -> None:
    whole = report(write(BOTH))
    assert whole["version"] == 1
    assert whole["tool"] == {"name": "connector-lint", "version": version("connector-lint")}
    assert whole["summary"] == {
        "files": 1, "skipped": 0, "error": 1, "warning": 1, "info": 0, "fixable": 2, "suppressed": 0,
    }  # fmt: skip
    assert whole["errors"] == []
    slash, url = whole["findings"]
    assert (url["rule"], url["category"], url["severity"]) == ("insecure-url", "security", "error")
    assert (url["path"], url["document"], url["yaml_path"]) == ("a.yaml", 0, "connector.base_url")
    assert url["start"] == {"line": 3, "column": 13, "offset": 40}
    assert url["end"] == {"line": 3, "column": 38, "offset": 65}
    assert slash["fix"]["safe"] is True
    assert slash["help"].endswith("/docs/rules/base-url-trailing-slash.md")
    assert report(write(CLEAN))["findings"] == []


def test_quiet_leaves_only_findings() -> None:
    write(CLEAN)
    assert lint("a.yaml", "--quiet").output == ""
    assert lint(".", "--quiet").output == ""
    write(ERROR)
    assert lint("a.yaml", "--quiet").output.splitlines()[-1].startswith("  help: ")
    Path("empty").mkdir()
    assert lint("empty", "--quiet").output == ""


@pytest.mark.parametrize(
    ("options", "environment", "colored"),
    [
        ([], {}, False),
        (["--color"], {}, True),
        (["--no-color"], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": ""}, False),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color"], {"NO_COLOR": "1"}, True),
        (["--no-color"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(
    options: list[str], environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    result = lint(write(ERROR), *options)
    assert ("\x1b[" in result.stdout) is colored
    assert "\x1b[" not in lint("a.yaml", *options, "--format", "concise").stdout


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="the system has no pseudo-terminals")
@pytest.mark.parametrize(
    ("term", "no_color", "colored"), [("xterm", "", True), ("dumb", "", False), ("xterm", "1", False)]
)
def test_a_terminal_gets_colour_unless_it_or_its_owner_wants_none(term: str, no_color: str, colored: bool) -> None:
    reader, terminal = os.openpty()
    environment = {**os.environ, "TERM": term, "NO_COLOR": no_color}
    result = run(write(ERROR), stdout=terminal, env=environment)
    os.close(terminal)
    assert result.returncode == 1
    assert (b"\x1b[1;31merror" in os.read(reader, 65536)) is colored
    os.close(reader)


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_any_encoding_of_standard_output_will_do(encoding: str) -> None:
    write(CLEAN.replace("name", "näme🚲"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    text = run("a.yaml", env=environment)
    assert (text.returncode, text.stderr) == (1, b"")
    shown = "näme🚲".encode("ascii", "backslashreplace").decode() if encoding == "ascii" else "näme🚲"
    assert f'  2 |   {shown}: "Orders"' in text.stdout.decode(encoding)
    assert json.loads(run("a.yaml", "--format", "json", env=environment).stdout.decode(encoding))["findings"]
    explained = run("--explain", "unreadable-file", env=environment)
    assert (explained.returncode, explained.stderr) == (0, b"")


def test_the_c_locale_will_do() -> None:
    write(CLEAN.replace("name", "näme🚲"), "ä.yaml")
    result = run(".", "--format", "concise", env={"PATH": "", "LC_ALL": "C", "LANG": "C"})
    assert (result.returncode, result.stderr) == (1, b"")
    assert "näme🚲".encode() in result.stdout


@pytest.mark.skipif(os.name == "nt", reason="its `bash` is another system")
def test_whoever_closes_the_pipe_is_not_bothered() -> None:
    for number in range(300):
        write(ERROR, f"{number}.yaml")
    command = f"{sys.executable} -m connector_lint . | head -1; echo ${{PIPESTATUS[0]}}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert result.stdout == "0.yaml:3:13: error insecure-url\n1\n"
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_full_disk_is_told_in_a_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = run(write(ERROR), stdout=full)
    assert (result.returncode, result.stderr) == (
        2,
        b"Error: cannot write to standard output: No space left on device\n",
    )


@pytest.mark.skipif(os.name == "nt", reason="its `bash` is another system")
def test_closed_streams() -> None:
    write(ERROR)
    command = f"{sys.executable} -m connector_lint"
    for redirection, code, error in (
        ("a.yaml >&-", 1, ""),
        ("a.yaml >&- 2>&-", 1, ""),
        ("nowhere >&- 2>&-", 2, ""),
        ("--schema >&-", 0, ""),
        ("- <&-", 2, "Error: standard input is closed\n"),
    ):
        result = subprocess.run(["bash", "-c", f"{command} {redirection}"], capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout, result.stderr) == (code, "", error), redirection


# --- --output ---


def test_output_goes_to_a_file_and_the_summary_to_standard_error() -> None:
    write(ERROR)
    result = lint("a.yaml", "--output", "report.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "1 file checked: 1 error, 1 with a fix (1 unsafe: --unsafe-fixes)\n",
    )
    assert Path("report.txt").read_text(encoding="utf-8") == lint("a.yaml").stdout
    assert lint("a.yaml", "--output", "report.json", "--format", "json", "--quiet").output == ""
    assert json.loads(Path("report.json").read_text(encoding="utf-8")) == report("a.yaml")
    assert names() == ["a.yaml", "report.json", "report.txt"]


def test_a_file_is_coloured_only_where_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    lint(write(ERROR), "--output", "report.txt")
    assert "\x1b" not in Path("report.txt").read_text(encoding="utf-8")
    lint("a.yaml", "--output", "report.txt", "--color")
    assert "\x1b[1;31m" in Path("report.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes")
def test_the_mode_of_an_existing_file_stays_and_a_new_one_gets_the_usual() -> None:
    write(ERROR)
    old = Path("old.txt")
    old.write_text("before", encoding="utf-8")
    old.chmod(0o640)
    umask = os.umask(0o027)
    try:
        lint("a.yaml", "--output", "old.txt")
        lint("a.yaml", "--output", "new.txt")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert stat.S_IMODE(Path("new.txt").stat().st_mode) == 0o640
    assert old.read_bytes() == Path("new.txt").read_bytes()


def test_a_link_s_target_is_written() -> None:
    write(ERROR)
    Path("sub").mkdir()
    Path("link.txt").symlink_to("sub/target.txt")
    for _ in range(2):
        lint("a.yaml", "--output", "link.txt")
        assert Path("link.txt").is_symlink()
        assert Path("sub/target.txt").read_text(encoding="utf-8").startswith("a.yaml:3:13")
        assert names("sub") == ["target.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_devices_and_pipes_are_written_to_and_stay() -> None:
    write(ERROR)
    assert lint("a.yaml", "--output", "/dev/null").exit_code == 1
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    os.mkfifo("pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(Path("pipe").read_text(encoding="utf-8")))
    reader.start()
    assert lint("a.yaml", "--output", "pipe").exit_code == 1
    reader.join(10)
    assert read == [lint("a.yaml").stdout]
    assert stat.S_ISFIFO(Path("pipe").stat().st_mode)


def test_a_file_is_written_whole_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    write(ERROR)
    Path("report.txt").write_text("before", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", fail)
    result = lint("a.yaml", "--output", "report.txt")
    assert (result.exit_code, result.output) == (2, "Error: cannot write report.txt: No space left on device\n")
    assert Path("report.txt").read_text(encoding="utf-8") == "before"
    assert names() == ["a.yaml", "report.txt"]


@pytest.mark.parametrize(
    ("output", "error"),
    [
        ("no/such/report.txt", "Error: cannot write no/such/report.txt: there is no folder no/such\n"),
        ("a.yaml/report.txt", "Error: cannot write a.yaml/report.txt: Not a directory\n"),
        (".", "Error: Invalid value for '--output': File '.' is a directory.\n"),
        ("", "Error: Invalid value for '--output': File '' is a directory.\n"),
    ],
)
def test_an_output_that_cannot_be_written(output: str, error: str) -> None:
    result = lint(write(ERROR), "--output", output)
    assert result.exit_code == 2
    assert result.output == error or not output
    assert names() == ["a.yaml"]


@pytest.mark.parametrize("output", ["a.yaml", "./a.yaml", "link.txt"])
@pytest.mark.parametrize("path", ["a.yaml", "."])
def test_no_report_is_written_over_what_it_is_about(output: str, path: str) -> None:
    write(ERROR)
    Path("link.txt").symlink_to("a.yaml")
    result = lint(path, "--output", output)
    assert result.exit_code == 2
    assert (
        result.stderr
        == f"Error: --output {Path(output)} is one of the files to lint: write the report to another one\n"
    )
    assert Path("a.yaml").read_text(encoding="utf-8") == ERROR


# --- standard input ---


def test_standard_input() -> None:
    assert lint("-", "--format", "concise", stdin=ERROR).stdout.startswith("<stdin>:3:13: error insecure-url ")
    named = lint("-", "--format", "concise", "--stdin-filename", "x/y.yaml", stdin=ERROR)
    assert named.stdout.startswith("x/y.yaml:3:13: error insecure-url ")
    assert lint("-", stdin=CLEAN).exit_code == 0
    assert found("-", stdin="\ufeff" + ERROR) == [URL]
    assert found("-", stdin=b"connector: \xff\n") == ["unreadable-file 1:12"]


def test_standard_input_beside_files_and_named_twice() -> None:
    write(WARNING)
    assert found("-", "a.yaml", "-", stdin=ERROR) == [SLASH, URL]


def test_a_file_called_dash_needs_its_folder() -> None:
    write(ERROR, "-")
    assert found("./-", stdin=CLEAN) == [URL]


def test_a_name_for_standard_input_without_standard_input() -> None:
    result = lint("--stdin-filename", "a.yaml")
    assert (result.exit_code, result.output) == (
        2,
        "Error: --stdin-filename names standard input, and - is not among the paths\n",
    )


def test_force_exclude_holds_for_standard_input_by_its_name() -> None:
    subprocess.run(["git", "init", "--quiet"], check=True)
    write("build/\n", ".gitignore")
    names = ("--force-exclude", "-", "--stdin-filename")
    assert found(*names, "src/a.yaml", stdin=ERROR) == [URL]
    assert found(*names, "build/a.yaml", stdin=ERROR) == []
    assert found("-", "--stdin-filename", "build/a.yaml", stdin=ERROR) == [URL]
    assert found(*names, "src/a.yaml", stdin="services: {}\n") == []
    assert found("--force-exclude", "-", stdin="services: {}\n") == []
    assert found("-", stdin="services: {}\n") == ["missing-key 1:1"]


class Endless(io.RawIOBase):
    """A stream that never ends."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


def test_standard_input_is_read_no_further_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("connector_lint.inputs.read_stdin", lambda size: b"# %d" % size)
        shown = lint("-").stdout
    assert f"# {4 * 1024 * 1024 + 1}" in shown
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert read_stdin(1000) == b"x" * 1000


# --- options that print something instead ---


def test_the_rules_are_listed() -> None:
    result = lint("--list-rules")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)
    for line, rule in zip(lines, RULES.values(), strict=True):
        assert line.split()[1:3] == [str(rule.severity), rule.category]
        assert line.endswith(rule.summary)
        assert (line.split()[3] == "fix") == rule.fixable


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_explained(name: str) -> None:
    result = lint("--explain", name)
    assert (result.exit_code, result.stdout) == (0, page(RULES[name]))
    assert result.stdout.startswith(f"# {name}\n")
    assert "expect:" not in result.stdout


def test_the_schema_is_printed_as_it_is_shipped() -> None:
    assert run("--schema").stdout == (ROOT / "schema" / "blueprint.schema.json").read_bytes()


def test_version_and_help() -> None:
    assert lint("--version").stdout == f"connector-lint {version('connector-lint')}\n"
    usage = lint("--help").stdout
    assert lint("-h").stdout == usage
    for option in (
        "--format", "--output", "--select", "--ignore", "--severity", "--fail-on", "--list-rules", "--explain",
        "--schema", "--force-exclude", "--color", "--no-color", "--quiet", "--version", "--stdin-filename",
    ):  # fmt: skip
        assert option in usage
    assert "0 clean, 1 findings, 2 wrong usage, 3 a bug" in " ".join(usage.split())


# --- bad usage: one line, exit code 2 ---


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["nowhere.yaml"], "no such file or folder: nowhere.yaml"),
        ([f"{n}.yaml" for n in range(9)], "no such file or folder: 0.yaml, 1.yaml, 2.yaml, 3.yaml, 4.yaml and 4 more"),
        (["--select", "x" * 999], f"there is no rule or category called '{'x' * 60}': see --list-rules"),
        (["nowhere.yaml", "gone/"], "no such file or folder: nowhere.yaml, gone/"),
        ([""], "no such file or folder: ''"),
        (["a\n::error::b"], "no such file or folder: a\\n::error::b"),
        (["x" * 300], f"no such file or folder: {'x' * 300}"),
        (["a.yaml/b"], "no such file or folder: a.yaml/b"),
        (["--frobnicate"], "No such option"),
        (["--format", "xml"], "Invalid value for '--format': 'xml' is not one of 'text', 'concise', 'json', "),
        (["--fail-on", "fatal"], "Invalid value for '--fail-on': 'fatal' is not one of 'error', 'warning', 'info', 'never'."),
        (["--select"], "Option '--select' requires an argument."),
        (["--select", "insecure-ulr"], "there is no rule or category called 'insecure-ulr': did you mean insecure-url?"),
        (["--ignore", "securty"], "there is no rule or category called 'securty': did you mean security?"),
        (["--select", "qqqqqqq"], "there is no rule or category called 'qqqqqqq': see --list-rules"),
        (["--select", "a\x1b[31m"], "there is no rule or category called 'a\\x1b[31m': see --list-rules"),
        (["--severity", "insecure-ulr=off"], "there is no rule called 'insecure-ulr': did you mean insecure-url?"),
        (["--severity", "security=off"], "there is no rule called 'security': see --list-rules"),
        (["--severity", "insecure-url"], "'insecure-url' is not RULE=error, RULE=warning, RULE=info or RULE=off"),
        (["--severity", "insecure-url=fatal"], "'insecure-url=fatal' is not RULE=error, RULE=warning,"),
        (["--explain", "insecure-ulr"], "there is no rule called 'insecure-ulr': did you mean insecure-url?"),
        (["--explain", ""], "there is no rule called '': see --list-rules"),
        (["--explain", "security"], "there is no rule called 'security': see --list-rules"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_one_line(arguments: list[str], error: str) -> None:
    result = lint(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert error in result.stderr
    assert result.stderr.count("\n") == 1


def test_wrong_usage_as_a_process() -> None:
    result = run("--select", "insecure-ulr", write(ERROR))
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr == b"Error: there is no rule or category called 'insecure-ulr': did you mean insecure-url?\n"


# --- bad input: a finding or a notice ---


def test_a_folder_without_yaml() -> None:
    Path("empty").mkdir()
    result = lint("empty")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no YAML files found\n")
    assert report("empty")["summary"]["files"] == 0


def test_a_folder_without_blueprints() -> None:
    write("services: {}\n")
    result = lint(".")
    assert (result.exit_code, result.output) == (0, "0 files checked, 1 skipped (no Blueprint): no findings\n")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "missing-key 1:1"),
        (b"\n\n", "missing-key 1:1"),
        (b"# only a comment\n", "missing-key 1:1"),
        (b"---\n", "missing-key 1:1"),
        (b"null\n", "missing-key 1:1"),
        (b"- connector\n", "wrong-type 1:1"),
        (b"just text\n", "wrong-type 1:1"),
        (b"42\n", "wrong-type 1:1"),
        (b"connector: [\n", "yaml-syntax 2:1"),
        (b"\x89PNG\r\n\x1a\n\0\0", "unreadable-file 1:1"),
        (b"\x7fELF\x02\x01\x01\0", "unreadable-file 1:5"),
        ("connector: {}\n".encode("utf-16"), "unreadable-file 1:1"),
        (b"connector: {name: K\xf6ln}\n", "unreadable-file 1:20"),
        (b"services: {web: {image: nginx}}\n", "missing-key 1:1"),
    ],
)
def test_files_that_are_no_blueprint_get_one_finding_when_named(content: bytes, expected: str) -> None:
    result = lint(write(content), "--format", "concise")
    assert (result.exit_code, result.stderr) == (1, "")
    assert found("a.yaml") in ([expected], [expected.replace("1:5", "1:8")])
    assert result.stdout.count("\n") == 1


def test_a_guide_s_example_gets_one_missing_key_and_its_secrets() -> None:
    write(
        'name: "Orders"\nversion: "1.0"\nsteps:\n  - name: get\n    method: GET\n    url: https://me:hunter2@api.example.com/v1\n'
        "    response: {data_path: items, pagination: {type: page}}\n"
    )
    assert found("a.yaml") == ["missing-key 1:1", "credentials-in-url 6:18"]


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the refusal is made up."""
    write(ERROR, "b.yaml")
    write(ERROR, "locked.yaml")
    opened = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> Any:
        if str(path).endswith("locked.yaml"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    for arguments in (["locked.yaml", "b.yaml"], ["."], ["--force-exclude", "locked.yaml", "b.yaml"]):
        result = lint("--format", "concise", *arguments)
        assert result.exit_code == 1
        assert result.stdout.splitlines()[1:] == [
            "locked.yaml:1:1: error unreadable-file the file cannot be checked: it cannot be opened: Permission denied"
        ]


def test_only_opening_a_file_tells_whether_it_may_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the command line: that would end the whole run."""
    write(ERROR)
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode, **options: mode != os.R_OK and access(path, mode, **options))
    assert found("a.yaml") == [URL]
    Path("report.txt").touch()
    assert lint("--output", "report.txt", "a.yaml").exit_code == 1
    assert "insecure-url" in Path("report.txt").read_text(encoding="utf-8")


def test_links_that_lead_nowhere() -> None:
    Path("loop.yaml").symlink_to("loop.yaml")
    Path("gone.yaml").symlink_to("nowhere")
    assert found("loop.yaml", "gone.yaml") == ["unreadable-file 1:1"] * 2
    assert found(".") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_read() -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_text(ERROR, encoding="utf-8"))
    writer.start()
    assert found("pipe") == [URL]
    writer.join(10)
    assert found("/dev/null") == ["missing-key 1:1"]


def test_a_bug_of_ours_is_exit_code_3_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> NoReturn:
        raise RecursionError("of no concern")

    write(ERROR)
    monkeypatch.setattr("connector_lint.run.documents", fail)
    result = lint("a.yaml", "--fail-on", "never")
    assert result.exit_code == 3
    assert "a.yaml: internal error: connector-lint failed with RecursionError; please report it\n" in result.stdout
    quiet = lint("a.yaml", "--fail-on", "never", "--format", "json", "--quiet")
    assert json.loads(quiet.stdout)["errors"] == [{"rule": None, "path": "a.yaml", "type": "RecursionError"}]
    assert quiet.stderr == "a.yaml: internal error: connector-lint failed with RecursionError; please report it\n"
    monkeypatch.setattr("connector_lint.inputs.discover", fail)
    result = lint("a.yaml", "--fail-on", "never")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("internal error: connector-lint failed with RecursionError in test_cli.py, line ")


@pytest.mark.skipif(os.name == "nt", reason="a folder in use cannot be removed")
def test_a_working_folder_that_is_gone_is_told_in_a_line(folder: Path) -> None:
    gone = folder / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m connector_lint"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "Error: the system refuses: No such file or directory\n"


def test_an_interrupt_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_arguments: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("connector_lint.cli.run", interrupt)
    assert lint(write(ERROR)).exit_code == 130


def test_the_help_groups_the_options_in_80_columns() -> None:
    shown = lint("--help").stdout
    assert max(map(len, shown.splitlines())) <= 80
    headings = [line for line in shown.splitlines() if line.endswith(":") and not line.startswith((" ", "Usage"))]
    assert headings == ["Rules:", "Baseline:", "Configuration:", "Fixes:", "Files:", "Report:", "Instead of linting:"]


@pytest.mark.parametrize(
    ("words", "count", "expected"),
    [
        ("connector-lint --sel", 1, ["--select"]),
        ("connector-lint --explain missing-t", 2, ["missing-token-url"]),
        ("connector-lint --ignore security,missing-g", 2, ["security,missing-grant-type"]),
        ("connector-lint --select auth", 2, ["authentication"]),
        ("connector-lint --format sa", 2, ["sarif"]),
    ],
)
def test_the_shell_completes_options_and_names(words: str, count: int, expected: list[str]) -> None:
    wish = {"_CONNECTOR_LINT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    code = "from connector_lint.cli import main; main(prog_name='connector-lint')"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **wish})
    assert [line.partition(",")[2] for line in result.stdout.splitlines()] == expected


def test_the_language_server_is_not_started_by_hand() -> None:
    """On a terminal nobody speaks its protocol, and Ctrl+C would not end it."""
    ours, theirs = os.openpty()
    try:
        command = [sys.executable, "-m", "connector_lint", "--lsp"]
        result = subprocess.run(command, stdin=theirs, capture_output=True, text=True, check=False, timeout=60)
    finally:
        os.close(ours)
        os.close(theirs)
    message = "Error: --lsp is for an editor, which starts it itself; docs/editors.md tells how\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", message)
