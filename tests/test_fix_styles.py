"""Every fix in every style of YAML: the exact text afterwards, without the finding, and nothing left to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connector_lint import Config, Finding, Position, check
from connector_lint.fix import apply_fixes, first_come
from connector_lint.fix_files import fix_files
from connector_lint.fixer import fix_text
from connector_lint.registry import all_rules
from connector_lint.source import FileSource
from connector_lint.testing import declares, expand

if TYPE_CHECKING:
    from tests.fix_styles import CASES, ENDINGS, PAIRS, STYLES, Pair, anchored, styles_of
else:
    from fix_styles import CASES, ENDINGS, PAIRS, STYLES, Pair, anchored, styles_of

ROOT = Path(__file__).parent.parent / "fixtures"

NUMBERED = [pytest.param(pair, id=f"{pair.rule}-{number}") for number, pair in enumerate(PAIRS)]
FIXTURES = {
    str(file.relative_to(ROOT)): file
    for file in sorted(ROOT.rglob("*.yaml"))
    if file.stem not in ("latin-1", "utf-16", "nul-byte")
}
FIXABLE = {rule.id for rule in all_rules().values() if rule.fixes}
# What a style has nothing to do with: a pair with an explicit key is not removed, and these rules look at no lists.
_OF_CONNECTOR = {"base-url-trailing-slash", "insecure-url", "unused-ignore", "wrong-placeholder-syntax"}
WITHOUT = {
    "explicit key": {
        "colliding-header",
        "hardcoded-authorization",
        "manual-authorization",
        "misplaced-auth-key",
        "undocumented-auth",
    },
    "wide dashes": _OF_CONNECTOR,
    "lists at their key's column": _OF_CONNECTOR,
}


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
    assert {pair.rule for pair in PAIRS if any(anchored(pair))} == FIXABLE
    missing = {style: set(rules) for style in STYLES}
    for pair in PAIRS:
        for style, _, _ in styles_of(pair):
            missing[style].discard(pair.rule)
    assert {style: rules for style, rules in missing.items() if rules} == WITHOUT


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("pair", NUMBERED)
def test_every_style_and_line_ending(pair: Pair, ending: str) -> None:
    end = ENDINGS[ending]
    for style, before, after in styles_of(pair):
        try:
            assert_repaired(pair.rule, end(expand(before)), end(expand(after)))
        except AssertionError as error:
            error.add_note(f"in the style: {style}")
            raise


@pytest.mark.parametrize("pair", NUMBERED)
def test_what_aliases_change_along_is_never_safe(pair: Pair) -> None:
    for way, *texts in anchored(pair):
        before, after = map(expand, texts)
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


@pytest.mark.parametrize("name", FIXTURES)
def test_line_endings_and_byte_order_marks_of_whole_files_stay(tmp_path: Path, name: str) -> None:
    text = FIXTURES[name].read_bytes().decode("utf-8").replace("\r\n", "\n")
    expected = _repaired(tmp_path, text.encode()).decode()
    for mark, ending in (("", "\r\n"), ("\ufeff", "\n"), ("\ufeff", "\r")):
        written, repaired = ((mark + given.replace("\n", ending)).encode() for given in (text, expected))
        assert _repaired(tmp_path, written) == repaired


def _repaired(folder: Path, data: bytes) -> bytes:
    file = folder / "a.yaml"
    file.write_bytes(data)
    list(fix_files([FileSource("a.yaml", file, blueprints_only=False)], lambda _: Config(), unsafe=True))
    return file.read_bytes()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", FIXTURES)
def test_bytes_outside_of_the_edits_stay(name: str, ending: str) -> None:
    """The places of the edits, as lines and columns, cut a file into what stays and what does not."""
    text = FIXTURES[name].read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\n", ending)
    fixes = [finding.fix for finding in first_come(check(text)) if finding.fix]
    data = text.encode()
    lines = data.splitlines(keepends=True)
    kept, at = b"", 0
    for edit in sorted((edit for fix in fixes for edit in fix.edits), key=lambda edit: edit.span):
        kept += data[at : _offset(lines, edit.span.start)] + edit.text.encode()
        at = _offset(lines, edit.span.end)
    kept += data[at:]
    assert apply_fixes(text, fixes).encode() == kept


def _offset(lines: list[bytes], place: Position) -> int:
    """The offset in bytes of a line and column from 1."""
    line = lines[place.line - 1] if place.line <= len(lines) else b""
    before = line.decode()[: place.column - 1].encode()
    return sum(map(len, lines[: place.line - 1])) + len(before)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.note}")
def test_cases(case: Pair, ending: str) -> None:
    before, after = (ENDINGS[ending](expand(text)) for text in (case.before, case.after))
    fix = finding_of(before, case.rule).fix
    assert case.note.split(",")[0] == ("none" if fix is None else "safe" if fix.safe else "unsafe")
    if fix is not None:
        assert_repaired(case.rule, before, after)
