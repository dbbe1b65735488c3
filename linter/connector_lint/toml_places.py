"""Where a key stands in a TOML file: asked for when there is something to say about it, never to read a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connector_lint.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connector_lint.finding import Position

_MARK = "\ue000"


def key_position(text: str, path: Sequence[str | int]) -> Position:
    """The place of a key, or of an item of a list where the path ends in its index; the text is valid TOML.

    tomlkit writes a text as it was read: a mark put before the key shows where that stands. A key that is written
    behind others (`[a.key]`, `a.key = 1`) is looked for in its line.
    """
    import tomlkit  # noqa: PLC0415 - slow to import

    free = next(mark for mark in map(chr, range(ord(_MARK), 0xF900)) if mark not in text)
    try:
        document = tomlkit.parse(text)
        _put(document, path, free)
        is_item = bool(path) and isinstance(path[-1], int)
        offset = max(document.as_string().find(free) - is_item, 0)  # an item is marked inside of quotes
    except Exception:  # what tomllib reads and tomlkit does not is still an error of the file's
        offset = 0
    name = path[-1] if path else 0
    if isinstance(name, str) and not text.startswith((name, f'"{name}"', f"'{name}'"), offset):
        end = text.find("\n", offset)
        offset = max(offset, text.find(name, offset, end if end >= 0 else len(text)))
    return Lines(text).position(offset)


def _put(document: Any, path: Sequence[str | int], mark: str) -> None:
    node = document
    for step in path[:-1]:
        node = node[step]
    last = path[-1]
    if isinstance(last, int):
        node[last] = mark
        return
    node = node.item(last) if hasattr(node, "item") else node[last]
    while _is_unwritten(node):
        node = next(iter(node.values())) if hasattr(node, "values") else node[0]
    node.trivia.indent += mark


def _is_unwritten(node: Any) -> bool:
    """Whether a table has no line of its own: `[a.b]` makes an `a`; nor has a list of tables."""
    from tomlkit.container import OutOfOrderTableProxy  # noqa: PLC0415 - as above
    from tomlkit.items import AoT, Table  # noqa: PLC0415 - as above

    return isinstance(node, (OutOfOrderTableProxy, AoT)) or (isinstance(node, Table) and bool(node.is_super_table()))
