"""How far an authentication reaches: which steps send its credential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connector_lint.definitions import report_of
from connector_lint.views import RUN_KEYS, steps_of

if TYPE_CHECKING:
    from connector_lint.document import Document
    from connector_lint.tree import Mapping
    from connector_lint.views import Authentication

_NO_AUTHENTICATION = frozenset(("", "none", "no_auth", "noauth", "no auth", "no-auth"))


def builder_auth(document: Document) -> Mapping | None:
    """The builder's `connector.auth`, where it says how to authenticate."""
    auth = document.connector.mapping("auth") if document.connector else None
    named = auth and (auth.text("type") or "").strip().lower() not in _NO_AUTHENTICATION
    return auth if auth and (named or auth.mapping("oauth")) else None


def steps_within(document: Document, authentication: Authentication) -> list[Mapping]:
    """The steps whose requests the platform signs with an authentication: its report's own, or else all."""
    report = report_of(authentication)
    return document.steps if report is None else list(steps_of(report))


def signed_steps(document: Document) -> list[Mapping]:
    """All steps that send a credential, in the order of the text."""
    if builder_auth(document):
        return document.steps
    reached = [steps_within(document, authentication) for authentication in document.authentications]
    signed = {id(step) for steps in reached for step in steps}
    return [step for step in document.steps if id(step) in signed]


def is_before_or_after(step: Mapping) -> bool:
    """Whether a step belongs to a pre- or post-run configuration."""
    return step.path[0] in RUN_KEYS
