"""An editor, as far as the language server sees one: pytest-lsp's client, driving the real server over its pipes."""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from pathlib import Path
    from types import TracebackType

COMMAND = (sys.executable, "-m", "connector_lint", "--lsp")
_SECONDS = 30


def capabilities(
    *, pulls: bool = False, encodings: Sequence[str] = (), plain: bool = False
) -> types.ClientCapabilities:
    """What an editor announces that understands all there is; with `plain` only what each does."""
    kinds = types.ClientCodeActionKindOptions(value_set=[])
    actions = types.CodeActionClientCapabilities(
        code_action_literal_support=types.ClientCodeActionLiteralOptions(code_action_kind=kinds)
    )
    if plain:
        return types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(code_action=actions))
    shown = types.PublishDiagnosticsClientCapabilities(
        related_information=True,
        tag_support=types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Unnecessary]),
        code_description_support=True,
        data_support=True,
    )
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=list(encodings)) if encodings else None,
        text_document=types.TextDocumentClientCapabilities(
            publish_diagnostics=shown,
            diagnostic=types.DiagnosticClientCapabilities() if pulls else None,
            code_action=actions,
            completion=types.CompletionClientCapabilities(
                completion_item=types.ClientCompletionItemOptions(
                    snippet_support=True, documentation_format=[types.MarkupKind.Markdown]
                )
            ),
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
            rename=types.RenameClientCapabilities(prepare_support=True),
            folding_range=types.FoldingRangeClientCapabilities(range_limit=5000, line_folding_only=True),
        ),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
            diagnostics=types.DiagnosticWorkspaceClientCapabilities(refresh_support=True),
            configuration=True,
        ),
    )


class Editor:
    """A session. `client` is pytest-lsp's, `said` what the server answered at first, `published` what it publishes."""

    def __init__(
        self,
        folder: Path | None,
        client: types.ClientCapabilities | None = None,
        *options: str,
        environment: dict[str, str] | None = None,
        **settings: Any,
    ) -> None:
        self.published: queue.Queue[types.PublishDiagnosticsParams] = queue.Queue()
        self.registered: list[str] = []
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.client = LanguageClient(
            converter_factory=default_converter, configuration={"": {"connectorLint": {"debounce": 0} | settings}}
        )
        own = {
            types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: partial(self.published.put),
            types.CLIENT_REGISTER_CAPABILITY: partial(self._register),
        }
        register_lsp_features(self.client, DEFAULT_CLIENT_FEATURES | own)
        params = types.InitializeParams(
            capabilities=client or capabilities(),
            root_uri=folder.as_uri() if folder else None,
            initialization_options={"debounce": 0} | settings,
        )
        self.run(self.client.start_io(*COMMAND, *options, env=environment))
        server: Any = self.client._server
        self.process: int = server.pid
        self.said = self.run(self.client.initialize_session(params))

    def _register(self, params: types.RegistrationParams) -> None:
        for registration in params.registrations:
            options: Any = registration.register_options
            self.registered += [watcher["globPattern"] for watcher in options["watchers"]]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What a coroutine gives on the session's event loop; on it alone may the client send."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)

    def send(self, method: str, params: Any) -> None:
        """Send a notification."""

        async def notify() -> None:
            self.client.protocol.notify(method, params)

        self.run(notify())

    def ask(self, method: str, params: Any) -> Any:
        """The answer to a request."""
        protocol: Any = self.client.protocol
        return self.run(protocol.send_request_async(method, params))

    def open(self, uri: str, text: str, version: int = 1, language: str = "yaml") -> None:
        """Open a document."""
        item = types.TextDocumentItem(uri, language, version, text)
        self.send(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, version: int, *changes: types.TextDocumentContentChangeEvent | str) -> None:
        """Edit a document; a text replaces it all."""
        events = [types.TextDocumentContentChangeWholeDocument(c) if isinstance(c, str) else c for c in changes]
        about = types.VersionedTextDocumentIdentifier(uri=uri, version=version)
        self.send(types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(about, events))

    def save(self, uri: str) -> None:
        """Save a document."""
        self.send(types.TEXT_DOCUMENT_DID_SAVE, types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def close(self, uri: str) -> None:
        """Close a document."""
        self.send(types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    def next(self) -> types.PublishDiagnosticsParams:
        """What is published next, or was and nobody looked."""
        return self.published.get(timeout=_SECONDS)

    def diagnostics(self, uri: str, version: int) -> list[types.Diagnostic]:
        """The diagnostics of this version of a document, what was published before them being passed over."""
        while True:
            params = self.next()
            if (params.uri, params.version) == (uri, version):
                return list(params.diagnostics)

    def pull(self, uri: str, previous: str | None = None) -> types.DocumentDiagnosticReport:
        """Ask for a document's diagnostics."""
        about = types.TextDocumentIdentifier(uri)
        params = types.DocumentDiagnosticParams(about, previous_result_id=previous)
        report: types.DocumentDiagnosticReport = self.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, params)
        return report

    def actions(
        self,
        uri: str,
        place: types.Range,
        only: Sequence[str] | None = None,
        trigger: types.CodeActionTriggerKind | None = None,
    ) -> list[types.CodeAction]:
        """The code actions for a range."""
        context = types.CodeActionContext(diagnostics=[], only=only, trigger_kind=trigger)
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        return list(self.ask(types.TEXT_DOCUMENT_CODE_ACTION, params) or ())

    def settle(self) -> None:
        """Wait until the server has read all that was sent."""
        self.actions("untitled:none", types.Range(types.Position(0, 0), types.Position(0, 0)))

    def __enter__(self) -> Editor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _end(self) -> None:
        client: Any = self.client
        await client.shutdown_session()
        await client.stop()
