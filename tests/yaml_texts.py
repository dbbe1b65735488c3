"""YAML to try the parser on: texts that are valid for the most part, damaged ones, and the fixtures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from random import Random

_PLAIN = [
    "a", "b c", "key", "12", "-1.5", "0x1F", "0o17", "null", "~", "true", "yes", ".inf", "2001-01-01", "=", "é", "😀",
    "http://h/p?q=1#f", "a#b", "a:b", "x-y", "?x", ":x", "-x", "日本 語", "it's", 'say "x"', "a\\n", "a & b", "a * b",
    "a ! b", "a | b", "a > b", "a % b", "a @ b", "a\xa0b", "a\u2028b", "a\x85b", "\ufeffa",
]  # fmt: skip
_BLOCK_PLAIN = ["a, b", "a]", "a}b", "a [b", "f(x, y) {z}", "a\tb", "a {%b%}"]
_SINGLE = ["a", "b c", " ", "\t", "''", '"', "#", " # ", ": ", "\\", "😀", "\u2029", "{", "]", ",", "\n", "\n\n"]
_DOUBLE = [
    "a", "b c", " ", "\t", "\\n", "\\t", "\\x41", "\\u263A", "\\U0001F600", '\\"', "\\\\", "\\ ", "\\/", "\\_", "\\N",
    "\\L", "\\e", "#", " # ", ": ", "'", "😀", "é", "\u2028", "\x85", "{", "]", ",", "\n", "\n\n", "\\\n", "\\\n\n",
]  # fmt: skip
_LINES = [
    "a", "b c", "a: b", "- a", "# no comment", "'", '"x', " more", "\tmore", "a #b", "", "", " ", "x  ", "😀", "{%x%}",
    "%x", "&a", "a\u2028b", "\x85",
]  # fmt: skip
_COMMENTS = ["# c", "#", "# 'x", "#c # d", "# a: b", "# é 😀", "# [", "# connector-lint: ignore[x]", "# a\u2028b"]
_TAGS = ["!!str", "!local", "!<tag:example.com,2000:a#b>", "!", "!!int", "!!binary", "!!merge", "!a%20b", "!a,b"]
_DAMAGE = [*" \n\t:,[]{}#&*!|>'\"%-?a0\r\u2028\x85", "\r\n", "- ", "? ", ": ", " #", "&a ", "*a ", "!t ", "\n---\n"]


@dataclass
class _Writer:
    """Writes one document; a node's text follows its indicator, `-` or `key:`."""

    random: Random
    left: int
    anchors: list[str] = field(default_factory=list)

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def comment(self) -> str:
        return self.pick(*_COMMENTS)

    def blank(self) -> str:
        return self.pick("\t", " \t") if self.chance(4) else self.pick(" ", " ", " ", "  ")

    def line_end(self) -> str:
        """A line break, blanks or a comment before it, and comments and blank lines before the next line."""
        if self.chance(70):
            return "\n"
        blank = self.blank() if self.chance(60) else ""
        comment = self.comment() if blank and self.chance(70) else ""
        return blank + comment + self.pick("", "\n", "\n  ", "\n# c", "\n      # d") + "\n"

    def properties(self) -> str:
        """An anchor, a tag, both or neither, and a blank behind each."""
        if not self.chance(14):
            return ""
        anchor = f"&{self.anchor()} " if self.chance(60) else ""
        tag = self.pick(*_TAGS) + " " if self.chance(50) else ""
        return self.pick(anchor + tag, tag + anchor)

    def anchor(self) -> str:
        self.anchors.append(self.pick("a", "b", "x1", "y-z"))
        return self.anchors[-1]

    def indented(self, text: str, indent: int) -> str:
        """Text whose lines go on at an indentation, blanks and tabs around the line breaks."""
        first, *lines = text.split("\n")
        blanks = " " * indent + ("\t" if self.chance(10) else self.pick("", " "))
        lines = [blanks + line if line or number == len(lines) else "" for number, line in enumerate(lines, 1)]
        return (self.pick("", " ") + "\n").join([first, *lines])

    def flow_scalar(self, indent: int, *, flow: bool, key: bool = False) -> str:
        if self.anchors and self.chance(12):
            return "*" + self.pick(*self.anchors) + (" " if key else "")
        if self.chance(60):
            text = self.pick(*(_PLAIN if flow or self.chance(80) else _BLOCK_PLAIN))
            text += self.pick("\nz", "\n\ny-1", "\n\n\n😀 z") if self.chance(10) and not key else ""
        else:
            quote = self.pick("'", '"')
            text = "".join(self.pick(*(_SINGLE if quote == "'" else _DOUBLE)) for _ in range(self.random.randrange(7)))
            text = quote + (text.replace("\\\n", "").replace("\n", "") if key else text) + quote
        return self.properties() + self.indented(text, indent)

    def key(self, indent: int, *, flow: bool) -> str:
        return "<<" if self.chance(6) else self.flow_scalar(indent, flow=flow, key=True)

    def gap(self, indent: int) -> str:
        """Blanks between the tokens of a flow collection."""
        if self.chance(80):
            return self.pick("", " ")
        return self.pick(self.blank(), "\n" + " " * indent, f" {self.comment()}\n" + " " * indent)

    def flow(self, indent: int, depth: int) -> str:
        """A flow collection, or a scalar in one."""
        self.left -= 1
        kind = self.pick("scalar", "scalar", "scalar", "[", "{")
        if kind == "scalar" or depth <= 0 or self.left <= 0:
            return self.flow_scalar(indent, flow=True)
        body = ""
        for number in range(self.random.randrange(4)):
            item = self.pair(indent, depth) if kind == "{" or self.chance(20) else self.flow(indent, depth - 1)
            body += ("," if number else "") + self.gap(indent) + item + self.gap(indent)
        body += "," if body and self.chance(10) else ""
        return self.properties() + kind + body + {"[": "]", "{": "}"}[kind]

    def pair(self, indent: int, depth: int) -> str:
        key = self.key(indent, flow=True)
        if self.chance(6):
            key = "? " + self.pick(key, "", self.flow(indent, depth - 1))
        end = self.pick(":", ":", ":", ":", " :", " :", "")
        if not end or self.chance(15):
            return key + end
        return key + end + self.blank() + self.flow(indent, depth - 1)

    def block_scalar(self, indent: int) -> str:
        extra = self.random.choice((1, 2, 2, 2, 4))
        lines = [self.pick(*_LINES) for _ in range(self.random.randrange(6))]
        first = next(filter(None, lines), "")
        indicator = str(extra) if first[:1] == " " or self.chance(15) else ""
        chomping = self.pick("", "", "+", "-")
        header = self.pick("|", ">") + self.pick(indicator + chomping, chomping + indicator)
        header += f" {self.comment()}" if self.chance(20) else self.pick("", "", " ")
        blanks = " " * (max(indent, 0) + extra)
        return "\n".join([header, *(blanks + line if line else "" for line in lines)])

    def block(self, indent: int, depth: int, *, compact: bool) -> str:
        """What follows a key's colon, a dash or a question mark, its line break included."""
        self.left -= 1
        kind = self.pick("scalar", "scalar", "flow", "literal", "empty", "mapping", "mapping", "sequence")
        if kind == "scalar" or depth <= 0 or self.left <= 0:
            return self.blank() + self.flow_scalar(indent + 1, flow=False) + self.line_end()
        if kind == "empty":
            return (" " + self.properties()).rstrip() + self.line_end()
        if kind == "flow":
            return self.blank() + self.flow(indent + 1, depth) + self.line_end()
        if kind == "literal":
            return self.blank() + self.properties() + self.block_scalar(indent) + "\n"
        inner = indent + self.random.choice((1, 2, 2, 4))
        write = self.mapping if kind == "mapping" else self.sequence
        if compact and inner > indent + 1 and self.chance(60):
            return " " * (inner - indent - 1) + write(inner, depth - 1).lstrip(" ")
        if kind == "sequence" and not compact and self.chance(30):
            inner = indent
        return (" " + self.properties()).rstrip() + self.line_end() + write(inner, depth - 1)

    def mapping(self, indent: int, depth: int) -> str:
        text, blanks = "", " " * indent
        for _ in range(self.random.choice((1, 2, 3))):
            if self.chance(6):
                text += blanks + "?" + self.block(indent, depth, compact=True)
                text += blanks + ":" + self.block(indent, depth, compact=True) if self.chance(70) else ""
            else:
                text += blanks + self.key(indent, flow=False) + ":" + self.block(indent, depth, compact=False)
        return text

    def sequence(self, indent: int, depth: int) -> str:
        count = self.random.choice((1, 2, 3))
        return "".join(" " * indent + "-" + self.block(indent, depth, compact=True) for _ in range(count))

    def document(self, *, marker: bool) -> str:
        start = self.pick("", "# c\n", "\n", " # c\n", "")
        if marker:
            start = self.pick("", "", "", "%YAML 1.2\n", "%TAG !e! tag:example.com,2000: # c\n")
            start += "---" + self.pick("\n", "\n", " # c\n", " ")
        if start.endswith(" ") or self.chance(15):
            return start + self.pick("", "a", "'a'", "[a, b]", "|\n  a\n", "!!str", "&a a", "*a", "# c")
        return start + (self.mapping(0, 4) if self.chance(70) else self.sequence(0, 4))


