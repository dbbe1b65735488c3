"""Hover: the schema's words on keys and values, what names stand for, and rules; never a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint.language.hover import hover, rule_hover
from connector_lint.language.rename import prepare_rename
from connector_lint.language.state import TextState
from connector_lint.registry import all_rules
from connector_lint.testing import expand

if TYPE_CHECKING:
    from tests.language.marked_texts import FIXTURES, ISSUES, at_cursor, offset_of
else:
    from marked_texts import FIXTURES, ISSUES, at_cursor, offset_of

API_KEY = """\
interface_parameters:
  section:
    source:
      - name: "login"
        type: "authentication"
        auth_type: "api_key"
        location: "header"
        fields: [{name: "key_name", type: "string"}, {name: "key_value", type: "string", is_encrypted: true}]
"""


@pytest.mark.parametrize(
    ("text", "word", "number", "place", "expected"),
    [
        (ISSUES, "interface_parameters", 1, "interface_parameters", "**Interface parameters**\n\nThe inputs that whoever sets up"),
        (ISSUES, "auth_type", 1, "auth_type", "**Authentication type**\n\nHow requests prove who is asking."),
        (ISSUES, '"bearer"', 1, '"bearer"', "`bearer`: A token in the header `Authorization: Bearer ...`"),
        (ISSUES, '"authentication"', 1, '"authentication"', "`authentication`: Credentials; `auth_type` says of which kind."),
        (ISSUES, "base_url", 1, "base_url", "**Base URL**\n\nWhat all endpoints begin with"),
        (ISSUES, '"https://api', 1, '"https://api.github.com"', "**Base URL**\n\nWhat all endpoints begin with"),
        (ISSUES, "429", 1, "429", "**Retries after an HTTP status**"),
        (ISSUES, "Accept", 1, "Accept", "**Header**\n\nThe header's value"),
        (ISSUES, "is_encrypted", 1, "is_encrypted", "**Encrypted**\n\nStores the field encrypted"),
        (ISSUES, '"bearer_token"', 1, '"bearer_token"', "**Name**\n\nThe platform recognises a field by its name"),
        (API_KEY, "location", 1, "location", "**Location of the API key**\n\nWhere an API key is sent: in a header or in the URL's query. Required for `api_key`, and meaningless for every other type.\n\n- `header`: Sent as a request header"),
        (API_KEY, '"header"', 1, '"header"', "`header`: Sent as a request header whose name is the value of key_name."),
        (API_KEY, "key_name", 1, '"key_name"', "**Name**"),
        # A `location` beside another method is misplaced; its values mean nothing there.
        (API_KEY.replace("api_key", "bearer"), '"header"', 1, '"header"', "**Location of the API key**"),
        # Names: parameters, of a report too, variables, items of loops, storages, what is built in.
        (ISSUES, '"organisation"', 1, "organisation", "`organisation`: parameter, string, defined in line 16"),
        (ISSUES, "{{%state%}}", 1, None, None),
        (ISSUES, "%state%", 1, "state", "`state`: parameter of the report `issues`, list, defined in line 74"),
        (ISSUES, "    issues:", 1, None, None),
        (ISSUES, "issues:\n", 1, "issues", "`issues`: variable, json, defined in line 34, 108"),
        (ISSUES, "%repository%", 1, "repository", "`repository`: item of a loop, defined in line 140"),
        (ISSUES, '"results dir"', 1, "results dir", "`results dir`: storage, defined in line 47"),
        (ISSUES, "%BASE_URL%", 1, "BASE_URL", "`BASE_URL`: built in: the connector's `base_url`"),
        (ISSUES, "%changed.start_date", 1, "changed", "`changed`: parameter of the report `issues`, date_range, defined in line 65"),
        (ISSUES, "start_date%}}", 1, "start_date", "`start_date`: field of `changed`, defined in line 70"),
    ],
)  # fmt: skip
def test_what_a_word_means(text: str, word: str, number: int, place: str | None, expected: str | None) -> None:
    found = hover(TextState(text), offset_of(text, word, number))
    assert (found is None) == (expected is None)
    if found and place:
        assert found.markdown.startswith(str(expected))
        assert text[found.span.start.offset : found.span.end.offset] == place


@pytest.mark.parametrize("marked", ["# comm^ent\na: b", "conn: ^", "^", "x-own:\n  a^: b", "a:\n^\n"])
def test_nothing_to_say(marked: str) -> None:
    assert hover(*at_cursor(marked)) is None


def test_a_setting_leaves_the_schema_to_others() -> None:
    state = TextState(ISSUES)
    assert hover(state, offset_of(ISSUES, "auth_type"), of_schema=False) is None
    assert hover(state, offset_of(ISSUES, "%state%"), of_schema=False) is not None


def test_the_grants_that_the_methods_need() -> None:
    text = (FIXTURES / "valid" / "authentication" / "refresh-token.yaml").read_text(encoding="utf-8")
    found = hover(TextState(text), offset_of(text, "grant_type"))
    assert found is not None
    assert found.markdown.splitlines()[2].startswith("The OAuth2 flow, which decides what fields are needed.")
    assert found.markdown.count("\n- `") == 3
    value = hover(TextState(text), offset_of(text, '"refresh_token"'))
    assert value is not None
    assert (
        value.markdown
        == "`refresh_token`: A long-lived token is traded for short-lived ones; adds the field refresh_token."
    )


def test_the_ends_of_a_date_range_need_not_be_written() -> None:
    marked = (
        "interface_parameters: {section: {source: [{name: dates, type: date_range}]}}\nconnector: {base_url: 'x/%s'}"
    )
    for placeholder in ("{start^_date}", "{dates.start^_date}"):
        state, offset = at_cursor(marked % placeholder)
        found = hover(state, offset)
        assert found is not None
        assert found.markdown == "`start_date`: field of `dates`"
        assert prepare_rename(state, offset) is None


@pytest.mark.parametrize("secret", ["@secret:github@", "@secret:password@"])
def test_a_value_is_never_shown(secret: str) -> None:
    value = expand(secret)
    text = API_KEY.replace('"string"}, ', f'"string", value: "{value}"}}, ').replace("section:", "section: ")
    found = hover(TextState(text), offset_of(text, value))
    assert found is not None
    assert found.markdown.startswith("**Preset value**")
    assert value not in found.markdown


@pytest.mark.parametrize(
    ("host", "line"),
    [
        (
            "api.github.com",
            "GitHub documents `bearer`, `api_key`, `basic_http` or `oauth2` ([documentation](https://docs.github.com/",
        ),
        ("api.github.com.orders.example", "What all endpoints begin with"),  # nobody's that is known
        ("{host}", "What all endpoints begin with"),
        ("api.anthropic.com", "Anthropic documents `api_key`, among others that may be missing here"),
        ("api.telegram.org", "What all endpoints begin with"),  # the credential is in the URL
    ],
)
@pytest.mark.parametrize("marked", ["base^_url: https://%s", "base_url: h^ttps://%s"])
def test_a_base_url_names_the_provider_and_its_methods(marked: str, host: str, line: str) -> None:
    found = hover(*at_cursor(f"connector: {{name: x}}\n---\nconnector:\n  name: x\n  {marked % host}\n"))
    assert found is not None
    assert found.markdown.startswith("**Base URL**\n\n")
    assert found.markdown.split("\n\n")[-1].startswith(line)


@pytest.mark.parametrize("rule", sorted(all_rules()))
def test_a_rule_says_what_why_and_what_to_do(rule: str) -> None:
    text = rule_hover(rule)
    assert text.startswith(f"**{rule}**\n\n{all_rules()[rule].summary}\n\n*Why:* ")
    assert "\n\n*What to do:* " in text
    assert text.endswith(f"[{rule}]({all_rules()[rule].help})")
    assert "Ignore it" not in text


def test_a_rule_that_is_not_known() -> None:
    assert rule_hover("no-such-rule") == ""
