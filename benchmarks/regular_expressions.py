"""Tries every regular expression of the linter on its worst inputs at growing length, and prints a Markdown table.

    python benchmarks/regular_expressions.py                     # how time grows where the length doubles
    python benchmarks/regular_expressions.py --length 1000000    # each on its worst input of that length

Inputs are derived from each expression: what it begins with and what it repeats, over and over, and then a character
that lets it fail. Time near twice as long for twice the length is linear; four times as long is quadratic.
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import importlib
import pkgutil
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SHORTEST, _LONGEST, _ENOUGH = 2_000, 128_000, 0.2  # characters, characters, seconds
_NO_END = "\x01"
_METHODS = ("fullmatch", "match", "search", "finditer", "findall", "sub", "split")
_NO_INPUT = ("__main__", ".testing")  # the latter reads rules' own examples
_PACKAGES = ("connector_lint", "connector_lint.rules")
# Where a derived input does not reach the worst of what is known.
_BY_HAND = (
    " # connector-lint: ignore[",
    "\\" * 2,
    "{{%a",
    "{a",
    "a.",
    "a@",
    "://a:",
    "a=",
    "&a=",
    "-----BEGIN PRIVATE KEY-----",
    "eyJ",
    "[ \t]",
    "x-",
    "'",
    '"',
    "#",
    "\n",
    "\r\n",
    " \n",
    "a b ",
    "::",
    "##a",
)
Piece = tuple[str, str]  # what an input begins with, and what it repeats


@dataclasses.dataclass(frozen=True)
class Found:
    """An expression, where it is kept, and the methods by which the code there uses it."""

    name: str
    pattern: re.Pattern[str]
    methods: set[str]

    def run(self, text: str) -> None:
        """Use it on a text in each of the ways, to the end."""
        for method in self.methods:
            if method in ("fullmatch", "match", "search"):
                getattr(self.pattern, method)(text)
            elif method == "split":
                self.pattern.split(text)
            else:
                for _ in self.pattern.finditer(text):
                    pass

    def seconds(self, text: str) -> float:
        """How long that takes."""
        start = time.process_time()
        self.run(text)
        return time.process_time() - start


def expressions() -> list[Found]:
    """All compiled expressions that the linter's modules and the rules keep, each once, with all that is done to it."""
    found: dict[tuple[str, int], Found] = {}
    for package in _PACKAGES:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            if not module.name.endswith(_NO_INPUT):
                loaded = importlib.import_module(module.name)
                used, of_others = _methods(Path(str(loaded.__file__)))
                for name, value in vars(loaded).items():
                    for index, pattern in enumerate(_patterns(value, 4)):
                        methods = used.get(name, of_others)
                        short = f"{module.name.removeprefix('connector_lint.')}.{name}" + (
                            f"[{index}]" if index else ""
                        )
                        one = found.setdefault((pattern.pattern, pattern.flags), Found(short, pattern, set()))
                        one.methods.update(methods)
    for one in found.values():
        one.methods.update(() if one.methods else {"finditer"})
    return list(found.values())


