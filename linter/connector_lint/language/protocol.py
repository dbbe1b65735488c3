"""What we do otherwise than the library that carries the protocol."""

from __future__ import annotations

import logging
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInternalError, JsonRpcInvalidParams
from pygls.protocol import LanguageServerProtocol

_OURS = (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE)
_UNTOLD = (JsonRpcInternalError.CODE, JsonRpcInvalidParams.CODE)


class Protocol(LanguageServerProtocol):
    """Keeps no texts, as `OpenDocuments` does: the library takes more characters for line breaks than editors do.

    Tells of an exception no more than its type: its text may hold a credential.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        for method in _OURS:
            self.fm.builtin_features.pop(method)
        for name in ("pygls", "asyncio", "concurrent.futures"):  # they would log messages in full
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    @staticmethod
    def name_of(error: Exception) -> str:
        """An exception's type; where the library has wrapped it, that of the one within."""
        message = error.message if isinstance(error, JsonRpcInternalError) else ""
        return message.partition(":")[0].rpartition(".")[2] or type(error).__name__

    def _send_response(self, msg_id: Any, result: Any = None, error: types.ResponseError | None = None) -> None:
        if error and error.code in _UNTOLD:
            error = types.ResponseError(error.code, error.message.partition(":")[0])
        super()._send_response(msg_id, result, error)
