"""Which files a command line stands for, and which of them are Blueprints."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from connector_lint import ConfigError
from connector_lint.cli import main
from connector_lint.detect import looks_like_blueprint
from connector_lint.discover import discover
from connector_lint.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

BAD = "connector: {name: A, base_url: 'http://a.example'}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is the working folder, the root of a git repository."""
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found(*paths: str, force_exclude: bool = False) -> list[str]:
    return [source.path for source in discover(paths, force_exclude=force_exclude)]


def lint(*arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(CliRunner().invoke(main, ["--format", "json", *arguments]).stdout)
    return report


def test_a_folder_is_searched_for_yaml_in_order(folder: Path) -> None:
    write(folder, dict.fromkeys(("b.yaml", "a.yml", "c/d.YAML", "c/é 1.yaml", "x.json", "yaml", ".hidden/e.yaml"), BAD))
    assert found(".") == [".hidden/e.yaml", "a.yml", "b.yaml", "c/d.YAML", "c/é 1.yaml"]
    assert found("c") == ["c/d.YAML", "c/é 1.yaml"]


def test_named_files_are_taken_whatever_they_are_called_and_each_once(folder: Path) -> None:
    write(folder, dict.fromkeys(("a.yaml", "b.txt"), BAD))
    assert found("b.txt", "a.yaml", "./a.yaml", ".", "./b.txt") == ["a.yaml", "b.txt"]
    (source, *_) = discover([".", "a.yaml"], force_exclude=False)
    assert not source.blueprints_only


def test_missing_paths_are_all_named(folder: Path) -> None:
    write(folder, {"a.yaml": BAD})
    with pytest.raises(ConfigError) as caught:
        found("nowhere", "a.yaml", "gone.yaml")
    assert str(caught.value) == "no such file or folder: nowhere, gone.yaml"


IGNORED = {
    ".gitignore": "*.tmp.yaml\n/build/\n!keep.tmp.yaml\nvendor\n",
    "a.yaml": BAD,
    "b.tmp.yaml": BAD,
    "keep.tmp.yaml": BAD,
    "build/c.yaml": BAD,
    "sub/build/d.yaml": BAD,
    "sub/.gitignore": "e.yaml\n!b.tmp.yaml\n",
    "sub/e.yaml": BAD,
    "sub/b.tmp.yaml": BAD,
    "sub/vendor/f.yaml": BAD,
    ".git/g.yaml": BAD,
    "node_modules/h.yaml": BAD,
}
KEPT = ["a.yaml", "keep.tmp.yaml", "sub/b.tmp.yaml", "sub/build/d.yaml"]


def test_what_git_ignores_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, IGNORED)
    assert found(".") == KEPT
    assert found("sub") == ["sub/b.tmp.yaml", "sub/build/d.yaml"]
    monkeypatch.chdir(folder / "sub")
    assert found(".") == ["b.tmp.yaml", "build/d.yaml"]


def test_git_agrees(folder: Path) -> None:
    write(folder, IGNORED)
    command = ["git", "ls-files", "--others", "--exclude-standard", "*.yaml"]
    listed = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert sorted(set(listed) - {"node_modules/h.yaml"}) == KEPT


def test_force_exclude_holds_for_named_files_too(folder: Path) -> None:
    write(folder, IGNORED)
    named = ["a.yaml", "b.tmp.yaml", "build/c.yaml", "sub/vendor/f.yaml", "sub/b.tmp.yaml"]
    assert found(*named) == sorted(named)
    assert found(*named, force_exclude=True) == ["a.yaml", "sub/b.tmp.yaml"]


