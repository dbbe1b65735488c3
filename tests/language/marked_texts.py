"""Texts with a `^` where the cursor stands."""

from __future__ import annotations

from pathlib import Path

from connector_lint.language.completion import completions
from connector_lint.language.state import TextState

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"
ISSUES = (FIXTURES / "valid" / "connectors" / "github_issues.yaml").read_text(encoding="utf-8")


def at_cursor(marked: str) -> tuple[TextState, int]:
    """The state of a text without its `^`, and the offset where that stood."""
    before, _, after = marked.partition("^")
    return TextState(before + after), len(before)


def labels(marked: str) -> list[str]:
    return [one.label for one in completions(*at_cursor(marked))]


def completed(marked: str, label: str) -> str:
    """The text after the completion of a label was taken over, snippets without their stops."""
    state, offset = at_cursor(marked)
    one = next(one for one in completions(state, offset) if one.label == label)
    assert one.span.start.offset <= offset <= one.span.end.offset
    return state.text[: one.span.start.offset] + one.plain_text + state.text[one.span.end.offset :]


def offset_of(text: str, word: str, number: int = 1) -> int:
    """The offset of the second character of a word, where it stands for the nth time."""
    start = -1
    for _ in range(number):
        start = text.index(word, start + 1)
    return start + 1
