"""Rename: every place, in its own quotes, or a reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connector_lint import check
from connector_lint.finding import Fix
from connector_lint.fix import apply_fixes
from connector_lint.language.rename import RenameError, prepare_rename, rename_edits
from connector_lint.language.state import TextState
from connector_lint.testing import expand

if TYPE_CHECKING:
    from tests.language.marked_texts import FIXTURES, ISSUES, at_cursor, offset_of
else:
    from marked_texts import FIXTURES, ISSUES, at_cursor, offset_of

TEXTS = {
    f"{folder}-{path.stem}": expand(path.read_bytes().decode().removeprefix("\ufeff"))
    for folder in ("valid", "invalid")
    for path in sorted((FIXTURES / folder).rglob("*.yaml"))
}


def renamed(state: TextState, offset: int, name: str) -> str:
    edits = tuple(rename_edits(state, offset, name))
    return apply_fixes(state.text, [Fix("rename", safe=False, edits=edits)])


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_every_name_of_a_file_can_go_and_come_back(name: str) -> None:
    """Where nothing was to be found nothing is found after a rename; its way back gives the old text."""
    text = TEXTS[name]
    state = TextState(text)
    before = [(one.rule, one.span.start.line) for one in check(text)] if name.startswith("valid") else None
    for one in [one for document in state.documents for one in state.occurrences_at(document.tree.start)]:
        if not one.is_definition or prepare_rename(state, one.start) is None:
            continue
        old = next(iter(one.names)).text
        new = "quite_new" + "_" * max(len(old) - 9, 0)
        after = renamed(state, one.start, new)
        assert len(after.splitlines()) == len(text.splitlines())
        assert after != text
        if before is not None:
            assert [(one.rule, one.span.start.line) for one in check(after)] == before
        assert renamed(TextState(after), after.index(new), old) == text


MANY_WAYS = """\
interface_parameters:
  section:
    source:
      - name: &name kind
        type: "list"
      - {name: 'part', type: "list", dynamic_source: {variable_name: x, populate_on: [kind, "kind"]}}
connector: {name: "kind", base_url: "https://{kind}.example.com/{kind}"}
steps:
  - name: "kind"
    type: "rest"
    when: kind == "kind"
    endpoint: "/{kind}?a={{%kind%}}"
    body: |
      {"kind": "{{% kind %}}"}
  - {name: *name, type: "rest", endpoint: '/{part}'}
"""


def test_all_ways_to_write_a_name() -> None:
    state, offset = at_cursor(MANY_WAYS.replace("kind", "ki^nd", 1))
    assert (
        renamed(state, offset, "sort")
        == """\
interface_parameters:
  section:
    source:
      - name: &name sort
        type: "list"
      - {name: 'part', type: "list", dynamic_source: {variable_name: x, populate_on: [sort, "sort"]}}
connector: {name: "kind", base_url: "https://{sort}.example.com/{sort}"}
steps:
  - name: "kind"
    type: "rest"
    when: sort == "kind"
    endpoint: "/{sort}?a={{%sort%}}"
    body: |
      {"kind": "{{% sort %}}"}
  - {name: *name, type: "rest", endpoint: '/{part}'}
"""
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [("null", '"null"'), ("yes", '"yes"'), ("True", '"True"'), ("two words", "two words"), ("größe", "größe")],
)
def test_a_plain_name_that_needs_quotes_gets_them(name: str, written: str) -> None:
    state, offset = at_cursor(MANY_WAYS.replace("kind", "ki^nd", 1))
    after = renamed(state, offset, name)
    assert f"name: &name {written}\n" in after
    assert f'populate_on: [{written}, "{name}"]' in after
    assert f"https://{{{name}}}.example.com" in after


def test_a_variable_is_renamed_as_key_output_and_placeholder() -> None:
    text = """\
connector:
  variables_metadata:
    rows: {storage_name: "my disk"}
  variables_storages: [{name: my disk}]
steps:
  - {endpoint: "/{{%rows%}}", variables_output: [{variable_name: 'rows'}]}
"""
    state = TextState(text)
    assert renamed(state, offset_of(text, "rows"), "null") == text.replace("rows:", '"null":').replace("rows", "null")
    storage = renamed(state, offset_of(text, "my disk"), "a/b.c")
    assert storage == text.replace("my disk", "a/b.c")


def test_a_parameter_of_one_report_leaves_the_other_alone() -> None:
    report = '  - {name: "r%d", report_parameters: [{name: "own"}], steps: [{endpoint: "/{{%%own%%}}"}]}\n'
    text = "reports:\n" + report % 1 + report % 2
    after = renamed(TextState(text), offset_of(text, "own"), "mine")
    assert after == "reports:\n" + (report % 1).replace("own", "mine") + report % 2


def test_what_both_reports_may_mean_is_renamed_in_both() -> None:
    report = '  - {name: "r%d", report_parameters: [{name: "own"}], steps: [{endpoint: "/{{%%own%%}}"}]}\n'
    text = 'connector: {base_url: "https://{own}.example.com"}\nreports:\n' + report % 1 + report % 2
    assert renamed(TextState(text), offset_of(text, "own"), "mine") == text.replace("own", "mine")


TAKEN = """\
interface_parameters: {section: {source: [{name: "one", type: "string"}, {name: "login", type: "authentication",
  auth_type: "bearer", fields: [{name: "bearer_token"}, {name: "extra"}]}]}}
