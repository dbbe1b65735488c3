"""Where a file holds what no report may show: the credentials that are known, and whatever might be one.

What is hidden here need not be a finding: a frame with a star too many can be read, a credential too many leaks.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from connector_lint.credential_formats import find_credentials
from connector_lint.credentials import SECRET_FIELDS, is_credential_name, words
from connector_lint.format_secrets import all_secrets
from connector_lint.placeholders import PLACEHOLDER, is_placeholder
from connector_lint.suggest import is_one_edit_away, letters
from connector_lint.tree import Scalar, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from connector_lint.document import Document
    from connector_lint.tree import Node, Offsets
    from connector_lint.views import Field, Parameter

_VALUE_KEYS = ("value", "default")
_LABEL_KEYS = ("name", "key", "header", "field", "parameter")
# What a parameter, field or variable says of itself; a credential stands in none of these.
_PLAIN_KEYS = frozenset(
    """
    name key header field parameter type is_encrypted is_sensitive encrypted key_map label description required
    auth_type location period_type format storage_name variable_name
    """.split()
)
# Names that are none of a credential field's, but hold what lets somebody in.
_ALSO_HIDDEN = frozenset("authorization bearer cookie otp signature".split())
_MISSPELT = ("password", "secret", "token", "passphrase", "credential")

_SCHEME = re.compile(r"[A-Za-z0-9-]{0,30}(?i:bearer|basic|token|key|digest|oauth|ssws)[ \t]+(?=\S)")
# A block scalar's, and nothing more: in broken YAML a value may begin with the same character.
_BLOCK_HEADER = re.compile(r"[|>](?:[-+][1-9]?|[1-9][-+]?)?(?:[ \t]+(?:#[^\r\n]*)?)?[\r\n]+")
_NAME = r"(?<![\w.\-])([A-Za-z_][\w.\-]{0,60})"
# Pairs as JSON and forms write them, wherever in a text they stand; the quotes may be escaped.
_PAIR = re.compile(_NAME + r"(?:\\?[\"']\s{0,20}:\s{0,40}|[ \t]{0,20}([:=])[ \t]{0,20})")
_QUOTED = re.compile(r"\"((?:\\.|[^\"\\\r\n])*)|'([^'\r\n]*)|\\\"((?:\\\\\\\"|(?!\\\")[^\r\n])*)")
_BARE = re.compile(r"([^\s\"'&]{1,4000})")
_ELEMENT = re.compile(r"<(?:\w{1,60}:)?([\w.\-]{1,60})>([^<>]{1,4000})")
_SCHEME_PAIR = re.compile(r"\b(?i:bearer|basic)[ \t]+([^\s\"'<>&,;]{1,4000})")
# A URL with a user or a port, up to its last `@`: a password may hold what should be escaped in it.
_URL = re.compile(r"://[^\s\"'<>]+")
_AUTHORITY = re.compile(r"://(?=[^/?#:@]*+[:@])")
_SUSPECT = re.compile(_NAME + r"[\"']?[ \t]{0,20}[:=][ \t]*")
_KEY_LINE = re.compile(r"[ \t]*+(?:-[ \t]++)*+[{\[]?[\"']?[\w.\- ]{1,100}[\"']?[ \t]*:(?:\s|\Z)|[ \t]*#")
_CLOSED = re.compile(r"(?:\"(?:\\.|[^\"\\\r\n])*\"|'[^'\r\n]*')(?=[ \t]*(?:[,}\]\r\n]|\Z|#))")
_LEAD = re.compile(r"(?i)[ \t]*(?:[a-z]+[ _-])?(?:bearer|basic|token|key|oauth)[ \t]*+[=:]?[ \t\"']*+\Z")
_DIGIT = re.compile(r"[0-9](?!password\b)")
_WORD_OR_ALIAS = re.compile(r"[A-Za-z][a-z]{0,15}[.,:;!?)]?\Z|\*")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")


def known(document: Document) -> Iterator[tuple[Offsets, str]]:
    """The credentials of a document that are sure to be one: where each stands, and its content."""
    for secret in all_secrets(document):
        start, end = _content(document.text, secret.place.start, secret.place.end)
        node = secret.place.node
        whole = isinstance(node, Scalar) and (node.start, node.end) == (secret.place.start, secret.place.end)
        content = node.text if isinstance(node, Scalar) and whole else document.text[start:end]
        scheme = _SCHEME.match(content)
        yield (start, end), content[scheme.end() :] if scheme else content
    for mapping in document.mappings:
        for entry in mapping.entries:
            if not isinstance(entry.key, Scalar):  # its name is whatever is written in it
                yield (entry.key.start, entry.key.end), entry.name


def named(document: Document, names: Iterable[str]) -> Iterator[tuple[Offsets, str]]:
    """All that stands under one of these names, or in the value of a field that has one: where, and its content."""
    wanted = set(map(letters, names))
    for mapping in document.mappings if wanted else ():
        labels = {letters(mapping.text(key) or "") for key in _LABEL_KEYS}
        for entry in mapping.entries:
            if letters(entry.name) in wanted or (labels & wanted and entry.name in _VALUE_KEYS):
                for scalar in _literals(entry.value):
                    yield _content(document.text, scalar.start, scalar.end), scalar.text


def suspected(documents: Iterable[Document]) -> Iterator[Offsets]:
    """Offsets of all that might be a credential in the documents of one file."""
    text = ""
    for document in documents:
        text = document.text
        yield from _by_structure(document)
        for comment in document.comments:
            yield from _behind_names(text, comment.start, comment.end)
    if any(document.root is None for document in documents):
        yield from _behind_names(text, 0, len(text))
    yield from _by_text(text)


@lru_cache(maxsize=4096)
def may_hide(name: str) -> bool:
    """Whether what stands under a name is not shown: a credential's name, a misspelling of one, or close to it."""
    *qualifiers, last = words(name) or [""]
    if name in SECRET_FIELDS or is_credential_name(name) or last in _ALSO_HIDDEN:
        return True
    meant = (word for word in _MISSPELT if abs(len(word) - len(last)) < 2 and is_one_edit_away(last, word))
    return any(is_credential_name(" ".join((*qualifiers, word))) for word in meant)


