"""The language server: who asks what, and when what is said. What the answers are is in the modules beside it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureRequestError
from pygls.lsp.server import LanguageServer

from connector_lint.language.client import SECTION, Client, ClientSettings
from connector_lint.language.diagnostics import check, configured, diagnostics
from connector_lint.language.documents import OpenDocuments, file_of
from connector_lint.language.protocol import Protocol
from connector_lint.language.workspace_config import WorkspaceConfig
from connector_lint.redact import visible
from connector_lint.report import Report, tool_version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from connector_lint.config import Config
    from connector_lint.configs import Configs
    from connector_lint.language.documents import OpenDocument
    from connector_lint.language.workspace_config import FileSettings


Answer = TypeVar("Answer")


class Check(NamedTuple):
    """A document's check, under way or done. It gives None where the document has changed before it began."""

    document: OpenDocument
    settings: FileSettings
    config: Config
    report: asyncio.Future[Report | None]


class Server(LanguageServer):
    """Keeps the open documents, checks them one after the other beside the conversation, and says what is found."""

    def __init__(self, make_configs: Callable[[], Configs], baseline: Path | None) -> None:
        super().__init__("connector-lint", tool_version(), protocol_cls=Protocol)
        self.documents = OpenDocuments()
        self.client = Client()
        self.settings = self._given = ClientSettings()
        self.config = WorkspaceConfig(make_configs, baseline, self.tell)
        self.was_shut_down = False
        self.watched: set[str] = set()
        self._checks: dict[str, Check] = {}
        self._announced: dict[str, asyncio.Task[None]] = {}
        self._logged: set[str] = set()
        self._checking, self._answering = (ThreadPoolExecutor(max_workers=1) for _ in range(2))
        self._work: set[Future[Any]] = set()

    def begin(self, params: types.InitializeParams) -> None:
        """Take in what the client says of itself."""
        self.client = Client.read(params.capabilities)
        self._given = self.settings = ClientSettings().with_given(params.initialization_options)
        uris = [folder.uri for folder in params.workspace_folders or ()] or [params.root_uri or ""]
        self.config.folders = set(filter(None, map(file_of, uris)))

    def set(self, given: object) -> None:
        """Take in what the user set; what that does not say is as the client said when it began."""
        settings = self._given.with_given(given)
        if settings != self.settings:
            self.settings = settings
            self.refresh()

    def move(self, event: types.WorkspaceFoldersChangeEvent) -> None:
        """Take in which folders are open from now on."""
        added, removed = ({file_of(folder.uri) for folder in folders} for folders in (event.added, event.removed))
        self.config.folders = set(filter(None, (self.config.folders | added) - removed))

    @property
    def encoding(self) -> str:
        """How the client counts characters."""
        encoding = self.workspace.position_encoding
        return str(getattr(encoding, "value", encoding))

    def tell(self, message: str) -> None:
        """Show a line to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, visible(message)))

    def log(self, message: str) -> None:
        """Write a line into the client's log, once."""
        if message not in self._logged:
            self._logged.add(message)
            self.window_log_message(types.LogMessageParams(types.MessageType.Error, visible(message)))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log a bug of ours. Not the exception's own text: it may hold a credential."""
        if source is not FeatureRequestError:
            self.log(f"internal error: {Protocol.name_of(error)}; please report it")

    @property
    def works(self) -> bool:
        """Whether a check or an answer is under way."""
        return any(future.running() for future in tuple(self._work))

    async def answer(self, work: Callable[[], Answer]) -> Answer:
        """What work gives that takes time, done beside the conversation."""
        return await self._in_thread(self._answering, work)

    async def _in_thread(self, thread: ThreadPoolExecutor, work: Callable[[], Answer]) -> Answer:
        future = thread.submit(work)
        self._work.add(future)
        future.add_done_callback(self._work.discard)
        return await asyncio.wrap_future(future)

    def leaves_alone(self, document: OpenDocument, settings: FileSettings | None = None) -> bool:
        """Whether a document is none of ours, or excluded."""
        return not document.is_yaml or (settings or self.config.of(document.file)).excluded

    async def checked(self, document: OpenDocument) -> tuple[Check, Report] | None:
        """What is found in a document; None where it has changed meanwhile."""
        settings = self.config.of(document.file)
        self.watch()
        known = self._checks.get(document.uri)
        if known is None or known.document is not document or known.settings is not settings:
            config = configured(settings, schema_features=self.settings.schema_features)

            def work() -> Report | None:
                if self.leaves_alone(document, settings):
                    return Report()
                return check(document.plain_text, settings, config) if self.documents.is_newest(document) else None

            known = Check(document, settings, config, asyncio.ensure_future(self._in_thread(self._checking, work)))
            self._checks[document.uri] = known
        report = await asyncio.shield(known.report)
        if report is None or not self.documents.is_newest(document):
            return None
        for error in report.errors:
            self.log(f"the rule {error.rule or 'engine'} failed with {error.type}: please report it")
        return known, report

    def announce(self, document: OpenDocument, delay: int = 0) -> None:
        """Have a document's diagnostics published after so many milliseconds, unless the client asks for them."""
        if self.client.pulls:
            return
        if before := self._announced.get(document.uri):
            before.cancel()
        self._announced[document.uri] = task = asyncio.ensure_future(self._publish(document, delay))
        task.add_done_callback(self._published)

    async def _publish(self, document: OpenDocument, delay: int) -> None:
        await asyncio.sleep(delay / 1000)
        if found := await self.checked(document):
            items = diagnostics(found[1].findings, document, self.client)
            params = types.PublishDiagnosticsParams(document.uri, items, document.version)
            self.text_document_publish_diagnostics(params)

    def _published(self, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, None)

    def close(self, uri: str) -> None:
        """Forget a document, and have its diagnostics cleared."""
        self._checks.pop(uri, None)
        if task := self._announced.pop(uri, None):
            task.cancel()
        if self.documents.close(uri) and not self.client.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def refresh(self) -> None:
        """Have all documents checked anew, for something has changed that holds for them."""
        self.config.reload()
        self._checks.clear()
        if self.client.pulls and self.client.refreshes:
            self.workspace_diagnostic_refresh(None)
        for document in self.documents:
            self.announce(document)

    def watch(self) -> None:
        """Ask the client to tell when a file changes that configurations come from."""
        names = self.config.names - self.watched
        if not self.client.watches or not names:
            return
        self.watched |= names
        watchers = [types.FileSystemWatcher(f"**/{name}") for name in sorted(names)]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(f"{SECTION}-{len(self.watched)}", method, options)
        self.client_register_capability(types.RegistrationParams([registration]))
