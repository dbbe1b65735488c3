"""Whether a document is a Blueprint, told from other YAML by its structure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.suggest import closest
from connector_lint.tree import Mapping, Sequence
from connector_lint.views import REPORT_KEYS, RUN_KEYS

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.tree import Node

_KEY = r"([\"']?)(?:interface_parameters|connector)\1[ \t]*:"
_KEYS = re.compile(rf"^{_KEY}", re.MULTILINE)
# To a loader of YAML 1.1 a line begins behind each of these, to YAML 1.2 the comment or the text goes on.
_HIDDEN_KEYS = re.compile(rf"[\x85\u2028\u2029]{_KEY}")
# A document in flow style, JSON for the most part: its keys may stand anywhere in a line.
_FLOW = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*|---|\.\.\.)*+\{")
_FLOW_KEYS = re.compile(rf"[{{,]\s*+{_KEY}\s*+\{{")
_CONNECTOR_KEYS = ("base_url", "default_headers", "auth")


NO_KEYS = "no `connector` or `interface_parameters`"
_BARE = "`connector` has no `base_url`, `default_headers` or `auth`, and stands beside no list of steps or reports"

_WORD = r"(?<![\w.\-/])(?:interface_parameters|connector)(?![\w.\-/])"
_WRITTEN = re.compile(_WORD)
_WRITTEN_AS_KEY = re.compile(rf"{_WORD}[\"']?\s*+[:#]")  # a comment may stand before the colon
_LETTER_ESCAPE = re.compile(r"\\(?:x|u00|U000000)(?:5[fF]|[67])")  # of a small letter or a low line
_ESCAPED_BREAK = re.compile(r"\\(?:\r\n|[\r\n\x85\u2028\u2029])[ \t]*+")
_TAG_ESCAPE = re.compile(r"%(?:TAG|[0-9a-fA-F]{2})")


def may_be_blueprint(text: str) -> bool:
    """Whether a text could have a document that looks like a Blueprint: False is certain, and cheap to get.

    It must hold one of the two keys, as it is or with escapes, in Base64, or by an alias.
    """
    if "!" in text and ("binary" in text or _TAG_ESCAPE.search(text)):
        return True
    texts = [text]
    if "\\" in text:
        if _LETTER_ESCAPE.search(text):
            return True
        texts.append(_ESCAPED_BREAK.sub("", text))
    has_aliases = "&" in text and "*" in text
    pattern = _WRITTEN if has_aliases else _WRITTEN_AS_KEY
    return any(pattern.search(written) for written in texts)


def looks_like_blueprint(document: Document) -> bool:
    """Whether a folder search lints a document."""
    return why_no_blueprint(document) is None


def why_no_blueprint(document: Document) -> str | None:
    """Why a folder search leaves a document alone; None where it does not.

    A Blueprint has `interface_parameters` as a mapping, or `connector` as a mapping with `base_url`, `default_headers`
    or `auth`, or beside a list of steps or reports. A document that could not be read: one of the two at a line's
    start, or no text at all, for then nobody knows. One that only some loaders would find is a Blueprint, too.
    """
    root = document.root
    if _HIDDEN_KEYS.search(document.text, document.tree.start):
        return None
    if document.problems and root is None:
        start = document.tree.start
        found = _KEYS.search(document.text, start)
        if not found and _FLOW.match(document.text, start):
            found = _FLOW_KEYS.search(document.text, start)
        return None if found or not document.text else NO_KEYS
    if not isinstance(root, Mapping):
        return NO_KEYS
    if root.mapping("interface_parameters"):
        return None
    connector = root.mapping("connector")
    if connector is None:
        found_key = next((key for key in ("connector", "interface_parameters") if key in root.effective), None)
        return f"`{found_key}` is no mapping" if found_key else NO_KEYS
    complete = any(key in connector.effective for key in _CONNECTOR_KEYS)
    return None if complete or _has_requests(root) else _BARE


def has_blueprint_key(root: Node) -> bool:
    """Whether a document has a key that only Blueprints have; one without gets no advice on its other keys."""
    if not isinstance(root, Mapping):
        return False
    if any(key in root.effective for key in ("interface_parameters", "connector", "multi-reports", *RUN_KEYS)):
        return True
    return _has_requests(root) and any(closest(key, ("connector",)) for key in root.effective)


def _has_requests(root: Mapping) -> bool:
    return any(isinstance(root.get(key), Sequence) for key in ("steps", *REPORT_KEYS))