def _by_structure(document: Document) -> Iterator[Offsets]:
    holders: list[Field | Parameter] = [*document.fields, *document.parameters]
    fields = {id(holder.node) for holder in holders if not holder.node.get("fields")}
    for mapping in document.mappings:
        labels = [mapping.text(key) for key in _LABEL_KEYS if mapping.get(key)]
        labelled = any(label and may_hide(label) for label in labels)
        is_field = id(mapping) in fields and (labelled or not labels)
        for entry in mapping.entries:
            hides = (labelled or is_field) and entry.name in _VALUE_KEYS
            hides = hides or (is_field and entry.name not in _PLAIN_KEYS)
            if hides or may_hide(entry.name):
                for scalar in _literals(entry.value):
                    yield from _parts(document.text, scalar.start, scalar.end, entry.name)


def _literals(node: Node) -> Iterator[Scalar]:
    """The scalars of a value, without keys, words and what the keys of a field say of it."""
    for found in walk(node):
        entry = found.entry
        is_value = found is node or entry is None or (entry.value is found and entry.name not in _PLAIN_KEYS)
        if isinstance(found, Scalar) and is_value and found.value is not None and not isinstance(found.value, bool):
            yield found


def _content(text: str, start: int, end: int) -> Offsets:
    """Without quotes, a block scalar's header, and the scheme before a credential."""
    header = _BLOCK_HEADER.match(text, start, end)
    if header:
        start = header.end()
    elif end - start > 1 and text[start] in "\"'" and text[start] == text[end - 1]:
        start, end = start + 1, end - 1
    scheme = _SCHEME.match(text, start, end)
    return (scheme.end() if scheme else start), end


def _parts(text: str, start: int, end: int, name: str) -> Iterator[Offsets]:
    """The literal parts of a value between its placeholders, but for those that only stand for something."""
    start, end = _content(text, start, end)
    for found in (*PLACEHOLDER.finditer(text, start, end), None):
        stop = found.start() if found else end
        part = text[start:stop]
        stands_in = is_placeholder(part, name) and not _DIGIT.search(part)
        leads_in = found is not None and _LEAD.match(part)
        if not stands_in and not leads_in:
            yield start, stop
        start = found.end() if found else end


def _by_text(text: str) -> Iterator[Offsets]:
    """Pairs of a credential's name and a value inside scalars and comments, schemes, and users of URLs."""
    for found in _PAIR.finditer(text):
        value = may_hide(found[1]) and (_QUOTED.match(text, found.end()) or _BARE.match(text, found.end()))
        if value and not (found[2] == ":" and _WORD_OR_ALIAS.match(value[0])):
            yield from _parts(text, *value.span(value.lastindex or 0), found[1])
    for found in _ELEMENT.finditer(text):
        if may_hide(found[1]):
            yield from _parts(text, *found.span(2), found[1])
    for found in _SCHEME_PAIR.finditer(text):
        if not _WORD_OR_ALIAS.match(found[1]):
            yield from _parts(text, *found.span(1), "")
    for credential in find_credentials(text):
        yield credential.start, credential.end
    for found in _URL.finditer(text):
        end = text.rfind("@", *found.span())
        begin = _AUTHORITY.search(text, found.start(), end + 1) if end >= 0 else None
        if begin and begin.end() < end:
            yield from _parts(text, begin.end(), end, "")


def _behind_names(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Where no parser tells what a value is: all behind a suspicious name, up to the next line that has a key."""
    goes_on = False
    for line in _LINE.finditer(text, start, end):
        if goes_on and not _KEY_LINE.match(line[0]):
            yield line.span()
            continue
        goes_on, position = False, line.start()
        while suspect := _SUSPECT.search(text, position, line.end()):
            position = suspect.end()
            if _is_suspect(suspect[1]):
                closed = _CLOSED.match(text, position, line.end())
                position, begin, goes_on = (closed or line).end(), position, closed is None
                yield from _parts(text, begin, position, suspect[1])


@lru_cache(maxsize=4096)
def _is_suspect(name: str) -> bool:
    return may_hide(name) or any(is_one_edit_away(name, key) for key in _VALUE_KEYS)
