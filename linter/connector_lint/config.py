"""What a run may be told: one frozen value, read once and handed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connector_lint.credentials import CredentialNames
from connector_lint.errors import ConfigError
from connector_lint.finding import Severity
from connector_lint.limits import Limits
from connector_lint.suggest import closest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from connector_lint.rule import Rule


_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Config:
    """Which rules run, how severe they are, what fails a run.

    `select` and `ignore` hold rules and categories; an empty `select` means all. A rule's name beats its category;
    on a tie `ignore` wins. `severity` overrides a rule's own; None switches the rule off. `fail_on` None: never.
    `no_ignores` reports what comments in the files silence, too.
    `options` has an instance of a rule's options by its name, where they are not the defaults.
    """

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severity: Mapping[str, Severity | None] = field(default_factory=dict)
    fail_on: Severity | None = Severity.WARNING
    limits: Limits = field(default_factory=Limits)
    no_ignores: bool = False
    options: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def for_rule(cls, rule: Rule) -> Config:
        """The defaults, under which a rule runs: it alone where it has to be asked for."""
        return cls(select=frozenset((rule.id,)) if rule.on_request else frozenset())

    def selects(self, rule: Rule) -> bool:
        """Whether a rule runs at all; an ignored one does, for others to give way to it."""
        if rule.on_request:
            return self.asks_for(rule)
        return not self.select or bool({rule.id, rule.category} & self.select)

    def asks_for(self, rule: Rule) -> bool:
        """Whether a rule is asked for by its own name."""
        return rule.id in self.select

    def reports(self, rule: Rule) -> bool:
        """Whether the findings of a rule that runs are reported."""
        if rule.id in self.severity and self.severity[rule.id] is None:
            return False
        if rule.id in self.ignore:
            return False
        return rule.category not in self.ignore or rule.id in self.select

    @property
    def credential_names(self) -> tuple[str, ...]:
        """The names that are a credential's by the options of any rule: what stands under them is never shown."""
        given = [options for options in self.options.values() if isinstance(options, CredentialNames)]
        return tuple(name for options in given for name in options.names)

    def severity_of(self, rule: Rule) -> Severity:
        """A rule's effective severity."""
        return self.severity.get(rule.id) or rule.severity


def check_names(config: Config, rules: Mapping[str, Rule]) -> None:
    """Raise ConfigError for a name that is neither a rule nor a category, with the one that was probably meant."""
    categories = {rule.category for rule in rules.values()}
    _check(config.select | config.ignore, {*rules, *categories}, "rule or category")
    _check(config.severity, set(rules), "rule")


def check_rule_name(name: str, rules: Mapping[str, Rule]) -> None:
    """Raise ConfigError for a name that is no rule."""
    _check([name], set(rules), "rule")


def unknown_name(name: str, known: Iterable[str], what: str) -> str | None:
    """What to say of a name that is not among the known ones, with the one that was probably meant; None for one."""
    known = sorted(known)
    if name in known:
        return None
    near = closest(name, known, cutoff=0.6)
    hint = f"did you mean {near}?" if near else "see --list-rules"
    return f"there is no {what} called {name[:_LONGEST_NAME]!r}: {hint}"


def _check(names: Iterable[str], known: set[str], what: str) -> None:
    for name in sorted(names):
        if message := unknown_name(name, known, what):
            raise ConfigError(message)
