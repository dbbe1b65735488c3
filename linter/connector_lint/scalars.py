"""What a scalar's text means: YAML 1.2's core schema."""

from __future__ import annotations

import base64
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connector_lint.tree import Value

_CORE = "tag:yaml.org,2002:"
BINARY = _CORE + "binary"
_TYPES: dict[str, type] = {_CORE + kind.__name__: kind for kind in (bool, int, float)} | {_CORE + "null": type(None)}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)\Z")
_WORDS: dict[str, Value] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
# Python refuses to convert longer numerals; no connector means one as a number.
_LONGEST_NUMBER = 300


def resolve(text: str, *, plain: bool, tag: str | None) -> Value:
    """The value of a scalar: `plain` tells that it is unquoted, `tag` is the explicit tag, in full, if any.

    Source: YAML 1.2.2, section 10.3.2. An explicit core tag wins over the quotes; an unknown tag means a string, as
    does a core tag whose text is none of its values.
    """
    if tag is None:
        return _untagged(text) if plain else text
    if tag == BINARY:
        return _binary(text)
    if tag == _CORE + "float" and _FLOAT.match(text):
        return float(text)
    value = _untagged(text)
    return value if type(value) is _TYPES.get(tag) else text


def _untagged(text: str) -> Value:
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if len(text) > _LONGEST_NUMBER or not (first.isdigit() or first in "+-."):
        return text
    return _number(text)


def _number(text: str) -> Value:
    if _INT.match(text):
        return int(text)
    if _OCTAL.match(text) or _HEX.match(text):
        return int(text, 0)
    if _FLOAT.match(text):
        return float(text)
    if _INFINITY.match(text):
        return -math.inf if text[0] == "-" else math.inf
    return text


def _binary(text: str) -> str:
    """What `!!binary` hides, where it is text: a loader would hand it on decoded."""
    try:
        return base64.b64decode(text).decode() or text  # passes over what is no Base64, as loaders do
    except ValueError:
        return text
