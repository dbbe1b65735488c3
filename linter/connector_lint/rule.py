"""What a rule is: one file with a decorated check, its examples, and a docstring that is its page."""

from __future__ import annotations

import re
import sys
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from connector_lint.names import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.finding import Fix, Severity
    from connector_lint.places import Place
    from connector_lint.tree import Node, Path

BUILTIN_CATEGORIES = ("security", "authentication", "references", "structure", "provider")
PROJECT = "https://github.com/connector-lint/connector-lint"
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Note:
    """Another place that a hit is about: offsets from 0, end exclusive, and what is there."""

    message: str
    start: int
    end: int

    @classmethod
    def defined(cls, name: str, node: Node | None) -> tuple[Note, ...]:
        """The place where a name is defined; none where that is not written in the file."""
        return (cls(f"{quoted(name)} is defined here", node.start, node.end),) if node else ()


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields. The engine makes a Finding of it.

    `message` is one sentence that holds no value of the file but names and known words. `about` is the path of
    what is wrong, by default that of the place's node: hits of several rules about one thing are told apart by it.
    """

    place: Place
    message: str
    fix: Fix | None = None
    about: Path | None = None
    related: tuple[Note, ...] = ()


# Takes a Document, and behind it an instance of `options` where the rule has any.
Check: TypeAlias = "Callable[..., Iterator[Hit]]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `id` is public API and never renamed.

    `doc` is the docstring of its module: what, why, what to do, when to ignore it. `good` examples yield nothing, `bad`
    ones exactly their `# expect:` marks, each of `fixes` is a pair of a text before and after its fix. `cwe` numbers
    the weaknesses in MITRE's list that it finds (319 is CWE-319), `owasp` the entries of OWASP's API Security Top 10
    (`API2:2023`). `options` is a frozen dataclass, each of its fields with a default; None for a rule without options.
    The fixes of one that `migrates` count as safe where `select` names it. One that is `on_request` runs only there.
    """

    id: str
    category: str
    severity: Severity
    check: Check = field(repr=False)
    doc: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    fixes: tuple[tuple[str, str], ...]
    cwe: tuple[int, ...]
    owasp: tuple[str, ...]
    module: str
    options: type | None = None
    migrates: bool = False
    on_request: bool = False

    def hits(self, document: Document, options: object | None = None) -> Iterator[Hit]:
        """What its check yields, with these options, or with their defaults."""
        if self.options is None:
            return self.check(document)
        return self.check(document, self.options() if options is None else options)

    @property
    def help(self) -> str:
        """Where its page is: an address for a built-in rule, else the command that prints it."""
        if "/" in self.id:
            return f"connector-lint --explain {self.id}"
        return f"{PROJECT}/blob/main/docs/rules/{self.id}.md"

    @property
    def fixable(self) -> bool:
        """Whether it repairs some of what it finds."""
        return bool(self.fixes)

    @property
    def summary(self) -> str:
        """The first paragraph of its page: what it finds."""
        return " ".join(self.doc.partition("\n\n")[0].split())


def rule(  # noqa: PLR0913 - one keyword a part of a rule
    identifier: str,
    *,
    category: str,
    severity: Severity,
    good: Iterable[str],
    bad: Iterable[str],
    fixes: Iterable[tuple[str, str]] = (),
    cwe: Iterable[int] = (),
    owasp: Iterable[str] = (),
    options: type | None = None,
    migrates: bool = False,
    on_request: bool = False,
) -> Callable[[Check], Rule]:
    """Make a Rule of a check. The rule's page is the docstring of the check's module; examples are dedented.

    Raises ValueError for an identifier that is not kebab-case, so that a mistake shows when the rule is loaded.
    """
    if not _IDENTIFIER.match(identifier):
        raise ValueError(f"{identifier!r} is no rule identifier: lower-case words joined by dashes")

    def make(check: Check) -> Rule:
        doc = textwrap.dedent(sys.modules[check.__module__].__doc__ or "").strip()
        return Rule(
            id=identifier,
            category=category,
            severity=severity,
            check=check,
            doc=doc,
            good=tuple(map(_example, good)),
            bad=tuple(map(_example, bad)),
            fixes=tuple((_example(before), _example(after)) for before, after in fixes),
            cwe=tuple(cwe),
            owasp=tuple(owasp),
            module=check.__module__,
            options=options,
            migrates=migrates,
            on_request=on_request,
        )

    return make


def _example(text: str) -> str:
    # Not inspect.cleandoc: it treats the first line apart and would re-indent YAML.
    return textwrap.dedent(text.removeprefix("\n")).rstrip() + "\n"
