"""Ways through a tree, written down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connector_lint.tree import Mapping, Node, Sequence

if TYPE_CHECKING:
    from connector_lint.tree import Path

_TELLING = ("name", "key", "type")
_PLAIN = re.compile(r"[A-Za-z_][\w-]*\Z")


def yaml_path(path: Path) -> str:
    """A path as text: `interface_parameters.section.source[0].auth_type`; other names as `["a.b"]`."""
    return "".join(map(_step, path)).removeprefix(".")


def named_path(root: Node | None, path: Path) -> str:
    """A path by names: `source[name=x]`. It survives re-ordering.

    An item without a name goes by its `key` or `type`, and any other is `[*]`: an index would not stay.
    """
    steps = []
    node = root
    for step in path:
        below: Node | None = None
        text = _step(step)
        if isinstance(node, Mapping):
            below = node.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
            text = _item(below)
        steps.append(text)
        node = below
    return "".join(steps).removeprefix(".")


def _item(item: Node) -> str:
    if isinstance(item, Mapping):
        for key in _TELLING:
            if name := item.text(key):
                return f"[{key}={name}]"
    return "[*]"


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN.match(step):
        return f".{step}"
    escaped = step.replace("\\", "\\\\").replace('"', '\\"')
    return f'["{escaped}"]'


def quoted(name: str) -> str:
    """A name from the file as messages show it: in backquotes, cut to a readable length."""
    return f"`{name if len(name) <= 60 else name[:57] + '...'}`"