def _methods(path: Path) -> tuple[dict[str, set[str]], set[str]]:
    """By which methods a module uses the expressions that it names, and by which those that it only loops over."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in _METHODS
            and isinstance(node.value, ast.Name | ast.Subscript)
        ):
            holder = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(holder, ast.Name) and holder.id != "re":
                found.setdefault(holder.id, set()).add(node.attr)
    others = {method for name, methods in found.items() if not name.lstrip("_").isupper() for method in methods}
    return {name: methods for name, methods in found.items() if name.lstrip("_").isupper()}, others


def _patterns(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth and isinstance(value, dict):
        for part in value.values():
            yield from _patterns(part, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _patterns(part, depth - 1)
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _patterns(getattr(value, field.name, None), depth - 1)
    elif depth and callable(value) and hasattr(value, "cache_info") and not _wants_arguments(value):
        yield from _patterns(value(), depth - 1)


def _wants_arguments(function: Callable[..., Any]) -> bool:
    code = getattr(getattr(function, "__wrapped__", None), "__code__", None)
    return code is None or code.co_argcount > 0


def _parts(pattern: re.Pattern[str]) -> list[str]:
    """An example of what each part of an expression matches."""
    parsed = re._parser.parse(pattern.pattern, pattern.flags)  # type: ignore[attr-defined]  # noqa: SLF001
    return [_example(part) for part in parsed]


def inputs(pattern: re.Pattern[str]) -> Iterator[str]:
    """Pieces to repeat: an example of what it matches, of each of its parts, and each two characters of its own."""
    parts = _parts(pattern)
    yield "".join(parts)
    yield from ("".join(parts[:end]) for end in range(1, len(parts)))
    letters = list(dict.fromkeys(c for part in parts for c in (part[:1], part[-1:]) if c))[:6]
    yield from letters
    yield from (one + other for one in letters for other in letters if one != other)
    yield from _BY_HAND


def _example(node: tuple[Any, Any]) -> str:  # noqa: PLR0911 - one a kind of node
    """A text that one node of an expression matches: its repetitions twice, the first of its choices."""
    kind, value = str(node[0]), node[1]
    if kind == "LITERAL":
        return chr(value)
    if kind == "NOT_LITERAL":
        return "a" if value != ord("a") else "b"
    if kind == "ANY":
        return "a"
    if kind == "IN":
        return _of_class(value)
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, inner = value
        times: int = min(max(least, 2), int(most), 50)
        return "".join(map(_example, inner)) * times
    if kind == "SUBPATTERN":
        return "".join(map(_example, value[3]))
    if kind == "ATOMIC_GROUP":
        return "".join(map(_example, value))
    if kind == "BRANCH":
        return "".join(map(_example, value[1][0]))
    return ""


def _of_class(items: list[tuple[Any, Any]]) -> str:
    negated = str(items[0][0]) == "NEGATE"
    text = "".join(chr(code) for code in range(32, 127))
    source = "[" + ("^" if negated else "") + "".join(map(_class_item, items[negated:])) + "]"
    found = re.search(source, "a0-_ " + text + "\t\n\r")
    return found[0] if found else "\ufffd"


def _class_item(item: tuple[Any, Any]) -> str:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    categories: dict[str, str] = {
        "DIGIT": r"\d",
        "NOT_DIGIT": r"\D",
        "SPACE": r"\s",
        "NOT_SPACE": r"\S",
        "WORD": r"\w",
        "NOT_WORD": r"\W",
    }
    return categories[str(value).removeprefix("CATEGORY_")]


def beginnings(pattern: re.Pattern[str]) -> Iterator[str]:
    """What may stand before the pieces: nothing, or what the first parts of an expression match."""
    parts = _parts(pattern)
    yield from ("".join(parts[:end]) for end in range(len(parts) + 1))


def of_length(piece: Piece, length: int) -> str:
    """The beginning, a piece over and over, and an end that lets the expression fail."""
    begin, again = piece
    return (begin + again * (length // len(again) + 1))[: length - 1] + _NO_END


def worst(found: Found) -> Piece:
    """The beginning and the piece that take longest."""
    pieces = dict.fromkeys(piece for piece in inputs(found.pattern) if piece)
    begun = [("", piece) for piece in pieces]
    begun += [(begin, piece) for begin in dict.fromkeys(beginnings(found.pattern)) if begin for piece in (*pieces, " ")]
    return max(begun, key=lambda piece: found.seconds(of_length(piece, _SHORTEST)))


def growth(found: Found, piece: Piece) -> tuple[int, float, float]:
    """The length that was reached, the seconds there, and how many times as long that is as for half the length."""
    length, before = _SHORTEST, min(found.seconds(of_length(piece, _SHORTEST)) for _ in range(5))
    while True:
        length *= 2
        now = min(found.seconds(of_length(piece, length)) for _ in range(5))
        if length >= _LONGEST or now > _ENOUGH:
            return length, now, now / max(before, 1e-9)
        before = now


def main() -> None:
    """Print the table, the slowest first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--length", type=int, help="one run of each on its worst input of so many characters")
    length = parser.parse_args().length
    rows = []
    for found in expressions():
        piece = worst(found)
        if length:
            rows.append((found.name, length, found.seconds(of_length(piece, length)), 0.0))
        else:
            rows.append((found.name, *growth(found, piece)))
    rows.sort(key=lambda row: (-row[3], -row[2]))
    print(f"{len(rows)} expressions\n")
    print("| expression | characters | ms | time for twice the length |\n|---|--:|--:|--:|")
    for name, reached, seconds, ratio in rows:
        print(f"| `{name}` | {reached:,} | {seconds * 1000:.2f} | {f'{ratio:.1f}' if ratio else ''} |")


if __name__ == "__main__":
    main()
