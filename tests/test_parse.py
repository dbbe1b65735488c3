"""From text to documents, case by case: values and offsets are worked out from the YAML specification."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from connector_lint import events
from connector_lint import parse as parse_module
from connector_lint.limits import Limits
from connector_lint.parse import parse
from connector_lint.source import BytesSource, documents
from connector_lint.tree import Mapping, Node, Path, Scalar, Sequence, find, plain, walk

if TYPE_CHECKING:
    from connector_lint.document import Document


def document(text: str) -> Document:
    """The one document of a text, without problems."""
    (found,) = parse(text)
    assert found.problems == []
    return found


def root(text: str) -> Node:
    node = document(text).root
    assert node is not None
    return node


def value(text: str) -> object:
    return plain(root(text))


def mapping(text: str) -> Mapping:
    node = root(text)
    assert isinstance(node, Mapping)
    return node


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def offsets(text: str, path: Path) -> tuple[int, int]:
    node = find(root(text), path)
    return node.start, node.end


def lines_and_columns(text: str, node: Node) -> tuple[int, int, int, int]:
    span = document(text).lines.span(node.start, node.end)
    return span.start.line, span.start.column, span.end.line, span.end.column


# ---- Places. ----


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: b\n", (), (0, 4)),
        ("a: b\n", ("a",), (3, 4)),
        ("a: 'b'\n", ("a",), (3, 6)),
        ('a: "b" \n', ("a",), (3, 6)),
        ("a:   b   # c\n", ("a",), (5, 6)),
        ("a: b\n   c\n\n", ("a",), (3, 9)),
        ("\n\n  a: b\n\n", (), (4, 8)),
        ("- a\n- b\n", (1,), (6, 7)),
        ("a:\n  b: c\n\n\nd: e\n", ("a",), (5, 9)),
        ("a:\n- b\n- c\n# d\ne: f\n", ("a",), (3, 10)),
        ("[a, {b: c}]", (), (0, 11)),
        ("[a, {b: c}]", (1,), (4, 10)),
        ("[ a , b: c ]", (1,), (6, 10)),
        ("[ ? a : b ]", (0,), (2, 9)),
        ("[{a: b}: [c] ]", (0,), (1, 12)),
        ("- - a\n  - b\n", (0,), (2, 11)),
        ("- a: b\n  c: d\n", (0,), (2, 13)),
        ("a: |\n  b\n  c\n\nd: e\n", ("a",), (3, 12)),
        ("a: |+\n  b\n\n\nd: e\n", ("a",), (3, 9)),
        ("a: >- # c\n  b \n", ("a",), (3, 14)),
        ("a: | # c\n\nd: e\n", ("a",), (3, 4)),
        ("a: |\n  b", ("a",), (3, 8)),
        ("--- a\n...\n", (), (4, 5)),
        ("😀: 日本\nb: c\n", ("b",), (9, 10)),
    ],
)
def test_places(text: str, path: Path, expected: tuple[int, int]) -> None:
    assert offsets(text, path) == expected


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: !!str b\n", ("a",), (9, 10)),
        ("a: &x b\n", ("a",), (6, 7)),
        ("a: &x !!str b\n", ("a",), (12, 13)),
        ("a: !!str &x b\n", ("a",), (12, 13)),
        ("a: !<tag:example.com,2000:x> b\n", ("a",), (29, 30)),
        ("a: ! 'b'\n", ("a",), (5, 8)),
        ("a: !x,y b\n", ("a",), (8, 9)),
        ("a: !!str # c\n  &x # d\n  b\n", ("a",), (24, 25)),
        ("a: # !\n  &x !y b\n", ("a",), (15, 16)),
        ("a: # &\n  !y &x b\n", ("a",), (15, 16)),
        ("a: &x |\n  b\n", ("a",), (6, 11)),
        ("a: &x [b]\n", ("a",), (6, 9)),
        ("a: &x\n  b: c\n", ("a",), (8, 12)),
        ("a: &x !!map\n  b: c\n", ("a",), (14, 18)),
        ("a: &x\n  &y b: c\n", ("a",), (8, 15)),
        ("a: !!map\n  !!str b: c\n", ("a",), (11, 21)),
        ("a: &x\n- b\n", ("a",), (6, 9)),
        ("--- &x\na: b\n", (), (7, 11)),
        ("--- !x &y\n!z &w a: b\n", (), (10, 20)),
    ],
)
def test_tags_and_anchors_are_no_part_of_a_node(text: str, path: Path, expected: tuple[int, int]) -> None:
    """But those of its first key are a part of a block mapping."""
    assert offsets(text, path) == expected


def test_tags_and_anchors_are_no_part_of_a_key() -> None:
    text = "&x a: 1\n!!str &y 'b': 2\n? &z !x c\n: 3\n"
    keys = [entry.key for entry in mapping(text).entries]
    assert [(key.start, text[key.start : key.end]) for key in keys] == [(3, "a"), (17, "'b'"), (32, "c")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a:", [2]),
        ("a:\n", [2]),
        ("a: \n", [2]),
        ("a:   # c\nb: c\n", [2]),
        ("a :\nb:\n", [3, 6]),
        ("'a':\n", [4]),
        ("? a\n", [3]),
        ("? a\n:\n", [5]),
        ("? a # c\n# d\n: # e\n? b\n", [13, 21]),
        ("? a\n:b: c\n", [3]),
        ("?\n", [1, 1]),
        ("? # c\n: a\n", [1]),
        (": a\n", [0]),
        ("a: 1\n: b\n", [5]),
        ("- \n- # c\n-", [1, 4, 10]),
        ("- a\n-\n", [5]),
        ("-\n- a\n", [1]),
        ("a:\n- \n", [4]),
        ("- - \n", [3]),
        ("{a, b: , c : }", [2, 6, 12]),
        ("{a}", [2]),
        ("{a: 1, ? , ? b, ? c : }", [8, 8, 14, 21]),
        ("{ : a}", [2]),
        ("{a: 1 , : b}", [8]),
        ("[a: ]", [3]),
        ("[a: , b]", [3]),
        ("[? a, ? ]", [4, 7, 7]),
        ("{a: # c\n }", [3]),
        ("{'a':}", [5]),
        ("{[a]: , b: 1}", [5]),
        ("- &x b\n- *x :\n", [13]),
        ("- &x b\n- {*x : }\n", [14]),
        ("a: |\n  b\nc:\n", [11]),
        ("---\n", [3]),
        ("--- # c\n", [3]),
        ("%YAML 1.2\n---\n", [13]),
    ],
)
def test_what_is_empty_stands_behind_its_indicator(text: str, places: list[int]) -> None:
    """An empty key stands behind its `?`, without one where its colon is."""
    found = [node for node in walk(root(text)) if isinstance(node, Scalar) and node.is_empty]
    assert [(node.start, node.end, node.text, node.value) for node in found] == [(at, at, "", None) for at in places]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("a: !!str\n", 8, ""),
        ("a: !!null # c\nb: c\n", 9, None),
        ("a: &x\nb: c\n", 5, None),
        ("a: &x !!str\nb: c\n", 11, ""),
        ("a: !!str\n&x b: c\n", 8, ""),
        ("a: !\n", 4, ""),
        ("- !!str\n- &y b\n", 7, ""),
        ("{a: !!str , b: c}", 9, ""),
        ("[!!str , a]", 6, ""),
        ("--- !!str\n", 9, ""),
    ],
)
def test_what_has_only_a_tag_or_an_anchor_stands_behind_it(text: str, place: int, expected: object) -> None:
    empty = next(node for node in walk(root(text)) if isinstance(node, Scalar) and node.is_empty)
    assert (empty.start, empty.end, empty.value) == (place, place, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n", (2, 4, 2, 5)),
        ("a: 1\r\nb: 2\r\n", (2, 4, 2, 5)),
        ("a: 1\rb: 2\r", (2, 4, 2, 5)),
        ("a: 1\n\r\n\rb: 2", (4, 4, 4, 5)),
        ("a: '\u2028\x85'\nb: 2\n", (2, 4, 2, 5)),
        ("a: 1 # \u2028\nb: 2\n", (2, 4, 2, 5)),
        ("a: 😀\nb: 2\n", (2, 4, 2, 5)),
        ("{a: 😀😀, b: 2}", (1, 12, 1, 13)),
        ("a:\t1\nb:\t2\n", (2, 4, 2, 5)),
        ("a: 1\nb: 'c\n  d'\n", (2, 4, 3, 5)),
        ("a: 1\nb: |\n  c\n  d\n\n", (2, 4, 4, 4)),
        ("a: 1\r\nb: |\r\n  c\r\n  d\r\n", (2, 4, 4, 4)),
    ],
)
def test_lines_and_columns(text: str, expected: tuple[int, int, int, int]) -> None:
    """Only LF, CRLF and CR end a line, and columns count code points."""
    assert lines_and_columns(text, find(root(text), ("b",))) == expected


def test_positions_outside_of_the_text_are_its_ends() -> None:
    lines = document("a: b\n").lines
    assert (lines.position(-1).line, lines.position(-1).column) == (1, 1)
    assert (lines.position(99).offset, lines.position(99).line, lines.position(99).column) == (5, 2, 1)
    assert len(lines) == 2
    assert [lines.bounds(line) for line in (1, 2)] == [(0, 4), (5, 5)]


def test_a_byte_order_mark_counts_for_nothing() -> None:
    (found,) = documents(BytesSource("a.yaml", "\ufeffa: b\n".encode(), blueprints_only=False), Limits())
    assert found.root is not None
    assert found.text == "a: b\n"
    assert (find(found.root, ("a",)).start, find(found.root, ("a",)).end) == (3, 4)


def test_a_second_byte_order_mark_is_text() -> None:
    """As YAML libraries read it: the key is not `a`, which an editor does not show."""
    found = mapping("\ufeffa: b\n")
    assert list(found.effective) == ["\ufeffa"]
    assert (found.start, scalar(found.get("\ufeffa")).start) == (0, 4)


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029", "\ufeff", "\xa0", "\u3000", "\ue000", "\uf8ff"])
@pytest.mark.parametrize(
    "form", ["a: b{}c\nd: e\n", "a: 'b{}c'\nd: e\n", 'a: "b{}c"\nd: e\n', "a: |-\n  b{}c\nd: e\n", "a: b # {}\nd: e\n"]
)
def test_characters_that_are_no_line_breaks(form: str, character: str) -> None:
    """YAML 1.2.2, section 5.4: NEL, LS and PS are not; both parsers take them for some."""
    text = form.format(character)
    found = mapping(text)
    assert found.text("a") == ("b" if "#" in text else f"b{character}c")
    assert (find(found, ("d",)).start, find(found, ("d",)).end) == (text.index("e"), text.index("e") + 1)


def test_private_characters_beside_those_that_are_hidden() -> None:
    """The stand-ins for misread characters are none that the text holds, written or escaped."""
    text = 'a: "\u2028\ue000\\uE001\\uE002\x85"\n'
    assert value(text) == {"a": "\u2028\ue000\ue001\ue002\x85"}


# ---- Values: YAML 1.2.2, section 10.3.2, table of the core schema. ----


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("null", None), ("Null", None), ("NULL", None), ("~", None), ("nULL", "nULL"),
        ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
        ("tRUE", "tRUE"), ("yes", "yes"), ("No", "No"), ("on", "on"), ("OFF", "OFF"), ("y", "y"),
        ("0", 0), ("-0", 0), ("12", 12), ("-12", -12), ("+12", 12), ("012", 12), ("-007", -7),
        ("0o14", 12), ("0o8", "0o8"), ("-0o14", "-0o14"), ("0O14", "0O14"), ("0x1F", 31), ("0xff", 255), ("0xg", "0xg"),
        ("-0x1F", "-0x1F"), ("0b11", "0b11"), ("1_000", "1_000"), ("1:30", "1:30"), ("١٢", "١٢"), ("²", "²"),
        ("1.5", 1.5), ("-1.5", -1.5), ("+1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("1e3", 1000.0),
        ("1E3", 1000.0), ("1.5e-1", 0.15), ("-2E+05", -200000.0), ("1e", "1e"), ("e3", "e3"), (".", "."),
        ("+", "+"), (".e1", ".e1"), ("1.2.3", "1.2.3"), ("12e03", 12000.0), ("-2.", -2.0),
        (".inf", math.inf), (".Inf", math.inf), (".INF", math.inf), ("-.inf", -math.inf), ("+.inf", math.inf),
        (".iNF", ".iNF"), ("inf", "inf"), (".nan2", ".nan2"), ("-.nan", "-.nan"), ("nan", "nan"),
        ("2001-01-01", "2001-01-01"), ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"), ("=", "="),
    ],
)  # fmt: skip
def test_plain_scalars_have_the_core_schemas_types(source: str, expected: object) -> None:
    for text in (f"[{source} ]", f"- {source} # c\n"):
        node = scalar(find(root(text), (0,)))
        assert (type(node.value), node.value, node.text) == (type(expected), expected, source)


@pytest.mark.parametrize("source", [".nan", ".NaN", ".NAN"])
def test_nan(source: str) -> None:
    found = scalar(root(source)).value
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize(
    "source", ["'12'", '"12"', "'null'", '"true"', "|-\n  12", ">-\n  12", "! 12", "!!str 12", "!local 12"]
)
def test_other_scalars_are_strings(source: str) -> None:
    found = scalar(mapping(f"a: {source}\n").get("a"))
    assert isinstance(found.value, str)
    assert found.value == found.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("!!int '12'", 12),
        ("!!int 0x1F", 31),
        ("!!int true", "true"),
        ("!!int 1.5", "1.5"),
        ("!!int ''", ""),
        ("!!float 12", 12.0),
        ("!!float '1.5'", 1.5),
        ("!!float .inf", math.inf),
        ("!!float 0x1F", "0x1F"),
        ("!!float x", "x"),
        ("!!bool 'true'", True),
        ("!!bool yes", "yes"),
        ("!!bool 1", "1"),
        ("!!null ''", None),
        ("!!null x", "x"),
        ("!!str null", "null"),
        ("!!str", ""),
        ("!!timestamp 2001-01-01", "2001-01-01"),
        ("!<tag:yaml.org,2002:int> '12'", 12),
        ("!<tag:example.com,2000:int> 12", "12"),
        ("!local", ""),
        ("!!binary aGk=", "hi"),
        ("!!binary |\n  aG\n  k=\n", "hi"),
        ("!!binary aGk", "aGk"),
        ("!!binary '?'", "?"),
        ("!!binary gIA=", "gIA="),
        ("!!binary é", "é"),
        ("!!binary", ""),
    ],
)
def test_explicit_tags(source: str, expected: object) -> None:
    """A text that is no value of its tag stays as it is, as does `!!binary` that hides no text."""
    found = scalar(mapping(f"a: {source}\n").get("a")).value
    assert (type(found), found) == (type(expected), expected)


def test_tags_are_kept_in_full() -> None:
    text = "%TAG !e! tag:example.com,2000:\n---\n- !!str a\n- !e!x b\n- !x c\n- ! d\n- 'e'\n- !<y> f\n"
    tags = [scalar(node).tag for node in walk(root(text)) if isinstance(node, Scalar)]
    assert tags == ["tag:yaml.org,2002:str", "tag:example.com,2000:x", "!x", "!", None, "y"]


def test_a_core_handle_may_be_declared_as_another() -> None:
    assert value("%TAG !! tag:example.com,2000:\n---\n!!int '12'\n") == "12"


@pytest.mark.parametrize(
    "source", ["9" * 5000, "-" + "9" * 5000, "0x" + "f" * 5000, "1e99999", "1." + "0" * 5000, "!!float 0x" + "f" * 290]
)
def test_huge_numbers_do_not_raise(source: str) -> None:
    assert scalar(root(source)).text.startswith(source[:2]) or source.startswith("!")


def test_styles() -> None:
    text = "- a\n- 'a'\n- \"a\"\n- |\n  a\n- >\n  a\n"
    assert [scalar(node).style for node in walk(root(text)) if isinstance(node, Scalar)] == ["", "'", '"', "|", ">"]
    assert [node.flow for node in walk(root("- [a]\n- {a: b}\n- a: b\n")) if isinstance(node, (Mapping, Sequence))] == [
        False,
        True,
        True,
        False,
    ]


# ---- Keys. ----


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a: 1\nb: 2\n", ["a", "b"]),
        ("429: a\n0x1F: b\n1.50: c\n", ["429", "0x1F", "1.50"]),
        ("true: a\nnull: b\n~: c\n: d\n", ["true", "null", "~", ""]),
        ("'a': 1\n\"b\\x41\": 2\n", ["a", "bA"]),
        ("? [a, b]\n: 1\n? {c: d}\n: 2\n? - e\n: 3\n", ["[a, b]", "{c: d}", "- e"]),
        ("{[a]: 1, {b: c}: 2}", ["[a]", "{b: c}"]),
        ("? |\n  a\n: 1\n", ["a\n"]),
        ("{&x a: 1, b: {*x : 2}}", ["a", "b"]),
    ],
)
def test_keys_are_text(text: str, names: list[str]) -> None:
    found = mapping(text)
    assert [entry.name for entry in found.entries] == names
    assert list(found.effective) == names
    assert all(entry.key.name == entry.value.name == entry.name for entry in found.entries)
    assert all(entry.key.entry is entry and entry.value.entry is entry for entry in found.entries)


def test_an_alias_may_be_a_key() -> None:
    found = mapping("a: &x b\n*x : c\n")
    assert found.text("b") == "c"
    key = found.effective["b"].key
    assert (key.start, key.end, key.used_at) == (6, 7, ((8, 10),))


def test_the_last_of_duplicate_keys_counts() -> None:
    found = mapping("a: 1\nb: 2\n'a': 3\n")
    assert plain(found) == {"a": 3, "b": 2}
    assert [entry.name for entry in found.entries] == ["a", "b", "a"]
    assert [scalar(node).text for node in walk(found) if isinstance(node, Scalar)] == ["a", "1", "b", "2", "a", "3"]


# ---- Aliases. ----


def test_an_alias_is_a_copy_that_knows_where_it_is_used() -> None:
    text = "a: &x {b: [c]}\nd: *x\ne: *x\n"
    found = mapping(text)
    assert plain(found) == {"a": {"b": ["c"]}, "d": {"b": ["c"]}, "e": {"b": ["c"]}}
    nodes = {name: find(found, (name, "b", 0)) for name in "ade"}
    assert {(node.start, node.end) for node in nodes.values()} == {(11, 12)}
    assert {name: node.used_at for name, node in nodes.items()} == {"a": (), "d": ((18, 20),), "e": ((24, 26),)}
    assert {name: node.path for name, node in nodes.items()} == {name: (name, "b", 0) for name in "ade"}
    assert len({id(node) for node in nodes.values()}) == 3
    assert document(text).tree.shared == {(6, 14)}


def test_nested_aliases_know_the_innermost_use_first() -> None:
    text = "a: &x b\nc: &y [*x]\nd: &z [*y]\ne: *z\n"
    found = mapping(text)
    assert plain(found) == {"a": "b", "c": ["b"], "d": [["b"]], "e": [["b"]]}
    inner, middle, outer = (15, 17), (26, 28), (33, 35)
    assert [text[start:end] for start, end in (inner, middle, outer)] == ["*x", "*y", "*z"]
    assert find(found, ("c", 0)).used_at == (inner,)
    assert find(found, ("d", 0, 0)).used_at == (inner, middle)
    assert find(found, ("e", 0, 0)).used_at == (inner, middle, outer)
    assert find(found, ("e", 0)).used_at == (middle, outer)
    assert find(found, ("e",)).used_at == (outer,)


def test_an_anchor_may_be_defined_again() -> None:
    assert value("- &x a\n- *x\n- &x b\n- *x\n") == ["a", "a", "b", "b"]
    assert value("- &x [a, &x b]\n- *x\n") == [["a", "b"], "b"]


def test_an_alias_of_a_key_keeps_what_kind_of_key_it_is() -> None:
    assert value("- &x !!str <<\n- {*x : 1}\n- &y <<\n- {*y : {a: 1}}\n") == ["<<", {"<<": 1}, "<<", {"a": 1}]


def test_an_anchor_of_an_empty_node() -> None:
    assert value("a: &x\nb: *x\n") == {"a": None, "b": None}


def test_a_collection_that_ends_in_an_alias_ends_behind_it() -> None:
    text = "a: &x b\nc:\n  - *x   \nd: e\n"
    assert offsets(text, ("c",)) == (13, 17)


# ---- Merge keys. ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<: {a: 1}\nb: 2\n", {"b": 2, "a": 1}),
        ("a: 0\n<<: {a: 1}\n", {"a": 0}),
        ("<<: {a: 1}\na: 0\n", {"a": 0}),
        ("<<: [{a: 1, b: 1}, {b: 2, c: 2}]\n", {"a": 1, "b": 1, "c": 2}),
        ("<<: {a: 1, b: 1}\n<<: {b: 2, c: 2}\n", {"a": 1, "b": 2, "c": 2}),
        ("<<: {<<: {a: 1, b: 1}, b: 2}\n", {"a": 1, "b": 2}),
        ("<<: {a: 1, a: 2}\n", {"a": 2}),
        ("<<: []\n", {}),
        ("{<<: {a: 1}}", {"a": 1}),
        ("? <<\n: {a: 1}\n", {"a": 1}),
        ("!!merge x: {a: 1}\n", {"a": 1}),
        ("'<<': {a: 1}\n", {"<<": {"a": 1}}),
        ('"<<": 1\n', {"<<": 1}),
        ("!!str <<: 1\n", {"<<": 1}),
        ("! <<: {a: 1}\n", {"a": 1}),  # as PyYAML and ruamel.yaml do
        ('! "<<": {a: 1}\n', {"a": 1}),
        ("<<a: 1\n", {"<<a": 1}),
        ("[<<]: 1\n", {"[<<]": 1}),
    ],
)
def test_merge_keys(text: str, expected: object) -> None:
    """A mapping's own keys win, wherever they stand; of a list the first; of two merge keys the last, as of any."""
    assert value(text) == expected


