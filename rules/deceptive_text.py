"""A key, a URL, a header or a parameter's name holds characters that deceive whoever reads it.

An invisible character, one that turns the direction of writing, or a letter of another alphabet that is drawn like
a Latin one makes two names look the same that are not: a review sees `Authorization` or a known host, the platform
sees something else. What hides so is mostly copied from a web page by mistake, and sometimes put there on purpose.
Three rare characters (U+0085, U+2028, U+2029) end a line for YAML 1.1 and not for YAML 1.2: behind one of them, in what
looks like a comment, some loaders read a key.

Write the name or the URL anew with plain letters; the message says which characters are in the way.

Ignore it for a name that is right as it is, as one in which an API itself mixes alphabets. Texts for people, such as
labels and descriptions, are left alone, and so are words and hosts that are wholly in one alphabet.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from connector_lint import Hit, Severity, credentials, rule
from connector_lint.deceptive import code_point, folded, invisible, lookalikes, signs, with_code_points
from connector_lint.names import quoted
from connector_lint.places import Place, at_part
from connector_lint.schema_errors import schema_text
from connector_lint.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connector_lint import Document
    from connector_lint.tree import Path
    from connector_lint.views import Field, Parameter

_MOST_NAMED = 3
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]{0,30}://([^/?#\\]{1,2000})")
_LINE_END = re.compile("[\x85\u2028\u2029]")
_LABEL = re.compile(r"[^.:@]+")


@rule(
    "deceptive-text",
    category="security",
    severity=Severity.WARNING,
    cwe=[1007],
    good=[
        """
        # Texts for people; names in other alphabets, each by itself; emoji and joiners where they have a task.
        x-Ключи: {name: "Заказы"}
        interface_parameters:
          section:
            source:
              - {name: "Регион", type: "string", description: "a\\u00a0b \\u200f\\u05e9\\u05dc\\u200f, soft\\u00adware, \\u0410pple"}
              - {name: "注文\\u3000一覧 API", type: "string", label: "zero\\u200bwidth"}
              - {name: "nº_pedido Δt μs x² naïve Köln", type: "string"}
              - {name: "\\u0440\\u043e\\u0441\\u0430", type: "string"}
        connector:
          name: "Bestellungen für Köln"
          base_url: "https://пример.рф/Заказы"
          default_headers: {Accept: "application/json"}
        multi-reports:
          - name: "orders"
            steps:
              - name: "get"
                type: "rest"
                endpoint: "https://пример.рф/{{%Регион%}}?q=日本"
                body:
                  "\\u0645\\u06cc\\u200c\\u062e\\u0648": "{{%注文\\u3000一覧 API%}}"
                  "\\u0915\\u094d\\u200d\\u0937": "{{%nº_pedido Δt μs x² naïve Köln%}}"
                  "\\u260e\\ufe0f \\U0001f469\\u200d\\U0001f4bb": "{{%\\u0440\\u043e\\u0441\\u0430%}}"
        """,
    ],
    bad=[
        """
        connector:
          name: "Orders"
          base_url: "https://ex\\u0430mple.com"  # expect: deceptive-text@24
          default_headers:
            "Auth\\u043erization": "x"  # expect: deceptive-text@10
            "X\\u2011Trace": "x"  # expect: deceptive-text@7
            "Accept\\u200b": "x"  # expect: deceptive-text@12
        """,
        """
        # Names by which the platform and the other rules know what a parameter is.
        interface_parameters:
          section:
            source:
              - {name: "p\\u0430ssword", type: "string"}  # expect: deceptive-text@18
              - {name: "to\\u00adken", type: "string"}  # expect: deceptive-text@19
              - {name: "\\uff50\\uff41\\uff53\\uff53\\uff57\\uff4f\\uff52\\uff44", type: "string"}  # expect: deceptive-text@17
        """,
        """
        # A host of look-alikes only, a slash that is none, directions in a key, a wider blank, a placeholder.
        connector: {name: "Orders", base_url: "https://\\u0441\\u043e\\u0440\\u0435.com"}  # expect: deceptive-text@48
        steps:
          - name: "get"
            type: "rest"
            http_method: "GET"
            endpoint: "{{%BASE_URL%}}\\u2215orders"  # expect: deceptive-text@30
            "\\u202enotes": "none"  # expect: deceptive-text@6
            headers: {"X-Id": "{{%BASE_\\u200bURL%}}"}  # expect: deceptive-text@32
            body: {"id\\u00a0": 1}  # expect: deceptive-text@15
        """,
    ],
)
def deceptive_text(document: Document) -> Iterator[Hit]:
    """Look at keys, at names that placeholders refer to, at placeholders, and at URLs."""
    urls = {id(url.node) for url in document.urls}
    for key, found, what in _keys(document):
        # Of the key that it reads as: what is unknown here, and missing there, is the same defect.
        about = (*key.path[:-1], folded(key.text))
        yield from _hit(document, key, found, f"{what} {quoted(with_code_points(key.text, found))}", about)
    for name, found in _names(document):
        yield from _hit(document, name, found, f"the name {quoted(with_code_points(name.text, found))}")
    for url in document.urls:
        yield from _hit(document, url.node, _of_url(url.node.text), f"the URL of `{url.key}`")
    for reference in document.references:
        if id(reference.node) not in urls:
            text = reference.node.text[reference.start : reference.end]
            found = _of_name(text, blanks=False)
            what = f"the placeholder {quoted(with_code_points(text, found))}"
            yield from _hit(document, reference.node, {reference.start + index for index in found}, what)
    yield from _line_ends(document)


def _line_ends(document: Document) -> Iterator[Hit]:
    """What ends a line for some loaders, outside of quotes: within them it ends nothing else."""
    places = [(scalar.start, scalar.end) for scalar in document.scalars if scalar.style not in ("'", '"')]
    places += [(comment.start, comment.end) for comment in document.comments]
    for start, end in places:
        for found in _LINE_END.finditer(document.text, start, end):
            message = (
                f"{code_point(found[0])} ends the line for YAML 1.1 and not for YAML 1.2: write a plain line break"
            )
            yield Hit(Place(*found.span(), None), message)


def _keys(document: Document) -> Iterator[tuple[Scalar, set[int], str]]:
    headers = {id(header.entry.key) for header in document.headers}
    for mapping in document.mappings:
        for entry in mapping.entries:
            if isinstance(entry.key, Scalar):
                is_header = id(entry.key) in headers
                found = _of_name(entry.key.text, is_ascii=is_header)
                yield entry.key, found, "the header" if is_header else "the key"


def _names(document: Document) -> Iterator[tuple[Scalar, set[int]]]:
    holders: list[Field | Parameter] = [*document.fields, *document.parameters]
    for holder in holders:
        name = holder.node.get("name")
        if isinstance(name, Scalar) and isinstance(name.value, str):
            yield name, _of_name(name.text, blanks=False)


def _of_name(text: str, *, is_ascii: bool = False, blanks: bool = True) -> set[int]:
    """The offsets of what deceives in a name; one that `is_ascii` by its standard holds no word of another alphabet."""
    if text.isascii() and text.isprintable():
        return set()
    is_known = str.isascii if is_ascii else _is_known
    return {*invisible(text, blanks=blanks), *lookalikes(text, is_known=is_known)}


def _of_url(text: str) -> set[int]:
    found = {*_of_name(text), *signs(text)}
    host = _HOST.match(text)
    if host and host[1].rpartition(".")[2].isascii():
        for label in _LABEL.finditer(text, host.start(1), host.end(1)):
            found |= {label.start() + index for index in _of_name(label[0], is_ascii=True)}
    return found


def _is_known(text: str) -> bool:
    """Whether a name, read as ASCII, is one that the format or the rules give a meaning."""
    return credentials.is_credential_name(text) or text.lower() in _known()


@cache
def _known() -> frozenset[str]:
    names: set[str] = {*credentials.SECRET_FIELDS, *credentials.PLAIN_FIELDS}
    pending: list[Any] = [json.loads(schema_text())]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            names.update(part.get("properties", ()))
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
    return frozenset(names)


def _hit(document: Document, scalar: Scalar, found: set[int], what: str, about: Path | None = None) -> Iterator[Hit]:
    if not found:
        return
    characters = list(dict.fromkeys(scalar.text[index] for index in sorted(found)))
    named = ", ".join(map(code_point, characters[:_MOST_NAMED])) + (", …" if len(characters) > _MOST_NAMED else "")
    place = at_part(document.text, scalar, min(found), max(found) + 1)
    yield Hit(place, f"{what} holds {named}, which deceives a reader: write it anew in plain letters", about=about)