connector: {variables_metadata: {rows: {storage_name: "disk"}}, variables_storages: [{name: "disk"}, {name: "memory"}]}
reports:
  - {name: "r1", report_parameters: [{name: "two"}], steps: [{endpoint: "/{{%BASE_URL%}}/{{%one%}}"}]}
  - {name: "r2", report_parameters: [{name: "three"}]}
"""


@pytest.mark.parametrize(
    ("word", "name", "reason"),
    [
        ('"one"', "rows", "the new name is taken"),
        ('"one"', "two", "the new name is taken"),
        ('"two"', "one", "the new name is taken"),
        ("rows", "login", "the new name is taken"),
        ('"one"', "BASE_URL", "the new name is taken"),
        ('"disk"', "memory", "the new name is taken"),
        ('"extra"', "bearer_token", "the new name is taken"),
        ('"one"', "", "this is no valid name"),
        ('"one"', "a.b", "this is no valid name"),
        ('"one"', "1st", "this is no valid name"),
        ('"one"', "a%}}", "this is no valid name"),
        ('"one"', 'a"', "this is no valid name"),
        ('"one"', "a\nb", "this is no valid name"),
        ('"one"', "x" * 101, "this is no valid name"),
        ('"disk"', "{x}", "this is no valid name"),
        ('"bearer_token"', "token", "the platform knows this name as it is"),
        ("%BASE_URL", "URL", "the platform knows this name as it is"),
        ('"r1"', "r3", "nothing here can be renamed"),
    ],
)
def test_what_cannot_be_renamed(word: str, name: str, reason: str) -> None:
    with pytest.raises(RenameError, match=reason):
        rename_edits(TextState(TAKEN), offset_of(TAKEN, word), name)


@pytest.mark.parametrize(
    ("word", "name"), [('"two"', "three"), ('"one"', "disk"), ('"disk"', "rows"), ('"extra"', "one")]
)
def test_what_only_seems_to_be_taken(word: str, name: str) -> None:
    state, offset = TextState(TAKEN), offset_of(TAKEN, word)
    assert {edit.text for edit in rename_edits(state, offset, name)} == {name}


def test_the_same_name_changes_nothing() -> None:
    assert rename_edits(TextState(TAKEN), offset_of(TAKEN, '"one"'), "one") == []


@pytest.mark.parametrize(
    ("word", "place"),
    [('"one"', "one"), ("%one%", "one"), ("rows", "rows"), ('"extra"', "extra"), ('"bearer_token"', None), ("%BASE_URL", None), ('"r1"', None)],
)  # fmt: skip
def test_where_a_rename_can_begin(word: str, place: str | None) -> None:
    span = prepare_rename(TextState(TAKEN), offset_of(TAKEN, word))
    assert (TAKEN[span.start.offset : span.end.offset] if span else None) == place


def test_a_file_that_is_no_yaml_is_left_alone() -> None:
    broken = ISSUES.replace('"organisation"', '"organisation', 1)
    assert prepare_rename(TextState(broken), offset_of(broken, "organisation%")) is None
    with pytest.raises(RenameError, match="no YAML as it stands"):
        rename_edits(TextState(broken), offset_of(broken, "organisation%"), "x")


def test_yaml_that_only_the_slow_parser_takes() -> None:
    text = (
        "connector: {u: http://x, variables_storages: [{name: disk}], variables_metadata: {r: {storage_name: disk}}}\n"
    )
    assert renamed(TextState(text), offset_of(text, "disk"), "tape") == text.replace("disk", "tape")


def test_a_name_that_is_written_with_escapes() -> None:
    text = 'interface_parameters: {section: {source: [{name: "\\x6fne"}]}}\nconnector: {base_url: "https://{one}.example"}\n'
    assert renamed(TextState(text), offset_of(text, "{one"), "two") == text.replace("\\x6fne", "two").replace(
        "one", "two"
    )


def test_a_name_that_cannot_be_edited() -> None:
    text = 'connector: {base_url: "https://{one}.example"}\ninterface_parameters: {section: {source: [{name: !!binary b25l}]}}\n'
    with pytest.raises(RenameError, match="line 2 writes the name in a way that cannot be edited"):
        rename_edits(TextState(text), offset_of(text, "{one"), "two")