def test_merged_values_keep_their_place_and_take_the_path() -> None:
    text = "base: &x\n  a: 1\n  b: 2\nc:\n  <<: *x\n  b: 3\n"
    found = mapping(text)
    assert plain(found) == {"base": {"a": 1, "b": 2}, "c": {"b": 3, "a": 1}}
    merged = find(found, ("c", "a"))
    assert (merged.start, merged.end, merged.used_at) == (14, 15, ((32, 34),))
    assert merged.path == ("c", "a")
    assert merged.entry is not None
    assert (merged.entry.key.start, merged.entry.key.path) == (11, ("c", "a"))
    overridden = [node for node in walk(found) if isinstance(node, Scalar) and node.text == "2" and node.used_at]
    assert [node.path for node in overridden] == [("c", "<<", "b")]
    assert find(found, ("base", "a")).path == ("base", "a")


def test_merges_of_merges() -> None:
    text = "a: &a {k: 1, l: 1}\nb: &b\n  <<: *a\n  l: 2\nc:\n  <<: *b\n  m: 3\n"
    found = mapping(text)
    assert plain(found.get("c") or found) == {"m": 3, "k": 1, "l": 2}
    inner = find(found, ("c", "k"))
    assert inner.path == ("c", "k")
    assert [text[start:end] for start, end in inner.used_at] == ["*a", "*b"]
    assert find(found, ("b", "k")).path == ("b", "k")


