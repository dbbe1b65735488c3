"""A rule's page where its file leaves something out, as that of another package may."""

from __future__ import annotations

import dataclasses

from connector_lint import Severity
from connector_lint.registry import all_rules
from connector_lint.rule_page import page
from connector_lint.weaknesses import cwe_link, owasp_link

SOUND = all_rules()["insecure-url"]


def test_a_short_docstring_leaves_sections_without_text() -> None:
    text = page(dataclasses.replace(SOUND, doc="What.\n\nWhy."))
    assert "What.\n\n## Why it matters\n\nWhy.\n" in text
    assert "## When to ignore it\n\nAt one place the comment `# connector-lint: ignore[insecure-url] why`" in text


def test_a_long_docstring_says_more_about_what_to_do() -> None:
    text = page(dataclasses.replace(SOUND, doc="What.\n\nWhy.\n\nDo this.\n\nAnd this.\n\nIgnore it never."))
    assert "## How to fix it\n\nDo this.\n\nAnd this.\n" in text
    assert "## When to ignore it\n\nIgnore it never.\n" in text


def test_advice_needs_no_lower_severity() -> None:
    assert "=info" in page(SOUND)
    assert "=info" not in page(dataclasses.replace(SOUND, severity=Severity.INFO))


def test_an_example_may_hold_a_fence() -> None:
    example = "connector:\n  name: a\n  base_url: http://api.example.com  # expect: insecure-url@13\n# ```\n"
    text = page(dataclasses.replace(SOUND, bad=(example,)))
    assert "````yaml\nconnector:\n  name: a\n  base_url: http://api.example.com\n# ```\n````\n" in text


def test_unsafe_is_explained_where_a_fix_is() -> None:
    assert "An unsafe fix" in page(SOUND)
    assert "An unsafe fix" not in page(all_rules()["ambiguous-value"])


def test_weaknesses_have_a_link() -> None:
    assert cwe_link(319).startswith("[CWE-319: Cleartext Transmission")
    assert cwe_link(99999) == "[CWE-99999](https://cwe.mitre.org/data/definitions/99999.html)"
    assert owasp_link("API10:2023").endswith("/en/0xaa-unsafe-consumption-of-apis/)")
    assert owasp_link("API1:2019") == "OWASP API1:2019"
