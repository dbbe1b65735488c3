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
# A document in flow style, JSON for the most part: its keys may stand anywhere in a line.
_FLOW = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*|---|\.\.\.)*+\{")
_FLOW_KEYS = re.compile(rf"[{{,]\s*+{_KEY}\s*+\{{")
_CONNECTOR_KEYS = ("base_url", "default_headers", "auth")


def looks_like_blueprint(document: Document) -> bool:
    """Whether a folder search lints a document.

    It has `interface_parameters` as a mapping, or `connector` as a mapping with `base_url`, `default_headers` or
    `auth`, or beside a list of steps or reports. A document that could not be read: one of the two at a line's start,
    or no text at all, for then nobody knows.
    """
    root = document.root
    if document.problems and root is None:
        start = document.tree.start
        found = _KEYS.search(document.text, start)
        if not found and _FLOW.match(document.text, start):
            found = _FLOW_KEYS.search(document.text, start)
        return not document.text or found is not None
    if not isinstance(root, Mapping):
        return False
    if root.mapping("interface_parameters"):
        return True
    connector = root.mapping("connector")
    if connector is None:
        return False
    return any(key in connector.effective for key in _CONNECTOR_KEYS) or any(
        isinstance(root.get(key), Sequence) for key in ("steps", *REPORT_KEYS)
    )


def has_blueprint_key(root: Node) -> bool:
    """Whether a document has a key that only Blueprints have; one without gets no advice on its other keys."""
    if not isinstance(root, Mapping):
        return False
    if any(key in root.effective for key in ("interface_parameters", "connector", "multi-reports", *RUN_KEYS)):
        return True
    requests = any(isinstance(root.get(key), Sequence) for key in ("steps", *REPORT_KEYS))
    return requests and any(closest(key, ("connector",)) for key in root.effective)
