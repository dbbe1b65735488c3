"""What holds for every repair, whatever the text: nothing gets worse, and nothing changes but what a fix names."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint import Config, Finding, Limits, Severity, check, fixer
from connector_lint.fix_files import fix_files, show_fixes
from connector_lint.fixer import Fixed, fix_text
from connector_lint.meaning import meaning
from connector_lint.overlaps import UNCOVERS
from connector_lint.parse import parse
from connector_lint.registry import all_rules
from connector_lint.source import FileSource
from connector_lint.testing import expand
from connector_lint.unified_diff import MASKED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.mutated_blueprints import FIXTURES, mutated_texts
else:
    from mutated_blueprints import FIXTURES, mutated_texts

FILES = [file for file in sorted(FIXTURES.rglob("*.y*ml")) if b"\0" not in file.read_bytes()]
EXAMPLES = {f"{rule.id}-{n}": text for rule in all_rules().values() for n, text in enumerate(rule.bad)}


def fix(text: str, *, unsafe: bool) -> Fixed:
    return fix_text(text, "a.yaml", Config(), unsafe=unsafe)


def kinds(findings: list[Finding]) -> Counter[tuple[str, int]]:
    return Counter((finding.rule, finding.document) for finding in findings)


def uncovered(rules: set[str]) -> set[str]:
    """The rules that may speak once these and those that they uncover are silent."""
    found: set[str] = set()
    pending = list(rules)
    while pending:
        new = set(UNCOVERS.get(pending.pop(), ())) - found
        found |= new
        pending += new
    return found


def spliced(text: str, findings: tuple[Finding, ...]) -> str:
    """The text with the edits of the findings in it, all else as it was."""
    edits = sorted(
        (edit.span.start.offset, edit.span.end.offset, edit.text)
        for finding in findings
        for edit in (finding.fix.edits if finding.fix else ())
    )
    pieces, done = [], 0
    for start, end, new in edits:
        assert start >= done
        pieces += [text[done:start], new]
        done = end
    return "".join(pieces) + text[done:]


@settings(max_examples=150, deadline=None)
@given(mutated_texts(), st.booleans())
def test_a_repair_makes_nothing_worse_and_is_complete(text: str, unsafe: bool) -> None:
    before, fixed = check(text), fix(text, unsafe=unsafe)
    assert all(document.problems == [] for document in parse(fixed.text))
    after = check(fixed.text)
    surplus = kinds([finding for finding in after if finding.severity is not Severity.INFO]) - kinds(before)
    assert {rule for rule, _ in surplus} <= uncovered({finding.rule for finding in fixed.applied})
    bad = [finding for finding in after if finding.category == "security" and finding.severity is not Severity.INFO]
    assert kinds(bad) - kinds(before) == Counter()
    again = fix(fixed.text, unsafe=unsafe)
    assert (again.text, again.applied) == (fixed.text, ())


@settings(max_examples=100, deadline=None)
@given(mutated_texts(), st.booleans())
def test_all_that_is_outside_of_the_edits_stays_and_all_that_changes_is_declared(text: str, unsafe: bool) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(fixer, "_MOST_PASSES", 1)
        fixed = fix(text, unsafe=unsafe)
    assert fixed.text == spliced(text, fixed.applied)
    declared = [change for finding in fixed.applied if finding.fix for change in finding.fix.changes]
    assert meaning(parse(fixed.text, Limits())) == meaning(parse(text, Limits()), declared)


@settings(max_examples=100, deadline=None)
@given(mutated_texts(), st.booleans())
def test_line_endings_make_no_difference(text: str, unsafe: bool) -> None:
    assert fix(windows(text), unsafe=unsafe).text == windows(fix(text, unsafe=unsafe).text)


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def text_of(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


TEXTS = {
    **{str(file.relative_to(FIXTURES)): text_of(file) for file in FILES},
    **{n: expand(t) for n, t in EXAMPLES.items()},
}


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if "\r" not in text])
def test_samples_with_other_line_endings_are_repaired_alike(name: str, unsafe: bool) -> None:
    text = TEXTS[name]
    assert fix(windows(text), unsafe=unsafe).text == windows(fix(text, unsafe=unsafe).text)


FORMS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "a mark": lambda text: "\ufeff" + text,
    "all at once": lambda text: "\ufeff" + windows(text.rstrip("\n")),
}


@pytest.mark.parametrize("form", FORMS)
def test_git_makes_of_the_diffs_of_all_samples_what_a_repair_writes(form: str, tmp_path: Path) -> None:
    """The names have blanks and umlauts; diffs with a mask are for `--fix` only."""
    sources, diffs = [], []
    for number, text in enumerate(TEXTS.values()):
        name = f"{number} ö.yaml"
        (tmp_path / name).write_bytes(FORMS[form](text).encode())
        sources.append(FileSource(name, tmp_path / name, blueprints_only=True))
    for shown in show_fixes(sources, lambda _: Config(), unsafe=True):
        if shown.diff and MASKED not in shown.diff:
            diffs.append(shown.diff)
            (tmp_path / "fixed").mkdir(exist_ok=True)
            (tmp_path / "fixed" / shown.path).write_bytes((tmp_path / shown.path).read_bytes())
    command = ["git", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(command, cwd=tmp_path, input="".join(diffs).encode(), check=True)
    copies = [FileSource(file.name, file, blueprints_only=True) for file in (tmp_path / "fixed").iterdir()]
    assert all(copy.fixed.applied for copy in fix_files(copies, lambda _: Config(), unsafe=True))
    assert [copy.path for copy in copies if copy.file.read_bytes() != (tmp_path / copy.path).read_bytes()] == []
    assert len(copies) > 50
