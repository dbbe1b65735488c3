"""Whatever is done in an editor, in whatever order: what it is told is what the command line finds in the text.

`LSP_SEQUENCES=1000 pytest tests/test_language_sequences.py` tries as many sequences; without it a few.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from connector_lint import Config
from connector_lint.check import inspect
from connector_lint.testing import expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.language_client import Editor, capabilities

    from connector_lint import Position
else:
    from language_client import Editor, capabilities

FIXTURES = Path(__file__).parent.parent / "fixtures"
FILES = [*sorted(FIXTURES.glob("invalid/*.yaml")), *sorted(FIXTURES.glob("valid/connectors/*.yaml"))]
PIECES = [
    *(
        "",
        "",
        "😀",
        "é",
        "\r\n",
        "\n",
        "\r",
        "  ",
        "\t",
        ": ",
        "- ",
        "{",
        "]",
        '"',
        "'",
        "#",
        "http://",
        "query",
        "\u2028",
    ),
    *(
        '  base_url: "http://x.example"\r\n',
        "  auth_type: nonsense\n",
        "# connector-lint: ignore[insecure-url]\n",
        "---\n",
    ),
]
NUMBER = st.integers(0, 2**16)
EDIT = st.tuples(NUMBER, NUMBER, st.integers(0, 30), st.sampled_from(PIECES))
STEP = st.one_of(
    st.tuples(st.just("edit"), st.lists(EDIT, min_size=1, max_size=3), st.booleans()),
    st.tuples(st.just("replace"), st.sampled_from(FILES), st.booleans()),
    st.tuples(st.just("action"), NUMBER, NUMBER),
    st.tuples(st.just("save"), NUMBER, NUMBER),
    st.tuples(st.just("close"), NUMBER, NUMBER),
)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def offset_of(text: str, place: types.Position) -> int:
    """The offset of a position in UTF-16 units, by the specification's words and nothing of ours."""
    parts = re.split("(\r\n|\r|\n)", text)
    if 2 * place.line >= len(parts):
        return len(text)
    content = parts[2 * place.line].encode("utf-16-le")[: 2 * place.character]
    return len("".join(parts[: 2 * place.line])) + len(content.decode("utf-16-le", "ignore"))


def read(file: Path) -> str:
    return expand(file.read_bytes().decode())


class Model:
    """A document as the editor has it: its text after each version, and what each must have been told."""

    def __init__(self, editor: Editor, uri: str, text: str, *, pulls: bool) -> None:
        self.editor, self.uri, self.pulls = editor, uri, pulls
        self.version, self.texts = 1, {1: text}
        editor.open(uri, text)

    @property
    def text(self) -> str:
        return self.texts[self.version]

    def expected(self, version: int) -> list[tuple[Any, ...]]:
        lines = re.split("\r\n|\r|\n", self.texts[version])

        def counted(place: Position) -> tuple[int, int]:
            return place.line - 1, units(lines[place.line - 1][: place.column - 1])

        found = inspect(self.texts[version], "any.yaml", Config(), blueprints_only=True).findings
        return [(f.rule, f.message, *counted(f.span.start), *counted(f.span.end), f.fingerprint) for f in found]

    def change(self, edits: Sequence[tuple[types.Range, str]]) -> None:
        text = self.text
        for place, new in edits:
            start, end = offset_of(text, place.start), offset_of(text, place.end)
            text = text[:start] + new + text[end:]
        self.version += 1
        self.texts[self.version] = text
        changes = [types.TextDocumentContentChangePartial(place, new) for place, new in edits]
        self.editor.change(self.uri, self.version, *changes)

    def edit(self, drawn: Sequence[tuple[int, int, int, str]]) -> None:
        """Edits of which some are out of range, and some end before they begin, where that is the same place."""
        edits = []
        lines = re.split("\r\n|\r|\n", self.text)
        for line, character, length, new in drawn:
            at = line % (len(lines) + 2)
            longest = units(lines[at]) if at < len(lines) else 0
            start = types.Position(at, character % (longest + 3))
            end = types.Position(at + (length % 7 == 0), length if length % 7 == 0 else start.character + length)
            edits.append((types.Range(start, end), new))
        self.change(edits)

    def replace(self, text: str) -> None:
        self.version += 1
        self.texts[self.version] = text
        self.editor.change(self.uri, self.version, text)

    def act(self, line: int, which: int) -> None:
        """Do one of the actions for a few lines."""
        start = line % (len(self.text.splitlines()) + 1)
        place = types.Range(types.Position(start, 0), types.Position(start + 5, 0))
        actions = self.editor.actions(self.uri, place)
        if actions:
            action = actions[which % len(actions)]
            assert action.edit
            assert action.edit.document_changes
            change = action.edit.document_changes[0]
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self.version
            edits = [(edit.range, edit.new_text) for edit in change.edits if isinstance(edit, types.TextEdit)]
            self.change(sorted(edits, key=lambda edit: (edit[0].start.line, edit[0].start.character), reverse=True))

    def check(self) -> None:
        """What the editor is told of this version is right, and so was all it was told of versions before."""
        if self.pulls:
            report = self.editor.pull(self.uri)
            assert isinstance(report, types.RelatedFullDocumentDiagnosticReport)
            assert list(map(told, report.items)) == self.expected(self.version)
            return
        seen = 0
        while seen != self.version:
            params = self.editor.next()
            assert params.uri == self.uri
            assert params.version is not None
            assert params.version >= seen
            seen = params.version
            assert list(map(told, params.diagnostics)) == self.expected(seen)

    def close(self) -> None:
        self.editor.close(self.uri)
        while not self.pulls:
            params = self.editor.next()
            if params.version is None:
                assert (params.uri, list(params.diagnostics)) == (self.uri, [])
                break
        self.editor.settle()
        assert self.editor.published.empty()


def told(one: types.Diagnostic) -> tuple[Any, ...]:
    start, end = one.range.start, one.range.end
    fingerprint = one.data["fingerprint"] if isinstance(one.data, dict) else None
    return one.code, one.message, start.line, start.character, end.line, end.character, fingerprint


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sequences")
    (folder / ".git").mkdir()
    return folder


@pytest.fixture(scope="module")
def editors(folder: Path) -> Iterator[dict[bool, Editor]]:
    with Editor(folder) as waiting, Editor(folder, capabilities(pulls=True)) as pulling:
        yield {False: waiting, True: pulling}


@settings(max_examples=int(os.environ.get("LSP_SEQUENCES", "15")), deadline=None)
@given(st.booleans(), st.sampled_from(FILES), st.lists(STEP, min_size=1, max_size=8))
def test_what_is_told_is_what_a_fresh_run_finds(
    editors: dict[bool, Editor], folder: Path, pulls: bool, file: Path, steps: list[tuple[str, Any, Any]]
) -> None:
    editor, uri = editors[pulls], (folder / "any.yaml").as_uri()
    model = Model(editor, uri, read(file), pulls=pulls)
    model.check()
    for kind, first, second in steps:
        before = model.version
        if kind == "edit":
            model.edit(first)
        elif kind == "replace":
            model.replace(read(first))
        elif kind == "action":
            model.act(first, second)
        elif kind == "save":
            editor.save(uri)
        else:
            model.close()
            model = Model(editor, uri, model.text, pulls=pulls)
            before = 0
        in_haste = kind in ("edit", "replace") and second  # the next step comes before this one's diagnostics
        if model.version != before and not in_haste:
            model.check()
    model.close()
