"""Where nodes stand: what a span holds is what was read, both parsers say so, and spans nest as the nodes do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from connector_lint.events import HAS_C_PARSER, c_events, pure_events
from connector_lint.limits import Limits
from connector_lint.parse import _compose, parse
from connector_lint.scalars import BINARY
from connector_lint.tree import Mapping, Node, Scalar, Sequence, children, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint.compose import Tree

if TYPE_CHECKING:
    from tests.yaml_texts import FIXTURES, damaged_texts, yaml_texts
else:
    from yaml_texts import FIXTURES, damaged_texts, yaml_texts

BREAK = re.compile(r"\r\n|\r|\n")

# ---- A flow scalar's span, read by itself, is the scalar. ----

# Characters that YAML 1.2 takes for text, and ruamel.yaml for line breaks or for nothing.
AS_TEXT = str.maketrans({"\x85": "\ue000", "\u2028": "\ue001", "\u2029": "\ue002", "\ufeff": "\ue003"})


def written(text: str) -> Iterator[tuple[Node, Node | None]]:
    """The nodes of all documents where they are written, aliases left out, each with the node that holds it."""
    pending: list[tuple[Node, Node | None]] = [(tree.root, None) for tree in parse(text) if tree.root]
    while pending:
        node, holder = pending.pop()
        if not node.used_at:
            yield node, holder
            pending += [(child, node) for child in children(node)]


def read(source: str) -> str:
    node = YAML(typ="safe", pure=True).compose(f"--- {source}\n".translate(AS_TEXT))
    return str(node.value).translate(AS_TEXT)


def check_flow_scalars(text: str) -> int:
    count = 0
    for node, _ in written(text):
        if not isinstance(node, Scalar) or node.style in ("|", ">"):
            continue
        source = text[node.start : node.end]
        if node.style == "":
            assert source == source.strip(" \t\r\n")
            assert node.is_empty == (source == "") == (node.text == "")
        else:
            assert (source[0], source[-1]) == (node.style, node.style)
        # As plain scalars ruamel.yaml's own parser refuses `a<tab>b`, and of `{a:, b}` it takes the colon for text.
        # A lone `-` or `?` is a scalar only before a colon.
        if node.tag == BINARY or source in ("-", "?"):
            continue
        if source and (node.style or not ("\t" in source or source[-1] == ":")):
            assert read(source) == node.text.translate(AS_TEXT), source
            count += 1
    return count


@settings(max_examples=500, deadline=None)
@given(yaml_texts())
def test_flow_scalars_of_any_text(text: str) -> None:
    check_flow_scalars(text)


@pytest.mark.parametrize("name", FIXTURES)
def test_flow_scalars_of_fixtures(name: str) -> None:
    text = FIXTURES[name]
    count = check_flow_scalars(text)
    assert count > text.count(": ") / 2 or any(document.problems for document in parse(text))


# ---- A block scalar's span, decoded by the specification's rules, is the scalar. ----

HEADER = re.compile(r"[|>][-+0-9]*")
LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")


def decode_block(text: str, start: int, parent: int) -> tuple[str, int] | None:
    """The content of a block scalar and the end of its last line that is not blank, by YAML 1.2.2, section 8.1.

    `parent` is the indentation of the node that holds it, -1 for none. None where the specification sees an error.
    """
    header = HEADER.match(text, start)
    assert header
    lines = list(LINE.finditer(text, header.end()))[1:]
    digit = re.search("[0-9]", header[0])
    indentation = max(parent, 0) + int(digit[0]) if digit else detected([line[1] for line in lines], parent + 1)
    if indentation is None:
        return None
    body: list[str] = []
    end = header.end()
    for line in lines:
        if len(line[1]) > blanks(line[1]) < indentation:
            break
        end = line.end(1) if line[1].strip(" \t") else end
        body.append(line[1][indentation:] + ("\n" if line[2] else ""))
    return chomped(header[0], body), end


def blanks(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def detected(lines: list[str], least: int) -> int | None:
    """The indentation of the first line that is not blank; no blank line before it may have more."""
    longest = 0
    for line in lines:
        if blanks(line) < len(line):
            if blanks(line) < least:
                break
            return blanks(line) if blanks(line) >= longest else None
        longest = max(longest, blanks(line))
    return max(longest, least)


def chomped(header: str, body: list[str]) -> str:
    """Section 8.1.1.2. Each line of the body ends with its line break, but for one at the text's end."""
    content = list(body)
    while content and content[-1] in ("\n", ""):
        content.pop()
    kept = "".join(body[len(content) :])
    last = "\n" if content and content[-1].endswith("\n") else ""
    lines = [line.removesuffix("\n") for line in content]
    text = folded(lines) if header[0] == ">" else "\n".join(lines)
    return text if "-" in header else text + last + (kept if "+" in header else "")


