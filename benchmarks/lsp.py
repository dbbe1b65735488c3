"""How long after a keystroke the language server has said what it finds, and what its memory does.

    python benchmarks/lsp.py

Prints a Markdown table. The time runs from the moment the edit is sent to the moment the diagnostics of its version
are there, through the server's pipes, with a debounce of 0: what a user sets, 100 ms if nothing, comes on top.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from language_client import Editor

_HEAD = """\
interface_parameters:
  section:
    source:
      - name: "auth"
        type: "authentication"
        auth_type: "bearer"
        fields:
          - name: "bearer_token"
            type: "string"
            is_encrypted: true
      - name: "since"
        type: "string"
connector:
  name: "Orders"
  base_url: "http://api.example.com"
steps:
"""
_STEP = """\
  - name: "get_orders_{0}"
    type: "rest"
    http_method: "GET"
    endpoint: "/orders/{0}?since={{{1}}}"
    variables_output:
      - response_location: "data"
        variable_name: "orders_{0}"
        variable_format: "json"
        transformation_layers:
          - {{type: "extract_json", json_path: "$.orders"}}
"""
_URI = "untitled:benchmark"
_KEYSTROKES = {60: 200, 300: 200, 3000: 40}  # by lines
_EDITS = 1000


def blueprint(lines: int) -> str:
    """A Blueprint of about so many lines, with findings on some."""
    steps = (lines - _HEAD.count("\n")) // _STEP.count("\n")
    return _HEAD + "".join(_STEP.format(number, "since" if number % 10 else "sinse") for number in range(steps))


def keystrokes(editor: Editor, text: str, count: int, first: int) -> list[float]:
    """Milliseconds from each of so many edits to its diagnostics; versions count on from `first`.

    Each gives the first step's variable another name.
    """
    before = text[: text.index("orders_0")]
    line, start = before.count("\n"), len(before) - before.rfind("\n") - 1 + len("orders_0")
    length, times = 0, []
    for version in range(first, first + count):
        place = types.Range(types.Position(line, start), types.Position(line, start + length))
        typed = f"_{version}"
        begin = time.perf_counter()
        editor.change(_URI, version, types.TextDocumentContentChangePartial(place, typed))
        editor.diagnostics(_URI, version)
        times.append(1000 * (time.perf_counter() - begin))
        length = len(typed)
    editor.change(_URI, first + count, text)
    editor.diagnostics(_URI, first + count)
    return times


def memory(process: int) -> float:
    """Resident memory of a process in MiB; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.is_file() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def main() -> None:
    """Measure and print."""
    rows = ["| lines | findings | median | 95 of 100 | keystrokes |", "| ---: | ---: | ---: | ---: | ---: |"]
    with Editor(None) as editor:
        for size, count in _KEYSTROKES.items():
            text = blueprint(size)
            editor.open(_URI, text)
            found = len(editor.diagnostics(_URI, 1))
            times = keystrokes(editor, text, count, 2)
            median, high = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            lines = text.count("\n")
            rows.append(f"| {lines:,} | {found} | {median:.1f} ms | {high:.1f} ms | {len(times)} |")
            editor.close(_URI)
        text = blueprint(300)
        editor.open(_URI, text)
        keystrokes(editor, text, 50, 2)
        before = memory(editor.process)
        keystrokes(editor, text, _EDITS, 100)
        after = memory(editor.process)
    rows += ["", f"Memory: {before:.1f} MiB before and {after:.1f} MiB after {_EDITS:,} edits of 300 lines."]
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
