"""What a Blueprint refers to: its placeholders, each with where it stands and in which report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from connector_lint.placeholders import PLACEHOLDER
from connector_lint.tree import Mapping, Node, Scalar, Sequence
from connector_lint.views import REPORT_KEYS, RUN_KEYS, STEP_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.tree import Path

Syntax: TypeAlias = Literal["{x}", "{{x}}", "{{%x%}}"]
Where: TypeAlias = Literal["url", "header", "query", "body", "step", "parameter", "other"]

_SYNTAXES: tuple[Syntax, ...] = ("{{%x%}}", "{{x}}", "{x}")
_NAME = re.compile(r"[^\W\d][\w.\- ]*\Z")
_STEP_PLACES: dict[str, Where] = {
    "endpoint": "url", "headers": "header", "query_params": "query", "body": "body",
    "name": "other", "description": "other",
}  # fmt: skip
_CONNECTOR_PLACES: dict[str, Where] = {"base_url": "url", "default_headers": "header"}
_PARAMETER_KEYS = ("interface_parameters", "report_parameters")
# Keys below which names stand without braces, also as words of a condition or a path.
_BARE_NAMES = frozenset(
    """
    pagination loop dynamic_source populate_on condition conditions break_conditions items_path variable_name if when
    """.split()
)
# What stands below these is a word of the format's own, or for people.
LITERAL_KEYS = frozenset(
    """
    name description label type http_method method content_type response_location variable_format from_type format
    parameter_location
    """.split()
)
_WORD = re.compile(r"[^\W\d][\w\-]*")


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """A placeholder in a scalar. `start` and `end` are offsets from 0 in the scalar's content, `end` exclusive.

    `text` stands between the braces. `report` is the report it stands in; None outside of reports.
    """

    node: Scalar
    start: int
    end: int
    syntax: Syntax
    text: str
    where: Where
    report: Mapping | None
    is_certain: bool

    @property
    def is_name(self) -> bool:
        """Whether a name stands in the braces, a dotted one included, and no expression."""
        return bool(_NAME.match(self.text))

    @property
    def words(self) -> list[str]:
        """All words in the braces that may be names."""
        return _WORD.findall(self.text)

    @property
    def name(self) -> str:
        """The name up to its first dot."""
        return self.text.partition(".")[0].strip()

    @property
    def member(self) -> str:
        """What stands between the first dot and the second: a field, or a part of a variable; may be empty."""
        return self.text.partition(".")[2].partition(".")[0].strip()


def references(root: Node | None) -> list[Reference]:
    """All placeholders of a document as it takes effect: merge keys resolved, duplicate keys that lose left out."""
    return [found for scalar in effective_scalars(root) if "{" in scalar.text for found in _in_scalar(scalar)]


def effective_scalars(node: Node | None) -> Iterator[Scalar]:
    """The scalars below a node as a loader sees them, keys included, in the order of the text but for merge keys."""
    stack = [node] if node else []
    while stack:
        current = stack.pop()
        if isinstance(current, Scalar):
            yield current
        elif isinstance(current, Mapping):
            for entry in reversed(current.effective.values()):
                stack += (entry.value, entry.key)
        elif isinstance(current, Sequence):
            stack += reversed(current.items)


def is_key(scalar: Scalar) -> bool:
    """Whether a scalar is the key of a pair."""
    return scalar.entry is not None and scalar.entry.key is scalar


def bare_names(root: Node | None) -> Iterator[str]:
    """Texts that may name something without braces: whole values, and all words below keys that take names."""
    for scalar in effective_scalars(root):
        if not _BARE_NAMES.isdisjoint(scalar.path):
            yield from _WORD.findall(scalar.text)
        elif not is_key(scalar) and scalar.name not in LITERAL_KEYS:
            yield scalar.text


def _in_scalar(scalar: Scalar) -> Iterator[Reference]:
    report, place = _report_and_place(scalar)
    # JSON, GraphQL and regular expressions have braces of their own, in which a single name may be anything.
    has_other_braces = bool({"{", "}"} & set(PLACEHOLDER.sub("", scalar.text)))
    for found in PLACEHOLDER.finditer(scalar.text):
        syntax = _SYNTAXES[(found.lastindex or 1) - 1]
        sure = syntax == "{{%x%}}" or (not has_other_braces and _is_filled_in(scalar.text, found.start(), place))
        text = found[found.lastindex or 1].strip()
        yield Reference(scalar, found.start(), found.end(), syntax, text, place, report, sure)


def _is_filled_in(text: str, start: int, place: Where) -> bool:
    """Whether single braces are the platform's; `items{id}` picks fields of what is asked for, as GraphQL does."""
    if place == "url" and "?" not in text[:start]:
        return True
    return place in ("url", "header", "query") and not text[start - 1 : start].isalnum()


def _report_and_place(scalar: Scalar) -> tuple[Mapping | None, Where]:
    path = scalar.path
    above = list(_ancestors(scalar)) if path and path[0] in REPORT_KEYS else []
    report = above[-2] if len(above) > 1 and len(above[-2].path) == 2 else None  # the last is the document's root
    return report, _place(path)


def _ancestors(node: Node) -> Iterator[Mapping]:
    above = node.parent
    while above is not None:
        if isinstance(above, Mapping):
            yield above
        above = above.parent


def _place(path: Path) -> Where:
    """Where a scalar stands, told from its path."""
    path, in_step = step_path(path)
    key = path[0] if path else ""
    if in_step:
        return _STEP_PLACES.get(str(key), "step")
    if key == "connector":
        place = _CONNECTOR_PLACES.get(str(path[1]) if len(path) > 1 else "", "other")
        return "url" if path[-1] == "token_url" else place
    if key in _PARAMETER_KEYS:
        return "url" if path[-1] == "token_url" else "parameter"
    return "other"


def step_path(path: Path) -> tuple[Path, bool]:
    """The part of a path that is below its innermost step, or below its report; and whether it is in a step."""
    if path and path[0] in (*REPORT_KEYS, *RUN_KEYS):
        path = path[2:] if len(path) > 1 and isinstance(path[1], int) else path[1:]
    in_step = False
    while len(path) > 1 and path[0] in STEP_KEYS and isinstance(path[1], int):
        path, in_step = path[2:], True
    return path, in_step
