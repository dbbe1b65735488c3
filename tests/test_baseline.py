"""The baseline: old findings stay silent whatever is edited around them, new ones do not, and nothing is given away."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from connector_lint.baseline_file import Entry, read_entries, text_of
from connector_lint.cli import main
from connector_lint.config import Config
from connector_lint.names import named_path
from connector_lint.parse import parse
from connector_lint.renames import renamed_since

if TYPE_CHECKING:
    from tests.old_repository import FINDINGS, git, write_connectors
    from tests.test_redact import CANARIES, NAME_PLACES, NAMELIKE, PLACES, windows
else:
    from old_repository import FINDINGS, git, write_connectors
    from test_redact import CANARIES, NAME_PLACES, NAMELIKE, PLACES, windows

HEAD = '{"connector-lint-baseline": 1}\n'
CLEAN = 'connector:\n  name: "Orders"\n  base_url: "https://api.example.com"\n'
URL = CLEAN.replace("https", "http")  # insecure-url at 3:13
SLASH = CLEAN.replace(".com", ".com/")  # base-url-trailing-slash at 3:13
URL_ENTRY = Entry("a.yaml", "connector.base_url", "insecure-url")
SLASH_ENTRY = Entry("a.yaml", "connector.base_url", "base-url-trailing-slash")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def write(text: str, name: str = "a.yaml") -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


def found(*arguments: str) -> list[str]:
    """What is reported beside the baseline `old`, as `path:line:column rule`."""
    lines = lint("--format", "concise", "--baseline", "old", *arguments).stdout.splitlines()
    return [re.sub(r"^(\S+): \w+ (\S+) .*", r"\1 \2", line) for line in lines]


def baseline(*arguments: str) -> str:
    """Write the baseline `old`; gives what is said about it."""
    result = lint("--write-baseline", "old", *arguments)
    assert result.exit_code == 0, result.output
    return next(line for line in result.stderr.splitlines() if line.startswith("baseline: "))


def told(*arguments: str) -> list[str]:
    """What a run beside the baseline `old` says of it."""
    lines = lint("--baseline", "old", *arguments).stderr.splitlines()
    return [line for line in lines if line.startswith("baseline: ")]


def entries() -> dict[Entry, int]:
    return read_entries(Path("old")) or {}


# --- an old code base ---


@pytest.fixture
def old(folder: Path) -> list[Path]:
    """400 connectors with 2,000 findings, all in the baseline, in a repository."""
    files = write_connectors(folder / "connectors", 400)
    assert baseline() == f"baseline: {400 * FINDINGS} findings in old, {400 * FINDINGS} added, 0 removed"
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "old")
    return files


def test_old_findings_are_silent_and_a_new_one_is_the_only_one(old: list[Path]) -> None:
    clean = lint("--baseline", "old")
    assert (clean.exit_code, clean.stdout, clean.stderr) == (0, "", "400 files checked: no findings, 2000 suppressed\n")
    old[123].write_text(old[123].read_text().replace('name: "start", type: "string"', 'name: "start", type: "stirng"'))
    assert found() == ["connectors/team_3/orders_123.yaml:4:31 invalid-value"]
    assert lint("--baseline", "old").exit_code == 1


def test_nothing_that_is_edited_around_old_findings_brings_them_back(old: list[Path]) -> None:
    """50 lines above each, parameters in another order, files renamed by git: all at once."""
    for file in old:
        lines = file.read_text().splitlines(keepends=True)
        lines[3], lines[4] = lines[4], lines[3]
        above = {3, 4, 7, 11}
        file.write_text("".join("\n" * 50 * (number in above) + line for number, line in enumerate(lines)))
    assert found() == []
    git("checkout", "--quiet", ".")
    for file in old[::9]:
        git("mv", str(file), str(file.with_name(f"renamed_{file.name}")))
    git("mv", "connectors/team_8", "connectors/moved")
    result = lint("--baseline", "old")
    assert (result.exit_code, result.stderr) == (0, "400 files checked: no findings, 2000 suppressed\n")
    git("commit", "--quiet", "-m", "renamed")
    assert baseline() == "baseline: 2000 findings in old, 0 added, 0 removed"
    assert {entry.path for entry in entries()} == {path.as_posix() for path in Path().rglob("*.yaml")}


# --- identity ---


ITEMS = """steps:
  - {name: "a", http_method: GTE}
  - {name: "b", http_method: GTE}
  - {type: loop, steps: [{http_method: GTE}, {http_method: GTE, key: k}]}
