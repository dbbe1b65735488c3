"""The language server, driven over its pipes as an editor does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from pytest_lsp import client_capabilities

from connector_lint import Config, check
from connector_lint.fixer import fix_text
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.language_client import Editor, capabilities

    from connector_lint import Position
else:
    from language_client import Editor, capabilities

FIXTURES = Path(__file__).parent.parent / "fixtures"
BOOKINGS = FIXTURES / "invalid" / "bookings.yaml"
INSECURE = 'connector:\n  name: "x"\n  base_url: "http://api.example.com"\n'
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(9999, 0))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without configuration, blanks and more in its name."""
    folder = tmp_path_factory.mktemp("my connectors é")
    (folder / ".git").mkdir()
    return folder


@pytest.fixture(scope="module")
def waiting(folder: Path) -> Iterator[Editor]:
    """An editor that waits for what is published."""
    with Editor(folder) as editor:
        yield editor


@pytest.fixture
def editor(waiting: Editor) -> Editor:
    """The same, all read that was published to the test before."""
    waiting.settle()
    while not waiting.published.empty():
        waiting.next()
    return waiting


@pytest.fixture(scope="module")
def pulling(folder: Path) -> Iterator[Editor]:
    """An editor that asks for diagnostics, and counts in UTF-8."""
    with Editor(folder, capabilities(pulls=True, encodings=["utf-8", "utf-16"])) as editor:
        yield editor


def at(diagnostic: types.Diagnostic) -> tuple[int, int, int, int, object]:
    start, end = diagnostic.range.start, diagnostic.range.end
    return start.line, start.character, end.line, end.character, diagnostic.code


def expected(text: str) -> list[tuple[int, int, int, int, object]]:
    """Where the command line finds what, counted in UTF-16 units."""
    lines = text.split("\n")

    def counted(place: Position) -> tuple[int, int]:
        return place.line - 1, len(lines[place.line - 1][: place.column - 1].encode("utf-16-le")) // 2

    return [(*counted(f.span.start), *counted(f.span.end), f.rule) for f in check(text)]


def place(text: str, needle: str) -> types.Range:
    before = text[: text.index(needle)]
    line, character = before.count("\n"), len(before) - before.rfind("\n") - 1
    return types.Range(types.Position(line, character), types.Position(line, character + len(needle)))


