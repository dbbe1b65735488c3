"""Blueprints to which something has happened: parts dropped, swapped, renamed, or turned into something else."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from connector_lint.parse import parse
from connector_lint.tree import plain

FIXTURES = Path(__file__).parent.parent / "fixtures"
BLUEPRINTS = [
    plain(root)
    for path in sorted([*(FIXTURES / "valid").rglob("*.yaml"), *(FIXTURES / "invalid").rglob("*.yaml")])
    for document in parse(path.read_text(encoding="utf-8"))
    if (root := document.root)
]
VALUES: list[Any] = [
    None, True, False, 0, -1.5, 10**20, "", " ", "yes", "{", "{x}", "{{%x%}}", "{{%a.b%}", "{}", "a\nb", "é\u2028",
    "http://", "://", "https://{x}@{y}:z?a=b&token={z}#", "Bearer ", "authentication", "oauth2", "api_key", "header",
    "date_range", "Authorization", [], {}, [[]], [None], {"name": None}, [{"name": ["x"]}], {"a": {"b": ["c"]}},
    [{"name": "a", "type": "authentication"}] * 2, {"": ""}, {"<<": {"name": "x"}}, {"<<": "x"},
]  # fmt: skip
NAMES = [
    "name", "type", "fields", "value", "steps", "source", "section", "connector", "interface_parameters", "reports",
    "multi-reports", "pre_run_configurations", "auth", "oauth", "oauth2_settings", "token_url", "headers", "loop",
    "variables_output", "variable_name", "variables_metadata", "storage_name", "key_map", "location", "scopes", "",
    "<<", "x-a", "é", "a.b", "1", "null", "Authorization",
]  # fmt: skip


@dataclass(frozen=True)
class Mutation:
    """What happens to one slot of a tree; `place` and `other` pick slots, `value` and `name` what comes instead."""

    kind: str
    place: int
    other: int
    value: Any
    name: str


MUTATIONS = st.builds(
    Mutation,
    st.sampled_from(["drop", "swap", "retype", "rename"]),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(VALUES),
    st.sampled_from(NAMES),
)


def slots(tree: Any) -> list[tuple[Any, Any]]:
    """All places of a tree that hold a value: a mapping and a key, or a list and an index."""
    found = []
    pending = [tree]
    while pending:
        node = pending.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
        for key in keys:
            found.append((node, key))
            pending.append(node[key])
    return found


def mutate(tree: Any, mutation: Mutation) -> None:
    places = slots(tree)
    if not places:
        return
    node, key = places[mutation.place % len(places)]
    if mutation.kind == "drop":
        del node[key]
    elif mutation.kind == "retype":
        node[key] = json.loads(json.dumps(mutation.value))
    elif mutation.kind == "rename" and isinstance(node, dict):
        node[mutation.name] = node.pop(key)
    elif mutation.kind == "swap":
        other, other_key = places[mutation.other % len(places)]
        node[key], other[other_key] = json.loads(json.dumps([other[other_key], node[key]]))


def in_blocks(tree: Any) -> str:
    stream = io.StringIO()
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.dump(tree, stream)
    return stream.getvalue()


def in_flow(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, indent=1)


@st.composite
def mutated_texts(draw: st.DrawFn) -> str:
    """The text of a mutated Blueprint, in block or in flow style."""
    tree = json.loads(json.dumps(draw(st.sampled_from(BLUEPRINTS))))
    for mutation in draw(st.lists(MUTATIONS, min_size=1, max_size=6)):
        mutate(tree, mutation)
    return in_blocks(tree) if draw(st.booleans()) else in_flow(tree)
