"""What tells a Blueprint from other YAML without parsing it, and the reasons for leaving a file alone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from connector_lint.check import inspect
from connector_lint.cli import main
from connector_lint.config import Config
from connector_lint.detect import looks_like_blueprint, may_be_blueprint
from connector_lint.discover import discover
from connector_lint.limits import Limits
from connector_lint.parse import parse
from connector_lint.run import run
from connector_lint.source import BytesSource, NoBlueprintError, documents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.yaml_texts import FIXTURES, damaged_texts, yaml_texts
else:
    from yaml_texts import FIXTURES, damaged_texts, yaml_texts

BODY = "{base_url: 'https://a.example'}"
# Each is a Blueprint, whose key stands there in some disguise.
DISGUISED = [
    f'"\\x63onnector": {BODY}',
    f'"c\\u006fnnector": {BODY}',
    f'"connecto\\U00000072": {BODY}',
    '"interface\\x5fparameters": {}',
    '"interface\\x5Fparameters": {}',
    f'? "con\\\n   nector"\n: {BODY}',
    f'? "con\\\r\n\tnector"\n: {BODY}',
    f"? connector\n: {BODY}",
    f"? |-\n  connector\n: {BODY}",
    f"? >-\n  connector\n\n: {BODY}",
    f"? !!str connector\n: {BODY}",
    f"? &a 'connector'\n: {BODY}",
    f"!!binary Y29ubmVjdG9y: {BODY}",
    f"!<tag:yaml.org,2002:binary> Y29ubmVjdG9y: {BODY}",
    f"!!bin%61ry Y29ubmVjdG9y: {BODY}",
    f"%TAG !e! tag:yaml.org,2002:bin\n---\n!e!ary Y29ubmVjdG9y: {BODY}",
    f"a: &k connector\n*k : {BODY}",
    f"a: [&k connector]\n? *k\n: {BODY}",
    f"a: &m\n  connector: {BODY}\n<<: *m",
    f"<<: {{connector: {BODY}}}",
    f"{{a: 1,connector: {BODY}}}",
    f'{{"connector":{BODY}}}',
    f"a: 1\n---\n  connector : {BODY}",
    f"a: b\\\nconnector: {BODY}",
    f"\ufeffconnector: {BODY}",
    "connector: {\n",
    '{"connector": {"name": "x',
]
OTHER = [
    "connectors: {}\n", "my-connector: {}\n", "x.connector: {}\n", "image: acme/connector:1.2\n", "a: connector\n",
    "# connector\na: b\n", "run: |\n  docker run \\\n    x\n", 'a: "\\n\\t"\n', "a: !Ref b\n", "a: 50%\n", "", "- a\n",
    "a: &x 1\nb: *x\n", 'a: "\\x1b[0m"\n', "connector\n", "{{ if .x }}\n", "a: [b\n",
]  # fmt: skip


def looks(text: str) -> bool:
    return any(looks_like_blueprint(document) for document in parse(text.removeprefix("\ufeff")))


@pytest.mark.parametrize("text", DISGUISED)
def test_a_blueprint_in_disguise_is_parsed(text: str) -> None:
    assert looks(text)
    assert may_be_blueprint(text)


@pytest.mark.parametrize("text", OTHER)
def test_other_yaml_is_told_without_parsing(text: str) -> None:
    assert not looks(text)
    assert not may_be_blueprint(text)


@pytest.mark.parametrize("name", FIXTURES)
def test_no_fixture_is_lost(name: str) -> None:
    assert may_be_blueprint(FIXTURES[name]) or not looks(FIXTURES[name])


_PIECES = [
    "connector", "interface_parameters", "con", "nector", "\\x63", "\\\n", "\\", '"', "'", ":", ": ", "? ", " #c\n", "\n",
    "{", "}", ",", "&a ", "*a", "<<: ", "!!binary ", "Y29ubmVjdG9y", "!!str ", "- ", "  ", "base_url", " b", "|-\n", "---\n",
    "%TAG !e! tag:yaml.org,2002:\n", "\t", "\r\n", "\x85", "\u2028", "\ufeff", BODY, f": {BODY}\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example('"\\x63onnector": {auth: 1}')
def test_pieces_of_blueprints_are_never_lost(text: str) -> None:
    assert may_be_blueprint(text) or not looks(text)


@given(st.one_of(yaml_texts(), damaged_texts()), st.integers(0, 2**32))
def test_generated_yaml_with_the_keys_put_in_is_never_lost(text: str, seed: int) -> None:
    generator = random.Random(seed)
    for word in generator.choices(["a", "key", "b c", "x-y"], k=2):
        text = text.replace(word, generator.choice(["connector", "interface_parameters", '"\\x63onnector"']))
    assert may_be_blueprint(text) or not looks(text)


@given(st.sampled_from([*FIXTURES.values()]), st.integers(0, 2**32))
def test_mutated_fixtures_are_never_lost(text: str, seed: int) -> None:
    generator = random.Random(seed)
    key = generator.choice(DISGUISED).split(BODY)[0]
    text = text.replace("connector:", generator.choice([key, "connectors:", "? connector\n:", "'connector' :"]), 1)
    text = text.replace("interface_parameters:", generator.choice(["parameters:", '"interface\\x5fparameters":']), 1)
    assert may_be_blueprint(text) or not looks(text)


def test_only_a_search_goes_without_parsing() -> None:
    other = b"services: {}\n"
    with pytest.raises(NoBlueprintError) as caught:
        documents(BytesSource("a.yaml", other, blueprints_only=True), Limits())
    assert caught.value.reason == "no `connector` or `interface_parameters`"
    (document,) = documents(BytesSource("a.yaml", other, blueprints_only=False), Limits())
    assert document.root is not None


BARE = "`connector` has no `base_url`, `default_headers` or `auth`, and stands beside no list of steps or reports"
NO_KEYS = "no `connector` or `interface_parameters`"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b\n", NO_KEYS),
        ("- a\n", NO_KEYS),
        ("a: [b\n", NO_KEYS),
        ("connector: http\n", "`connector` is no mapping"),
        ("interface_parameters: [a]\n", "`interface_parameters` is no mapping"),
        ("connector: {enabled: true}\n", BARE),
        ("a: b\n---\nc: d\n---\nconnector: x\n", f"{NO_KEYS}; `connector` is no mapping"),
        (f"a: b\n---\nconnector: {BODY}\n", None),
    ],
)
def test_the_reason_for_leaving_a_text_alone(text: str, reason: str | None) -> None:
    assert inspect(text, "a.yaml", Config(), blueprints_only=True).skipped == reason


def test_a_file_that_vanishes_is_left_alone_in_a_search_and_a_finding_where_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for paths in (["."], ["a.yaml"]):
        (tmp_path / "a.yaml").write_text(f"connector: {BODY}\n", encoding="utf-8")
        sources = discover(paths, force_exclude=False)
        (tmp_path / "a.yaml").unlink()
        report = run(sources, lambda _: Config())
        if paths == ["."]:
            assert [(each.path, each.reason) for each in report.skipped] == [("a.yaml", "it is there no longer")]
            assert report.findings == ()
        else:
            assert [finding.rule for finding in report.findings] == ["unreadable-file"]
    assert CliRunner().invoke(main, ["."]).exit_code == 0
