"""What rules see: one YAML document of a file, with positions and typed views."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from connector_lint import views
from connector_lint.definitions import Definitions
from connector_lint.detect import has_blueprint_key
from connector_lint.finding import Edit
from connector_lint.hosts import host_of
from connector_lint.meaning import Written
from connector_lint.providers import provider_at
from connector_lint.references import references
from connector_lint.tree import Mapping, Node, Scalar, walk

if TYPE_CHECKING:
    from connector_lint.comments import Comment
    from connector_lint.compose import Tree
    from connector_lint.ignore_comments import UnusedIgnore
    from connector_lint.lines import Lines
    from connector_lint.provider_facts import Provider
    from connector_lint.references import Reference
    from connector_lint.schema_errors import SchemaError


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text could not be read: offsets from 0, and our words (`unreadable`) or the parser's (`syntax`)."""

    kind: Literal["syntax", "unreadable"]
    start: int
    end: int
    reason: str


@dataclass(eq=False)
class Document:
    """One YAML document of a file; `index` counts from 0. `root` is None where nothing can be read.

    `unused_ignores` are the ignore comments in it without effect, which the engine tells when all rules but one are
    done.
    """

    lines: Lines
    index: int
    tree: Tree
    comments: list[Comment]
    problems: list[Problem] = field(default_factory=list)
    unused_ignores: list[UnusedIgnore] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the whole file, without byte-order mark."""
        return self.lines.text

    @property
    def root(self) -> Node | None:
        """The root node."""
        return self.tree.root

    @cached_property
    def scalars(self) -> list[Scalar]:
        """All scalars as written, keys, duplicates that lose and merge keys included."""
        return [node for node in walk(self.root) if isinstance(node, Scalar)] if self.root else []

    @cached_property
    def mappings(self) -> list[Mapping]:
        """All mappings as written."""
        return [node for node in walk(self.root) if isinstance(node, Mapping)] if self.root else []

    @cached_property
    def written(self) -> Written:
        """Where its nodes are written, aliases and merge keys left aside."""
        return Written(self.root)

    @cached_property
    def parameters(self) -> list[views.Parameter]:
        """All parameters, global and of reports; authentications are Authentication."""
        return list(views.parameters(self.root))

    @cached_property
    def authentications(self) -> list[views.Authentication]:
        """All parameters of type `authentication`."""
        return [parameter for parameter in self.parameters if isinstance(parameter, views.Authentication)]

    @cached_property
    def fields(self) -> list[views.Field]:
        """The fields of all parameters, and those of a fragment that is only a `fields` list."""
        own = [field for parameter in self.parameters for field in parameter.fields]
        return own + views.loose_fields(self.root)

    @cached_property
    def connector(self) -> Mapping | None:
        """The `connector` mapping."""
        return views.connector(self.root)

    @cached_property
    def provider(self) -> Provider | None:
        """Whose API `base_url` names; None for a stranger's, and where placeholders leave that open."""
        url = self.connector.text("base_url") if self.connector else None
        return provider_at(host_of(url)) if url else None

    @cached_property
    def steps(self) -> list[Mapping]:
        """All steps, those of reports, of pre- and post-run configurations and nested ones included."""
        return list(views.steps(self.root))

    @cached_property
    def outputs(self) -> list[Mapping]:
        """What steps put out into variables: the items of all `variables_output`."""
        return list(views.outputs(self.steps))

    @cached_property
    def loops(self) -> list[Mapping]:
        """What describes the loops: the `loop` of steps, and the steps themselves, as the builder writes it."""
        return list(views.loops(self.steps))

    @cached_property
    def headers(self) -> list[views.Header]:
        """All headers of the connector and of steps."""
        return list(views.headers(self.root))

    @cached_property
    def urls(self) -> list[views.Url]:
        """All URLs that requests go to."""
        return list(views.urls(self.root))

    @cached_property
    def references(self) -> list[Reference]:
        """All placeholders, as the document takes effect."""
        return references(self.root)

    @cached_property
    def definitions(self) -> Definitions:
        """All names that placeholders can refer to."""
        return Definitions(self.root)

    @cached_property
    def schema_errors(self) -> list[SchemaError]:
        """How the document breaks the JSON Schema, each error with the rule that owns it.

        Of a document that shares no key with Blueprints only what is wrong with its root: the rest is none of ours.
        """
        from connector_lint.schema_errors import schema_errors  # noqa: PLC0415 - jsonschema is slow to import

        if self.root is None:
            return []
        errors = schema_errors(self.root)
        if self.is_fragment or has_blueprint_key(self.root):
            return list(errors)
        return [error for error in errors if error.node is self.root and error.rule != "unknown-key"]

    @cached_property
    def is_fragment(self) -> bool:
        """Whether it is a part of a Blueprint: parameters, or other known keys than steps and reports, alone."""
        if not isinstance(self.root, Mapping) or "connector" in self.root.effective:
            return False
        keys = {name for name in self.root.effective if not name.startswith("x-")}
        return "interface_parameters" in keys or (bool(keys) and keys <= {"fields", *views.RUN_KEYS})

    @property
    def is_multi_report(self) -> bool:
        """Whether it has a list of reports, whose placeholders are written `{{%x%}}`."""
        return isinstance(self.root, Mapping) and any(key in self.root.effective for key in views.REPORT_KEYS)

    @property
    def is_single_report(self) -> bool:
        """Whether its steps stand at the top level, where parameters are written `{x}`."""
        return isinstance(self.root, Mapping) and "steps" in self.root.effective and not self.is_multi_report

    @cached_property
    def is_builder_dialect(self) -> bool:
        """Whether the builder wrote it: its authentication stands in `connector.auth`, or it has `multi-reports`."""
        root = self.root
        if not isinstance(root, Mapping):
            return False
        return "multi-reports" in root.effective or bool(self.connector and "auth" in self.connector.effective)

    def source(self, node: Node) -> str:
        """The text of a node as it is written."""
        return self.text[node.start : node.end]

    def edit(self, start: int, end: int, text: str) -> Edit:
        """An edit between two offsets from 0."""
        return Edit(self.lines.span(start, end), text)
