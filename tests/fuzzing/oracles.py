"""What must hold for any bytes: no exception, an end in time, true places, and repairs that make nothing worse.

Each function takes the bytes of one input and fails with an AssertionError, or with whatever the code under test raises.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from connector_lint import Config, ConfigError, Finding, Severity, inspect
from connector_lint.add_ignores import with_ignores
from connector_lint.finding import Fix
from connector_lint.fixer import fix_text
from connector_lint.lines import Lines
from connector_lint.names import yaml_path
from connector_lint.parse import parse
from connector_lint.redact import visible
from connector_lint.settings import make_config, read_settings
from connector_lint.tree import Node, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.test_parse_spans import check_agreement, check_block_scalars, check_flow_scalars, check_nesting
else:
    from test_parse_spans import check_agreement, check_block_scalars, check_flow_scalars, check_nesting

LONGEST = 20.0  # seconds of processor time, for inputs of some kilobytes in instrumented code
BLUEPRINT = """\
interface_parameters:
  section:
    source:
      - name: "orders_auth"{0}
        type: "authentication"
        auth_type: "basic"{1}
        fields:
          - {name: "username", type: "string"}{2}
          - name: "password"{3}
            type: string{4}
{5}
connector:
  nam: "Orders"{6}
  base_url: "http://api.example.com/"{7}
"""


def with_comments(comments: list[str]) -> str:
    """The Blueprint with comments in its places for them."""
    text = BLUEPRINT
    for number in range(8):
        text = text.replace(f"{{{number}}}", comments[number] if number < len(comments) else "")
    return text


def text_of(data: bytes) -> str:
    """The bytes as the engine gets them: invalid ones have become a character."""
    return data.decode("utf-8", "replace").removeprefix("\ufeff")


@contextmanager
def in_time() -> Iterator[None]:
    """Fail where the block takes too long."""
    begin = time.process_time()
    yield
    took = time.process_time() - begin
    assert took < LONGEST, f"took {took:.1f} s"


def check_any(data: bytes) -> None:
    """Inspecting a text."""
    text = text_of(data)
    with in_time():
        inspection = inspect(text, "a.yaml", Config())
        assert inspection.errors == ()
        check_places(text, inspection.findings)
        check_nesting(text)
        check_agreement(text)
        if not any(document.problems for document in parse(text)):
            check_flow_scalars(text)
            check_block_scalars(text)


def check_places(text: str, findings: tuple[Finding, ...]) -> None:
    """Spans lie in the text, lines and columns are those of the offsets, and a path leads to where the span is."""
    lines = Lines(text)
    documents = parse(text)
    for finding in findings:
        start, end = finding.span.start, finding.span.end
        assert 0 <= start.offset <= end.offset <= len(text), finding
        assert (start, end) == (lines.position(start.offset), lines.position(end.offset)), finding
        assert visible(finding.message) == finding.message
        root = documents[finding.document].root
        if finding.yaml_path and root and finding.yaml_path.isascii() and "*" not in finding.yaml_path:
            nodes = [node for node in walk(root) if yaml_path(node.path) == finding.yaml_path]
            assert not nodes or any(_holds(node, start.offset, end.offset) for node in nodes), finding


def _holds(node: Node, start: int, end: int) -> bool:
    """Whether a finding about a node may point there: into it, at its key, or for what is missing in the root."""
    key = node.entry.key if node.entry else None
    at_key = bool(key and key.start <= start <= end <= key.end)
    return node.parent is None or at_key or node.start <= start <= end <= node.end


def check_fix(data: bytes) -> None:
    """Repairing a text."""
    text = text_of(data)
    with in_time():
        before = inspect(text, "a.yaml", Config()).findings
        for unsafe in (False, True):
            fixed = fix_text(text, "a.yaml", Config(), unsafe=unsafe)
            after = inspect(fixed.text, "a.yaml", Config()).findings
            assert grave(after) <= grave(before), grave(after) - grave(before)
            assert fix_text(fixed.text, "a.yaml", Config(), unsafe=unsafe).text == fixed.text
            if not fixed.applied:
                assert fixed.text == text
            check_fixes(text, before)


def check_fixes(text: str, findings: tuple[Finding, ...]) -> None:
    """Edits lie in the text and do not overlap within a fix."""
    for fix in (finding.fix for finding in findings if finding.fix):
        assert isinstance(fix, Fix)
        spans = sorted((edit.span.start.offset, edit.span.end.offset) for edit in fix.edits)
        assert all(0 <= start <= end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def grave(findings: tuple[Finding, ...]) -> Counter[str]:
    """What no fix may add: broken YAML, and security findings but for advice."""
    return Counter(
        finding.rule
        for finding in findings
        if finding.rule in ("yaml-syntax", "unreadable-file")
        or (finding.category == "security" and finding.severity is not Severity.INFO)
    )


def check_config(data: bytes) -> None:
    """Reading a configuration: a Config, or one line of words."""
    messages: list[str] = []
    with in_time(), tempfile.TemporaryDirectory() as folder:
        for name in (".connector-lint.toml", "pyproject.toml"):
            file = Path(folder, name)
            file.write_bytes(data)
            try:
                settings = read_settings(file, optional=True)
                if settings:
                    inspect(with_comments([]), "a.yaml", make_config(settings))
            except ConfigError as error:
                messages.append(str(error))
        assert all(0 < len(message) < 1000 for message in messages)


def check_ignores(data: bytes) -> None:
    """Ignore comments with these bytes in them hide nothing but what they name, and hide it visibly."""
    pieces = [text_of(piece).replace("\n", " ").replace("\r", " ") for piece in data.split(b"\n")[:8]]
    text = with_comments([f"  # connector-lint: ignore{piece}" if piece else "" for piece in pieces])
    with in_time():
        with_ignores(text, "a.yaml", Config())
        inspection = inspect(text, "a.yaml", Config())
        assert inspection.errors == ()
        bare = inspect(text, "a.yaml", Config(no_ignores=True)).findings
        found = [finding for finding in inspection.findings if finding.rule != "unused-ignore"]
        hidden = [one.finding for one in inspection.suppressed if one.finding.rule != "unused-ignore"]
        assert keys(found) + keys(hidden) == keys(bare)
        for one in inspection.suppressed:
            assert any(word in text for word in (one.finding.rule, one.finding.category))
        check_places(text, inspection.findings)


def keys(findings: list[Finding] | tuple[Finding, ...]) -> Counter[tuple[str, int]]:
    """Findings by rule and place."""
    return Counter((finding.rule, finding.span.start.offset) for finding in findings)


ORACLES: dict[str, Callable[[bytes], None]] = {
    "check": check_any, "fix": check_fix, "config": check_config, "ignores": check_ignores,
}  # fmt: skip
