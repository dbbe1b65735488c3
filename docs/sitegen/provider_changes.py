"""Shows what changed in the table of providers between two versions of it.

cd docs && python -m sitegen.provider_changes v0.1.0          # since a tag, up to the working copy
cd docs && python -m sitegen.provider_changes v0.1.0 v0.2.0   # between two tags
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
TABLE = "rules/providers.json"


def changes(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """One line a change: `+` for what came, `-` for what went; a changed method does both."""
    before, after = ({entry["name"]: entry for entry in table["providers"]} for table in (old, new))
    for name in sorted(before.keys() | after.keys(), key=str.lower):
        if name not in after:
            yield f"- {name}"
        elif name not in before:
            yield f"+ {name}: {', '.join(after[name]['hosts'])}"
        else:
            yield from _changed(name, before[name], after[name])


def _changed(name: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    for sign, one, other in (("-", old, new), ("+", new, old)):
        for key, value in one.items():
            values = value if isinstance(value, list) else [value]
            others = other.get(key, [])
            others = others if isinstance(others, list) else [others]
            for item in values:
                if item not in others:
                    shown = item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)
                    yield f"{sign} {name}: {key}: {shown}"


def _read(reference: str | None) -> dict[str, Any]:
    """The table as it is in the working copy, or at a commit, branch or tag."""
    if reference is None:
        text = (ROOT / TABLE).read_text(encoding="utf-8")
    else:
        command = ["git", "show", "--end-of-options", f"{reference}:{TABLE}"]
        text = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout
    table: dict[str, Any] = json.loads(text)
    return table


def main(arguments: list[str]) -> int:
    """Print the changes. 2 where it is used wrongly, or git knows no such version."""
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)  # noqa: T201 - a command
        return 2
    try:
        lines = list(changes(_read(arguments[0]), _read(arguments[1] if len(arguments) > 1 else None)))
    except subprocess.CalledProcessError as error:
        print(error.stderr.strip(), file=sys.stderr)  # noqa: T201 - a command
        return 2
    print("\n".join(lines) or "no change")  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
