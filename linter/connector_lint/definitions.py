"""The names that a Blueprint defines: parameters with their fields, variables, items of loops, what is built in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from connector_lint import views
from connector_lint.references import LITERAL_KEYS, effective_scalars, is_key
from connector_lint.suggest import closest, letters
from connector_lint.tree import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.tree import Node, Scalar
    from connector_lint.views import Parameter

Kind: TypeAlias = Literal["parameter", "field", "variable", "item", "built-in"]

BASE_URL = "BASE_URL"
_DATE_RANGE = frozenset(("start_date", "end_date"))
_STANDARD_FIELDS = frozenset(
    """
    bearer_token username password key_name key_value client_id client_secret refresh_token access_token code
    redirect_uri expires_in token_type
    """.split()
)
# In all other keys of a step a name may be one that the step defines.
_NO_NAMES = LITERAL_KEYS | {"endpoint", "headers", "query_params", "body", "steps", "nested_steps"}


@dataclass(frozen=True, eq=False, slots=True)
class Definition:
    """A name that placeholders can refer to. `node` is where it is written; None for what is built in.

    `report` is the report that alone knows it; None where all do. `members` are the names that may follow behind a
    dot; None where that is open.
    """

    name: str
    kind: Kind
    node: Node | None = None
    report: Mapping | None = None
    members: frozenset[str] | None = None


class Definitions:
    """All that one document defines."""

    def __init__(self, root: Node | None) -> None:
        self._root = root
        self.all = [*_parameters(root), *_variables(root), Definition(BASE_URL, "built-in")]

    def meant(self, name: str, report: Mapping | None) -> list[Definition]:
        """What a name means in a report, its own definitions first; outside of all reports that of every report."""
        known = [definition for definition in self._by_name.get(name, ()) if _is_known(definition, report)]
        return sorted(known, key=lambda definition: definition.report is None)

    def elsewhere(self, name: str) -> Definition | None:
        """What a name means in any report."""
        return next(iter(self._by_name.get(name, ())), None)

    def near(self, name: str, report: Mapping | None) -> Definition | None:
        """What a name that is not defined was probably to be: the nearest that is known where it stands."""
        known = {definition.name: definition for definition in reversed(self.all) if _is_known(definition, report)}
        found = closest(name, known, cutoff=0.7) or _by_words(name, known)
        return known[found] if found else None

    @cached_property
    def loose(self) -> frozenset[str]:
        """Texts in steps that may be names which a step defines in a way that is not documented."""
        scalars = [scalar for step in views.steps(self._root) for scalar in _own_scalars(step) if not is_key(scalar)]
        return frozenset(name for scalar in scalars for name in (scalar.text, _last_word(scalar)))

    @cached_property
    def _by_name(self) -> dict[str, list[Definition]]:
        named: dict[str, list[Definition]] = {}
        for definition in self.all:
            named.setdefault(definition.name, []).append(definition)
        return named


def _is_known(definition: Definition, report: Mapping | None) -> bool:
    return definition.report is None or report is None or definition.report is report


def _by_words(name: str, known: Iterable[str]) -> str | None:
    """The only name that has all words of another: `domain` for `your_domain`, `id_account` for `account_id`."""
    wanted = _words(name)
    found = [other for other in known if wanted and (wanted <= _words(other) or wanted >= _words(other))]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)  # each name that is not defined is compared with all that are
def _words(name: str) -> frozenset[str]:
    return frozenset(letters(word) for word in name.replace("-", "_").replace(" ", "_").split("_") if word)


def _parameters(root: Node | None) -> Iterator[Definition]:
    """Parameters, and their fields, which some Blueprints name without the parameter."""
    for parameter in views.parameters(root):
        report = report_of(parameter)
        if parameter.name:
            yield Definition(parameter.name, "parameter", parameter.node.get("name"), report, _members(parameter))
    for parameter in views.parameters(root):
        for field in parameter.fields:
            if field.name:
                yield Definition(field.name, "field", field.node.get("name"), report_of(parameter))
        if parameter.type == "date_range":
            for name in sorted(_DATE_RANGE - {field.name for field in parameter.fields}):
                yield Definition(name, "field", parameter.node.get("name"), report_of(parameter))


def report_of(parameter: Parameter) -> Mapping | None:
    """The report whose `report_parameters` a parameter stands in; None for a global one."""
    items = parameter.node.parent
    above = items.parent if items is not None else None
    return above if items is not None and items.name == "report_parameters" and isinstance(above, Mapping) else None


def _members(parameter: Parameter) -> frozenset[str] | None:
    names = frozenset(field.name for field in parameter.fields)
    if parameter.type == "date_range":
        return names | _DATE_RANGE
    if parameter.is_authentication:  # a token's response may hold more, such as the address of the instance
        return None if parameter.node.text("auth_type") == "oauth2" else names | _STANDARD_FIELDS
    return names or None


def _variables(root: Node | None) -> Iterator[Definition]:
    """Variables that are declared or put out by a step, and the items of loops."""
    connector = views.connector(root)
    metadata = connector.mapping("variables_metadata") if connector else None
    for name, entry in metadata.effective.items() if metadata else ():
        yield Definition(name, "variable", entry.key)
    steps = list(views.steps(root))
    for output in views.outputs(steps):
        yield from _named(output, "variable_name", "variable")
    for step in steps:
        yield from _named(step, "map_to", "variable")
    for loop in views.loops(steps):
        yield from _named(loop, "item_name", "item")


def _named(holder: Mapping, key: str, kind: Kind) -> Iterator[Definition]:
    name = holder.text(key)
    if name:
        yield Definition(name, kind, holder.get(key))


def _last_word(scalar: Scalar) -> str:
    """Of a path into a response what it takes out of it, by whose name some pagination passes it on."""
    is_path = str(scalar.name).endswith("_path") and scalar.name != "json_path"
    return scalar.text.rpartition(".")[2] if is_path else scalar.text


def _own_scalars(step: Mapping) -> Iterator[Scalar]:
    for key, entry in step.effective.items():
        if key not in _NO_NAMES:
            yield from (scalar for scalar in effective_scalars(entry.value) if scalar.name not in LITERAL_KEYS)
