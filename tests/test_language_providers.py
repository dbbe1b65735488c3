"""What the language server knows of providers, through its pipes: URLs, hover, and how to authenticate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lsprotocol import types

from connector_lint import check
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.language_client import Editor
else:
    from language_client import Editor

URI = "untitled:provider"
TITLE = "Authenticate as Mux documents"
CONNECTOR = """\
connector:
  name: "Mux"
  base_url: "https://api.mux.com"
pre_run_configurations:
  name: "try"
  steps:
    - name: "me"
      type: "rest"
      http_method: "GET"
      endpoint: "{{%BASE_URL%}}/system/v1/whoami"
"""
HEAD = """\
interface_parameters:
  section:
    source:
      - name: "mux_auth"
        type: "authentication"
"""
LOGIN = """\
        auth_type: "basic_http"
        fields:
          - name: "username"
            type: "string"
          - name: "password"
            type: "string"
            is_encrypted: true  # username: the token id; password: the token secret
"""
TOKEN = """\
        auth_type: "bearer"
        fields:
          - {name: "bearer_token", type: "string", is_encrypted: true}
"""


@pytest.fixture
def editor(tmp_path: Path) -> Iterator[Editor]:
    with Editor(tmp_path) as editor:
        yield editor


def opened(editor: Editor, text: str) -> list[str]:
    """The rules that find something."""
    editor.open(URI, text)
    return [str(one.code) for one in editor.diagnostics(URI, 1)]


def at(text: str, needle: str) -> types.Range:
    line = text[: text.index(needle)].count("\n")
    character = text.split("\n")[line].index(needle)
    return types.Range(types.Position(line, character), types.Position(line, character))


def applied(text: str, action: types.CodeAction) -> str:
    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 1
    lines = text.split("\n")
    for edit in sorted(change.edits, key=lambda edit: edit.range.start, reverse=True):
        assert isinstance(edit, types.TextEdit)
        start, end = edit.range.start, edit.range.end
        joined = lines[start.line][: start.character] + edit.new_text + lines[end.line][end.character :]
        lines[start.line : end.line + 1] = joined.split("\n")
    return "\n".join(lines)


def actions(editor: Editor, text: str, needle: str, only: Sequence[str] | None = None) -> list[types.CodeAction]:
    """Those that write the provider's authentication."""
    return [one for one in editor.actions(URI, at(text, needle), only) if one.title.startswith("Authenticate as")]


@pytest.mark.parametrize("only", [None, ["refactor"], ["refactor.rewrite"]])
@pytest.mark.parametrize("needle", ["base_url", "mux.com"])
def test_an_authentication_that_is_absent_is_declared(editor: Editor, needle: str, only: list[str] | None) -> None:
    assert opened(editor, CONNECTOR) == []
    (action,) = actions(editor, CONNECTOR, needle, only)
    assert (action.title, action.kind, action.is_preferred) == (TITLE, "refactor.rewrite", None)
    after = applied(CONNECTOR, action)
    assert after == HEAD + LOGIN + CONNECTOR
    assert check(after) == []


def test_what_the_new_authentication_is_told_about_is_expected(editor: Editor) -> None:
    text = (
        CONNECTOR.partition("pre_run")[0] + 'steps: [{name: "a", type: "rest", http_method: "GET", endpoint: "/x"}]\n'
    )
    assert opened(editor, text) == []
    (action,) = actions(editor, text, "base_url")
    assert [finding.rule for finding in check(applied(text, action))] == ["missing-auth-check"]


def test_one_that_the_provider_does_not_take_is_written_over(editor: Editor) -> None:
    text = HEAD + TOKEN + CONNECTOR
    assert opened(editor, text) == ["provider-auth-type"]
    (action,) = actions(editor, text, '"bearer"')
    title = f"{TITLE}; afterwards enter the new credential (unsafe)"
    assert (action.title, action.kind, action.is_preferred) == (title, "quickfix", None)
    assert [one.code for one in action.diagnostics or ()] == ["provider-auth-type"]
    after = applied(text, action)
    assert after == HEAD + LOGIN + CONNECTOR
    assert check(after) == []
    assert actions(editor, text, "base_url") == []


@pytest.mark.parametrize(
    ("text", "needle", "only"),
    [
        (CONNECTOR, "name:", None),  # elsewhere
        (CONNECTOR, "base_url", ["quickfix"]),
        (HEAD + TOKEN + CONNECTOR, '"bearer"', ["refactor"]),
        (HEAD + LOGIN + CONNECTOR, '"basic_http"', None),
        (HEAD + LOGIN + CONNECTOR, "base_url", None),
        (CONNECTOR.replace("mux.com", "mux.com.example.org"), "base_url", None),
        # What is there would be lost: a comment, and a credential.
        (HEAD + TOKEN.replace('"bearer"', '"bearer"  # for now') + CONNECTOR, '"bearer"', None),
        (HEAD + TOKEN.replace('"string"', '"string", value: "@secret:token@"') + CONNECTOR, '"bearer"', None),
        # A key that is only sure to be taken in the URL would be found there.
        (CONNECTOR.replace("api.mux.com", "finnhub.io"), "base_url", None),
        # Not YAML.
        (CONNECTOR + "a: [\n", "base_url", None),
    ],
)  # fmt: skip
def test_it_is_not_offered(editor: Editor, text: str, needle: str, only: list[str] | None) -> None:
    text = expand(text)
    opened(editor, text)
    assert actions(editor, text, needle, only) == []


def test_it_is_not_offered_in_what_is_excluded(tmp_path: Path) -> None:
    with Editor(tmp_path, None, "--exclude", "other.yaml") as editor:
        found = []
        for name in ("mux.yaml", "other.yaml"):
            uri = (tmp_path / name).as_uri()
            editor.open(uri, CONNECTOR)
            found.append([one.title for one in editor.actions(uri, at(CONNECTOR, "base_url"))])
        assert found == [[TITLE], []]


def test_urls_are_completed_and_the_provider_is_named(editor: Editor) -> None:
    text = CONNECTOR.replace("https://api.mux.com", "")
    opened(editor, text)
    document = types.TextDocumentIdentifier(URI)
    line = text[: text.index("base_url")].count("\n")
    params = types.CompletionParams(document, types.Position(line, len('  base_url: "')))
    found = editor.ask(types.TEXT_DOCUMENT_COMPLETION, params).items
    (mux,) = [one for one in found if one.label == "https://api.mux.com"]
    assert (mux.detail, mux.text_edit.new_text) == ("Mux", "https://api.mux.com")
    place = types.Position(line, len('  base_url: "'))
    assert (mux.text_edit.range.start, mux.text_edit.range.end) == (place, place)
    editor.change(URI, 2, CONNECTOR)
    hover = editor.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(document, types.Position(line, 4)))
    assert "\n\nMux documents `basic_http`" in hover.contents.value
