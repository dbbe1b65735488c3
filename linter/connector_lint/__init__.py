"""Validates and lints the YAML connector definitions (Blueprints) of Boomi Data Integration.

`check(text, path=..., config=...)` returns the findings of a text. It and all that it takes and returns is
picklable, and safe to call from many processes.
"""

from connector_lint.check import Inspection, check, inspect
from connector_lint.config import Config
from connector_lint.document import Document
from connector_lint.errors import ConfigError
from connector_lint.finding import Change, Edit, Finding, Fix, Position, Related, RuleError, Severity, Span, Suppressed
from connector_lint.limits import Limits
from connector_lint.rule import Hit, Note, Rule, rule

__all__ = [
    "Change",
    "Config",
    "ConfigError",
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "Hit",
    "Inspection",
    "Limits",
    "Note",
    "Position",
    "Related",
    "Rule",
    "RuleError",
    "Severity",
    "Span",
    "Suppressed",
    "check",
    "inspect",
    "rule",
]