"""


def test_a_place_is_told_by_names_and_without_indexes() -> None:
    write(CLEAN + ITEMS)
    baseline()
    places = {entry.place: count for entry, count in entries().items() if entry.rule == "invalid-value"}
    assert places == {
        "steps[name=a].http_method": 1,
        "steps[name=b].http_method": 1,
        "steps[type=loop].steps[*].http_method": 1,
        "steps[type=loop].steps[key=k].http_method": 1,
    }


def test_items_in_another_order_are_the_same() -> None:
    write(CLEAN + ITEMS)
    baseline()
    lines = ITEMS.replace(
        "[{http_method: GTE}, {http_method: GTE, key: k}]", "[{key: k, http_method: GTE}, {http_method: GTE}]"
    )
    head, *items = lines.splitlines(keepends=True)
    write(CLEAN + head + "".join(reversed(items)))
    result = lint("--baseline", "old")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 file checked: no findings, 4 suppressed\n")


def test_documents_in_another_order_are_the_same() -> None:
    write(URL + "---\n" + SLASH)
    baseline()
    write(SLASH + "---\n" + URL)
    assert found() == []


def test_of_equal_findings_the_last_ones_are_new() -> None:
    item = "  - {http_method: GTE}\n"
    write(CLEAN + "steps:\n" + 2 * item)
    baseline("--select", "invalid-value")
    assert list(entries().values()) == [2]
    write(CLEAN + "steps:\n" + 4 * item)
    assert found("--select", "invalid-value") == ["a.yaml:7:19 invalid-value", "a.yaml:8:19 invalid-value"]


def test_another_rule_place_or_file_is_new() -> None:
    write(URL)
    baseline()
    write(URL.replace(".com", ".com/"))
    write(URL, "b.yaml")
    assert found() == ["a.yaml:3:13 base-url-trailing-slash", "b.yaml:3:13 insecure-url"]


def test_a_root_and_what_is_in_no_tree_have_a_place() -> None:
    root = parse(CLEAN, Config().limits)[0].root
    assert [named_path(root, ()), named_path(root, ("connector", "a.b"))] == ["", 'connector["a.b"]']


# --- what is suppressed ---


def test_suppressed_findings_are_counted_and_nothing_else_changes() -> None:
    write(URL)
    baseline()
    assert lint("--baseline", "old").exit_code == 0
    summary = json.loads(lint("--baseline", "old", "--format", "json").stdout)["summary"]
    assert (summary["suppressed"], summary["error"], summary["files"]) == (1, 0, 1)


def test_writing_exits_with_0_and_quiet_says_nothing() -> None:
    write(URL)
    result = lint("--write-baseline", "old", "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert entries() == {URL_ENTRY: 1}


@pytest.mark.parametrize("broken", [URL + "  name: [\n", URL + "  x: \0\n"])
def test_a_file_that_cannot_be_read_is_never_an_old_finding(broken: str) -> None:
    """For it hides all others; these are not forgotten meanwhile."""
    write(URL)
    baseline()
    write(broken)
    result = lint("--baseline", "old")
    assert (result.exit_code, "no longer" in result.stderr) == (1, False)
    assert baseline() == "baseline: 1 finding in old, 0 added, 0 removed"
    assert entries() == {URL_ENTRY: 1}
    assert [line.split()[1] for line in found()] in (["yaml-syntax"], ["unreadable-file"])


def test_standard_input_has_its_name_or_none() -> None:
    write(URL)
    baseline()
    assert lint("--baseline", "old", "--stdin-filename", "a.yaml", "-", stdin=URL).exit_code == 0
    assert lint("--baseline", "old", "-", stdin=URL).exit_code == 1
    result = lint("--write-baseline", "new", "-", stdin=URL)
    assert (result.exit_code, Path("new").read_text()) == (0, HEAD)


def test_paths_begin_at_the_baseline_wherever_the_command_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(URL, "connectors/a.yaml")
    baseline()
    assert [entry.path for entry in entries()] == ["connectors/a.yaml"]
    monkeypatch.chdir("connectors")
    for path in (".", "a.yaml", str(folder / "connectors")):
        assert lint(path, "--baseline", "../old").exit_code == 0
    assert lint("--write-baseline", "own").exit_code == 0
    assert [entry.path for entry in read_entries(Path("own")) or ()] == ["a.yaml"]
    assert lint(str(folder), "--baseline", "own").exit_code == 0


# --- entries that no longer match ---

ONE_STALE = "baseline: 1 entry no longer matches; --write-baseline old removes it, and adds what is new"
TWO_STALE = "baseline: 2 entries no longer match; --write-baseline old removes them, and adds what is new"


def test_entries_that_no_longer_match_are_told_and_removed() -> None:
    write(URL.replace(".com", ".com/"))
    assert baseline() == "baseline: 2 findings in old, 2 added, 0 removed"
    write(SLASH)
    assert lint("--baseline", "old").exit_code == 0
    assert told() == [ONE_STALE]
    assert told("--quiet") == []
    write(CLEAN)
    assert told() == [TWO_STALE]
    write(SLASH)
    assert baseline() == "baseline: 1 finding in old, 0 added, 1 removed"
    assert told() == []


def test_fewer_findings_than_the_count_no_longer_match() -> None:
    write(URL + "---\n" + URL)
    baseline()
    write(URL)
    assert told() == [ONE_STALE]


def test_a_run_over_some_files_says_and_removes_nothing_of_others() -> None:
    """As pre-commit runs it, in batches."""
    for name in ("a.yaml", "b.yaml", "sub/c.yaml"):
        write(URL, name)
    baseline()
    before = entries()
    write(CLEAN, "b.yaml")
    Path("sub/c.yaml").unlink()
    assert told("a.yaml") == []
    baseline("a.yaml")
    assert entries() == before
    assert told("sub") == [ONE_STALE]
    assert told() == [TWO_STALE]
    assert baseline("sub") == "baseline: 2 findings in old, 0 added, 1 removed"
    assert baseline() == "baseline: 1 finding in old, 0 added, 1 removed"
    assert entries() == {URL_ENTRY: 1}


@pytest.mark.parametrize(
    "option", [("--select", "insecure-url"), ("--ignore", "structure"), ("--severity", "base-url-trailing-slash=off")]
)
def test_a_rule_that_did_not_run_keeps_its_entries(option: tuple[str, str]) -> None:
    write(URL.replace(".com", ".com/"))
    baseline()
    write(CLEAN)
    assert told(*option) == [ONE_STALE]
    assert baseline(*option) == "baseline: 1 finding in old, 0 added, 1 removed"
    assert entries() == {SLASH_ENTRY: 1}


def test_whether_a_rule_ran_is_asked_of_each_files_own_configuration() -> None:
    both = URL.replace(".com", ".com/")
    for name in ("a.yaml", "sub/b.yaml"):
        write(both, name)
    baseline()
    write("ignore = ['insecure-url']\n", "sub/.connector-lint.toml")
    for name in ("a.yaml", "sub/b.yaml"):
        write(CLEAN, name)
    assert baseline() == "baseline: 1 finding in old, 0 added, 3 removed"
    assert list(entries()) == [Entry("sub/b.yaml", "connector.base_url", "insecure-url")]


def test_a_rule_with_a_bug_takes_no_entry_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    write(URL)
    baseline()
    monkeypatch.setattr("connector_lint.run.inspect_documents", lambda *_, **__: 1 / 0)
    assert lint("--write-baseline", "old").exit_code == 3
    assert entries() == {URL_ENTRY: 1}


# --- renames ---


def commit(message: str) -> None:
    git("add", ".")
    git("commit", "--quiet", "--allow-empty", "-m", message)


@pytest.fixture
def repository() -> None:
    git("init", "--quiet")
    write(URL)
    baseline()
    commit("old")


@pytest.mark.usefixtures("repository")
def test_a_renamed_file_keeps_its_entries_staged_and_committed() -> None:
    new = "übe r/-b\tc.yaml"
    Path("übe r").mkdir()
    git("mv", "a.yaml", new)
    assert found() == []
    commit("renamed")
    assert found() == []
    git("mv", new, "c.yaml")
    write(SLASH, "d.yaml")
    commit("renamed again")
    assert found() == ["d.yaml:3:13 base-url-trailing-slash"]
    baseline("d.yaml")
    assert [entry.path for entry in entries()] == ["c.yaml", "d.yaml"]


@pytest.mark.usefixtures("repository")
def test_a_copy_and_what_git_was_not_told_of_are_new() -> None:
    write(URL, "b.yaml")
    commit("copied")
    assert found() == ["b.yaml:3:13 insecure-url"]
    Path("a.yaml").rename("c.yaml")
    assert found() == ["b.yaml:3:13 insecure-url", "c.yaml:3:13 insecure-url"]


def test_renames_are_known_in_a_hook_and_to_a_baseline_in_a_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hook is told of its repository by variables that hold for the working folder only."""
    git("init", "--quiet")
    write(URL)
    Path("sub").mkdir()
    assert lint("--write-baseline", "sub/old").exit_code == 0
    assert [entry.path for entry in read_entries(Path("sub/old")) or ()] == ["../a.yaml"]
    commit("old")
    git("mv", "a.yaml", "b.yaml")
    monkeypatch.setenv("GIT_DIR", str(folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert lint("--baseline", "sub/old").exit_code == 0


@pytest.mark.usefixtures("repository")
def test_asking_git_runs_nothing_that_the_repository_has_set_up(folder: Path) -> None:
    spy = folder / "spy"
    spy.write_text(f"#!/bin/sh\ntouch '{folder}/ran'\ncat\n")
    spy.chmod(0o755)
    write("*.yaml diff=spy filter=spy\n", ".gitattributes")
    git("mv", "a.yaml", "b.yaml")
    for key in (
        "diff.external",
        "diff.spy.command",
        "diff.spy.textconv",
        "filter.spy.clean",
        "core.fsmonitor",
        "core.pager",
    ):
        git("config", key, str(spy))
    assert found("b.yaml") == []
    assert not Path("ran").exists()


def test_without_git_a_commit_or_an_answer_nothing_is_known(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert renamed_since(folder / "old") == {}
    git("init", "--quiet")
    assert renamed_since(folder / "old") == {}
    write(URL)
    baseline()
    git("add", ".")
    git("mv", "a.yaml", "b.yaml")
    assert found() == ["b.yaml:3:13 insecure-url"]
    monkeypatch.setenv("PATH", "")
    assert found() == ["b.yaml:3:13 insecure-url"]


def test_git_is_asked_only_where_a_file_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    write(URL)
    baseline()
    monkeypatch.setattr("connector_lint.baseline.renamed_since", lambda _: pytest.fail("asked"))
    assert found() == []


# --- merging ---


def merged(*, attribute: bool, ours: list[str], theirs: list[str]) -> bool:
    """Whether git merges two branches that each add entries for these files to a baseline; it stays as merged."""
    git("init", "--quiet")
    if attribute:
        write("old merge=union\n", ".gitattributes")
    for name in ("b.yaml", "f.yaml", "k.yaml"):
        write(URL, name)
    baseline()
    commit("base")
    for branch, names in (("ours", ours), ("theirs", theirs)):
        git("checkout", "--quiet", "-b", branch, "main")
        for name in names:
            write(URL, name)
        baseline()
        commit(branch)
    return git("merge", "--quiet", "--no-edit", "ours", check=False).returncode == 0


@pytest.mark.parametrize(
    ("attribute", "ours", "theirs", "merges"),
    [
        (False, ["d.yaml"], ["h.yaml"], True),
        (False, ["a.yaml"], ["z.yaml"], True),
        (False, ["c.yaml"], ["d.yaml"], False),
        (True, ["c.yaml"], ["d.yaml"], True),
        (True, ["x.yaml", "y.yaml"], ["z.yaml"], True),
    ],
)
def test_git_merges_two_branches(attribute: bool, ours: list[str], theirs: list[str], merges: bool) -> None:
    assert merged(attribute=attribute, ours=ours, theirs=theirs) is merges
    if merges:
        assert found() == []
        assert sorted(entry.path for entry in entries()) == sorted(["b.yaml", "f.yaml", "k.yaml", *ours, *theirs])


def test_what_one_branch_mended_beside_what_the_other_added() -> None:
    """The union may bring a removed entry back: that is told, and the next write removes it."""
    assert merged(attribute=True, ours=["e.yaml"], theirs=[])
    git("checkout", "--quiet", "-b", "mended", "main")
    write(CLEAN, "f.yaml")
    baseline()
    commit("mended")
    git("merge", "--quiet", "--no-edit", "ours")
    assert found() == []
    baseline()
    assert [entry.path for entry in entries()] == ["b.yaml", "e.yaml", "k.yaml"]


def test_both_branches_may_begin_the_baseline() -> None:
    git("init", "--quiet")
    write("old merge=union\n", ".gitattributes")
    commit("base")
    for branch, name in (("ours", "a.yaml"), ("theirs", "b.yaml")):
        git("checkout", "--quiet", "-b", branch, "main")
        write(URL, name)
        baseline()
        commit(branch)
    git("merge", "--quiet", "--no-edit", "ours")
    assert found() == []


def test_of_repeated_entries_the_largest_count_holds() -> None:
    once, twice = text_of({URL_ENTRY: 1}), text_of({URL_ENTRY: 2})
    write(twice + once + text_of({SLASH_ENTRY: 1}), "old")
    assert entries() == {URL_ENTRY: 2, SLASH_ENTRY: 1}


# --- the file ---


def test_the_file_is_sorted_by_path_place_and_rule_and_readable() -> None:
    write(URL.replace(".com", ".com/"), "b.yaml")
    write(URL, "Köln.yaml")
    baseline()
    assert Path("old").read_bytes().decode() == HEAD + "".join(
        f'{{"path": "{path}", "place": "connector.base_url", "rule": "{rule}", "count": 1}}\n'
        for path, rule in (
            ("Köln.yaml", "insecure-url"),
            ("b.yaml", "base-url-trailing-slash"),
            ("b.yaml", "insecure-url"),
        )
    )


def test_each_write_sorts() -> None:
    places = [Entry("a", "x", "r"), Entry("a", "x", "s"), Entry("a", "y", "r"), Entry("b", "x", "r")]
    write(text_of(dict.fromkeys(reversed(places), 1)), "old")
    assert list(entries()) == places


def test_a_name_that_no_terminal_should_see_is_escaped_and_read_again() -> None:
    odd = {Entry("a\u202eb\n\udcff.yaml", "x", "insecure-url"): 1}
    text = text_of(odd)
    assert text.isascii()
    write(text, "old")
    assert entries() == odd


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    Path("old").write_bytes(b"\xef\xbb\xbf" + text_of({URL_ENTRY: 1}).replace("\n", "\r\n").encode())
    assert entries() == {URL_ENTRY: 1}


ENTRY = text_of({URL_ENTRY: 1}).removeprefix(HEAD)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "old:1: the baseline is empty: restore"),
        (HEAD + ENTRY[:-9], "old:2: no entry of a baseline: restore"),
        (HEAD + ENTRY + "[1]\n", "old:3: no entry"),
        (HEAD + ENTRY.replace('"count": 1', '"count": 0'), "old:2: no entry"),
        (HEAD + ENTRY.replace('"count": 1', '"count": true'), "old:2: no entry"),
        (HEAD + ENTRY.replace("a.yaml", "a\\u0000.yaml"), "old:2: no entry"),
        (HEAD + ENTRY.replace('"place"', '"line"'), "old:2: no entry"),
        (HEAD + "[" * 100_000, "old:2: no entry"),
        (HEAD.replace("1", "2") + ENTRY, "old:1: the baseline has version 2, and 1 is read here: update"),
        (HEAD.replace("1", "true"), "old:1: a baseline's version is a number, such as 1"),
        (HEAD.replace("1", '"x"'), "old:1: a baseline's version is a number, such as 1"),
        ('{\n  "version": "1.5.0",\n  "results": {}\n}\n', "old:1: this is no baseline of connector-lint: name"),
        (URL, "old:1: this is no baseline of connector-lint"),
        (f"<<<<<<< ours\n{HEAD}=======\n{HEAD}>>>>>>> theirs\n", "old:1: a conflict of a merge: keep the lines"),
        (HEAD + ENTRY + ">>>>>>> theirs\n", "old:3: a conflict of a merge"),
        (HEAD + "\udcff", "old:2: the baseline is not UTF-8"),
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_a_file_that_is_no_baseline_is_named_and_left_alone(text: str, message: str, option: str) -> None:
    write(CLEAN)
    data = text.encode("utf-8", "surrogateescape")
    Path("old").write_bytes(data)
    result = lint(option, "old")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {message}")
    assert len(result.stderr.splitlines()) == 1
    assert Path("old").read_bytes() == data


def test_a_file_that_is_too_large_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connector_lint.baseline_file._LARGEST", 2**20)
    write(" " * (2**20 + 1), "old")
    assert lint("--baseline", "old").stderr == "Error: old: larger than 1 MiB is no baseline: name another file\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--baseline", "old"), "--baseline old: there is no such file: make it with --write-baseline old"),
        (("--baseline", "."), "Invalid value for '--baseline': File '.' is a directory."),
        (("--write-baseline", "no/old"), "cannot write no/old: there is no folder no"),
        (("--baseline", "a", "--write-baseline", "b"), "--write-baseline writes the file that --baseline reads: "),
        (("--write-baseline", "old", "--output", "./old"), "--output old is the baseline: write the report to another"),
    ],
)
def test_options_that_do_not_fit(arguments: tuple[str, ...], message: str) -> None:
    write(URL)
    result = lint(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"Error: {message}")
    assert sorted(path.name for path in Path().iterdir()) == ["a.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_is_not_waited_for() -> None:
    os.mkfifo("old")
    assert lint("--baseline", "old").stderr == "Error: old: a baseline is a file, and this is none: name another one\n"


def test_no_permission_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may read everything, so the system's answer is made up."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    write(HEAD, "old")
    monkeypatch.setattr(Path, "open", refuse)
    assert lint("--baseline", "old").stderr == "Error: old: the baseline cannot be read: Permission denied\n"


def test_the_same_file_may_be_read_and_written() -> None:
    write(URL)
    assert lint("--baseline", "old", "--write-baseline", "./old").exit_code == 0
    assert entries() == {URL_ENTRY: 1}


# --- nothing is given away ---


def written(text: str) -> str:
    """The baseline of a text, and what is said when it is written and read."""
    Path("old").unlink(missing_ok=True)
    Path("a.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    said = lint("--write-baseline", "old").stderr + lint("--baseline", "old", "--quiet").stderr
    return Path("old").read_text(encoding="utf-8") + said


@pytest.mark.parametrize("place", PLACES)
def test_a_baseline_holds_no_credential(place: str) -> None:
    for canary in CANARIES.values():
        shown = written(PLACES[place].replace("@", canary))
        assert [window for window in windows(canary) if window in shown] == []


@pytest.mark.parametrize("place", NAME_PLACES)
def test_a_baseline_holds_no_random_token_wherever_it_stands(place: str) -> None:
    for kind in NAMELIKE:
        shown = written(NAME_PLACES[place].replace("@", CANARIES[kind]))
        assert [window for window in windows(CANARIES[kind]) if window in shown] == []


@pytest.mark.parametrize("key", ["name", "key", "type"])
def test_what_an_item_goes_by_is_no_credential(key: str) -> None:
    for kind in NAMELIKE:
        shown = written(CLEAN + f'steps: [{{{key}: "{CANARIES[kind]}", http_method: GTE}}]\n')
        assert "http_method" in shown
        assert [window for window in windows(CANARIES[kind]) if window in shown] == []


def test_another_value_makes_no_other_baseline() -> None:
    """Neither in clear nor as a hash is a value in it, so that none can be guessed."""
    text = 'fields:\n  - {{name: password, type: string, value: "{}"}}\n'
    first, second = (written(CLEAN + text.format(CANARIES[kind])) for kind in ("token", "hex"))
    assert first == second
    assert '"rule": ' in first
