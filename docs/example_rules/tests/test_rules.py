"""The tests of all rules of this package, made of the rules' own examples."""

import pytest

from connector_lint.registry import all_rules
from connector_lint.testing import check_rule

RULES = [name for name in all_rules() if name.startswith("acme/")]


@pytest.mark.parametrize("name", RULES)
def test_rule(name: str) -> None:
    assert check_rule(all_rules()[name]) == []
