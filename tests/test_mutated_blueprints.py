"""No rule raises, whatever has become of a Blueprint: parts dropped, swapped, renamed, or turned into something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from connector_lint import check
from connector_lint.fix import apply_fixes
from connector_lint.parse import parse

if TYPE_CHECKING:
    from tests.mutated_blueprints import mutated_texts
else:
    from mutated_blueprints import mutated_texts


@settings(max_examples=300, deadline=None)
@given(mutated_texts())
def test_rules_raise_nothing_and_their_fixes_leave_yaml(text: str) -> None:
    for finding in check(text):
        assert 0 <= finding.span.start.offset <= finding.span.end.offset <= len(text)
        if finding.fix:
            assert not parse(apply_fixes(text, [finding.fix]))[0].problems
