"""Placeholders that the platform fills in, and texts that stand for a value without being one."""

from __future__ import annotations

import re

from connector_lint.suggest import letters

# `{x}`, `{x.y}`, `{{x}}`, `{{%x%}}`; a brace before a quote, a blank or a brace that closes at once is JSON's.
PLACEHOLDER = re.compile(
    r"\{\{%([^{}%\r\n]{1,200})%\}\}|\{\{([^{}%\s\"'][^{}%\r\n\"]{0,199})\}\}|\{([A-Za-z_][\w.\- ]{0,199})\}"
)

# A dollar sign within a word, or before a word with digits in it, may well be a password's.
_FOREIGN_VARIABLE = re.compile(
    r"\$\{[^{}]{1,200}\}|\$\([^()]{1,200}\)|(?<![^\s:=,])(?:\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)|%[A-Za-z_]\w*%)\Z"
)
_BRACKETED = re.compile(r"<[^<>]*>\Z|\[[^\[\]]*\]\Z")
_REPEATED = re.compile(r"([xX*.•#_\-0?])\1*\Z")
_PHRASE = re.compile(
    r"(?i)(?:.*\b|_)(?:your|1password|lastpass|keeper|vault)(?:\b|[_ -]).*\Z"
    r"|(?:look|see|ask|get|find|stored|contact|provided|enter|insert|add|put|paste|fill|replace|change|set)"
    r"(?:[ _-](?:[^\W_]+[ _-])*"
    r"(?:in|at|with|from|here|the|this|by|up|your|me|value|token|key|secret|password|it))\b.*\Z"
)
_DOCUMENTATION = re.compile(r".*(?:\.\.\.|…)\Z")
_WORDS = frozenset(
    """
    any changeme default dummy empty example fixme hidden masked n/a na none notset null optional placeholder redacted
    removed replaceme required sample secret string tbd todo undefined unset value x
    """.split()
)


def is_placeholder(text: str, name: str = "") -> bool:
    """Whether a text only stands for a value: `{x}`, `$VAR`, `<your token>`, `changeme`, `sk-...`, the key's own name.

    `name` is the name of the field or key that holds the text.
    """
    text = text.strip() if not text.endswith(" ") else text
    bare = letters(text)
    if not bare or bare in _WORDS or bare == letters(name):
        return True
    if text.endswith((" ", "=")) and len(text.split()) <= 2 and not any(map(str.isdigit, text)):
        return True  # a scheme's prefix, with nothing after it
    return any(
        pattern.match(text) for pattern in (_BRACKETED, _REPEATED, _PHRASE, _DOCUMENTATION)
    ) or holds_placeholder(text)


def holds_placeholder(text: str) -> bool:
    """Whether a part of the text is filled in by the platform, or by whoever writes the file."""
    return bool(PLACEHOLDER.search(text) or _FOREIGN_VARIABLE.search(text))


def names_in(text: str) -> list[str]:
    """What the platform's placeholders in a text refer to, first parts only: `a` of `{a.b}`."""
    found = (next(filter(None, match.groups())) for match in PLACEHOLDER.finditer(text))
    return [name.strip().partition(".")[0] for name in found]