def test_a_list_of_aliases_is_merged() -> None:
    assert value("- &a {k: 1, l: 1}\n- &b {l: 2}\n- <<: [*b, *a]\n- &c [*a]\n- {<<: *c}\n") == [
        {"k": 1, "l": 1},
        {"l": 2},
        {"l": 2, "k": 1},
        [{"k": 1, "l": 1}],
        {"k": 1, "l": 1},
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("<<: a\nb: 1\n", [(4, 5)]),
        ("<<:\nb: 1\n", [(3, 3)]),
        ("<<: [{a: 1}, c, [d]]\nb: 1\n", [(13, 14), (16, 19)]),
        ("c: &x 1\n<<: *x\nb: 1\n", [(12, 14)]),
        ("c: &x [1]\n<<: *x\nb: 1\n", [(14, 16)]),
        ("c: {<<: 'd'}\nb: 1\n", [(8, 11)]),
        ("c: &x {<<: 'd'}\nb: 1\ne: *x\n", [(11, 14)]),
    ],
)
def test_what_cannot_be_merged_is_a_problem_of_an_otherwise_whole_document(
    text: str, places: list[tuple[int, int]]
) -> None:
    (found,) = parse(text)
    assert [(problem.kind, problem.start, problem.end) for problem in found.problems] == [
        ("syntax", *at) for at in places
    ]
    assert isinstance(found.root, Mapping)
    assert scalar(found.root.get("b")).value == 1


