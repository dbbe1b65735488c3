"""YAML events, from ruamel.yaml's C parser where it is installed, else from its pure one; and what their marks mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.events import ScalarEvent
from ruamel.yaml.reader import ReaderError

from connector_lint.comments import gap_end
from connector_lint.scanner import TabScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

try:
    from _ruamel_yaml import CParser
except ImportError:  # pragma: no cover - the extension is there wherever a wheel of it is
    CParser = None

# The pure parser takes about 25 times as long as the C parser: it is a second opinion for texts of people's size.
PURE_PARSER_LIMIT = 500_000
HAS_C_PARSER = CParser is not None
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# What one character becomes in JSON's escapes; the pure parser hands on the two halves, the C parser refuses them.
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_TAG = re.compile(r"![^ \t\r\n]*")
_COMMENT = re.compile(r"#[^\r\n]*")
_HEADER = re.compile(r"[|>][-+0-9]*")
_LINE_BREAK = re.compile(r"[\r\n]")
# Line breaks for YAML 1.1 and for both parsers, not for YAML 1.2 and for editors; and the byte-order mark, which the
# parsers drop, or do not count, where a second one begins the text.
_MISREAD = "\x85\u2028\u2029\ufeff"
_PRIVATE = range(0xE000, 0xE040)


class ParseError(Exception):
    """The text is no YAML. `offset` is the parser's problem mark, from 0, `problem` the parser's own words.

    The words may quote the text: they choose our message and are never shown.
    """

    def __init__(self, offset: int, problem: str, end: int | None = None) -> None:
        super().__init__(offset)
        self.offset = offset
        self.problem = problem
        self.end = offset if end is None else end


def c_events(text: str) -> Iterator[Any]:
    """The events of the C parser, one by one. Raises ParseError."""
    return _exact(text, _c_events)


def pure_events(text: str) -> Iterator[Any]:
    """The events of the pure parser, one by one. Raises ParseError."""
    parser = YAML(typ="safe", pure=True)
    parser.Scanner = TabScanner
    return _exact(text, parser.parse)


def _c_events(text: str) -> Iterator[Any]:
    parser = CParser(text)
    try:
        while parser.check_event():
            yield parser.get_event()
    finally:
        parser.dispose()


def _exact(text: str, parse: Callable[[str], Iterable[Any]]) -> Iterator[Any]:
    """The events of a text whose misread characters the parser does not see."""
    hidden, shown = _hide(text)
    try:
        for event in parse(hidden):
            if isinstance(event, ScalarEvent) and (shown or event.style == '"'):
                event.value = _SURROGATE_PAIR.sub(_joined, event.value.translate(shown))
            yield event
    except Exception as error:
        raise as_parse_error(error, text) from None


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _hide(text: str) -> tuple[str, dict[int, str]]:
    """The text with private characters, which it does not hold itself, for those misread; and the way back."""
    misread = [character for character in _MISREAD if character in text]
    if not misread:
        return text, {}
    lowered = text.lower()
    free = (code for code in _PRIVATE if chr(code) not in text and f"{code:x}" not in lowered)
    shown = dict(zip(free, misread, strict=False))
    for code, character in shown.items():
        text = text.replace(character, chr(code))
    return text, shown


def as_parse_error(error: Exception, text: str) -> ParseError:
    """Whatever a parser raised as a ParseError; the two do not even agree on the type for a lone surrogate."""
    if isinstance(error, UnicodeEncodeError):
        return ParseError(error.start, "surrogate")
    if isinstance(error, ReaderError):
        surrogate = _LONE_SURROGATE.search(text)
        return ParseError(surrogate.start() if surrogate else _reader_offset(error, text), "character")
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        words = f"{error.context or ''}: {error.problem or ''}"
        return ParseError(mark.index if mark else 0, words)
    if isinstance(error, YAMLStreamError):
        return ParseError(0, "stream")
    return ParseError(0, type(error).__name__)


def _reader_offset(error: ReaderError, text: str) -> int:
    character = error.character
    wanted = chr(character) if isinstance(character, int) else str(character)
    return max(text.find(wanted[:1]), 0)


def properties(text: str, event: Any, before: int) -> tuple[int, int]:
    """Where a node's anchor and tag end, and where its own text begins: the parsers' marks count all of it in.

    `before` is where the last token ended: of a tag and an anchor the pure parser leaves out the tag.
    """
    end = start = event.start_mark.index
    if event.anchor is None and event.tag is None:
        return end, start
    left = {"&"} if event.anchor is not None else set()
    if event.tag is not None and "!" not in _COMMENT.sub("", text[before:start]):
        left.add("!")
    while text[start : start + 1] in left:
        left.remove(text[start])
        tag = _TAG.match(text, start)
        end = tag.end() if tag else start + 1 + len(event.anchor)
        start = gap_end(text, end)
    return end, start


def block_end(text: str, start: int, end: int) -> int:
    """The end of a block scalar's last line that is not blank, or of its header; its mark is at the next token."""
    header = _HEADER.match(text, start)
    last = start + len(text[start:end].rstrip(" \t\r\n"))
    if header and not _LINE_BREAK.search(text, start, last):
        return header.end()
    found = _LINE_BREAK.search(text, last)
    return found.start() if found else len(text)
