"""YAML events, from ruamel.yaml's C parser where it is installed, else from its pure one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLStreamError
from ruamel.yaml.reader import ReaderError

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from _ruamel_yaml import CParser
except ImportError:  # pragma: no cover - the extension is there wherever a wheel of it is
    CParser = None

# The pure parser takes about 25 times as long as the C parser: it is a second opinion for texts of people's size.
PURE_PARSER_LIMIT = 1_000_000
HAS_C_PARSER = CParser is not None
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class ParseError(Exception):
    """The text is no YAML. `offset` is the parser's problem mark, from 0, `problem` the parser's own words.

    The words may quote the text: they choose our message and are never shown.
    """

    def __init__(self, offset: int, problem: str) -> None:
        super().__init__(offset)
        self.offset = offset
        self.problem = problem


def c_events(text: str) -> Iterator[Any]:
    """The events of the C parser, one by one. Raises ParseError."""
    parser: Any = None
    try:
        parser = CParser(text)
        while parser.check_event():
            yield parser.get_event()
    except GeneratorExit:
        raise
    except Exception as error:
        raise as_parse_error(error, text) from None
    finally:
        if parser is not None:
            parser.dispose()


def pure_events(text: str) -> Iterator[Any]:
    """The events of the pure parser, one by one. Raises ParseError."""
    events = YAML(typ="safe", pure=True).parse(text)
    try:
        yield from events
    except GeneratorExit:
        raise
    except Exception as error:
        raise as_parse_error(error, text) from None
    finally:
        events.close()


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
