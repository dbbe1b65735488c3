"""What holds for every format: fingerprints stay, and names and values that want to do harm do none."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector_lint.redact import visible
from connector_lint.report import LintedFile, Report

if TYPE_CHECKING:
    from tests.report_forms import EXAMPLE, FINDING, RENDERERS, demand_valid, lint
else:
    from report_forms import EXAMPLE, FINDING, RENDERERS, demand_valid, lint

TWICE = "fields:\n" + "  - {name: password, type: string, value: hunter2, is_encrypted: true}\n" * 2


def identities(form: str, report: Report) -> list[str]:
    """What a format's reader knows findings again by."""
    text = RENDERERS[form](report)
    if form == "json":
        return [found["fingerprint"] for found in json.loads(text)["findings"]]
    if form == "gitlab":
        return [found["fingerprint"] for found in json.loads(text)]
    if form == "sarif":
        results = json.loads(text)["runs"][0]["results"]
        return [result["partialFingerprints"]["primaryLocationLineHash"] for result in results]
    return [f"{case.get('classname')} {case.get('name')}" for case in ET.fromstring(text).iter("testcase")]


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab", "junit"])
def test_what_moves_is_known_again_and_equals_are_told_apart(form: str) -> None:
    here, below = lint(TWICE), lint("\n" * 100 + TWICE)
    assert below.findings[0].span.start.line == here.findings[0].span.start.line + 100
    found = identities(form, here)
    assert identities(form, below) == found
    assert len(found) == len(set(found)) == len(here.findings)
    assert [finding.rule for finding in here.findings].count("hardcoded-secret") == 2


PIECES = (
    "\n", "\r\n", "\r", "::error::x", "::set-output name=a::b", "%0A::error::", "##[error]x", "##vso[a]b", "\x1b[31m", "\x9b1m",
    "\x00", "\x07", "\x0c", "\u2028", "\u0085", "\u202e", "\ufffe", "\udcff", "\ud800", "<script>alert(1)</script>", "]]>", "<!--", "-->", "&amp;",
    '"', "'", "`", "``", "|", "\\", "](http://example.com)", "[a", "![x](y)", "</td></tr></table>", "\n\n# x", "@someone", "#1", "{0}", "%", ",", ":",
    "a", " ", "/", "..", "🚲", "é", "日本",
)  # fmt: skip
hostile = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=6).map("".join)


@settings(max_examples=150, deadline=None)
@given(path=hostile.map(lambda path: path.lstrip("./")).filter(bool), message=hostile, name=hostile)
def test_hostile_names_leave_every_report_valid_and_inert(path: str, message: str, name: str) -> None:
    """A message is what `check` makes of one: visible. A path comes as it is, from the repository's root."""
    findings = tuple(
        replace(
            found,
            path=path,
            fingerprint="0" * 32,
            message=visible(f"`{name}` {message}"),
            yaml_path=visible(name),
            related=tuple(replace(place, path=path, message=visible(message)) for place in found.related),
        )
        for found in EXAMPLE.findings
    )
    errors = tuple(replace(error, path=path) for error in EXAMPLE.errors)
    report = Report((LintedFile(path, {3: message}), LintedFile(name)), (), findings, errors)
    for form, render in RENDERERS.items():
        demand_valid(form, render(report))


@settings(max_examples=40, deadline=None)
@given(key=hostile, value=hostile)
def test_a_hostile_file_leaves_every_report_valid_and_inert(key: str, value: str) -> None:
    """Through the linter, from the file's bytes on."""
    inner = json.dumps({"nmae": value, key: value, "base_url": f"http://x/{value}", "headers": {key: 1}})
    report = lint('{"connector": ' + inner + "}\n", f"a{key}.yaml")
    assert report.findings
    for form, render in RENDERERS.items():
        demand_valid(form, render(report))


def test_a_report_in_any_format_does_not_depend_on_the_folder_or_the_time() -> None:
    for render in RENDERERS.values():
        assert render(EXAMPLE) == render(EXAMPLE)
    assert FINDING in EXAMPLE.findings
