"""Which rules run, what they are worth, and names that do not exist."""

from __future__ import annotations

import pytest

from connector_lint import Config, ConfigError, Severity
from connector_lint.config import check_names
from connector_lint.registry import all_rules

RULES = all_rules()
RULE = RULES["insecure-url"]


@pytest.mark.parametrize(
    ("select", "ignore", "reported"),
    [
        ([], [], True),
        (["insecure-url"], [], True),
        (["security"], [], True),
        (["structure"], [], False),
        (["duplicate-key"], [], False),
        ([], ["insecure-url"], False),
        ([], ["security"], False),
        ([], ["structure"], True),
        (["insecure-url"], ["security"], True),
        (["security"], ["insecure-url"], False),
        (["insecure-url"], ["insecure-url"], False),
        (["security"], ["security"], False),
    ],
)
def test_a_rule_s_name_beats_its_category_and_ignore_wins_a_tie(
    select: list[str], ignore: list[str], reported: bool
) -> None:
    config = Config(frozenset(select), frozenset(ignore))
    assert (config.selects(RULE) and config.reports(RULE)) is reported


def test_severity_is_overridden_or_switched_off() -> None:
    assert Config().severity_of(RULE) == Severity.ERROR
    assert Config(severity={"insecure-url": Severity.INFO}).severity_of(RULE) == Severity.INFO
    assert not Config(severity={"insecure-url": None}).reports(RULE)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (Config(select=frozenset(["insecure-ulr"])), "rule or category called 'insecure-ulr': did you mean insecure-url?"),
        (Config(ignore=frozenset(["securty"])), "rule or category called 'securty': did you mean security?"),
        (Config(severity={"security": None}), "rule called 'security': see --list-rules"),
        (Config(select=frozenset(["qqqqqq"])), "rule or category called 'qqqqqq': see --list-rules"),
    ],
)  # fmt: skip
def test_unknown_names(config: Config, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_names(config, RULES)
    assert str(caught.value) == f"there is no {message}"


def test_known_names_pass() -> None:
    check_names(Config(frozenset(RULES), frozenset(["structure"]), dict.fromkeys(RULES)), RULES)
