"""The tests of a rule, derived from its own file. For this project's tests and for those of third parties' rules."""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connector_lint.check import check
from connector_lint.config import Config
from connector_lint.credential_samples import token
from connector_lint.fix import apply_fixes
from connector_lint.meaning import meaning
from connector_lint.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connector_lint.finding import Finding, Fix
    from connector_lint.rule import Rule

_MARKS = re.compile(r"#[ \t]*expect:[ \t]*([^\r\n]*?)[ \t]*$", re.MULTILINE)
_TO_REMOVE = re.compile(r"^[ \t]*#[ \t]*expect:[^\r\n]*\r?\n|[ \t]*#[ \t]*expect:[^\r\n]*", re.MULTILINE)
_MARK = re.compile(r"([a-z0-9/_-]+)(?:@([0-9]+))?\Z")
_MACRO = re.compile(r"@secret:([a-z0-9-]+)@")
_ALPHABETS = {"token": string.ascii_letters + string.digits, "password": string.ascii_lowercase + string.digits}
_LENGTHS = {"token": 40, "password": 14}


@dataclass(frozen=True, order=True, slots=True)
class Mark:
    """An expected finding: line and column from 1, a column of None matches any."""

    line: int
    rule: str
    column: int | None = None


def expand(text: str) -> str:
    """Put credentials in the place of their macros: no file holds one.

    `@secret:token@` and `@secret:password@` are of no format, `@secret:github@` is of the one that is called so.
    """
    return _MACRO.sub(lambda found: _made_up(found[1]), text)


def masked(text: str) -> str:
    """Put masks in the place of the macros, as long as the credentials, so that columns stay."""
    return _MACRO.sub(lambda found: "*" * len(_made_up(found[1])), text)


def _made_up(kind: str) -> str:
    if kind not in _ALPHABETS:
        return token(kind)
    generator = random.Random(kind)
    return "".join(generator.choices(_ALPHABETS[kind], k=_LENGTHS[kind] - 2)) + "q7"


def marks(text: str) -> list[Mark]:
    """The `# expect: rule@column` marks of a text. One alone on its line stands for the next line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        comment = _MARKS.search(line)
        if not comment:
            continue
        own_line = not line[: comment.start()].strip()
        for word in comment[1].split():
            mark = _MARK.match(word)
            if not mark:
                raise ValueError(f"line {number}: {word!r} is no mark")
            found.append(Mark(number + own_line, mark[1], int(mark[2]) if mark[2] else None))
    return sorted(found, key=lambda mark: (mark.line, mark.rule, mark.column or 0))


def unmarked(text: str) -> str:
    """The text without its marks, and without the lines that hold nothing else."""
    return _TO_REMOVE.sub("", text)


def difference(expected: Iterable[Mark], findings: Iterable[Finding]) -> list[str]:
    """What findings and marks do not have in common, a line each, without any text of the file; empty if equal."""
    left = list(expected)
    surplus = []
    for finding in findings:
        start = finding.span.start
        fitting = [
            mark
            for mark in left
            if (mark.line, mark.rule) == (start.line, finding.rule) and mark.column in (None, start.column)
        ]
        if fitting:
            left.remove(fitting[0])
        else:
            surplus.append(f"unexpected {start.line}:{start.column} {finding.rule}")
    return [f"missing {mark.line}:{mark.column or '*'} {mark.rule}" for mark in left] + surplus


def check_rule(rule: Rule, config: Config | None = None) -> list[str]:
    """All that is wrong with a rule's own file, a line each: examples, marks, fixes, docstring. Empty if nothing is."""
    config = config or Config.for_rule(rule)
    wrong = _check_form(rule)
    for example in rule.good:
        wrong += [f"good example: {line}\n{example}" for line in difference([], check(expand(example), config=config))]
    for example in rule.bad:
        findings = check(expand(example), config=config)
        wrong += [f"bad example: {line}\n{example}" for line in difference(marks(example), findings)]
    for before, after in rule.fixes:
        wrong += [f"fix: {line}\n{before}" for line in _check_fix(rule, expand(before), expand(after), config)]
    return wrong


def _check_form(rule: Rule) -> list[str]:
    wrong = []
    if len(rule.doc.split("\n\n")) < 4:
        wrong.append("the docstring needs four paragraphs: what, why, what to do, when to ignore")
    if rule.module.rpartition(".")[2] != rule.id.rpartition("/")[2].replace("-", "_"):
        wrong.append("the file is not named after the rule")
    if not rule.good or not rule.bad:
        wrong.append("a good and a bad example are needed")
    wrong += [
        f"a bad example has no mark of the rule itself:\n{example}"
        for example in rule.bad
        if rule.id not in {mark.rule for mark in marks(example)}
    ]
    return wrong


def declares(text: str, fix: Fix) -> bool:
    """Whether a fix changes of what a text says what it declares to change, and nothing else."""
    limits = Config().limits
    return meaning(parse(apply_fixes(text, [fix]), limits)) == meaning(parse(text, limits), fix.changes)


def _check_fix(rule: Rule, before: str, after: str, config: Config) -> list[str]:
    fixes = [finding.fix for finding in check(before, config=config) if finding.rule == rule.id and finding.fix]
    fixed = apply_fixes(before, fixes)
    if not fixes or fixed != after:
        return [f"gives another text ({len(fixes)} fixes applied):\n{fixed}"]
    if wrong := [fix.description for fix in fixes if not declares(before, fix)]:
        return [f"changes something else than it declares: {', '.join(wrong)}"]
    if [finding for finding in check(fixed, config=config) if finding.rule == rule.id]:
        return ["leaves the finding"]
    return []
