"""What the server does about each message of a client."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lsprotocol import types

from connector_lint.language.client import SECTION
from connector_lint.language.code_actions import FIX_ALL, QUICK_FIX, REWRITE, Actions
from connector_lint.language.diagnostics import SOURCE, diagnostics, result_id
from connector_lint.language.feature_handlers import register
from connector_lint.language.lifetime import end_with, own_stdout
from connector_lint.language.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connector_lint.configs import Configs


def serve(make_configs: Callable[[], Configs], baseline: Path | None) -> int:
    """Serve a client on standard input and output until it ends. Returns the exit code: 0 where it said so before.

    `make_configs` reads the configuration, `baseline` is a file that holds for all documents.
    """
    stdout = own_stdout()
    server = Server(make_configs, baseline)
    for method, handle in _HANDLERS.items():
        server.feature(method)(partial(handle, server))
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _CODE_ACTIONS)(partial(_code_action, server))
    register(server)
    server.start_io(sys.stdin.buffer, stdout)
    code = 0 if server.was_shut_down else 1
    if server.works:
        os._exit(code)  # Python would wait for a check that nobody waits for
    return code


def _initialize(server: Server, params: types.InitializeParams) -> None:
    server.begin(params)
    end_with(params.process_id)
    if server.client.pulls:
        server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, _PULL)(partial(_pull, server))


def _initialized(server: Server, _params: Any) -> None:
    server.watch()
    _ask_for_settings(server)


def _shutdown(server: Server, _params: None) -> None:
    server.was_shut_down = True


def _did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = server.documents.open(params.text_document, server.encoding)
    server.announce(document)


def _did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    if document := server.documents.change(params):
        server.announce(document, server.settings.debounce)


def _did_save(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    uri = params.text_document.uri
    if unquote(uri.rpartition("/")[2]) in server.config.names:
        server.refresh()
    elif document := server.documents.get(uri):
        server.announce(document)


def _did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    server.close(params.text_document.uri)


def _files_changed(server: Server, _params: types.DidChangeWatchedFilesParams) -> None:
    server.refresh()


def _folders_changed(server: Server, params: types.DidChangeWorkspaceFoldersParams) -> None:
    server.move(params.event)
    server.refresh()


def _settings_changed(server: Server, params: types.DidChangeConfigurationParams) -> None:
    if isinstance(params.settings, dict) and SECTION in params.settings:
        server.set(params.settings)
    else:
        _ask_for_settings(server)


def _ask_for_settings(server: Server) -> None:
    if server.client.configures:
        asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
        server.workspace_configuration(asked, lambda answers: server.set(next(iter(answers), None)))


async def _pull(server: Server, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
    while document := server.documents.get(params.text_document.uri):
        if found := await server.checked(document):
            items = diagnostics(found[1].findings, document, server.client)
            identifier = result_id(items)
            if identifier == params.previous_result_id:
                return types.RelatedUnchangedDocumentDiagnosticReport(identifier)
            return types.RelatedFullDocumentDiagnosticReport(items, result_id=identifier)
    return types.RelatedFullDocumentDiagnosticReport([])


async def _code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    document = server.documents.get(params.text_document.uri)
    found = await server.checked(document) if document and server.client.code_actions else None
    if not document or not found or server.leaves_alone(document, found[0].settings):
        return []
    check, report = found
    actions = Actions(document, report.findings, check.config, check.settings.path, server.client)
    wanted = await server.answer(partial(actions.wanted, params))
    return wanted if server.documents.is_newest(document) else []


_PULL = types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE)
_CODE_ACTIONS = types.CodeActionOptions([QUICK_FIX, FIX_ALL, REWRITE])
_HANDLERS: dict[str, Callable[..., Any]] = {
    types.INITIALIZE: _initialize,
    types.INITIALIZED: _initialized,
    types.SHUTDOWN: _shutdown,
    types.TEXT_DOCUMENT_DID_OPEN: _did_open,
    types.TEXT_DOCUMENT_DID_CHANGE: _did_change,
    types.TEXT_DOCUMENT_DID_SAVE: _did_save,
    types.TEXT_DOCUMENT_DID_CLOSE: _did_close,
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: _settings_changed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _files_changed,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: _folders_changed,
}
