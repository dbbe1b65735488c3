"""What a file may cost: each limit ends the reading, is named, can be set, and refuses nothing below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings

from connector_lint import Config, Severity, check
from connector_lint.limits import Limits
from connector_lint.parse import parse
from connector_lint.source import BytesSource, documents
from connector_lint.tree import walk

if TYPE_CHECKING:
    from tests.yaml_texts import yaml_texts

    from connector_lint.document import Problem
else:
    from yaml_texts import yaml_texts

NO_LIMIT = Limits(depth=10**6, nodes=10**9, alias_nodes=10**9, directives=10**9, documents=10**9, scalar=10**9)


def problem_of(text: str, limits: Limits | None = None) -> Problem:
    """The one problem of a text, which leaves nothing of its last document."""
    found = parse(text, limits)
    assert found[-1].root is None
    (problem,) = found[-1].problems
    assert problem.kind == "unreadable"
    assert 0 <= problem.start < problem.end <= len(text)
    return problem


def accepted(text: str, limits: Limits | None = None) -> bool:
    return not any(document.problems for document in parse(text, limits))


# ---- Depth. ----


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("a", 1),
        ("[]", 1),
        ("{}", 1),
        ("[a]", 2),
        ("a: b", 2),
        ("- a: b", 3),
        ("a:\n- b\n", 3),
        ("[[], [[a]]]", 4),
        ("? [a]\n: b\n", 3),
        ("- ", 2),
        ("a: &x [b]\nc: *x\n", 3),
        ("a: &x b\nc: [[*x]]\n", 4),
        ("a: &x [b]\nc: [[*x]]\n", 5),
        ("a: &x {b: c}\nd: {<<: *x}\n", 4),
    ],
)
def test_depth_counts_levels_of_nodes(text: str, depth: int) -> None:
    assert accepted(text, Limits(depth=depth))
    assert f"deeper than {depth - 1} levels" in problem_of(text, Limits(depth=depth - 1)).reason


def test_depth_is_100_at_first_and_points_at_what_is_too_deep() -> None:
    assert accepted("[" * 100 + "]" * 100)
    assert accepted("[" * 99 + "a" + "]" * 99)
    assert problem_of("[" * 101 + "]" * 101).start == 100
    assert problem_of("[" * 100 + "a" + "]" * 100).start == 100
    assert problem_of("{a: " * 100).start == 397  # the key in the hundredth mapping


@pytest.mark.parametrize("count", [50_000, 200_000])
@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[\n", "{? ", "!!seq [", "&a [", '["', ": "])
def test_deep_nesting_ends_soon(opening: str, count: int) -> None:
    text = opening * count
    if opening == '["':
        assert [problem.kind for problem in parse(text)[0].problems] == ["syntax"]
    else:
        assert problem_of(text).reason == "it is nested deeper than 100 levels"


def test_deep_blocks_end_soon() -> None:
    text = "".join(" " * level + "a:\n" for level in range(1000))
    assert problem_of(text).reason == "it is nested deeper than 100 levels"


# ---- Nodes. ----


@pytest.mark.parametrize(
    ("text", "nodes"),
    [("a", 1), ("a: b", 3), ("[a, b]", 3), ("a:\n", 3), ("- \n- \n", 3), ("a\n---\nb\n---\n[c]\n", 4)],
)
def test_nodes_are_counted_over_all_documents(text: str, nodes: int) -> None:
    assert accepted(text, Limits(nodes=nodes))
    assert problem_of(text, Limits(nodes=nodes - 1)).reason == f"it has more than {nodes - 1:,} nodes"


def test_what_is_too_much_may_be_empty_at_the_end_of_the_text() -> None:
    (problem,) = parse("a:", Limits(nodes=2))[0].problems
    assert (problem.start, problem.end) == (2, 2)


def test_nodes_are_two_hundred_thousand_at_first() -> None:
    assert Limits().nodes == 200_000
    assert problem_of("[" + "," * 3, Limits(nodes=0)).reason == "it has more than 0 nodes"


def test_documents_before_a_limit_are_kept() -> None:
    found = parse("a: 1\n---\n[[[b]]]\n", Limits(depth=3))
    assert [len(document.problems) for document in found] == [0, 1]
    assert found[0].root is not None


# ---- Aliases. ----


def bomb(levels: int, width: int) -> str:
    """Each level holds the one before it several times."""
    lines = ["a0: &a0 [" + ", ".join(["x"] * width) + "]"]
    lines += [f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * width) + "]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(("levels", "width"), [(9, 9), (60, 2), (10, 50)])
def test_alias_bombs_end_soon(levels: int, width: int) -> None:
    assert problem_of(bomb(levels, width)).reason == "its aliases expand to more than 100,000 nodes"


def test_bombs_of_merge_keys_end_soon() -> None:
    lines = [
        "a0: &a0 {k: 1}",
        *(f"a{level}: &a{level} {{<<: [*a{level - 1}, *a{level - 1}]}}" for level in range(1, 60)),
    ]
    assert problem_of("\n".join(lines)).reason == "its aliases expand to more than 100,000 nodes"


def test_a_chain_that_only_gets_deep_ends_soon() -> None:
    lines = ["a0: &a0 [x]", *(f"a{level}: &a{level} [*a{level - 1}]" for level in range(1, 500))]
    problem = problem_of("\n".join(lines))
    assert problem.reason == "its aliases nest deeper than 100 levels"
    assert problem.start == "\n".join(lines).index("*a97")  # root, 98 lists above it, `[x]`, `x`


def test_an_alias_inside_of_its_own_node_is_refused() -> None:
    for text in ("&a [*a]", "a: &a {b: *a}", "&a {*a : b}", "&a {<<: *a}", "- &a [[[*a]]]"):
        problem = problem_of(text)
        assert problem.reason == "an alias stands inside of the node that it refers to"
        assert text[problem.start : problem.end] == "*a"


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("- &a x\n- *a\n", 1),
        ("- &a [x, y]\n- *a\n- *a\n", 6),
        ("- &a {x: y}\n- *a\n", 3),
        ("- &a [x]\n- &b [*a]\n- *b\n", 2 + 3),
        ("- &a x\n- *a\n---\n- &a x\n- *a\n", 2),
    ],
)
def test_what_aliases_bring_in_is_counted(text: str, nodes: int) -> None:
    assert accepted(text, Limits(alias_nodes=nodes))
    problem = problem_of(text, Limits(alias_nodes=nodes - 1))
    assert problem.reason == f"its aliases expand to more than {nodes - 1} nodes"
    assert text[problem.start : problem.end] in ("*a", "*b")


# ---- Directives, size, NUL. ----


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("directive", ["%TAG !e{}! tag:example.com,2000:", "%YAML 1.2 # {}"])
def test_directives(directive: str, line_break: str) -> None:
    text = line_break.join(directive.format(number) for number in range(60_000)) + f"{line_break}--- a"
    problem = problem_of(text)
    assert problem.reason == "it has more than 100 directives"
    assert text[: problem.start].count("%") == 100


def test_as_many_directives_as_the_limit_says() -> None:
    text = "".join(f"%TAG !e{number}! tag:example.com,2000:\n" for number in range(100)) + "--- !e99!x a\n"
    assert accepted(text)
    assert not accepted(text, Limits(directives=99))
    assert accepted("a: |\n" + "  %TAG x\n" * 200)
    assert accepted("a: 5 %YAML\n" + "b%TAG: 1\n")


def test_size() -> None:
    (found,) = documents(BytesSource("a.yaml", b"a: 12345678\n", blueprints_only=False), Limits(size=11))
    assert [problem.kind for problem in found.problems] == ["unreadable"]
    assert "larger than" in found.problems[0].reason
    (found,) = documents(BytesSource("a.yaml", b"a: 12345678\n", blueprints_only=False), Limits(size=12))
    assert found.problems == []


def test_nul() -> None:
    problem = problem_of("a: b\nc: d\0e\n")
    assert (problem.start, problem.end, problem.reason) == (9, 10, "it holds a NUL character")


# ---- Other shapes that could cost more than their length. ----


@pytest.mark.parametrize(
    "text",
    [
        "- !!str\n" * 20_000,
        "- !!str &a\n" * 20_000,
        "[" + "!!str , " * 20_000 + "]",
        "? " * 99 + "\n" + "# c\n" * 50_000,
        "a:\n" + "".join(" " * (number % 50) + "# c\n" for number in range(20_000)) + "  b\n",
        "a: 1\n" + "\n" * 200_000 + "b: 2\n",
        "a: |+\n" + " \n" * 100_000,
        "a: " + "x " * 200_000,
        "a:" + " " * 300_000 + "b",
        "a: '" + " " * 300_000 + "b'",
        "a: b " + "# " * 100_000,
        "!" * 100_000,
        "&" * 100_000,
        "&" + "a" * 100_000 + " b",
        "---\n# c\n" * 1_000,
        "a: " + "\u2028\x85" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_texts_are_read(text: str) -> None:
    assert accepted(text)


@pytest.mark.parametrize("text", ["! " * 100_000, "&a " * 100_000, "%\n" * 100_000, 'a: "' + "x\n" * 100_000])
def test_long_texts_that_are_no_yaml_are_refused(text: str) -> None:
    assert parse(text)[-1].problems[0].kind == "syntax"


# ---- Nothing under a limit is refused, anything over it is. ----


@settings(max_examples=300, deadline=None)
@given(yaml_texts())
def test_limits_are_exact(text: str) -> None:
    found = parse(text, NO_LIMIT)
    nodes = [node for document in found if document.root for node in walk(document.root)]
    assume(nodes and not any(document.problems for document in found))
    exact = Limits(
        depth=max(document.root.height for document in found if document.root),
        nodes=sum(not node.used_at for node in nodes),
        alias_nodes=sum(bool(node.used_at) for node in nodes),
    )
    assert accepted(text, exact)
    assert not accepted(text, replace(exact, depth=exact.depth - 1))
    assert not accepted(text, replace(exact, nodes=exact.nodes - 1))
    assert accepted(text, replace(exact, alias_nodes=exact.alias_nodes - 1)) == (exact.alias_nodes == 0)


# ---- Documents, scalars, findings. ----


def test_documents() -> None:
    assert accepted("a\n--- b\n", Limits(documents=2))
    problem = problem_of("a\n--- b\n--- c\n", Limits(documents=2))
    assert (problem.start, problem.reason) == (8, "it has more than 2 documents")
    assert Limits().documents == 1_000


@pytest.mark.parametrize(
    "text", ["abcd: 1", "a: abcd", "a: 'abcd'", "a: |\n  abc\n", "a: 'ab\n  d'", 'a: "\\x41\\x41\\x41\\x41"']
)
def test_the_length_of_a_scalar_is_that_of_its_value(text: str) -> None:
    assert accepted(text, Limits(scalar=4))
    assert problem_of(text, Limits(scalar=3)).reason == "a scalar is longer than 3 characters"


def test_a_scalar_may_have_a_million_characters() -> None:
    assert Limits().scalar == 1_000_000


def test_a_directive_may_not_make_all_tags_long() -> None:
    assert accepted("%TAG !e! tag:" + "x" * 200 + "\n--- !e!a b\n")
    problem = problem_of("# c\n%TAG !e! tag:" + "x" * 300 + "\n--- !e!a b\n")
    assert (problem.start, problem.reason) == (4, "a directive is longer than 256 characters")


def findings(text: str, limit: int, **more: Any) -> list[tuple[str, int]]:
    config = Config(limits=Limits(findings=limit), **more)
    return [(finding.rule, finding.span.start.line) for finding in check(text, config=config)]


MANY = "connector:\n  name: a\n  name: b\n  name: c\n  name: d\n  base_url: http://a.example\n"
DUPLICATES = [("duplicate-key", 3), ("duplicate-key", 4), ("duplicate-key", 5)]


def test_findings_over_the_limit_are_counted_in_one_more() -> None:
    assert findings(MANY, 4) == [*DUPLICATES, ("insecure-url", 6)]
    assert findings(MANY, 2) == [("unreadable-file", 1), *DUPLICATES[:2]]
    (finding, *_) = check(MANY, config=Config(limits=Limits(findings=2)))
    assert finding.message == "the file cannot be checked: it has more than 2 findings, and 2 of them are not reported"


def test_the_worst_findings_are_reported() -> None:
    lesser = {"duplicate-key": Severity.INFO}
    assert findings(MANY, 1, severity=lesser) == [("unreadable-file", 1), ("insecure-url", 6)]
    assert findings(MANY, 1)[0] == ("unreadable-file", 1)


def test_what_ends_the_reading_is_among_the_reported() -> None:
    text = "--- {}\n" * 3 + "--- [\n"
    assert findings(text, 2) == [("unreadable-file", 1), ("missing-key", 1), ("yaml-syntax", 5)]


def test_nothing_silences_that_findings_are_left_out() -> None:
    text = f"# connector-lint: ignore-file[unreadable-file]\n{MANY}"
    assert findings(text, 2)[0] == ("unreadable-file", 1)
    assert findings(MANY, 1, select=frozenset(["duplicate-key"]))[0] == ("unreadable-file", 1)
    assert findings(MANY, 3, ignore=frozenset(["duplicate-key"])) == [("insecure-url", 6)]