def folded(lines: list[str]) -> str:
    """Section 8.1.3: a line break between two lines of text is a blank; lines that begin with a blank keep theirs."""
    text, breaks, before = "", 0, None
    for line in lines:
        if not line:
            breaks += 1
            continue
        spaced = line[0] in " \t"
        if before is None:
            text += "\n" * breaks
        elif before or spaced:
            text += "\n" * (breaks + 1)
        else:
            text += "\n" * breaks or " "
        text, before, breaks = text + line, spaced, 0
    return text


def column(text: str, offset: int) -> int:
    return offset - max((found.end() for found in BREAK.finditer(text, 0, offset)), default=0)


def check_block_scalars(text: str) -> int:
    count = 0
    for node, holder in written(text):
        if isinstance(node, Scalar) and node.style in ("|", ">") and holder:
            decoded = decode_block(text, node.start, column(text, holder.start))
            if decoded and node.tag != BINARY:
                assert decoded == (node.text, node.end), text[node.start : node.end]
                count += 1
    return count


@settings(max_examples=500, deadline=None)
@given(yaml_texts())
def test_block_scalars_of_any_text(text: str) -> None:
    check_block_scalars(text)


BLOCK_LINES = ["", " ", "  ", "   ", "    ", "  a", "  b", "   c ", "    # d", "\t", "  \te", "     "]


