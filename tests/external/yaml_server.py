"""The language server that editors have for YAML, from npm, with our schema: a session with it over its pipes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pytest_lsp import client_capabilities, make_test_lsp_client

from .conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from types import TracebackType

PROGRAM = ROOT / "build" / "npm" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
_SECONDS = 30
Shown = tuple[int, int, int, str]  # line, column and end column, from 0, and message of a diagnostic


class YamlServer:
    """A session, `settings` being what the user set under `yaml`. `|` in a text is where the cursor is."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self._folder = folder
        self._opened = 0
        self._runner = asyncio.Runner()
        self._client: Any = make_test_lsp_client()
        # Without the catalogue, which it would fetch.
        self._client.set_configuration({"yaml": {"schemaStore": {"enable": False}, **settings}})
        self._asked = False
        self._note_questions()

    def _note_questions(self) -> None:
        answer = self._client.get_configuration

        def answered(**item: Any) -> Any:
            self._asked = True
            return answer(**item)

        self._client.get_configuration = answered

    def __enter__(self) -> YamlServer:
        params = types.InitializeParams(
            capabilities=client_capabilities("visual-studio-code"), root_uri=self._folder.as_uri()
        )
        self._run(self._client.start_io("node", str(PROGRAM), "--stdio"))
        self._run(self._client.initialize_session(params))
        self._run(self._configured())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._run(self._client.shutdown_session())
        self._run(self._client.stop())
        self._runner.close()

    def _run(self, work: Any) -> Any:
        return self._runner.run(asyncio.wait_for(work, _SECONDS))

    def diagnostics(self, text: str, under: str = ".") -> list[Shown]:
        """What is shown of a new document in a folder."""
        return self._shown(self._open(text, under))

    def diagnostics_of_each(self, texts: Iterable[str]) -> list[list[Shown]]:
        """What is shown of many new documents; the server waits before each, so that this is faster than one by one."""
        return [self._shown(uri) for uri in [self._open(text) for text in texts]]

    def _shown(self, uri: str) -> list[Shown]:
        found = self._run(self._published(uri))
        return sorted((d.range.start.line, d.range.start.character, d.range.end.character, d.message) for d in found)

    def hover(self, text: str) -> str:
        """What is shown at the cursor, in Markdown as it is rendered: without backslashes."""
        said = self._run(self._client.text_document_hover_async(types.HoverParams(*self._cursor(text))))
        return str(said.contents.value).replace("\\", "") if said else ""

    def completions(self, text: str) -> dict[str, types.CompletionItem]:
        """What is offered at the cursor, by label."""
        said = self._run(self._client.text_document_completion_async(types.CompletionParams(*self._cursor(text))))
        return {item.label: item for item in said.items}

    def _cursor(self, text: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
        before, after = text.split("|")
        uri = self._open(before + after)
        place = types.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)
        return types.TextDocumentIdentifier(uri), place

    def _open(self, text: str, under: str = ".") -> str:
        self._opened += 1
        uri = (self._folder / under / f"{self._opened}.yaml").as_uri()
        self._run(self._notify(types.TextDocumentItem(uri, "yaml", 1, text)))
        return uri

    async def _notify(self, document: types.TextDocumentItem) -> None:
        self._client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    async def _configured(self) -> None:
        """Wait until the settings hold: a text's diagnostics are published after the settings were asked for."""
        while not self._asked:
            await asyncio.sleep(0.01)
        uri = (self._folder / "first.yaml").as_uri()
        await self._notify(types.TextDocumentItem(uri, "yaml", 1, ""))
        await self._published(uri)

    async def _published(self, uri: str) -> Any:
        while uri not in self._client.diagnostics:
            await asyncio.sleep(0.01)
        return self._client.diagnostics[uri]