# ---- Documents. ----


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# c\n",
        " \n # c",
    ],
)
def test_a_text_without_a_node_is_one_document_without_root(text: str) -> None:
    found = document(text)
    assert (found.index, found.root, found.tree.start) == (0, None, 0)


def test_several_documents() -> None:
    text = "a: &x 1\n---\n[b]\n...\n# c\n%YAML 1.2\n--- |\n d\n---\n---\ne: 2"
    found = parse(text)
    assert [document.index for document in found] == [0, 1, 2, 3, 4]
    assert [plain(document.root) if document.root else None for document in found] == [
        {"a": 1},
        ["b"],
        "d\n",
        None,
        {"e": 2},
    ]
    assert [document.root.start for document in found if document.root] == [0, 12, 38, 46, 51]
    assert all(document.text == text and document.problems == [] for document in found)


def test_anchors_end_with_their_document() -> None:
    first, second = parse("- &x a\n- *x\n---\n- *x\n")
    assert first.root is not None
    assert plain(first.root) == ["a", "a"]
    (problem,) = second.problems
    assert (problem.kind, problem.start, problem.end) == ("syntax", 18, 20)


def test_problems_of_a_later_document_keep_the_earlier_ones() -> None:
    found = parse("a: 1\n---\nb: [\n---\nc: 3\n")
    assert [document.root is not None for document in found] == [True, False]
    assert found[0].problems == []
    (problem,) = found[1].problems
    assert problem.kind == "syntax"
    assert problem.start >= 9