def test_links_that_lead_out_are_not_followed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    write(outside, {"secret.yaml": BAD})
    write(folder, {"a.yaml": BAD, "sub/b.yaml": BAD})
    (folder / "out.yaml").symlink_to(outside / "secret.yaml")
    (folder / "out").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "self.yaml").symlink_to("self.yaml")
    (folder / "gone.yaml").symlink_to("nowhere")
    (folder / "again.yaml").symlink_to(folder / "sub" / "b.yaml")
    assert found(".") in (["a.yaml", "again.yaml"], ["a.yaml", "sub/b.yaml"])
    assert found("out.yaml") == ["out.yaml"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_what_is_no_regular_file_is_passed_over_in_a_search(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    write(folder, {"folder.yaml/a.yaml": BAD})
    assert found(".") == ["folder.yaml/a.yaml"]


FOREIGN = {
    "docker-compose.yml": "services:\n  web: {image: nginx, environment: {API_KEY: hunter2}}\n",
    "workflow.yml": "on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: make}]}}\n",
    "values.yaml": "connector:\n  enabled: true\n  name: x\n",
    "template.yaml": "spec:\n  connector: {{ .Values.connector }}\n",
    "k8s.yaml": "kind: ConfigMap\nmetadata: {name: connector}\ndata: {connector: 'base_url'}\n",
    "list.yaml": "- connector\n- interface_parameters\n",
    "openapi.yaml": "openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
    "airbyte.yaml": "type: DeclarativeSource\nstreams: []\nspec: {connection_specification: {}}\n",
    "guide.yaml": 'name: x\nversion: "1.0"\nsteps: [{name: a, method: GET, url: b}]\n',
    "camunda.yaml": "connector: http\nsteps: []\n",
    "empty.yaml": "",
    "comments.yaml": "# connector:\n",
    "broken.yaml": "a: [b\n  connector: c\n",
    "broken.json.yaml": '{"a": {"b": "connector", "connector": 3},\n',
    "text.yaml": "connector\n",
    "parameters.yaml": "interface_parameters: [a, b]\n",
}
BLUEPRINTS = {
    "parameters.yaml": "interface_parameters: {section: {source: []}}\n",
    "base.yaml": "connector: {base_url: 'https://a.example'}\n",
    "headers.yaml": "connector: {default_headers: {}}\n",
    "auth.yaml": "connector: {auth: {type: bearer}}\n",
    "steps.yaml": "connector: {name: A}\nsteps: []\n",
    "reports.yaml": "connector: {name: A}\nmulti-reports: []\n",
    "broken.yaml": "a: [b\ninterface_parameters:\n",
    "quoted.yaml": '"connector":\n  name: "x\n',
    "single.yaml": "'interface_parameters' : [\n",
    "truncated.json.yaml": '{"connector": {"name": "x',
    "pretty.json.yaml": '{\n  "x": 1,\n  "connector": {\n    "name": "x',
    "flow.yaml": "a: 1\n--- # c\n{x: 1, connector: {base_url: 'x'",
    "template.yaml": "{{ if .x }}\nconnector:\n  name: x\n",
    "second.yaml": "a: 1\n---\nconnector: {base_url: 'https://a.example'}\n",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_yaml_is_left_alone(name: str) -> None:
    assert [looks_like_blueprint(document) for document in parse(FOREIGN[name])] == [False]


@pytest.mark.parametrize("name", BLUEPRINTS)
def test_blueprints_are_recognised(name: str) -> None:
    assert looks_like_blueprint(parse(BLUEPRINTS[name])[-1])


def test_a_search_counts_what_it_left_alone(folder: Path) -> None:
    write(folder, FOREIGN | {"bad/bad.yaml": BAD})
    report = lint(".")
    assert [(finding["path"], finding["rule"]) for finding in report["findings"]] == [("bad/bad.yaml", "insecure-url")]
    assert (report["summary"]["files"], report["summary"]["skipped"]) == (1, len(FOREIGN))
    forced = lint("--force-exclude", *FOREIGN, "bad/bad.yaml")
    assert forced == report


@pytest.mark.parametrize("name", ["docker-compose.yml", "workflow.yml", "openapi.yaml", "guide.yaml", "k8s.yaml"])
def test_other_yaml_that_is_named_gets_one_finding(folder: Path, name: str) -> None:
    write(folder, {name: FOREIGN[name]})
    (finding,) = lint(name)["findings"]
    assert (finding["rule"], finding["start"]["line"], finding["start"]["column"]) == ("missing-key", 1, 1)
    assert finding["message"] == "`connector` is missing: without it this is no Blueprint"


def test_only_the_blueprints_of_a_file_are_linted_in_a_search(folder: Path) -> None:
    write(folder, {"two.yaml": f"services: {{}}\n---\n{BAD}"})
    assert [(finding["rule"], finding["document"]) for finding in lint(".")["findings"]] == [("insecure-url", 1)]
    assert [finding["rule"] for finding in lint("two.yaml")["findings"]] == ["missing-key", "insecure-url"]


NAMES = [b"two words.yaml", "日本.yaml".encode(), b"line\nbreak.yaml", b"\xff\xfe.yaml", b"-.yaml", b"::error::x.yaml"]


def test_files_of_all_names_are_found_and_shown(folder: Path) -> None:
    for name in NAMES:
        (folder / os.fsdecode(name)).write_text(BAD, encoding="utf-8")
    paths = [finding["path"] for finding in lint(".")["findings"]]
    assert paths == [
        "-.yaml",
        "\\x3a\\x3aerror::x.yaml",
        "line\\nbreak.yaml",
        "two words.yaml",
        "日本.yaml",
        "\\udcff\\udcfe.yaml",
    ]
    assert [finding["path"] for finding in lint(*(f"./{os.fsdecode(name)}" for name in NAMES))["findings"]] == paths


def test_a_file_with_several_names_is_called_by_that_which_is_no_link(folder: Path) -> None:
    write(folder, {"sub/b.yaml": BAD})
    (folder / "a.yaml").symlink_to("sub/b.yaml")
    (folder / "z").symlink_to("sub")
    assert found(".") == ["sub/b.yaml"]
    assert found("a.yaml") == ["a.yaml"]
    assert found(".", "a.yaml") == ["a.yaml"]
    assert found("z") == ["z/b.yaml"]
    assert found("z", "sub", "sub/../sub/b.yaml") == ["sub/b.yaml"]


def test_names_of_one_file_that_differ_in_case_count_once(folder: Path) -> None:
    write(folder, {"a.yaml": BAD, "other/a.yaml": BAD})
    with contextlib.suppress(FileExistsError):  # raised where case does not matter: then it is one file already
        os.link("a.yaml", "A.yaml")
    os.link("a.yaml", "b.yaml")
    assert len(found("a.yaml", "A.yaml")) == 1
    assert found("b.yaml", "a.yaml", "other/a.yaml") == ["a.yaml", "b.yaml", "other/a.yaml"]


def test_a_folder_that_is_named_and_may_not_be_listed_is_an_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, {"locked/b.yaml": BAD})

    def refuse(_path: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ConfigError) as caught:
        found("locked")
    assert str(caught.value) == "cannot list the folder locked: Permission denied"


def test_hidden_folders_are_searched_but_for_those_of_tools(folder: Path) -> None:
    tools = (".git", ".hg", ".jj", ".svn", ".nox", ".tox", ".venv", "node_modules", "__pycache__")
    write(folder, {f"{name}/x.yaml": BAD for name in (*tools, ".github", ".config/deep")})
    assert found(".") == [".config/deep/x.yaml", ".github/x.yaml"]


def test_excludes_may_differ_from_folder_to_folder(folder: Path) -> None:
    write(folder, dict.fromkeys(("a.yaml", "b.yaml", "sub/a.yaml", "sub/b.yaml", "sub/deep/b.yaml"), BAD))

    def excludes_of(inner: Path) -> list[tuple[Path, list[str]]]:
        nearest = folder / "sub" if inner.is_relative_to(folder / "sub") else folder
        return [(nearest, ["/b.yaml"] if nearest == folder / "sub" else ["a.yaml"])]

    sources = discover(["."], force_exclude=False, excludes_of=excludes_of)
    assert [source.path for source in sources] == ["b.yaml", "sub/a.yaml", "sub/deep/b.yaml"]
    assert discover(["sub/b.yaml"], force_exclude=True, excludes_of=excludes_of) == []


def test_folders_that_overlap_are_searched_once(folder: Path) -> None:
    write(folder, {"sub/b.yaml": BAD, "sub/deep/c.yaml": BAD})
    assert found("sub", ".", "sub/deep", str(folder)) == ["sub/b.yaml", "sub/deep/c.yaml"]


def test_a_folder_that_may_not_be_listed_is_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, {"a.yaml": BAD, "locked/b.yaml": BAD})
    listed = os.scandir

    def refuse(path: Any) -> Any:
        if os.fspath(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(".") == ["a.yaml"]


def test_broken_yaml_is_reported_where_it_shows_the_keys_of_a_blueprint(folder: Path) -> None:
    write(folder, {"other.yaml": "a: [b\n", "chart.yaml": "a: {{ .Values.connector }}\n", "bad.yaml": "connector: [\n"})
    (folder / "utf16.yaml").write_bytes("connector: {}\n".encode("utf-16"))
    (folder / "latin.yaml").write_bytes(b"interface_parameters: \xff\n")
    (folder / "binary.yaml").write_bytes(b"\x89PNG\0\0")
    expected = [("bad.yaml", "yaml-syntax"), ("latin.yaml", "unreadable-file"), ("utf16.yaml", "unreadable-file")]
    for arguments in (["."], ["--force-exclude", *sorted(path.name for path in folder.glob("*.yaml"))]):
        report = lint(*arguments)
        assert [(finding["path"], finding["rule"]) for finding in report["findings"]] == expected
        assert report["summary"]["skipped"] == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_that_nobody_writes_to_does_not_keep_us_waiting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connector_lint.source._PATIENCE", 0)
    os.mkfifo(folder / "pipe.yaml")
    (finding,) = lint("pipe.yaml")["findings"]
    assert (finding["rule"], finding["path"]) == ("unreadable-file", "pipe.yaml")
    assert finding["message"] == "the file cannot be checked: it cannot be opened: nothing came for 0 s"


@pytest.mark.skipif(os.name != "posix", reason="the system has no such device")
def test_a_device_without_end_is_too_large() -> None:
    (finding,) = lint("/dev/zero")["findings"]
    assert finding["message"] == "the file cannot be checked: it is larger than 4 MiB"
