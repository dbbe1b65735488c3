"""What the server does about requests for the language features: each is answered for the newest text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from connector_lint.language.answers import Answers, is_served
from connector_lint.language.code_actions import workspace_edit
from connector_lint.language.rename import WARNING, RenameError

if TYPE_CHECKING:
    from collections.abc import Callable

    from connector_lint.language.server import Server

Answer = TypeVar("Answer")
_REQUEST_FAILED = types.LSPErrorCodes.RequestFailed.value


def register(server: Server) -> None:
    """Register all handlers."""
    for method, handle in _HANDLERS.items():
        server.feature(method, _OPTIONS.get(method))(partial(handle, server))


async def _ask(server: Server, params: Any, question: Callable[[Answers], Answer]) -> Answer | None:
    """The answer to a question about the document of a request; None where it is not served."""
    document = server.documents.get(params.text_document.uri)
    if document is None or server.leaves_alone(document):
        return None
    answers = Answers(document, server.client, server.settings.schema_features)
    return await server.answer(lambda: question(answers) if is_served(document) else None)


async def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    document = server.documents.get(params.text_document.uri)
    found = await server.checked(document) if document else None
    findings = found[1].findings if found else ()
    return await _ask(server, params, lambda answers: answers.hover(params.position, findings))


async def _completion(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    return await _ask(server, params, lambda answers: answers.completions(params.position))


async def _definition(server: Server, params: types.DefinitionParams) -> list[types.Location] | None:
    return await _ask(server, params, lambda answers: answers.definition(params.position))


async def _references(server: Server, params: types.ReferenceParams) -> list[types.Location] | None:
    declaration = params.context.include_declaration
    return await _ask(server, params, lambda answers: answers.references(params.position, declaration=declaration))


async def _highlight(server: Server, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    return await _ask(server, params, lambda answers: answers.highlights(params.position))


async def _prepare_rename(server: Server, params: types.PrepareRenameParams) -> types.Range | None:
    return await _ask(server, params, lambda answers: answers.prepare_rename(params.position))


async def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    def changes(answers: Answers) -> types.WorkspaceEdit:
        edits = answers.rename(params.position, params.new_name)
        changes = [(edit.span.start.offset, edit.span.end.offset, edit.text) for edit in edits]
        return workspace_edit(answers.document, changes, server.client)

    try:
        edit = await _ask(server, params, changes)
        of_parameter = await _ask(server, params, lambda answers: answers.is_of_parameter(params.position))
    except RenameError as error:
        raise JsonRpcException(str(error), _REQUEST_FAILED) from None
    if of_parameter:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, WARNING))
    return edit


async def _symbols(
    server: Server, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation] | None:
    return await _ask(server, params, lambda answers: answers.symbols())


async def _folding(server: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    return await _ask(server, params, lambda answers: answers.folds())


_HANDLERS: dict[str, Callable[..., Any]] = {
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_COMPLETION: _completion,
    types.TEXT_DOCUMENT_DEFINITION: _definition,
    types.TEXT_DOCUMENT_REFERENCES: _references,
    types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT: _highlight,
    types.TEXT_DOCUMENT_PREPARE_RENAME: _prepare_rename,
    types.TEXT_DOCUMENT_RENAME: _rename,
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: _symbols,
    types.TEXT_DOCUMENT_FOLDING_RANGE: _folding,
}
_OPTIONS: dict[str, Any] = {
    types.TEXT_DOCUMENT_COMPLETION: types.CompletionOptions(["{", "%", " ", '"', "'"]),
    types.TEXT_DOCUMENT_RENAME: types.RenameOptions(prepare_provider=True),
}
