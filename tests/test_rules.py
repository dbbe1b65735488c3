"""The tests of all rules, derived from the rules' own files. Adding a rule adds no line here."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connector_lint import Config, Rule, check
from connector_lint.fix import apply_fixes
from connector_lint.registry import all_rules
from connector_lint.testing import check_rule, difference, expand, marks, masked, unmarked

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = Path(__file__).parent.parent / "fixtures"
RULES = list(all_rules().values())
# Which bad example, by number, is none in which dialect: there the format accepts it, or the example is no mapping.
ACCEPTED = {
    ("invalid-location", 1): {"builder", "builder's report"},  # `connector.auth` may hold what is missing
    ("invalid-value", 1): {"single-report", "multi-report", "old docs"},  # `fields` alone are a fragment
    ("wrong-type", 1): {"single-report", "multi-report", "builder", "old docs"},
}
# The rule that reports what the others leave without use: with it alone there are no others.
NEEDS_OTHERS = "unused-ignore"
SOURCE = "interface_parameters:\n  section:\n    source:\n"


def dialects(text: str) -> Iterator[tuple[str, str]]:
    """An example that belongs to no dialect, written in each, every line and column where it was."""
    keys = set(re.findall(r"^([\w-]+):", text, re.MULTILINE))
    if keys & {"steps", "reports", "multi-reports", "multi_reports"} or "\n---" in text:
        return
    for name, key in (("single-report", "steps"), ("multi-report", "reports"), ("builder", "multi-reports")):
        yield name, f"{text}{key}: []\n"
    for name, key in (("multi-report's report", "reports"), ("builder's report", "multi-reports")):
        if SOURCE in text:
            yield name, text.replace(SOURCE, f"{key}:\n  - steps: []\n    report_parameters:\n")
    yield "old docs", text.replace("is_encrypted: true", "x-_encrypted: true") + "steps: []\n"


def alone(rule: Rule) -> Config:
    """That rule and no other, where it can be."""
    return Config() if rule.id == NEEDS_OTHERS else Config(select=frozenset([rule.id]))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule(rule: Rule) -> None:
    assert check_rule(rule) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_only_the_rule_itself_finds_its_defects(rule: Rule) -> None:
    """With the rule ignored its marks are gone and all others stay; with it alone selected its own are there.

    Alone it may find more: `--select` acts before rules give way to each other.
    """
    for example in rule.bad:
        expected = marks(example)
        others = [mark for mark in expected if mark.rule != rule.id]
        ignored = check(expand(example), config=Config(ignore=frozenset([rule.id])))
        assert difference(others, ignored) == []
        own = [mark for mark in expected if mark.rule == rule.id]
        selected = [finding for finding in check(expand(example), config=alone(rule)) if finding.rule == rule.id]
        assert [line for line in difference(own, selected) if line.startswith("missing")] == []
        selected = check(expand(example), config=Config(select=frozenset([rule.id])))
        assert {finding.rule for finding in selected} <= {rule.id}


# Two defects on one span, each of which stays when the other is mended.
TWO_DEFECTS = [
    {"double-prefix", "hardcoded-secret"},  # the platform's word before a literal credential
    {"invalid-key-name", "prefer-bearer"},  # `Authorization:`, colon and all
    {"missing-grant-type", "missing-token-url"},  # of settings that are not there at all
    {"duplicate-key", "missing-grant-type"},  # the second of two keys is the one that counts, and it is empty
]


def test_one_defect_is_one_finding() -> None:
    """All rules on all examples and samples: no two of them say the same thing of the same text."""
    texts = [expand(example) for rule in RULES for example in rule.bad]
    texts += [path.read_bytes().decode() for path in sorted((FIXTURES / "invalid").rglob("*.yaml"))]
    for text in texts:
        rules: dict[tuple[int, int], set[str]] = {}
        for finding in check(text):
            place = finding.span.start.offset, finding.span.end.offset
            rules.setdefault(place, set()).add(finding.rule)
        assert [found for found in rules.values() if len(found) > 1 and found not in TWO_DEFECTS] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_its_defects_are_found_in_every_dialect(rule: Rule) -> None:
    for number, example in enumerate(rule.bad):
        own = [mark for mark in marks(example) if mark.rule == rule.id]
        for dialect, text in dialects(expand(example)):
            if dialect not in ACCEPTED.get((rule.id, number), ()):
                found = [finding for finding in check(text, config=alone(rule)) if finding.rule == rule.id]
                assert difference(own, found) == [], (dialect, example)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fixes], ids=lambda rule: rule.id)
def test_fixing_twice_changes_nothing(rule: Rule) -> None:
    for before, _ in rule.fixes:
        once = _fixed(expand(before), rule)
        assert _fixed(once, rule) == once


def _fixed(text: str, rule: Rule) -> str:
    return apply_fixes(text, [f.fix for f in check(text, config=Config.for_rule(rule)) if f.rule == rule.id and f.fix])


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_positions_do_not_depend_on_line_ends_or_byte_order_mark(rule: Rule, newline: str) -> None:
    for example in rule.bad:
        text = "\ufeff" + expand(example).replace("\n", newline)
        assert difference(marks(example), check(text, config=Config.for_rule(rule))) == []


def test_the_harness_finds_what_is_wrong_with_a_rule() -> None:
    """A rule whose file is wrong in every respect is told so in every respect."""
    sound = all_rules()["insecure-url"]
    broken = dataclasses.replace(
        sound,
        doc="One paragraph.",
        module="connector_lint.rules.other_name",
        good=sound.bad,
        bad=sound.good,
        fixes=((sound.fixes[0][0], sound.fixes[0][0]),),
    )
    wrong = "\n".join(check_rule(broken))
    for complaint in (
        "four paragraphs",
        "not named after the rule",
        "no mark of the rule itself",
        "good example: unexpected 10:22 insecure-url",
        "fix: gives another text",
    ):
        assert complaint in wrong


def test_marks_and_macros_leave_no_trace() -> None:
    text = "a: 1  # expect: x@1\n  #expect: y\r\nb: '@secret:token@' # why\n# expect: z"
    assert unmarked(text) == "a: 1\nb: '@secret:token@' # why\n"
    assert masked(text) == text.replace("@secret:token@", "*" * len(expand("@secret:token@")))
