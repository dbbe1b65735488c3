"""What an editor can do about a document that does not authenticate as the provider of its `base_url` documents."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from connector_lint.fixer import is_sound
from connector_lint.methods import is_authenticated
from connector_lint.provider_auth import provider_auth

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.config import Config
    from connector_lint.document import Document
    from connector_lint.finding import Finding, Fix
    from connector_lint.language.state import TextState

# These find a method that is not the provider's, and have no fix of their own.
_OTHER_METHOD = frozenset(("provider-auth-type", "provider-grant-type", "retired-credential"))
# What may be found once there is an authentication.
_BROUGHT = ("missing-auth-check",)


def replacements(state: TextState, findings: Iterable[Finding], config: Config, path: str) -> Iterator[Finding]:
    """Those findings of another method than the provider's that can be repaired, each with that fix."""
    wrong = [finding for finding in findings if finding.rule in _OTHER_METHOD]
    exact = state.exact() if wrong else None
    for finding in wrong if exact else ():
        assert exact is not None, "there is a text to read"
        document = exact.document_at(finding.span.start.offset)
        fix = provider_auth(document) if is_authenticated(document) else None
        if fix and is_sound(state.text, path, config, fix):
            yield replace(finding, fix=fix)


def addition(state: TextState, start: int, end: int, config: Config, path: str) -> Fix | None:
    """What declares the provider's authentication, where `base_url` stands between two offsets and none is there."""
    exact = state.exact()
    document = exact.document_at(start) if exact else None
    if document is None or is_authenticated(document) or not _is_at_base_url(document, start, end):
        return None
    fix = provider_auth(document)
    return fix if fix and is_sound(state.text, path, config, fix, _BROUGHT) else None


def _is_at_base_url(document: Document, start: int, end: int) -> bool:
    entry = document.connector.effective.get("base_url") if document.connector else None
    return entry is not None and entry.key.start <= end and start <= entry.value.end
