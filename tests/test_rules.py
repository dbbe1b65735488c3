"""The tests of all rules, derived from the rules' own files. Adding a rule adds no line here."""

from __future__ import annotations

import dataclasses

import pytest

from connector_lint import Config, Rule, check
from connector_lint.fix import apply_fixes
from connector_lint.registry import all_rules
from connector_lint.testing import check_rule, difference, expand, marks, masked, unmarked

RULES = list(all_rules().values())


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
        selected = check(expand(example), config=Config(select=frozenset([rule.id])))
        assert [line for line in difference(own, selected) if line.startswith("missing")] == []
        assert {finding.rule for finding in selected} == {rule.id}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.fixes], ids=lambda rule: rule.id)
def test_fixing_twice_changes_nothing(rule: Rule) -> None:
    for before, _ in rule.fixes:
        once = _fixed(expand(before), rule)
        assert _fixed(once, rule) == once


def _fixed(text: str, rule: Rule) -> str:
    return apply_fixes(text, [finding.fix for finding in check(text) if finding.rule == rule.id and finding.fix])


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_positions_do_not_depend_on_line_ends_or_byte_order_mark(rule: Rule, newline: str) -> None:
    for example in rule.bad:
        text = "\ufeff" + expand(example).replace("\n", newline)
        assert difference(marks(example), check(text)) == []


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
        "good example: unexpected 9:22 insecure-url",
        "fix: gives another text",
    ):
        assert complaint in wrong


def test_marks_and_macros_leave_no_trace() -> None:
    text = "a: 1  # expect: x@1\n  #expect: y\r\nb: '@secret:token@' # why\n# expect: z"
    assert unmarked(text) == "a: 1\nb: '@secret:token@' # why\n"
    assert masked(text) == text.replace("@secret:token@", "*" * len(expand("@secret:token@")))
