"""Hover, completion, names, symbols and folds, through the server's pipes and on a whole Blueprint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.language_client import Editor, capabilities
else:
    from language_client import Editor, capabilities

GITHUB = Path(__file__).parent.parent / "fixtures" / "valid" / "connectors" / "github_issues.yaml"
TEXT = GITHUB.read_text(encoding="utf-8")
URI = "untitled:github"
# Where `organisation` is defined, and where it is used.
DEFINED = (15, 15)
USED = [(number, line.index("organisation")) for number, line in enumerate(TEXT.split("\n")) if "%organisation" in line]


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    with Editor(tmp_path_factory.mktemp("answers")) as editor:
        editor.open(URI, TEXT)
        assert editor.diagnostics(URI, 1) == []
        yield editor


def ask(editor: Editor, method: str, at: tuple[int, int], uri: str = URI) -> Any:
    kinds: dict[str, Any] = {
        types.TEXT_DOCUMENT_HOVER: types.HoverParams,
        types.TEXT_DOCUMENT_COMPLETION: types.CompletionParams,
        types.TEXT_DOCUMENT_DEFINITION: types.DefinitionParams,
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: types.DocumentHighlightParams,
        types.TEXT_DOCUMENT_PREPARE_RENAME: types.PrepareRenameParams,
    }
    return editor.ask(method, kinds[method](types.TextDocumentIdentifier(uri), types.Position(*at)))


def starts(found: Any) -> list[tuple[int, int]]:
    return [(one.range.start.line, one.range.start.character) for one in found]


def rename(editor: Editor, at: tuple[int, int], name: str) -> Any:
    params = types.RenameParams(types.TextDocumentIdentifier(URI), types.Position(*at), name)
    return editor.ask(types.TEXT_DOCUMENT_RENAME, params)


def test_it_says_what_it_can(editor: Editor) -> None:
    can = editor.said.capabilities
    assert can.hover_provider
    assert can.completion_provider
    assert "{" in (can.completion_provider.trigger_characters or ())
    assert can.definition_provider
    assert can.references_provider
    assert can.document_highlight_provider
    assert isinstance(can.rename_provider, types.RenameOptions)
    assert can.rename_provider.prepare_provider
    assert can.document_symbol_provider
    assert can.folding_range_provider
    assert can.document_formatting_provider is None


def test_hover_says_what_a_key_means_and_where(editor: Editor) -> None:
    found = ask(editor, types.TEXT_DOCUMENT_HOVER, (10, 9))
    assert found.contents.kind == types.MarkupKind.Markdown
    assert found.contents.value.startswith("**Authentication type**\n\nHow requests prove who is asking.")
    assert (found.range.start, found.range.end) == (types.Position(10, 8), types.Position(10, 17))


def test_hover_says_what_a_placeholder_refers_to(editor: Editor) -> None:
    line, character = USED[0]
    found = ask(editor, types.TEXT_DOCUMENT_HOVER, (line, character + 3))
    assert "`organisation`" in found.contents.value
    assert "line 16" in found.contents.value
    assert found.range.start == types.Position(line, character)


def test_names_lead_to_where_they_are_defined_and_used(editor: Editor) -> None:
    line, character = USED[0]
    assert USED
    assert starts(ask(editor, types.TEXT_DOCUMENT_DEFINITION, (line, character + 3))) == [DEFINED]
    context = types.ReferenceContext(include_declaration=True)
    params = types.ReferenceParams(context, types.TextDocumentIdentifier(URI), types.Position(*DEFINED))
    assert starts(editor.ask(types.TEXT_DOCUMENT_REFERENCES, params)) == [DEFINED, *USED]
    params.context.include_declaration = False
    assert starts(editor.ask(types.TEXT_DOCUMENT_REFERENCES, params)) == USED
    lit = ask(editor, types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, DEFINED)
    assert starts(lit) == [DEFINED, *USED]
    assert {one.kind for one in lit[1:]} == {types.DocumentHighlightKind.Read}
    assert lit[0].kind == types.DocumentHighlightKind.Write


def test_a_name_is_changed_wherever_it_stands(editor: Editor) -> None:
    prepared = ask(editor, types.TEXT_DOCUMENT_PREPARE_RENAME, DEFINED)
    assert (prepared.start, prepared.end) == (types.Position(15, 15), types.Position(15, 27))
    edit = rename(editor, DEFINED, "company")
    (change,) = edit.document_changes
    assert change.text_document.version == 1
    assert starts(change.edits) == [DEFINED, *USED]
    assert {one.new_text for one in change.edits} == {"company"}
    assert [(one.type, "data flows" in one.message) for one in editor.client.messages] == [
        (types.MessageType.Warning, True)
    ]


def test_a_name_that_cannot_be_changed_so_says_why(editor: Editor) -> None:
    assert ask(editor, types.TEXT_DOCUMENT_PREPARE_RENAME, (0, 5)) is None
    with pytest.raises(JsonRpcException, match="nothing here can be renamed") as raised:
        rename(editor, (0, 5), "a")
    assert raised.value.code == types.LSPErrorCodes.RequestFailed


def test_symbols_are_a_tree(editor: Editor) -> None:
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(URI))
    found = editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params)
    names = {one.name: one for one in found}
    assert {"interface_parameters", "connector", "reports"} <= set(names)
    assert names["connector"].kind == types.SymbolKind.Class
    assert names["connector"].range.start == types.Position(19, 0)
    (issues, *_) = names["reports"].children
    assert (issues.name, issues.kind) == ("issues", types.SymbolKind.Module)


def test_blocks_can_be_folded(editor: Editor) -> None:
    params = types.FoldingRangeParams(types.TextDocumentIdentifier(URI))
    found = editor.ask(types.TEXT_DOCUMENT_FOLDING_RANGE, params)
    folds = {fold.start_line: fold for fold in found}
    assert folds[0].kind == "comment"
    assert folds[0].end_line == 3
    assert folds[5].end_line == 17


def test_completion_of_a_half_typed_key_and_of_a_name_in_a_placeholder(editor: Editor) -> None:
    line, character = USED[0]
    found = ask(editor, types.TEXT_DOCUMENT_COMPLETION, (line, character + 3))
    item = next(one for one in found.items if one.label == "organisation")
    assert item.text_edit.range.start.line == line
    half = TEXT.replace('        auth_type: "bearer"\n', "        auth\n")
    editor.open("untitled:half", half)
    labels = [one.label for one in ask(editor, types.TEXT_DOCUMENT_COMPLETION, (10, 12), "untitled:half").items]
    assert "auth_type" in labels
    assert "type" not in labels
    editor.close("untitled:half")


def test_hover_on_a_finding_says_what_its_rule_does(editor: Editor) -> None:
    text = 'connector:\n  name: "x"\n  base_url: "http://api.example.com"\n'
    editor.open("untitled:finding", text)
    found = ask(editor, types.TEXT_DOCUMENT_HOVER, (2, 16), "untitled:finding")
    assert "**insecure-url**" in found.contents.value
    editor.close("untitled:finding")


@pytest.mark.parametrize("text", ["services:\n  web:\n    image: a\n", "- a\n- b\n"])
def test_other_yaml_is_left_alone(editor: Editor, text: str) -> None:
    uri = "untitled:other"
    editor.open(uri, text)
    assert ask(editor, types.TEXT_DOCUMENT_COMPLETION, (0, 1), uri) is None
    assert ask(editor, types.TEXT_DOCUMENT_HOVER, (0, 1), uri) is None
    assert (
        editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(types.TextDocumentIdentifier(uri)))
        is None
    )
    editor.close(uri)


def test_an_empty_document_may_become_a_blueprint(editor: Editor) -> None:
    editor.open("untitled:empty", "conn")
    found = ask(editor, types.TEXT_DOCUMENT_COMPLETION, (0, 4), "untitled:empty")
    assert "connector" in {one.label for one in found.items}
    editor.close("untitled:empty")


def test_without_schema_features_only_what_the_schema_cannot_tell_is_told(tmp_path: Path) -> None:
    line, character = USED[0]
    with Editor(tmp_path, schemaFeatures=False) as editor:
        editor.open(URI, TEXT)
        assert ask(editor, types.TEXT_DOCUMENT_HOVER, (10, 9)) is None
        assert ask(editor, types.TEXT_DOCUMENT_HOVER, (line, character + 3)) is not None
        assert ask(editor, types.TEXT_DOCUMENT_COMPLETION, (10, 12)).items == ()
        assert ask(editor, types.TEXT_DOCUMENT_COMPLETION, (line, character + 3)).items


def test_a_client_without_trees_and_snippets_gets_lists_and_plain_text(tmp_path: Path) -> None:
    with Editor(tmp_path, capabilities(plain=True)) as editor:
        editor.open(URI, TEXT.replace('        auth_type: "bearer"\n', "        auth\n"))
        params = types.DocumentSymbolParams(types.TextDocumentIdentifier(URI))
        found = editor.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params)
        assert all(isinstance(one, types.SymbolInformation) for one in found)
        issues = next(one for one in found if one.name == "issues" and one.kind == types.SymbolKind.Module)
        assert issues.container_name == "reports"
        items = ask(editor, types.TEXT_DOCUMENT_COMPLETION, (10, 12)).items
        assert items
        assert {one.insert_text_format for one in items} == {types.InsertTextFormat.PlainText}
        assert not [one for one in items if "$" in one.text_edit.new_text]
