"""What a Blueprint says, as typed views over its tree: parameters, authentications, fields, headers, URLs, steps.

Views never fail: what has another shape than the format's is left out, the schema reports it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.tree import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REPORT_KEYS = ("reports", "multi-reports", "multi_reports")
RUN_KEYS = ("pre_run_configurations", "post_run_configurations")
# What else a parameter can be.
OTHER_TYPES = frozenset(("string", "date_range", "list", "integer", "boolean", "multiselect", "enum"))
STEP_KEYS = ("steps", "nested_steps")


@dataclass(frozen=True, eq=False, slots=True)
class Field:
    """An item of a parameter's `fields`."""

    node: Mapping
    parameter: Parameter | None

    @property
    def name(self) -> str:
        """The field's name; empty where it has none."""
        return self.node.text("name") or ""


@dataclass(frozen=True, eq=False, slots=True)
class Parameter:
    """An item of a `source` or `report_parameters` list."""

    node: Mapping

    @property
    def name(self) -> str:
        """The parameter's name; empty where it has none."""
        return self.node.text("name") or ""

    @property
    def type(self) -> str:
        """The parameter's type; empty where it has none."""
        return self.node.text("type") or ""

    @property
    def fields(self) -> list[Field]:
        """Its fields; none where there is no list of them."""
        return [Field(item, self) for item in self.node.mappings("fields")]

    @property
    def is_authentication(self) -> bool:
        """Whether it is meant to be an authentication, a forgotten or made-up type included."""
        return self.type == "authentication" or ("auth_type" in self.node.effective and self.type not in OTHER_TYPES)


@dataclass(frozen=True, eq=False, slots=True)
class Authentication(Parameter):
    """A parameter of type `authentication`."""

    @property
    def auth_type(self) -> str:
        """The `auth_type` as written; empty where it is none or no string."""
        return self.node.text("auth_type") or ""

    @property
    def settings(self) -> Mapping | None:
        """The `oauth2_settings` mapping."""
        return self.node.mapping("oauth2_settings")

    @property
    def grant_type(self) -> str:
        """The grant; empty where it is none or no string."""
        return (self.settings.text("grant_type") if self.settings else None) or ""

    def field(self, name: str) -> Field | None:
        """The field of a name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, eq=False, slots=True)
class Header:
    """A header of `default_headers` or of a step."""

    entry: Entry

    @property
    def name(self) -> str:
        """The header's name as written."""
        return self.entry.name


@dataclass(frozen=True, eq=False, slots=True)
class Url:
    """A URL and the key that holds it: `base_url`, `token_url`, `endpoint` or `redirect_uri`."""

    key: str
    node: Scalar


def parameter_lists(root: Node | None) -> Iterator[Sequence]:
    """The `source` list and each report's `report_parameters`; a flat `interface_parameters` list of old files too."""
    if not isinstance(root, Mapping):
        return
    block = root.get("interface_parameters")
    section = block.mapping("section") if isinstance(block, Mapping) else None
    sources = [section.get("source") if section else block]
    sources += [report.get("report_parameters") for key in REPORT_KEYS for report in root.mappings(key)]
    yield from (source for source in sources if isinstance(source, Sequence))


def parameters(root: Node | None) -> Iterator[Parameter]:
    """All parameters, authentications as Authentication."""
    for source in parameter_lists(root):
        for item in source.items:
            if isinstance(item, Mapping):
                parameter = Parameter(item)
                yield Authentication(item) if parameter.is_authentication else parameter


def loose_fields(root: Node | None) -> list[Field]:
    """The fields of a fragment that is only a `fields` list."""
    return [Field(item, None) for item in root.mappings("fields")] if isinstance(root, Mapping) else []


def connector(root: Node | None) -> Mapping | None:
    """The `connector` mapping."""
    return root.mapping("connector") if isinstance(root, Mapping) else None


def steps(root: Node | None) -> Iterator[Mapping]:
    """All steps in the order of the text: those of reports, of pre- and post-run configurations and nested ones."""
    if not isinstance(root, Mapping):
        return
    holders = [root]
    for key in (*REPORT_KEYS, *RUN_KEYS):
        holders += [*root.mappings(key), *filter(None, [root.mapping(key)])]
    yield from (step for holder in holders for step in steps_of(holder))


def steps_of(holder: Mapping) -> Iterator[Mapping]:
    """The steps of a report or of another mapping that has some, each followed by those nested in it."""
    pending = holder.mappings("steps")
    while pending:
        step = pending.pop(0)
        yield step
        pending[:0] = [inner for key in STEP_KEYS for inner in step.mappings(key)]


def outputs(steps: Iterable[Mapping]) -> Iterator[Mapping]:
    """The items of the steps' `variables_output`."""
    for step in steps:
        yield from step.mappings("variables_output")


def loops(steps: Iterable[Mapping]) -> Iterator[Mapping]:
    """Where loops are described: in the `loop` of a step, or by the builder in the step itself."""
    for step in steps:
        yield from filter(None, (step.mapping("loop"), step))


def headers(root: Node | None) -> Iterator[Header]:
    """The headers of the connector and of all steps, duplicates that lose included."""
    block = connector(root)
    holders = [block.mapping("default_headers") if block else None]
    holders += [step.mapping("headers") for step in steps(root)]
    for holder in holders:
        for entry in _all_entries(holder) if holder else ():
            yield Header(entry)


def _all_entries(mapping: Mapping) -> list[Entry]:
    written = [entry for entry in mapping.entries if not entry.is_merge]
    known = set(map(id, written))
    return written + [entry for entry in mapping.effective.values() if id(entry) not in known]


def urls(root: Node | None) -> Iterator[Url]:
    """The URLs that requests go to: base URL, token URLs, endpoints, and redirect addresses given as values."""
    block = connector(root)
    if block:
        yield from _url(block, "base_url", "base_url")
        auth = block.mapping("auth")
        oauth = auth.mapping("oauth") if auth else None
        yield from _url(oauth, "token_url", "token_url") if oauth else ()
    for parameter in parameters(root):
        if isinstance(parameter, Authentication):
            yield from _authentication_urls(parameter)
    for step in steps(root):
        yield from _url(step, "endpoint", "endpoint")


def _authentication_urls(authentication: Authentication) -> Iterator[Url]:
    # A token_url beside oauth2_settings is misplaced, and meant all the same.
    for holder in (authentication.settings, authentication.node):
        yield from _url(holder, "token_url", "token_url") if holder else ()
    redirect = authentication.field("redirect_uri")
    for key in ("value", "default"):
        yield from _url(redirect.node, key, "redirect_uri") if redirect else ()


def _url(holder: Mapping, key: str, meaning: str) -> Iterator[Url]:
    node = holder.get(key)
    if isinstance(node, Scalar) and isinstance(node.value, str):
        yield Url(meaning, node)
