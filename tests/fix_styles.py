"""The same repair in every style that YAML can be written in: pairs of texts, and what makes variants of them.

Each variant of a text before and of one after is made by the same means, so that the second stays written by hand.

In the pairs `<q>` is a quote or none, `<Q>` a quote, `<end>` the end of the line that is repaired, `<between>` a line
that says nothing, `<,>` a comma behind which no line ends, `<?>` stands before a key that may be an explicit one, and `<&>` behind one whose value may have an
anchor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KEY = re.compile(r"(^ *(?:- )*(?:<\?>)?|[{,] ?|<,>)([A-Za-z_][\w-]*):(?=\s|<|$)", re.MULTILINE)
_EXPLICIT = re.compile(r"^( *)((?:- )*)<\?>([\"'\w-]+):", re.MULTILINE)
_LINE = re.compile(r"( *)(- )?")


@dataclass(frozen=True)
class Pair:
    """A text with one finding of a rule, and the one after its fix, written as a diff: a blank, `-` or `+` a line.

    `note` tells of a case whether its fix is safe, unsafe or none, and what it is about.
    """

    rule: str
    note: str
    diff: str

    @property
    def before(self) -> str:
        """The text with the finding."""
        return self._side(" -")

    @property
    def after(self) -> str:
        """The text without it."""
        return self._side(" +")

    def _side(self, signs: str) -> str:
        lines = self.diff.splitlines(keepends=True)
        return "".join(line[1:] for line in lines if line[:1] in signs)


def _read(name: str) -> list[Pair]:
    """The pairs of a file: before each of them a line `== rule` or `== rule: note`."""
    texts = Path(__file__).with_name(name).read_text(encoding="utf-8").split("== ")[1:]
    parts = [text.partition("\n") for text in texts]
    return [Pair(title.partition(": ")[0], title.partition(": ")[2], diff) for title, _, diff in parts]


PAIRS = _read("fix_pairs.diff")
CASES = _read("fix_cases.diff")


def settled(text: str) -> str:
    """A text of a pair in the common style: values in double quotes, and nothing at the end of lines."""
    for marker in ("<end>", "<between>\n", "<?>", "<&>"):
        text = text.replace(marker, "")
    return text.replace("<,>", ", ").replace("<q>", '"').replace("<Q>", '"')


def _replacing(marker: str, text: str) -> Callable[[str], str]:
    return lambda given: given.replace(marker, text)


def _with_quoted_keys(quote: str) -> Callable[[str], str]:
    return lambda text: _KEY.sub(rf"\g<1>{quote}\g<2>{quote}:", text)


def _with_lists(dash: str, by: int, item: int) -> Callable[[str], str]:
    """Lists whose dash, and what follows it, is written as `dash`, moved by `by` columns and what is in them by `item`."""

    def written(text: str) -> str:
        around: list[int] = []
        lines = []
        for line in text.replace("<between>\n", "").splitlines(keepends=True):
            found = _LINE.match(line)
            assert found is not None
            column = len(found[1])
            around = [other for other in around if other < column]
            blanks = " " * (column + item * len(around) + (by if found[2] else 0))
            lines.append(blanks + (dash if found[2] else "") + line[found.end() :])
            around += [column] if found[2] else []
        return "".join(lines)

    return written


def _explicit(text: str) -> str:
    return _EXPLICIT.sub(lambda found: f"{found[1]}{found[2]}? {found[3]}\n{found[1]}{' ' * len(found[2])}:", text)


def _over_lines(text: str) -> str:
    return text.replace(", ", ",\n" + " " * 14) if re.search(r"[{\[].*, ", text) else text


def _with_quotes(quote: str) -> Callable[[str], str]:
    return lambda text: text.replace("<q>", quote).replace("<Q>", quote)


STYLES: dict[str, Callable[[str], str]] = {
    "common": lambda text: f"# text\n{text}",
    "keys in double quotes": _with_quoted_keys('"'),
    "keys in single quotes": _with_quoted_keys("'"),
    "values plain": _replacing("<q>", ""),
    "values in single quotes": _with_quotes("'"),
    "comment at the end": _replacing("<end>", "  # note"),
    "tab before a comment": _replacing("<end>", "\t# note"),
    "tab behind a value": _replacing("<end>", "\t"),
    "blanks behind a value": _replacing("<end>", "  "),
    "comment lines between": _replacing("<between>\n", "# between\n"),
    "indented comment lines between": _replacing("<between>\n", " " * 12 + "# between\n"),
    "blank lines between": _replacing("<between>\n", " \n\n"),
    "explicit key": _explicit,
    "wide dashes": _with_lists("-   ", 0, 2),
    "lists at their key's column": _with_lists("- ", -2, -2),
    "flow on several lines": _over_lines,
    "the second of three documents": lambda text: f"---\nx-a: 1\n---\n{text}---\nx-b: 2\n",
}
ENDINGS: dict[str, Callable[[str], str]] = {
    "LF": str,
    "LF, none at the end": lambda text: text.removesuffix("\n"),
    "CRLF": _replacing("\n", "\r\n"),
    "CRLF, none at the end": lambda text: text.removesuffix("\n").replace("\n", "\r\n"),
    "CR": _replacing("\n", "\r"),
    "CR, none at the end": lambda text: text.removesuffix("\n").replace("\n", "\r"),
}
ANCHORED: dict[str, tuple[str, str]] = {
    "aliased": (" &shared", "x-copy: *shared\n"),
    "merged": (" &shared", "x-copy: {<<: *shared, x-note: 1}\n"),
    "merged from a list": (" &shared", "x-copy:\n  <<: [*shared]\n"),
    "aliased from within": (" &outer", "x-outer:\n  - *outer\n"),
}


def styles_of(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Each style that a pair can be written in, with the texts before and after."""
    for name, write in STYLES.items():
        before = settled(write(pair.before))
        if before != settled(pair.before):
            yield name, before, settled(write(pair.after))


def anchored(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """The ways in which what is around a pair may be used elsewhere, with the texts before and after."""
    for name, (anchor, use) in ANCHORED.items() if "<&>" in pair.before else ():
        before, after = (settled(text.replace("<&>", anchor) + use) for text in (pair.before, pair.after))
        yield name, before, after