@settings(max_examples=500, deadline=None)
@given(
    st.tuples(
        st.sampled_from(["k: ", "- ", "k:\n- ", "- k: ", " - - "]),
        st.sampled_from(["|", ">"]),
        st.sampled_from(["", "", "-", "+", "1", "2", "3", "-1", "2+", "+2", "3-"]),
        st.sampled_from(["", " ", " # c"]),
        st.lists(st.sampled_from(BLOCK_LINES)).map(lambda lines: "".join(f"\n{line}" for line in lines)),
        st.sampled_from(["", "\n", "\n\n", "\n# c\n", "\nz: 1\n", "\n # c\nz: 1\n"]),
    ).map("".join),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_block_scalars_of_all_shapes(text: str, line_break: str) -> None:
    check_block_scalars(text.replace("\n", line_break))


@pytest.mark.parametrize("name", FIXTURES)
def test_block_scalars_of_fixtures(name: str) -> None:
    check_block_scalars(FIXTURES[name])


@pytest.mark.parametrize(
    ("source", "content"),
    [
        ("|\n  a\n  b\n\n", "a\nb\n"),
        ("|-\n  a\n  b\n\n", "a\nb"),
        ("|+\n  a\n  b\n\n", "a\nb\n\n"),
        ("|1\n   a\n  b\n", "  a\n b\n"),
        (">\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n"),
        (">-\n\n  a\n\n\n  b\n", "\na\n\nb"),
        ("|+\n\n", "\n"),
        ("|\n\n", ""),
        ("|\n  a", "a"),
    ],
)
def test_the_decoder_itself(source: str, content: str) -> None:
    """It is only an oracle if it is right: these are the rules' own examples."""
    decoded = decode_block(f"k: {source}", 3, 0)
    assert decoded is not None
    assert decoded[0] == content
    mapping = parse(f"k: {source}")[0].root
    assert isinstance(mapping, Mapping)
    assert mapping.text("k") == content


# ---- Both parsers give the same tree. ----

# Where the C parser goes by YAML 1.1: a colon ends an anchor's name, it need not be followed by a blank in a flow
# collection, and a third `!` belongs to a tag's suffix. The pure parser takes the colon of `[? :, a]` for text.
READ_DIFFERENTLY = re.compile(
    r"[&*][\w-]+[:?%@`]|!!!|[&!][^ \t\r\n]*(?:[ \t\r\n]|#[^\r\n]*)+:[^ \t\r\n]|\?[ \t\r\n]*:[,\]}]"
)


def facts(node: Node) -> tuple[object, ...]:
    own: tuple[object, ...] = ()
    if isinstance(node, Scalar):
        own = (node.text, repr(node.value), node.style, node.tag)
    elif isinstance(node, (Mapping, Sequence)):
        own = (node.flow, *(node.effective if isinstance(node, Mapping) else ()))
    return type(node).__name__, node.start, node.end, node.path, node.used_at, *own


def tree_facts(trees: list[Tree]) -> list[object]:
    return [
        (tree.start, tree.shared, tree.bad_merges, *map(facts, walk(tree.root) if tree.root else ())) for tree in trees
    ]


def check_agreement(text: str) -> bool:
    """Whether both parsers accept the text; where they do, their trees must be the same."""
    c_trees, c_problem, c_scalars = _compose(text, Limits(), c_events)
    pure_trees, pure_problem, pure_scalars = _compose(text, Limits(), pure_events)
    roots = [tree.root for tree in c_trees]
    # A block scalar that is a whole document may have no indentation: the C parser wants one.
    unindented = any(isinstance(root, Scalar) and root.style in ("|", ">") for root in roots)
    if c_problem or pure_problem or unindented or READ_DIFFERENTLY.search(text):
        return False
    assert tree_facts(c_trees) == tree_facts(pure_trees)
    assert c_scalars == pure_scalars
    return True


needs_c_parser = pytest.mark.skipif(not HAS_C_PARSER, reason="the C parser is not installed")


@needs_c_parser
@pytest.mark.parametrize(
    "text",
    [
        "a:\nb: \n",
        "- \n-\n",
        "? a\n? b # c\n: \n? c\n",
        "{a, b: , ? c, ? , : d}",
        "a: !x &y b\n",
        "a: # !\n  &y !x b\n",
        "--- !x &y\n!z &w a: b\n",
        "--- !x\n&w !z a: b\n",
        "a: !x &y # !\n  !z b: c\n",
        "a: |\n  b\n\n# c\nd: >+\n\n\n",
        "- [a: b, ? c : d, {e: f}: g]\n",
        "a: &x {b: c}\nd:\n  <<: *x\ne: [*x]\n",
        "a: 'b\u2028\n\x85 c'\nd: e\x85f\n",
        "\ufeffa: b\n",
        "# a\n--- # b\n# c\n... # d\n# e\n---\nf\n",
    ],
)
def test_parsers_agree_where_their_marks_do_not(text: str) -> None:
    pure = _compose(text, Limits(), pure_events)
    assert pure[1] is None
    if _compose(text, Limits(), c_events)[1] is None:
        assert check_agreement(text)


@needs_c_parser
@settings(max_examples=500, deadline=None)
@given(yaml_texts())
def test_parsers_agree_on_any_text(text: str) -> None:
    check_agreement(text)


@needs_c_parser
@settings(max_examples=300, deadline=None)
@given(damaged_texts())
def test_parsers_agree_on_damaged_text(text: str) -> None:
    check_agreement(text)


@needs_c_parser
@pytest.mark.parametrize("name", FIXTURES)
def test_parsers_agree_on_fixtures(name: str) -> None:
    accepted = check_agreement(FIXTURES[name])
    assert accepted or not name.startswith("valid/") or "\t" in FIXTURES[name]


# ---- Spans nest. ----


def check_nesting(text: str) -> None:
    for document in parse(text):
        if document.root is None:
            continue
        nodes = list(walk(document.root))
        assert nodes[0].path == ()
        for node in nodes:
            assert 0 <= node.start <= node.end <= len(text)
            assert (node.size, node.height) == measured(node)
            own = [child for child in children(node) if not child.used_at]
            edges = [node.start, *(edge for child in own for edge in (child.start, child.end)), node.end]
            assert node.used_at or edges == sorted(edges)
            if isinstance(node, (Mapping, Sequence)) and not node.used_at:
                check_collection(text, node)


def measured(node: Node) -> tuple[int, int]:
    below = [measured(child) for child in children(node)]
    return 1 + sum(size for size, _ in below), 1 + max((height for _, height in below), default=0)


def check_collection(text: str, node: Mapping | Sequence) -> None:
    source = text[node.start : node.end]
    brackets = "{}" if isinstance(node, Mapping) else "[]"
    if node.flow and source[0] + source[-1] == brackets:
        return
    # Block style, or the one pair of `[a: b]`: no bracket ends it, but its last node, its indicator or an alias.
    assert not node.flow or (isinstance(node, Mapping) and len(node.entries) == 1)
    last = list(children(node))[-1]
    end = last.used_at[-1][1] if last.used_at else last.end
    assert node.end == end


@settings(max_examples=500, deadline=None)
@given(yaml_texts())
def test_spans_nest_in_any_text(text: str) -> None:
    check_nesting(text)


@settings(max_examples=200, deadline=None)
@given(damaged_texts())
def test_spans_nest_in_damaged_text(text: str) -> None:
    """And whatever is wrong with it, its place is inside of the text."""
    check_nesting(text)
    for problem in (problem for document in parse(text) for problem in document.problems):
        assert 0 <= problem.start <= problem.end <= len(text)


@pytest.mark.parametrize("name", FIXTURES)
def test_spans_nest_in_fixtures(name: str) -> None:
    check_nesting(FIXTURES[name])


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab \n\r\t:,[]{}#&*!|>'\"%-?\0\x01\x85\ud800\ufeff😀"), max_size=30))
def test_any_characters_give_documents(text: str) -> None:
    """No text makes the parser raise, and each document has a root, a problem, or nothing in it."""
    documents = parse(text)
    assert [document.index for document in documents] == list(range(len(documents)))
    check_nesting(text)
