"""Placeholders that the platform fills in, and texts that stand for a value without being one."""

from __future__ import annotations

import re

from connector_lint.suggest import letters

# `{x}`, `{x.y}`, `{{x}}`, `{{%x%}}`; a brace before a quote, a blank or a brace that closes at once is JSON's.
PLACEHOLDER = re.compile(
    r"\{\{%([^{}%\r\n]{1,200})%\}\}|\{\{([^{}%\s\"'][^{}%\r\n\"]{0,199})\}\}|\{([^\W\d][\w.\- ]{0,199})\}"
)

# A dollar sign within a word, or before a word with digits in it, may well be a password's.
_FOREIGN_VARIABLE = re.compile(
    r"\$\{[^{}]{1,200}\}|\$\([^()]{1,200}\)|(?<![^\s:=,])(?:\$(?:[A-Z_][A-Z0-9_]*|[a-z_]+)|%[A-Za-z_]\w*%)\Z"
)
_TEMPLATE = re.compile(
    r"\$?\{\{.*\}\}\Z|<<[^<>]+>>\Z|__\w+__\Z|@{1,2}\w+@{1,2}\Z|%%\w+%%\Z|\(\([^()]+\)\)\Z|(?i:env[:(\[]).*\Z|\$\.\w"
)
_BRACKETED = re.compile(r"<[^<>]*>\Z|\[[^\[\]]*\]\Z")
_REPEATED = re.compile(r"([xX*.•#_\-0?])\1*\Z")
# `sk-xxxxxxxx`, `xxxxxxxx-xxxx-xxxx`: a provider's prefix, and a mask.
_MASKED = re.compile(r"(?:[A-Za-z0-9]{1,6}[-_/]{1,2}){0,5}[xX*•#]{3,}(?:[-_/.][xX*•#]{3,}){0,8}\Z")
_YOURS = re.compile(r"(?i)(?:.*[\W_])?your(?:s?[\W_].*|[a-z]*)\Z")
_PHRASE = re.compile(
    r"(?i)(?:.*\b|_)(?:1password|lastpass|keeper|vault|to be \w+|provided)(?:\b|[_ -]).*\Z"
    r"|(?:look|see|ask|get|find|stored|contact|provided|enter|insert|add|put|paste|fill|replace|change|set)"
    r"(?:[ _-](?:[^\W_]+[ _-])*"
    r"(?:in|at|with|from|here|the|this|by|up|your|me|value|token|key|secret|password|it))\b.*\Z"
)
_DOCUMENTATION = re.compile(r".*(?:\.\.\.|…)\Z")
# All at once: a text may be nothing but such words.
_SCHEMES = re.compile(
    r"(?i)(?:(?:bearer|basic|digest|token|apikey|(?:[a-z]{1,40}-)?api-key|oauth|ssws)(?:[ \t]+|\Z))++"
)
_EMPTY_PREFIX = re.compile(r"(?:[A-Za-z-]+ |(?:[A-Za-z-]+ )?[a-z_]{1,12}=)\Z")
_WORDS = frozenset(
    """
    any changeit changeme default dummy empty example fixme hidden masked n/a na nil none notset null optional
    placeholder redacted removed replaceme required sample secret string tbd todo undefined unset value x
    """.split()
)
# A text of these alone says what belongs in its place: `client_secret_here`, `my-api-key`.
_MEANINGS = frozenset(
    """
    a access api app auth basic bearer client dummy example fake goes here id key my not password placeholder real
    refresh sample secret some the token user value
    """.split()
)


def is_placeholder(text: str, name: str = "") -> bool:
    """Whether a text only stands for a value: `{x}`, `$VAR`, `<your token>`, `changeme`, `sk-...`, the key's own name.

    `name` is the name of the field or key that holds the text.
    """
    if _stands_in(text, name):
        return True
    text = text.strip()
    schemes = _SCHEMES.match(text)
    return schemes is not None and _stands_in(text[schemes.end() :], name)


def _stands_in(text: str, name: str) -> bool:
    if _EMPTY_PREFIX.match(text):
        return True  # a scheme's prefix, with nothing after it
    text = text.strip()
    bare = letters(text).strip(".,;:!?*()[]<>")
    if not bare or bare in _WORDS or _is_name(bare, letters(name)) or _is_meaning(text):
        return True
    if any(pattern.match(text) for pattern in (_TEMPLATE, _REPEATED, _MASKED, _YOURS, _DOCUMENTATION)):
        return True
    # A password may read like a phrase or stand in brackets: then it has digits, and no blank.
    wordy = " " in text or not any(map(str.isdigit, text))
    return (wordy and bool(_BRACKETED.match(text) or _PHRASE.match(text))) or holds_placeholder(text)


def _is_name(bare: str, name: str) -> bool:
    return bare == name or (len(bare) > 3 and (name.startswith(bare) or name.endswith(bare)))


def _is_meaning(text: str) -> bool:
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]", text)
    return len(words) > 1 and all(word.lower() in _MEANINGS for word in words)


def holds_placeholder(text: str) -> bool:
    """Whether a part of the text is filled in by the platform, or by whoever writes the file."""
    return bool(PLACEHOLDER.search(text) or _FOREIGN_VARIABLE.search(text))


def names_in(text: str) -> list[str]:
    """What the platform's placeholders in a text refer to, first parts only: `a` of `{a.b}`."""
    found = (next(filter(None, match.groups())) for match in PLACEHOLDER.finditer(text))
    return [name.strip().partition(".")[0] for name in found]
