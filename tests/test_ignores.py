"""Ignore comments: for every rule each form at each place silences its finding, and one without use is found."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from connector_lint import Config, Finding, Inspection, Rule, inspect
from connector_lint.add_ignores import Places
from connector_lint.cli import main
from connector_lint.fix import apply_fixes
from connector_lint.ignore_comments import UNUSED, IgnoreComments
from connector_lint.parse import parse
from connector_lint.registry import all_rules
from connector_lint.testing import expand, unmarked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

RULES = list(all_rules().values())
BLUEPRINT = 'connector:\n  name: "Orders"\n  base_url: "http://api.example.com"\n'


def seen(text: str, **config: object) -> Inspection:
    return inspect(text, "x.yaml", Config(**config))  # type: ignore[arg-type]


def rules_of(inspection: Inspection) -> list[tuple[str, int, int]]:
    return [(found.rule, found.span.start.line, found.span.start.column) for found in inspection.findings]


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    return sorted(finding.fingerprint for finding in findings)


def forms(text: str, finding: Finding, name: str) -> Iterator[tuple[str, Callable[[int, int], bool]]]:
    """The text with a comment that silences a finding, in each form at each place where YAML allows it.

    And whether it does so to another finding of that rule, given its first and last line.
    """
    read = parse(text)
    ignores, places = IgnoreComments(read), Places(read)
    yield f"# connector-lint: ignore-file[{name}] why\n{text}", lambda _first, _last: True
    if read[finding.document].root is None:
        return
    yield f"{text}\n#connector-lint:ignore-file[{name}]", lambda _first, _last: True
    first, last = ignores.lines(finding)
    for line in range(first, last + 1):
        if place := places.at_end(line):
            yield inserted(text, place, name), partial(holds, line)
    if place := places.above(first):
        yield inserted(text, place, name), lambda begin, _end: begin == first


def holds(line: int, first: int, last: int) -> bool:
    return first <= line <= last


def inserted(text: str, place: tuple[int, str, str], name: str) -> str:
    offset, before, after = place
    return text[:offset] + before + name + after + text[offset:]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_form_silences_exactly_its_finding(rule: Rule) -> None:
    tried, select = 0, Config.for_rule(rule).select
    for text in (expand(unmarked(example)) for example in rule.bad):
        before = list(seen(text, select=select).findings)
        lines = IgnoreComments(parse(text)).lines
        for finding in (finding for finding in before if finding.rule == rule.id):
            for new, reaches in forms(text, finding, rule.id):
                after = seen(new, select=select)
                kept = [found for found in before if found.rule != rule.id or not reaches(*lines(found))]
                assert fingerprints(after.findings) == fingerprints(kept)
                assert {(one.finding.rule, one.by) for one in after.suppressed} == {(rule.id, "comment")}
                assert len(after.suppressed) == len(before) - len(kept)
                tried += 1
    assert tried


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.id != UNUSED and not rule.on_request], ids=lambda rule: rule.id
)
def test_a_comment_without_use_is_found_and_its_fix_removes_it(rule: Rule) -> None:
    for text in (expand(unmarked(example)) for example in rule.good):
        for name in (rule.id, rule.category):
            before = f"# connector-lint: ignore-file[{name}] why\n{text}"
            if name in text:
                continue
            found = seen(before)
            assert rules_of(found) == [(UNUSED, 1, 1)]
            assert apply_fixes(before, [f.fix for f in found.findings if f.fix]) == text


@pytest.mark.parametrize(
    ("comment", "expected", "fixed"),
    [
        ("  # connector-lint: ignore[unknown-key] why", [(UNUSED, 2, 19)], ""),
        ("\t#connector-lint:ignore[ unknown-key ,  wrong-type ]", [(UNUSED, 2, 18)], ""),
        ("  # CONNECTOR-LINT : Ignore [unknown-key]", [(UNUSED, 2, 19)], ""),
        ("  # connector-lint: ignore", [(UNUSED, 2, 19)], ""),
        ("  # connector-lint: ignore[]", [(UNUSED, 2, 19)], ""),
        ("  # connector-lint: ignore[unknown-kez]", [(UNUSED, 2, 19)], None),
        ("  # connector-lint: ignore[qqqqq]", [(UNUSED, 2, 19)], ""),
        ("  # note  # connector-lint: ignore[unknown-key] why  # more", [(UNUSED, 2, 27)], "  # note  # more"),
        ("\n  # connector-lint: ignore[unknown-key]", [(UNUSED, 3, 3)], ""),
        ("  # connector-lint: ignore-next-line[unknown-key]", [], None),
        ("  # see `# connector-lint: ignore[unknown-key]`", [], None),
    ],
)
def test_where_it_is_found_and_what_the_fix_leaves(comment: str, expected: list[object], fixed: str | None) -> None:
    text = 'connector:\n  name: "Orders"{}\n  base_url: "https://api.example.com"\n'
    found = seen(text.replace("{}", comment))
    assert rules_of(found) == expected
    fixes = [finding.fix for finding in found.findings if finding.fix]
    assert (apply_fixes(text.replace("{}", comment), fixes) if fixes else None) == (
        None if fixed is None else text.replace("{}", fixed)
    )


def test_only_the_name_without_use_is_removed() -> None:
    text = BLUEPRINT.rstrip("\n") + "  # connector-lint: ignore[unknown-key, insecure-url, wrong-type] why\n"
    found = seen(text)
    assert rules_of(found) == [(UNUSED, 3, 64)]
    ((finding),) = found.findings
    assert finding.fix
    assert finding.fix.safe
    assert apply_fixes(text, [finding.fix]) == text.replace("unknown-key, insecure-url, wrong-type", "insecure-url")


@pytest.mark.parametrize(
    "text",
    [
        'a: 1\n"# connector-lint: ignore-file[insecure-url]": 2\n',
        "a: |\n  # connector-lint: ignore-file[insecure-url]\n",
        "a: b# connector-lint: ignore-file[insecure-url]\n",
    ],
)
def test_text_of_a_scalar_is_no_comment(text: str) -> None:
    rules = [rule for rule, _, _ in rules_of(seen(f"{BLUEPRINT}x-note:\n  {text}".replace("\n", "\n  ")))]
    assert UNUSED not in rules
    assert "insecure-url" in rules or "yaml-syntax" in rules


def test_comments_above_each_other_all_count() -> None:
    base = '  base_url: "http://api.example.com/"\n'
    above = (
        "  # connector-lint: ignore[insecure-url] one\n  # why\n  # connector-lint: ignore[base-url-trailing-slash]\n"
    )
    text = f'connector:\n  name: "Orders"\n{above}{base}'
    found = seen(text)
    assert found.findings == ()
    assert [(one.finding.rule, one.reason) for one in found.suppressed] == [
        ("base-url-trailing-slash", ""),
        ("insecure-url", "one"),
    ]
    apart = seen(text.replace(base, f"\n{base}"))
    assert [rule for rule, _, _ in rules_of(apart)] == [UNUSED, UNUSED, "base-url-trailing-slash", "insecure-url"]


def test_one_for_the_file_holds_in_all_its_documents() -> None:
    assert rules_of(seen(f"{BLUEPRINT}---\n{BLUEPRINT}# connector-lint: ignore-file[security]\n")) == []
    alone = seen(f"{BLUEPRINT}---\n{BLUEPRINT}# connector-lint: ignore[security]\n")
    assert [rule for rule, _, _ in rules_of(alone)] == ["insecure-url", "insecure-url", UNUSED]


def test_what_did_not_run_is_not_missed() -> None:
    text = f"# connector-lint: ignore-file[unknown-key]\n{BLUEPRINT.replace('http:', 'https:')}"
    assert rules_of(seen(text)) == [(UNUSED, 1, 1)]
    assert rules_of(seen(text, select=frozenset(["insecure-url", UNUSED]))) == []
    assert rules_of(seen(text, severity={"unknown-key": None})) == []
    assert rules_of(seen(text, ignore=frozenset(["unknown-key"]))) == []
    assert rules_of(seen(text, severity={UNUSED: None})) == []


def test_it_can_be_ignored_by_its_name_but_not_by_its_category() -> None:
    safe = BLUEPRINT.replace("http:", "https:")
    assert rules_of(seen(f"# connector-lint: ignore-file[unused-ignore, unknown-key]\n{safe}")) == []
    assert rules_of(seen(f"# connector-lint: ignore[unknown-key, unused-ignore]\n{safe}")) == []
    assert rules_of(seen(f"# connector-lint: ignore-file[structure]\n{safe}")) == [(UNUSED, 1, 1)]
    assert rules_of(seen(f"# connector-lint: ignore-file[unused-ignore]\n{safe}")) == []


def test_of_a_broken_document_only_what_stands_before_the_break_counts() -> None:
    broken = "connector:\n  name: @orders\n"
    assert rules_of(seen(f"# connector-lint: ignore-file[yaml-syntax, insecure-url]\n{broken}")) == []
    assert rules_of(seen(f"{broken}# connector-lint: ignore-file[yaml-syntax]\n")) == [("yaml-syntax", 2, 9)]


def test_no_ignores_shows_all() -> None:
    text = f"# connector-lint: ignore-file[insecure-url, unknown-key]\n{BLUEPRINT}"
    found = seen(text, no_ignores=True)
    assert (rules_of(found), found.suppressed) == ([("insecure-url", 4, 13)], ())


def test_reports_tell_what_is_silenced_and_why_and_hide_what_is_secret(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    why = expand("@secret:github@ \u202e at home")
    file.write_text(f"# connector-lint: ignore-file[insecure-url] {why}\n{BLUEPRINT}", encoding="utf-8")
    result = CliRunner().invoke(main, ["--format", "json", "--ignore", "hardcoded-secret", str(file)])
    report = json.loads(result.stdout)
    ((one),) = report["suppressed"]
    assert report["summary"]["suppressed"] == 1
    assert one["reason"] == "*" * len(expand("@secret:github@")) + " \\u202e at home"
    assert (one["rule"], one["by"], one["start"]["line"], one["end"]["line"]) == ("insecure-url", "comment", 4, 4)
    shown = CliRunner().invoke(main, ["--no-ignores", "--ignore", "hardcoded-secret", "--format", "concise", str(file)])
    assert [line.split(": ")[1].split()[:2] for line in shown.stdout.splitlines()] == [["error", "insecure-url"]]


def test_nothing_is_said_of_a_file_that_is_no_blueprint(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# connector-lint: ignore[unknown-key]\na: 1\n", encoding="utf-8")
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "")