def _write(random: Random, size: int) -> str:
    text = _Writer(random, size).document(marker=random.random() < 0.25)
    while random.random() < 0.15:
        between = random.choice(["", "...\n", "... # c\n", "# c\n"])
        text = text.rstrip("\n") + "\n" + between + _Writer(random, size).document(marker=True)
    text = text.rstrip("\n") if random.random() < 0.15 else text
    return text.replace("\n", random.choice(["\n", "\n", "\n", "\r\n", "\r"]))


def _damage(random: Random, text: str) -> str:
    for _ in range(random.randrange(1, 4)):
        start = random.randrange(len(text) + 1)
        end = min(len(text), start + random.randrange(1, 6))
        inserted = random.choice(["", random.choice(_DAMAGE), text[start:end] * 2])
        text = text[:start] + inserted + text[start if inserted in _DAMAGE else end :]
    return text


def _fixtures() -> dict[str, str]:
    folder = Path(__file__).parent.parent / "fixtures"
    texts = {}
    for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")]):
        try:
            texts[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return texts


FIXTURES = _fixtures()

# Python's own random numbers: drawing each choice from hypothesis takes twenty times as long.
_RANDOMS = st.randoms(use_true_random=True)


@st.composite
def yaml_texts(draw: st.DrawFn) -> str:
    """YAML of all shapes, valid for the most part."""
    return _write(draw(_RANDOMS), draw(st.integers(1, 14)))


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """YAML with a few characters lost, doubled or put in: some of it is still valid, and means something else."""
    return _damage(draw(_RANDOMS), draw(st.one_of(yaml_texts(), st.sampled_from(list(FIXTURES.values())))))