def test_a_control_character_in_a_later_document_keeps_the_earlier_ones() -> None:
    """Of a long text the C parser has read the beginning by then; the pure parser has not."""
    text = "a: 1\n---\n" + "b: 2\n" * 20_000 + "c: \x01\n"
    found = parse(text)
    assert [(problem.kind, problem.start) for problem in found[-1].problems] == [("syntax", len(text) - 2)]
    assert len(found) == (2 if events.HAS_C_PARSER else 1)


# ---- What one parser refuses, or both. ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{u: http://x}", {"u": "http://x"}),
        ("[a:b]", ["a:b"]),
        ("{a:1}", {"a:1": None}),
        ("[a, http://x/?y=z]", ["a", "http://x/?y=z"]),
        ("- &é a\n- *é\n", ["a", "a"]),
        ("- !x#y a\n", ["a"]),
        ("|\na\n", "a\n"),
    ],
)
def test_texts_that_only_the_pure_parser_takes(text: str, expected: object) -> None:
    assert value(text) == expected


def test_bare_documents() -> None:
    """YAML 1.2.2, section 9.1.3: after `...` the next document needs no `---`."""
    assert [plain(document.root) for document in parse("a\n...\nb\n") if document.root] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\tb\n", {"a": "b"}),
        ("a: b\t# c\n", {"a": "b"}),
        ("a: b\tc\n", {"a": "b\tc"}),
        ("a: [b,\tc]\n", {"a": ["b", "c"]}),
    ],
)
@pytest.mark.skipif(not events.HAS_C_PARSER, reason="the C parser is not installed")
def test_texts_that_only_the_c_parser_takes(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\tb\nc: {u: http://x}\n", {"a": "b", "c": {"u": "http://x"}}),
        ("a: b\t# c\nc: [a:b]\n", {"a": "b", "c": ["a:b"]}),
        ("a: 'b'\t# c\nc: [a:b]\n", {"a": "b", "c": ["a:b"]}),
        ("a: b\t\nc: [a:b]\n", {"a": "b", "c": ["a:b"]}),
        ("a: b\tc\n  \td\nc: [a:b]\n", {"a": "b\tc d", "c": ["a:b"]}),
        ("a: b\n\t\n\t# c\nc: [a:b]\n", {"a": "b", "c": ["a:b"]}),
        ("a: b\n\n \n  c\nc: [a:b]\n", {"a": "b\n\nc", "c": ["a:b"]}),
    ],
)
def test_tabs_between_tokens_beside_what_only_the_pure_parser_takes(text: str, expected: object) -> None:
    """YAML 1.2.2, section 6.2: blanks and tabs separate tokens alike."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("connector:\n  name: a\t# note\n  x: 1\n     type: rest: y\n", ": rest: y"),
        ("a:\tb\nc: {u: http://x}\nd: @e\n", "@e"),
        ("a: {u: http://x}\nb:\tc\nd: 'e' f\n", "f"),
        ("a: [a:b]\nb:\n\tc: d\n", "\tc"),
    ],
)
def test_the_error_is_where_the_parser_stopped_that_came_further(text: str, start: str) -> None:
    (problem,) = parse(text)[0].problems
    assert text[problem.start :].startswith(start)


def test_without_the_c_parser_the_pure_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse_module, "HAS_C_PARSER", False)
    assert value("a: [b, {u: http://x}]\n") == {"a": ["b", {"u": "http://x"}]}
    (found,) = parse("a: [b\n")
    assert [problem.kind for problem in found.problems] == ["syntax"]


@pytest.mark.skipif(not events.HAS_C_PARSER, reason="the C parser is not installed")
def test_the_pure_parser_gets_no_long_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "[a:b]\n"
    monkeypatch.setattr(parse_module, "PURE_PARSER_LIMIT", len(text))
    assert document(text).root is not None
    monkeypatch.setattr(parse_module, "PURE_PARSER_LIMIT", len(text) - 1)
    assert [problem.kind for problem in parse(text)[0].problems] == ["syntax"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: @b\n", 3),
        ("a: `b`\n", 3),
        ("a: %b\n", 3),
        ("a: b\n c: d\n", 7),
        ("a: b: c\n", 4),
        ("a: [b\n", 6),
        ("a: {b: c\n", 9),
        ("a: 'b\n", 6),
        ('a: "b\n', 6),
        ('a: "\\z"\n', 5),
        ("a: ]\n", 3),
        ("a:\n\tb: c\n", 3),
        ("a: !e!x b\n", 3),
        ("a: b\nc\n", None),
        ("a: &x &y b\n", 6),
        ("- a\nb: c\n", 4),
        ("%YAML 2.0\n--- a\n", None),
        ("a: |3\n  b\n", None),
    ],
)
def test_texts_that_both_parsers_refuse(text: str, start: int | None) -> None:
    (found,) = parse(text)
    assert found.root is None
    assert found.comments == []
    (problem,) = found.problems
    assert problem.kind == "syntax"
    assert start is None or problem.start == start
    assert 0 <= problem.start <= problem.end <= len(text)


@pytest.mark.parametrize(
    "text", ["a: *x\n", "*x", "[*x]", "*x : a\n", "a: &x b\nc: *y\n", "a: *x\nb: &x c\n", "<<: *x\n"]
)
def test_an_undefined_alias(text: str) -> None:
    (found,) = parse(text)
    (problem,) = found.problems
    assert (found.root, problem.kind, problem.reason) == (None, "syntax", "undefined alias")
    assert text[problem.start : problem.end] == ("*y" if "*y" in text else "*x")


@pytest.mark.parametrize("character", [chr(0xD800), chr(0xDFFF)])
@pytest.mark.parametrize("form", ["a: b{}c\n", "a: 'é{}'\n", "# 😀{}\na: b\n", "a: b\n# c{}", "{}"])
def test_a_lone_surrogate(form: str, character: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = form.format(character)
    for pure_parser_limit in (events.PURE_PARSER_LIMIT, 0):
        monkeypatch.setattr(parse_module, "PURE_PARSER_LIMIT", pure_parser_limit)
        (found,) = parse(text)
        (problem,) = found.problems
        assert (found.root, problem.kind, problem.start) == (None, "syntax", text.index(character))


def test_two_escapes_may_be_one_character() -> None:
    """So does JSON write what is beyond U+FFFF: RFC 8259, section 7."""
    assert value('{"a": "x\\ud83d\\ude00\\u2028\u2028"}') == {"a": "x😀\u2028\u2028"}
    assert value('{"\\ud83d\\ude00": "\\ude00\\ud83d"}') == {"😀": "\ude00\ud83d"}


@pytest.mark.parametrize("character", ["\x01", "\x07", "\x0b", "\x1b", "\x7f", "\x80", "\x9f", "\ufffe", "\uffff"])
@pytest.mark.parametrize("form", ["a: b{}c\n", "a: 'é{}'\n", "# 😀{}\na: b\n", "{}"])
def test_characters_that_are_not_allowed(form: str, character: str) -> None:
    """YAML 1.2.2, section 5.1."""
    text = form.format(character)
    (found,) = parse(text)
    (problem,) = found.problems
    assert (found.root, problem.kind, problem.start) == (None, "syntax", text.index(character))


def test_a_nul_ends_it_all() -> None:
    for text in ("a: b\0\n", "a: 1\n---\nb: \0"):
        (found,) = parse(text)
        (problem,) = found.problems
        assert (found.root, problem.kind) == (None, "unreadable")
        assert (problem.start, problem.end) == (text.index("\0"), text.index("\0") + 1)
