"""What the word at the cursor means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from connector_lint.errors import ConfigError
from connector_lint.language.documentation import enum_of, page
from connector_lint.language.names_shown import about
from connector_lint.language.navigation import occurrence_at
from connector_lint.language.schema_at import schemas_at
from connector_lint.language.state import shown
from connector_lint.provider_use import listed
from connector_lint.references import is_key
from connector_lint.registry import all_rules
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from connector_lint.definitions import Definition
    from connector_lint.document import Document
    from connector_lint.finding import Span
    from connector_lint.language.occurrences import Name, Occurrence
    from connector_lint.language.state import TextState
    from connector_lint.provider_facts import Provider


class Hover(NamedTuple):
    """Markdown, and the place that it is about. It holds no value of the file, and of its names none of a secret."""

    markdown: str
    span: Span


def hover(state: TextState, offset: int, *, of_schema: bool = True) -> Hover | None:
    """What stands at an offset, from 0: a name and where it is defined, else what the schema says of key and value.

    Not the latter where it is not wanted `of_schema`.
    """
    at = occurrence_at(state, offset)
    if at and not (at[0].is_definition and _is_field(at[0])):
        here = at[0]
        return Hover(_page_of_name(state, state.document_at(offset), here), state.lines.span(here.start, here.end))
    node = state.node_at(offset) if of_schema else None
    if node is None:
        return None
    schemas = schemas_at(node)
    markdown = page(schemas)
    meaning = enum_of(schemas).get(node.value) if isinstance(node, Scalar) and not is_key(node) else None
    if meaning and isinstance(node, Scalar):
        markdown = f"`{node.value}`: {meaning}"
    if any(schema.get("title") == "Base URL" for schema in schemas):
        markdown += _provider(state.document_at(offset).provider)
    return Hover(markdown, state.lines.span(node.start, node.end)) if markdown else None


def _provider(provider: Provider | None) -> str:
    """How the API behind a base URL authenticates, as far as that is known."""
    kinds = provider.auth_types if provider else []
    if provider is None or not kinds:
        return ""
    link = f" ([documentation]({provider.docs}))" if provider.docs else ""
    among = "" if provider.complete else ", among others that may be missing here"
    return f"\n\n{provider.name} documents {listed(kinds)}{among}{link}"


def _is_field(here: Occurrence) -> bool:
    """Whether it is the name of a field, whose meaning the schema knows best."""
    return all(name.kind == "field" for name in here.names)


def _page_of_name(state: TextState, document: Document, here: Occurrence) -> str:
    names = sorted(here.names, key=lambda name: (name.kind, name.report or -1))
    found = [line for name in names for line in _lines(state, document, name)]
    return "\n\n".join(dict.fromkeys(found))


def _lines(state: TextState, document: Document, name: Name) -> list[str]:
    """What a name stands for, and the lines where it is defined."""
    if name.kind in ("storage", "field"):
        known = name.kind if name.kind == "storage" else f"field of `{shown(name.owner)}`"
    else:
        known = next((about(document, one) for one in document.definitions.all if _is(one, name)), name.kind)
    defined = [one for one in state.occurrences_at(document.tree.start) if name in one.names and one.is_definition]
    lines = sorted({state.lines.position(one.start).line for one in defined})
    where = f", defined in line {', '.join(map(str, lines))}" if lines else ""
    return [f"`{shown(name.text)}`: {known}{where}"]


def _is(definition: Definition, name: Name) -> bool:
    report = definition.report.start if definition.report else None
    return (definition.name, definition.kind, report) == (name.text, name.kind, name.report)


def rule_hover(rule_id: str) -> str:
    """What a rule finds, why that matters and what to do, as Markdown; blank for a rule that is not known."""
    try:
        rule = all_rules().get(rule_id)
    except ConfigError:
        return ""
    if rule is None:
        return ""
    what, why, *remedies = [" ".join(paragraph.split()) for paragraph in rule.doc.split("\n\n")] + [""] * 2
    parts = [f"**{rule.id}**", what, f"*Why:* {why}" if why else "", *_remedies(remedies), f"[{rule.id}]({rule.help})"]
    return "\n\n".join(filter(None, parts if "/" not in rule.id else parts[:-1]))


def _remedies(paragraphs: list[str]) -> list[str]:
    """What to do, without the last paragraph, which says when to ignore the rule."""
    written = [paragraph for paragraph in paragraphs if paragraph]
    return [f"*What to do:* {text}" for text in written[:1]] + written[1:-1]
