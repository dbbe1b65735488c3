"""What clients say of themselves and of files, taken apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from connector_lint.configs import Configs
from connector_lint.language.client import Client, ClientSettings
from connector_lint.language.documents import OpenDocuments, file_of
from connector_lint.language.workspace_config import WorkspaceConfig

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("given", "settings"),
    [
        ({"schemaFeatures": False, "debounce": 5}, ClientSettings(schema_features=False, debounce=5)),
        ({"connectorLint": {"schemaFeatures": False}}, ClientSettings(schema_features=False)),
        ({"connectorLint": {"debounce": -1}}, ClientSettings(debounce=0)),
        ({"debounce": 10**9}, ClientSettings(debounce=10_000)),
        ({"schemaFeatures": "no", "debounce": True}, ClientSettings()),
        ({"connectorLint": None, "debounce": 1.5}, ClientSettings()),
        (None, ClientSettings()),
        ([1], ClientSettings()),
    ],
)
def test_settings_are_read_and_nonsense_is_left_out(given: object, settings: ClientSettings) -> None:
    assert ClientSettings().with_given(given) == settings


def test_what_is_not_said_stays() -> None:
    assert ClientSettings(schema_features=False).with_given({"debounce": 7}) == ClientSettings(False, 7)


def test_a_client_that_says_nothing_understands_little() -> None:
    assert Client.read(types.ClientCapabilities()) == Client()


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///a%20b/%C3%A4%3B%23.yaml", Path("/a b/ä;#.yaml")),
        ("file:///a/b;c.yaml", Path("/a/b;c.yaml")),
        ("file:///a/../b.yaml", Path("/b.yaml")),
        ("file:///a%00b", None),
        ("file://", None),
        ("untitled:Untitled-1", None),
        ("vscode-remote://ssh/a.yaml", None),
        ("file://[", None),
        ("", None),
    ],
)
def test_only_a_file_of_this_machine_is_one(uri: str, file: Path | None) -> None:
    assert file_of(uri) == file


def test_edits_of_a_document_with_a_byte_order_mark() -> None:
    documents = OpenDocuments()
    documents.open(types.TextDocumentItem("untitled:a", "yaml", 1, "\ufeffab\r\nc"), "utf-16")
    place = types.Range(types.Position(0, 2), types.Position(1, 0))
    about = types.VersionedTextDocumentIdentifier(uri="untitled:a", version=2)
    changed = documents.change(
        types.DidChangeTextDocumentParams(about, [types.TextDocumentContentChangePartial(place, "X")])
    )
    assert changed
    assert (changed.text, changed.plain_text, changed.version) == ("\ufeffaXc", "aXc", 2)
    assert changed.range(0, 2) == types.Range(types.Position(0, 1), types.Position(0, 3))
    backwards = types.Range(types.Position(0, 3), types.Position(0, 2))
    about = types.VersionedTextDocumentIdentifier(uri="untitled:a", version=3)
    changed = documents.change(
        types.DidChangeTextDocumentParams(about, [types.TextDocumentContentChangePartial(backwards, "")])
    )
    assert changed
    assert changed.plain_text == "ac"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "below").mkdir()
    return tmp_path


def config_of(folder: Path, tell: Callable[[str], None]) -> WorkspaceConfig:
    config = WorkspaceConfig(Configs, None, tell)
    config.folders = {folder}
    return config


def test_what_holds_is_the_same_object_until_a_file_changes(folder: Path) -> None:
    config = config_of(folder, pytest.fail)
    file = folder / "below" / "a.yaml"
    first = config.of(file)
    assert config.of(file) is first
    assert first.path == "below/a.yaml"
    (folder / "below" / "pyproject.toml").write_text("[project]\n")
    (folder / ".connector-lint.toml").write_text('ignore = ["insecure-url"]\n')
    assert config.of(file).config.ignore == {"insecure-url"}
    (folder / "below" / "pyproject.toml").write_text('[tool.connector-lint]\nextend = "../base.toml"\n')
    (folder / "base.toml").write_text('ignore = ["unknown-key"]\n')
    assert config.of(file).config.ignore == {"unknown-key"}
    (folder / "base.toml").write_text('ignore = ["missing-key", "unknown-key"]\n')
    assert config.of(file).config.ignore == {"missing-key", "unknown-key"}
    assert {"base.toml", "pyproject.toml", ".connector-lint.toml"} <= config.names


def test_what_is_broken_is_told_once_and_again_when_it_was_whole_between(folder: Path) -> None:
    told: list[str] = []
    config = config_of(folder, told.append)
    settings = folder / ".connector-lint.toml"
    files = [folder / "a.yaml", folder / "below" / "b.yaml"]
    settings.write_text("nonsense = 1\n")
    for file in (*files, *files):
        assert config.of(file).config.ignore == frozenset()
    assert len(told) == 1
    assert "unknown key `nonsense`" in told[0]
    settings.write_text('ignore = ["unknown-key"]\n')
    assert [config.of(file).config.ignore for file in files] == [{"unknown-key"}] * 2
    settings.write_text("nonsense = 1\n")
    assert [config.of(file).config.ignore for file in files] == [{"unknown-key"}] * 2
    assert len(told) == 2


def test_a_baseline_that_is_broken_or_gone_is_told_once(folder: Path) -> None:
    told: list[str] = []
    config = config_of(folder, told.append)
    (folder / ".connector-lint.toml").write_text('baseline = "known.jsonl"\n')
    first = config.of(folder / "a.yaml")
    assert first.known == {}
    assert [config.of(folder / "a.yaml") for _ in range(3)] == [first] * 3
    assert config.of(folder / "a.yaml") is first
    assert len(told) == 1
    assert "there is no such file" in told[0]
    entry = '{"path": "a.yaml", "place": "-", "rule": "insecure-url", "count": 1}\n'
    (folder / "known.jsonl").write_text('{"connector-lint-baseline": 1}\n' + entry)
    known = config.of(folder / "a.yaml")
    assert (len(known.known), known.old_name) == (1, "a.yaml")
    assert len(told) == 1
    (folder / "known.jsonl").write_text("nonsense\n")
    assert len(config.of(folder / "a.yaml").known) == 1
    assert len(told) == 2


def test_a_document_without_a_file_has_what_holds_in_the_folder(folder: Path) -> None:
    (folder / ".connector-lint.toml").write_text('ignore = ["unknown-key"]\nexclude = ["*"]\n')
    found = config_of(folder, pytest.fail).of(None)
    assert found.config.ignore == {"unknown-key"}
    assert not found.excluded
    assert found.known == {}


def test_a_nested_configuration_without_a_baseline_has_that_of_the_folder_that_is_open(folder: Path) -> None:
    (folder / ".connector-lint.toml").write_text('baseline = "known.jsonl"\n')
    (folder / "below" / ".connector-lint.toml").write_text('ignore = ["unknown-key"]\n')
    entry = '{"path": "below/a.yaml", "place": "-", "rule": "insecure-url", "count": 1}\n'
    (folder / "known.jsonl").write_text('{"connector-lint-baseline": 1}\n' + entry)
    found = config_of(folder, pytest.fail).of(folder / "below" / "a.yaml")
    assert found.config.ignore == {"unknown-key"}
    assert (len(found.known), found.old_name) == (1, "below/a.yaml")


def test_our_own_settings_are_no_document_to_check(folder: Path) -> None:
    assert config_of(folder, pytest.fail).of(folder / ".connector-lint.toml").excluded
