"""Every fix in every style of YAML: the exact text afterwards, without the finding, and nothing left to do."""

from __future__ import annotations

import pytest
from fix_styles import CASES, ENDINGS, PAIRS, STYLES, Pair, anchored, styles_of

from connector_lint import Config, Finding, check
from connector_lint.fix import apply_fixes
from connector_lint.fixer import fix_text
from connector_lint.registry import all_rules
from connector_lint.testing import declares, expand

NUMBERED = [pytest.param(pair, id=f"{pair.rule}-{number}") for number, pair in enumerate(PAIRS)]
FIXABLE = {rule.id for rule in all_rules().values() if rule.fixes}
# With which rules a style has nothing to do: what is quoted there is never plain, and what is removed no explicit key.
WITHOUT: dict[str, set[str]] = {}


def config_of(rule: str) -> Config:
    """That rule alone; the one that looks at comments needs the others."""
    return Config() if rule == "unused-ignore" else Config(select=frozenset([rule]))


def finding_of(text: str, rule: str) -> Finding:
    """A rule's only finding in a text."""
    ((finding),) = [finding for finding in check(text, config=config_of(rule)) if finding.rule == rule]
    return finding


def assert_repaired(rule: str, before: str, after: str) -> None:
    """The rule's fix makes one text of the other, does what it declares, and leaves nothing to do."""
    fix = finding_of(before, rule).fix
    assert fix is not None
    assert apply_fixes(before, [fix]) == after
    assert declares(before, fix)
    assert [finding for finding in check(after, config=config_of(rule)) if finding.rule == rule] == []
    fixed = fix_text(before, "a.yaml", config_of(rule), unsafe=True)
    assert (fixed.text, fixed.taken_back) == (after, ())
    assert fix_text(after, "a.yaml", config_of(rule), unsafe=True).text == after


def test_every_rule_is_tried_in_every_style() -> None:
    rules = {pair.rule for pair in PAIRS}
    assert rules == FIXABLE
    missing = {style: set(rules) for style in STYLES}
    for pair in PAIRS:
        for style, _, _ in styles_of(pair):
            missing[style].discard(pair.rule)
    assert {style: rules for style, rules in missing.items() if rules} == WITHOUT


@pytest.mark.parametrize("pair", NUMBERED)
def test_every_style(pair: Pair) -> None:
    for style, before, after in styles_of(pair):
        try:
            assert_repaired(pair.rule, expand(before), expand(after))
        except AssertionError as error:
            error.add_note(f"in the style: {style}")
            raise


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("pair", NUMBERED)
def test_every_line_ending(pair: Pair, ending: str) -> None:
    end = ENDINGS[ending]
    for style, before, after in styles_of(pair):
        try:
            assert_repaired(pair.rule, end(expand(before)), end(expand(after)))
        except AssertionError as error:
            error.add_note(f"in the style: {style}")
            raise


@pytest.mark.parametrize("pair", NUMBERED)
def test_what_aliases_change_along_is_never_safe(pair: Pair) -> None:
    for way, before, after in anchored(pair):
        before, after = expand(before), expand(after)
        try:
            fix = finding_of(before, pair.rule).fix
            assert fix is not None
            assert not fix.safe
            assert "every alias" in fix.description
            assert fix_text(before, "a.yaml", config_of(pair.rule), unsafe=False).text == before
            assert_repaired(pair.rule, before, after)
        except AssertionError as error:
            error.add_note(f"the node is {way}")
            raise


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.note}")
def test_cases(case: Pair, ending: str) -> None:
    before, after = (ENDINGS[ending](expand(text)) for text in (case.before, case.after))
    fix = finding_of(before, case.rule).fix
    assert case.note.split(",")[0] == ("none" if fix is None else "safe" if fix.safe else "unsafe")
    if fix is not None:
        assert_repaired(case.rule, before, after)