def applied(text: str, action: types.CodeAction) -> str:
    """The text after an action; positions count UTF-16 units and lines end in LF or CRLF."""
    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    for edit in sorted(change.edits, key=lambda edit: edit.range.start, reverse=True):
        assert isinstance(edit, types.TextEdit)
        lines = text.split("\n")
        start, end = (
            sum(len(line) + 1 for line in lines[: position.line]) + position.character
            for position in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


@pytest.mark.parametrize("name", ["bookings", "festival_lineup_builder", "marina_berths_single_report"])
def test_what_is_opened_is_diagnosed_where_the_command_line_finds_it(editor: Editor, folder: Path, name: str) -> None:
    text = expand((FIXTURES / "invalid" / f"{name}.yaml").read_text(encoding="utf-8"))
    uri = (folder / f"{name} ü.yaml").as_uri()
    editor.open(uri, text, version=7)
    found = editor.diagnostics(uri, 7)
    assert [at(one) for one in found] == expected(text)
    assert len(found) >= 3
    editor.close(uri)
    cleared = editor.next()
    assert (cleared.uri, list(cleared.diagnostics)) == (uri, [])


def test_a_diagnostic_says_all_that_a_finding_does(editor: Editor, folder: Path) -> None:
    text = "interface_parameters: {section: {source: [{name: a, type: string}]}}\n" + INSECURE + "steps: []\n"
    uri = (folder / "all.yaml").as_uri()
    editor.open(uri, text)
    found = {str(one.code): one for one in editor.diagnostics(uri, 1)}
    insecure, unused = found["insecure-url"], found["unused-parameter"]
    finding = next(one for one in check(text, "all.yaml") if one.rule == "insecure-url")
    assert insecure.severity == types.DiagnosticSeverity.Error
    assert insecure.source == "connector-lint"
    assert insecure.message == finding.message
    assert insecure.code_description
    assert insecure.code_description.href == finding.help
    assert finding.help.startswith("https://")
    assert insecure.data == {"fingerprint": finding.fingerprint}
    assert insecure.tags is None
    assert list(unused.tags or ()) == [types.DiagnosticTag.Unnecessary]
    assert {one.severity for one in found.values()} >= {
        types.DiagnosticSeverity.Error,
        types.DiagnosticSeverity.Warning,
    }
    editor.close(uri)


def test_related_places_are_told(editor: Editor, folder: Path) -> None:
    text = INSECURE + "  name: y\n"
    uri = (folder / "related.yaml").as_uri()
    editor.open(uri, text)
    duplicate = next(one for one in editor.diagnostics(uri, 1) if one.code == "duplicate-key")
    assert duplicate.related_information
    (related,) = duplicate.related_information
    finding = next(one for one in check(text) if one.rule == "duplicate-key")
    assert related.message == finding.related[0].message
    assert related.location.uri == uri
    assert related.location.range.start.line == finding.related[0].span.start.line - 1
    editor.close(uri)


def test_an_edit_moves_what_is_found_and_its_version_is_told(editor: Editor, folder: Path) -> None:
    uri = (folder / "edit.yaml").as_uri()
    editor.open(uri, INSECURE)
    assert [at(one)[:2] for one in editor.diagnostics(uri, 1)] == [(2, 12)]
    emoji = types.TextDocumentContentChangePartial(place(INSECURE, "  base_url"), "  # 😀\r\n  base_url")
    editor.change(uri, 2, emoji)
    assert [at(one)[:2] for one in editor.diagnostics(uri, 2)] == [(3, 12)]
    flow = 'connector: {name: "😀é", base_url: "http://api.example.com"}\n'
    editor.change(uri, 3, flow)
    (found,) = editor.diagnostics(uri, 3)
    start = len(flow[: flow.index('"http')].encode("utf-16-le")) // 2
    assert at(found) == (0, start, 0, start + len('"http://api.example.com"'), "insecure-url")
    fixed = types.TextDocumentContentChangePartial(
        types.Range(types.Position(0, start + 1), types.Position(0, start + 5)), "https"
    )
    editor.change(uri, 5, fixed)
    assert editor.diagnostics(uri, 5) == []
    editor.close(uri)


def test_old_versions_and_edits_out_of_range(editor: Editor, folder: Path) -> None:
    uri = (folder / "range.yaml").as_uri()
    editor.open(uri, INSECURE, version=5)
    assert len(editor.diagnostics(uri, 5)) == 1
    editor.change(uri, 4, "")
    editor.change(uri, 5, "")
    far = types.Range(types.Position(99, 7), types.Position(500, 1))
    editor.change(uri, 6, types.TextDocumentContentChangePartial(far, "steps: []\n"))
    assert [at(one)[4] for one in editor.diagnostics(uri, 6)] == [
        finding.rule for finding in check(INSECURE + "steps: []\n")
    ]
    long = types.Range(types.Position(0, 10), types.Position(0, 10_000))
    editor.change(uri, 7, types.TextDocumentContentChangePartial(long, "  # the end of the line"))
    assert editor.diagnostics(uri, 7)[0].range.start == types.Position(2, 12)
    editor.close(uri)


def test_documents_that_are_not_open_are_let_be(editor: Editor, folder: Path) -> None:
    uri = (folder / "closed.yaml").as_uri()
    editor.change(uri, 2, INSECURE)
    editor.save(uri)
    editor.close(uri)
    assert editor.actions(uri, EVERYWHERE) == []
    assert editor.published.empty()


@pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-vfs://github/a/b.yaml", "file:///gone/ä%20%3B.yaml"])
def test_documents_without_a_file_are_checked_too(editor: Editor, uri: str) -> None:
    editor.open(uri, INSECURE)
    assert [at(one) for one in editor.diagnostics(uri, 1)] == expected(INSECURE)
    editor.close(uri)
    cleared = editor.next()
    assert (cleared.uri, list(cleared.diagnostics)) == (uri, [])


@pytest.mark.parametrize(
    "text", ["a: 1\nb: [\n", "jobs: {connector: 1}\n", "", "connector: {type: postgres}\n", "[tool.connector-lint]\n"]
)
def test_what_is_no_blueprint_is_left_alone(editor: Editor, folder: Path, text: str) -> None:
    uri = (folder / "other.yaml").as_uri()
    editor.open(uri, text)
    assert editor.diagnostics(uri, 1) == []
    assert editor.actions(uri, EVERYWHERE) == []
    editor.close(uri)


@pytest.mark.parametrize(("language", "count"), [("markdown", 0), ("toml", 0), ("json", 1), ("yaml", 1)])
def test_other_languages_are_left_alone(editor: Editor, language: str, count: int) -> None:
    editor.open("untitled:other", '{"connector": {"name": "x", "base_url": "http://a.example"}}', language=language)
    assert len(editor.diagnostics("untitled:other", 1)) == count
    editor.close("untitled:other")


def test_a_document_that_is_too_large_is_said_to_be(editor: Editor, folder: Path) -> None:
    uri = (folder / "large.yaml").as_uri()
    editor.open(uri, INSECURE + "# " + "x" * 4 * 1024 * 1024)
    (found,) = editor.diagnostics(uri, 1)
    assert at(found) == (0, 0, 0, 1, "unreadable-file")
    assert "larger than 4 MiB" in found.message
    editor.close(uri)


def test_a_client_that_asks_is_not_told_unasked(pulling: Editor, folder: Path) -> None:
    assert pulling.said.capabilities.position_encoding == "utf-8"
    provider = pulling.said.capabilities.diagnostic_provider
    assert isinstance(provider, types.DiagnosticOptions)
    assert (provider.inter_file_dependencies, provider.workspace_diagnostics) == (False, False)
    uri = (folder / "pull.yaml").as_uri()
    text = 'connector: {name: "😀é", base_url: "http://api.example.com"}\n'
    pulling.open(uri, text)
    first = pulling.pull(uri)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    start = len(text[: text.index('"http')].encode())
    assert [at(one)[:4] for one in first.items] == [(0, start, 0, start + 24)]
    again = pulling.pull(uri, first.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)
    assert again.result_id == first.result_id
    pulling.change(uri, 2, text + "# a comment\n")
    assert pulling.pull(uri, first.result_id).kind == "unchanged"
    pulling.change(uri, 3, "\n" + text)
    moved = pulling.pull(uri, first.result_id)
    assert isinstance(moved, types.RelatedFullDocumentDiagnosticReport)
    assert [at(one)[0] for one in moved.items] == [1]
    pulling.close(uri)
    closed = pulling.pull(uri)
    assert isinstance(closed, types.RelatedFullDocumentDiagnosticReport)
    assert not closed.items
    assert pulling.published.empty()


def test_a_client_that_waits_is_offered_nothing_to_ask_for(editor: Editor) -> None:
    assert editor.said.capabilities.diagnostic_provider is None
    assert editor.said.capabilities.position_encoding == "utf-16"


def test_a_finding_offers_its_repair_and_comments(editor: Editor, folder: Path) -> None:
    text = expand(BOOKINGS.read_text(encoding="utf-8"))
    uri = (folder / "actions.yaml").as_uri()
    editor.open(uri, text, version=3)
    found = editor.actions(uri, place(text, '"query"'))
    assert [(one.title, one.kind, one.is_preferred) for one in found] == [
        ("Write `query_param`", "quickfix", True),
        ("Ignore invalid-location here", "quickfix", None),
        ("Ignore invalid-location in this file", "quickfix", None),
        ("Repair all that is safe", "source.fixAll.connector-lint", None),
    ]
    repair, here, in_file, fix_all = found
    assert repair.diagnostics
    assert [one.code for one in repair.diagnostics] == ["invalid-location"]
    assert applied(text, repair) == text.replace('"query"', '"query_param"')
    silent = applied(text, here)
    assert silent == text.replace('"query"', '"query"  # connector-lint: ignore[invalid-location]')
    assert "invalid-location" not in {finding.rule for finding in check(silent)}
    assert applied(text, in_file) == "# connector-lint: ignore-file[invalid-location]\n" + text
    assert applied(text, fix_all) == fix_text(text, "actions.yaml", Config(), unsafe=False).text != text
    assert fix_all.edit
    assert fix_all.edit.document_changes
    change = fix_all.edit.document_changes[0]
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 3
    assert len(change.edits) == 2
    editor.close(uri)


@pytest.mark.parametrize(
    ("only", "trigger", "kinds"),
    [
        (["quickfix"], None, {"quickfix"}),
        (["source.fixAll"], None, {"source.fixAll.connector-lint"}),
        (["source"], None, {"source.fixAll.connector-lint"}),
        (["source.fixAll.connector-lint"], types.CodeActionTriggerKind.Automatic, {"source.fixAll.connector-lint"}),
        (["source.fixAll.eslint"], None, set()),
        (["refactor"], None, set()),
        ([""], None, {"quickfix", "source.fixAll.connector-lint"}),
        (None, types.CodeActionTriggerKind.Automatic, {"quickfix"}),
        (None, types.CodeActionTriggerKind.Invoked, {"quickfix", "source.fixAll.connector-lint"}),
    ],
)
def test_only_the_kinds_that_are_asked_for_are_offered(
    editor: Editor,
    folder: Path,
    only: Sequence[str] | None,
    trigger: types.CodeActionTriggerKind | None,
    kinds: set[str],
) -> None:
    text = expand(BOOKINGS.read_text(encoding="utf-8"))
    uri = (folder / "only.yaml").as_uri()
    editor.open(uri, text)
    assert {str(one.kind) for one in editor.actions(uri, EVERYWHERE, only, trigger)} == kinds
    editor.close(uri)


def test_a_repair_says_what_is_left_to_do(editor: Editor, folder: Path) -> None:
    uri = (folder / "left.yaml").as_uri()
    item = "{name: password, type: string, is_encrypted: true, value: '@secret:password@'}"
    text = expand(f"interface_parameters: {{section: {{source: [{item}]}}}}\n")
    editor.open(uri, text)
    repair, *_ = editor.actions(uri, EVERYWHERE)
    assert repair.title.startswith("Empty the value; afterwards revoke the credential that stood here")
    editor.close(uri)


def test_an_unsafe_repair_is_called_so_and_not_preferred(editor: Editor, folder: Path) -> None:
    uri = (folder / "unsafe.yaml").as_uri()
    editor.open(uri, INSECURE)
    repair, *_ = editor.actions(uri, place(INSECURE, "http://"))
    assert (repair.title, repair.is_preferred) == ("Use `https://` (unsafe)", None)
    assert applied(INSECURE, repair) == INSECURE.replace("http:", "https:")
    assert editor.actions(uri, EVERYWHERE, ["source.fixAll"]) == []
    editor.close(uri)


def test_where_there_is_no_finding_there_is_no_quick_fix(editor: Editor, folder: Path) -> None:
    uri = (folder / "none.yaml").as_uri()
    editor.open(uri, INSECURE)
    assert editor.actions(uri, place(INSECURE, "name")) == []
    editor.close(uri)


def test_a_client_that_understands_little_is_served_in_simple_words(folder: Path) -> None:
    with Editor(folder, capabilities(plain=True)) as editor:
        uri = (folder / "plain.yaml").as_uri()
        editor.open(uri, INSECURE)
        (found,) = editor.diagnostics(uri, 1)
        assert (found.code_description, found.data, found.tags, found.related_information) == (None,) * 4
        repair, *_ = editor.actions(uri, place(INSECURE, "http://"))
        assert repair.edit
        assert repair.edit.document_changes is None
        assert repair.edit.changes
        (edit,) = repair.edit.changes[uri]
        assert (edit.range.start, edit.new_text) == (types.Position(2, 13), "https")


def test_without_schema_features_their_findings_are_left_to_another_server(folder: Path) -> None:
    text = "interface_parameters: {section: {source: [{nam: a, type: string}]}}\n" + INSECURE + "  nonsense: 1\n"
    uri = (folder / "schema.yaml").as_uri()
    with Editor(folder, schemaFeatures=False) as editor:
        editor.open(uri, text)
        found = {str(one.code) for one in editor.diagnostics(uri, 1)}
    assert {"unknown-key", "insecure-url"} <= {finding.rule for finding in check(text)}
    assert not found & {"unknown-key", "missing-key", "wrong-type", "invalid-value"}
    assert "insecure-url" in found


def test_the_configuration_holds_and_is_read_again_when_it_changes(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    file = tmp_path / ".connector-lint.toml"
    file.write_text('ignore = ["insecure-url"]\n')
    uri = (tmp_path / "a.yaml").as_uri()
    with Editor(tmp_path) as editor:
        editor.open(uri, INSECURE)
        assert editor.diagnostics(uri, 1) == []
        editor.settle()
        assert "**/.connector-lint.toml" in editor.registered
        file.write_text('severity = {insecure-url = "info"}\n')
        changes = [types.FileEvent(file.as_uri(), types.FileChangeType.Changed)]
        editor.send(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesParams(changes))
        assert [one.severity for one in editor.diagnostics(uri, 1)] == [types.DiagnosticSeverity.Information]
        file.write_text("severity = 1\n")
        editor.save(file.as_uri())
        assert [one.severity for one in editor.diagnostics(uri, 1)] == [types.DiagnosticSeverity.Information]
        editor.change(uri, 2, INSECURE + "\n")
        assert [one.severity for one in editor.diagnostics(uri, 2)] == [types.DiagnosticSeverity.Information]
        (message,) = editor.client.messages
        assert ".connector-lint.toml:1:1: `severity` has the wrong type: write a table" in message.message
        file.unlink()
        editor.change(uri, 3, INSECURE)
        assert [one.severity for one in editor.diagnostics(uri, 3)] == [types.DiagnosticSeverity.Error]


def test_excludes_ignores_for_files_comments_and_the_baseline_hold(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "old.yaml").write_text(INSECURE)
    baseline = '{"connector-lint-baseline": 1}\n{"path": "old.yaml", "place": "connector.base_url", "rule": "insecure-url", "count": 1}\n'
    (tmp_path / "known.jsonl").write_text(baseline)
    (tmp_path / ".connector-lint.toml").write_text(
        'exclude = ["left/"]\nbaseline = "known.jsonl"\n[per-file-ignores]\n"tests/*" = ["insecure-url"]\n'
    )
    commented = INSECURE.replace('.com"', '.com"  # connector-lint: ignore[insecure-url]')
    texts = {"old.yaml": INSECURE, "left/a.yaml": INSECURE, "tests/a.yaml": INSECURE, "b.yaml": commented}
    with Editor(tmp_path) as editor:
        for name, text in texts.items():
            uri = (tmp_path / name).as_uri()
            editor.open(uri, text)
            assert editor.diagnostics(uri, 1) == [], name
        uri = (tmp_path / "new.yaml").as_uri()
        editor.open(uri, INSECURE)
        assert len(editor.diagnostics(uri, 1)) == 1
        (tmp_path / "known.jsonl").write_text(baseline.splitlines()[0] + "\n")
        uri = (tmp_path / "old.yaml").as_uri()
        editor.change(uri, 2, INSECURE)
        assert len(editor.diagnostics(uri, 2)) == 1


def test_a_client_that_asks_is_told_to_ask_again_when_the_configuration_changes(pulling: Editor, folder: Path) -> None:
    uri = (folder / "again.yaml").as_uri()
    pulling.open(uri, INSECURE)
    first = pulling.pull(uri)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)
    before = pulling.client.diagnostic_refresh_count
    file = folder / ".connector-lint.toml"
    file.write_text('ignore = ["insecure-url"]\n')
    pulling.save(file.as_uri())
    second = pulling.pull(uri, first.result_id)
    assert isinstance(second, types.RelatedFullDocumentDiagnosticReport)
    assert not second.items
    assert pulling.client.diagnostic_refresh_count == before + 1
    file.unlink()
    pulling.close(uri)


def test_the_text_of_a_fixture_that_the_command_repairs_is_the_servers_too(editor: Editor, folder: Path) -> None:
    for path in sorted((FIXTURES / "invalid").glob("*.yaml"))[:40]:
        text = expand(path.read_bytes().decode())
        fixed = fix_text(text, path.name, Config(), unsafe=False, blueprints_only=True).text
        uri = (folder / path.name).as_uri()
        editor.open(uri, text)
        actions = editor.actions(uri, EVERYWHERE, ["source.fixAll"])
        assert [applied(text, action) for action in actions] == [fixed] * (fixed != text)
        editor.close(uri)


@pytest.mark.parametrize(
    ("name", "pulls", "versioned"),
    [("neovim@0.7.0", False, False), ("neovim@0.11.0", True, False), ("emacs", False, True)],
)
def test_editors_that_there_are_get_diagnostics_in_one_way_and_an_edit_they_understand(
    folder: Path, name: str, pulls: bool, versioned: bool
) -> None:
    said = client_capabilities(name)
    uri = (folder / "real.yaml").as_uri()
    with Editor(folder, said) as editor:
        editor.open(uri, INSECURE)
        if pulls:
            report = editor.pull(uri)
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            found = list(report.items)
            assert editor.published.empty()
        else:
            found = editor.diagnostics(uri, 1)
            assert editor.said.capabilities.diagnostic_provider is None
        assert [at(one) for one in found] == expected(INSECURE)
        repair, *_ = editor.actions(uri, place(INSECURE, "http://"))
        assert repair.edit
        assert bool(repair.edit.document_changes) == versioned
        assert bool(repair.edit.changes) != versioned
